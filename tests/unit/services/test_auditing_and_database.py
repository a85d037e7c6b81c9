from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.config.settings import load_settings
from reviewer.domain.changes import Receipt
from reviewer.services.database import automatic_backups, restore_backup
from reviewer.services.workspace import Workspace, open_workspace
from tests.factories import FakeClock, claim, item, judge, project, review, workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, [item(f"i{n}") for n in range(5)]) as made:
        yield made


def test_every_change_has_its_event_and_a_reading_none(ws: Workspace) -> None:
    start = ws.audit.count()
    taken = claim(ws)
    ws.reviews.submit(review(taken.item.id), taken)
    ws.reviews.undo("ana")
    ws.queue.release(claim(ws))
    judge(ws, "ben", "i1")
    ws.resolutions.decide("i1", review("i1", "lead", "reject"))
    ws.queue.assign("i2", "ben")
    ws.members.add("ben")
    ws.queue.page(), ws.agreement.compute(), ws.audit.verify(), ws.database.check(), list(ws.reviews.stream())
    assert [event.action for event in ws.audit.log(newest_first=False, offset=start)] == [
        "item.claimed",
        "review.submitted",
        "review.withdrawn",
        "item.claimed",
        "item.released",
        "review.submitted",
        "item.adjudicated",
        "item.assigned",
        "member.added",
    ]


def test_a_renewal_is_not_written_to_the_ledger(ws: Workspace) -> None:
    taken = claim(ws)
    before = ws.audit.count()
    ws.queue.renew(taken)
    assert ws.audit.count() == before


def test_the_log_is_paged_and_filtered_by_item_and_person(ws: Workspace) -> None:
    for person in ("ana", "ben"):
        judge(ws, person, "i1" if person == "ana" else "i2")
    assert [event.subject for event in ws.audit.log(limit=2)] == ["i2", "i1"]
    assert [event.actor for event in ws.audit.log(subject="i1")] == ["ana"]
    assert [event.subject for event in ws.audit.log(actor="ben")] == ["i2"]
    assert ws.audit.log(offset=ws.audit.count()) == ()


def test_an_anchor_of_another_workspace_and_a_made_up_receipt_are_not_honoured(ws: Workspace, tmp_path: Path) -> None:
    with workspace(tmp_path, name="other.reviewer") as other:
        foreign = other.audit.anchor()
    made_up = Receipt(seq=ws.audit.count() + 5, hash="0" * 64)
    report = ws.audit.verify(anchors=[foreign], receipts=[made_up])
    assert {finding.kind for finding in report.findings} == {"anchor", "receipt"}
    assert (report.anchors, report.receipts) == (1, 1)


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
        connection.execute("INSERT INTO lease VALUES (999, 'ana', 't', 0, 0)")
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
    assert (info["items"], info["project"], info["schema"]) == (5, "Support", "0001")
    assert info["sqlite"]["synchronous"] == 2
    assert info["events"] == ws.audit.count()
