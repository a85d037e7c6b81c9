from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.config.settings import load_settings
from reviewer.services.database import automatic_backups, restore_backup
from reviewer.services.workspace import Workspace, open_workspace
from reviewer.store.schema import SCHEMA_VERSION
from tests.factories import FakeClock, item, judge, project, workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, [item(f"i{n}") for n in range(5)]) as made:
        yield made


def test_reviews_of_every_project_are_verified(ws: Workspace) -> None:
    ws.projects.apply(project("Other"))
    with open_workspace(ws.path, project="Other") as other:
        other.ingest.add([item("x")])
        judge(other, "ana", "x")
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        connection.execute("DROP TRIGGER review_fixed")
        connection.execute("UPDATE review SET body = replace(body, 'approve', 'reject')")
    assert not ws.audit.verify().sound


def test_the_check_names_rows_that_refer_to_nothing(ws: Workspace) -> None:
    assert ws.database.check() == ()
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        connection.execute("INSERT INTO lease VALUES (999, 'ana', 't', 0, 0, 'first')")
    assert ws.database.check() == ("1 rows refer to rows that do not exist.",)


def test_the_newest_automatic_backups_are_kept(tmp_path: Path) -> None:
    clock = FakeClock()
    with workspace(tmp_path, [item("a")], clock=clock) as made:
        for _ in range(load_settings().backups_kept + 3):
            clock.advance(minutes=1)
            newest = made.database.backup()
        assert len(made.database.backups()) == load_settings().backups_kept
        assert made.database.backups()[0] == newest
        assert newest.stat().st_mode & 0o077 == 0


def test_an_import_is_preceded_by_a_backup_where_there_is_something_to_lose(ws: Workspace, tmp_path: Path) -> None:
    assert automatic_backups(ws.path) == ()
    file = tmp_path / "more.jsonl"
    file.write_text(json.dumps(item("more")))
    ws.ingest.add_files([file])
    (made,) = automatic_backups(ws.path)
    restored = restore_backup(made, ws.path.with_name("restored.reviewer"))
    with open_workspace(restored) as before:
        assert before.queue.counts() == {"open": 5}
        assert before.database.check() == ()
        assert before.workspace_id == ws.workspace_id


def test_info_says_what_the_file_is(ws: Workspace) -> None:
    info = ws.database.info()
    assert (info["items"], info["project"], info["schema"]) == (5, "Support", SCHEMA_VERSION)
    assert info["sqlite"]["synchronous"] == 2
    assert info["events"] == ws.audit.count()
