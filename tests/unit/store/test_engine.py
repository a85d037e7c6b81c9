from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import Refused, Unreachable
from reviewer.services.workspace import Workspace, open_workspace
from reviewer.store import claiming, resolutions, reviews
from reviewer.store import engine as engines
from reviewer.store.engine import PRAGMAS, open_engine, read, write
from reviewer.store.place import file_system, refuse_network_drive
from tests.factories import claim, item, judge, review, workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, [item(f"i{n}") for n in range(60)]) as made:
        yield made


def test_every_connection_has_the_settings_that_keep_the_promises(ws: Workspace) -> None:
    def pragmas() -> dict[str, object]:
        with read(ws.engine) as connection:
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: pragmas(), range(8)):
            assert found == PRAGMAS
    assert (PRAGMAS["synchronous"], PRAGMAS["foreign_keys"], PRAGMAS["recursive_triggers"]) == (2, 1, 1)


def test_a_setting_that_does_not_take_stops_the_start(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PRAGMAS", {**PRAGMAS, "page_size": 123})
    with pytest.raises(Unreachable, match="SQLite refuses page_size = 123"):
        open_engine(ws.path)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_network_drive_is_refused(tmp_path: Path, kind: str) -> None:
    drive = tmp_path / "net drive"
    drive.mkdir()
    mounts = tmp_path / "mounts"
    shown = str(drive).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {shown} {kind} rw 0 0\n")
    with pytest.raises(Refused, match=r"network drive .* where SQLite loses work"):
        refuse_network_drive(drive / "x.reviewer", mounts)
    refuse_network_drive(tmp_path / "x.reviewer", mounts)
    link = tmp_path / "link.reviewer"
    link.symlink_to(drive / "x.reviewer")
    with pytest.raises(Refused):
        refuse_network_drive(link, mounts)


def test_the_last_mount_of_a_folder_counts_and_odd_lines_are_passed_over(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"\nodd\n/dev/a / ext4 rw\nauto {tmp_path} autofs rw\nserver:/x {tmp_path} nfs rw\n")
    assert file_system(tmp_path / "x", mounts) == "nfs"
    assert file_system(tmp_path / "x", tmp_path / "none") == ""


@pytest.mark.parametrize(
    "name", ["what?x=1.reviewer", "50%.reviewer", "a#b.reviewer", "ü 🦉.reviewer", "file:x.reviewer"]
)
def test_a_workspace_may_have_any_file_name(tmp_path: Path, name: str) -> None:
    with workspace(tmp_path, [item("a")], name=name) as made:
        judge(made, "ana", "a")
        assert made.database.check() == ()
        assert made.database.backup().is_file()
    with open_workspace(tmp_path / name) as again:
        assert again.queue.counts() == {"resolved": 1}
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in tmp_path.iterdir()} == {name}


def test_a_new_workspace_is_for_its_owner_only_and_never_written_over_another_file(tmp_path: Path) -> None:
    with workspace(tmp_path) as made:
        assert made.path.stat().st_mode & 0o077 == 0
    with pytest.raises(Refused, match="exists already"):
        workspace(tmp_path)


def test_a_write_that_fails_leaves_nothing(ws: Workspace) -> None:
    before = ws.audit.count()

    def fail() -> None:
        with write(ws.engine) as connection:
            connection.exec_driver_sql("DELETE FROM counter")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ws.queue.counts() == {"open": 60}
    assert ws.audit.count() == before


def test_threads_that_work_at_once_never_get_the_same_item(ws: Workspace) -> None:
    def work(person: str) -> list[str]:
        done = []
        while (taken := ws.queue.claim(person)) is not None:
            ws.reviews.submit(review(taken.item.id, person), taken)
            done.append(taken.item.id)
        return done

    with ThreadPoolExecutor(6) as pool:
        done = [item_id for ids in pool.map(work, "abcdef") for item_id in ids]
    assert sorted(done) == sorted(f"i{n}" for n in range(60))
    assert ws.audit.verify().sound


def test_a_long_reader_blocks_no_writer_and_sees_one_moment(ws: Workspace) -> None:
    for n in range(3):
        judge(ws, "ana", f"i{n}")
    stream = ws.reviews.stream()
    next(stream)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(judge, ws, "ana", "i3").result(timeout=5)
    assert len(list(stream)) == 2
    assert len(list(ws.reviews.stream())) == 4


def test_a_writer_in_another_connection_is_waited_for(ws: Workspace) -> None:
    with closing(sqlite3.connect(ws.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
        timer.start()
        assert claim(ws).item.id
        timer.join()


def plan(ws: Workspace, statement: Any, **values: object) -> str:
    """How SQLite would run a statement."""
    with read(ws.engine) as connection:
        statement.first(connection, values)
        sql, order, constants = statement._compiled[connection.dialect.name]
        given = [values.get(name, constants.get(name)) for name in order]
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(given)).all()
    return "\n".join(row[3] for row in rows)


def test_the_statements_of_a_claim_go_through_their_indexes(ws: Workspace) -> None:
    place = {"rank": -1.0, "queued_at": 0, "number": 0}
    who = {"project": 1, "me": "ana", "now": 0, "gold_in_order": 1}
    for statement in (claiming.FIND_HEAD, claiming.NEXT):
        found = plan(ws, statement, **who, **place)
        assert "ix_item_queue (project_id=? AND state=? AND (rank,queued_at)>" in found
        assert "ix_review_current (item_number=? AND reviewer=? AND round=?)" in found
    assert "ix_review_deferred (reviewer=?)" in plan(ws, claiming.NEXT_DEFERRED, **who)
    assert "ix_item_gold" in plan(ws, claiming.LAST_GOLD, **who)
    assert "ix_review_current (item_number=?)" in plan(ws, reviews.CURRENT, number=1)
    assert "ix_resolution_current (item_number=?)" in plan(ws, resolutions.FIND, item=1)
    assert "SCAN" not in plan(ws, claiming.STANDING, me="ana", token="t", now=0)
    assert "SCAN item" not in plan(ws, reviews.GOLD_JUDGEMENTS, project=1).replace(
        "SCAN item USING INDEX ix_item_gold", ""
    )


def test_a_workspace_that_closes_while_it_is_read_leaves_no_connection_open(ws: Workspace) -> None:
    with read(ws.engine) as connection:
        raw = connection.connection.dbapi_connection
        ws.close()
        assert connection.exec_driver_sql("SELECT count(*) FROM item").scalar() == 60
    assert raw is not None
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        raw.execute("SELECT 1")


def test_what_comes_after_the_workspace_was_closed_is_refused_in_one_sentence(ws: Workspace) -> None:
    ws.close()
    with pytest.raises(Unreachable, match="closed meanwhile"), read(ws.engine):
        pass
    ws.close()
