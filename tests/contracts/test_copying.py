"""A whole workspace moves from a file to a server and back, and nothing of it changes on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.listing import ItemFilter
from reviewer.services.copying import copy_workspace
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.store.copying import Tally
from reviewer.store.engine import write
from tests.factories import claim, item, judge, project, review, workspace
from tests.postgres import Database


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A file with a bit of everything: its path."""
    with workspace(tmp_path, [item(f"i{n}", metadata={"n": n}) for n in range(30)], overlap=2, gold_share=0.1) as made:
        made.members.add("lead2", "lead")
        made.members.add("ana", "reviewer")
        made.members.add("ben", "reviewer")
        made.ingest.add([{"no": "id"}, {"id": "x", "response": 3}])
        for n in range(6):
            for name in ("ana", "ben"):
                judge(
                    made, name, f"i{n}", "approve" if n % 2 or name == "ana" else "reject", comment="\U0001f989 \u202e"
                )
        undone = judge(made, "ana", "i9")
        made.reviews.withdraw(undone, "ana")
        made.projects.apply(project("Support", overlap=3))
        made.projects.apply(project("Second"))
        made.rounds.start("Dates", items=("i7", "i8"), reviewers=("ana", "ben"))
        made.datasets.build("reviews", tmp_path / "built", format="jsonl")
        claim(made, "ben")
    return tmp_path / "test.reviewer"


def witnesses(made: Workspace) -> tuple[Receipt, ...]:
    return tuple(Receipt(seq=event.seq, hash=event.hash) for event in made.audit.log(limit=10_000))


def same(first: Mapping[str, Tally], second: Mapping[str, Tally], *but: str) -> bool:
    return {n: t for n, t in first.items() if n not in but} == {n: t for n, t in second.items() if n not in but}


def test_a_workspace_comes_back_from_a_server_as_it_was(original: Path, database: Database, tmp_path: Path) -> None:
    with open_workspace(original, actor="lead") as made:
        receipts, anchor = witnesses(made), made.audit.anchor()
        counts = made.queue.counts()
    there = copy_workspace(str(original), database.url("lead"))
    back = copy_workspace(database.url("lead"), str(tmp_path / "back.reviewer"), actor="lead")
    assert same(there.tables, back.tables, "member", "audit_event")
    assert there.tables["review"].rows == 13
    assert there.tables["unreadable"].rows == 2
    assert there.tables["dataset"].rows == 1
    assert there.tables["dataset_item"].rows == 6
    assert there.tables["split_group"].rows >= 1
    assert back.tables["audit_event"].rows == there.tables["audit_event"].rows + 1
    for place in (database.url("lead"), str(tmp_path / "back.reviewer")):
        with open_workspace(place, actor="lead") as copy:
            report = copy.audit.verify([anchor], receipts)
            assert report.sound, report.findings
            assert copy.audit.log(limit=1)[0].action == "workspace.copied"
            assert copy.queue.counts() == counts
            assert copy.queue.count(ItemFilter(where="metadata.n >= 20")) == 10
            assert copy.project.overlap == 3
            built = copy.datasets.find("reviews-v1")
            again = tmp_path / f"again-{copy.store.path is None}"
            assert copy.datasets.rebuild(built, again).sha256 == built.sha256
            assert (again / "SHA256SUMS").read_bytes() == (tmp_path / "built" / "SHA256SUMS").read_bytes()
    with open_workspace(tmp_path / "back.reviewer", actor="lead") as copy:
        assert copy.database.check() == ()


def test_work_goes_on_where_the_copy_ends(original: Path, database: Database) -> None:
    copied = copy_workspace(str(original), database.url("lead"))
    assert copied.log_ins == {"ana": "reviewer", "ben": "reviewer", "lead2": "lead"}
    assert 'CREATE ROLE "ana" LOGIN;\nGRANT "reviewer_reviewer" TO "ana";' in copied.log_in_sql()
    for name, role in copied.log_ins.items():
        database.postgres.make_login(name, role)
    with open_workspace(database.url("lead")) as lead:
        assert lead.ingest.add([item("new"), item("i3")]).added == 1
    with open_workspace(database.url("ana")) as ana:
        held = ana.queue.claim("ana")
        assert held is not None
        written = review(held.item.id, "ana", submission_id=ana.drafts.new_submission_id())
        ana.reviews.submit(written, held)
        assert ana.queue.progress("ana").reviewed_in_all > 0


def test_a_search_works_in_the_copy(original: Path, database: Database) -> None:
    copy_workspace(str(original), database.url("lead"))
    with open_workspace(database.url("lead")) as made:
        assert made.queue.count(ItemFilter(text="warranty lam")) == 30


def tables(database: Database) -> list[Any]:
    with database.superuser() as connection:
        names = ("tenant", "project", "item", "review", "audit_event", "member")
        return [connection.execute(f"SELECT * FROM reviewer.{name} ORDER BY 1, 2").fetchall() for name in names]


def test_a_second_copy_is_refused_and_changes_nothing(original: Path, database: Database) -> None:
    copy_workspace(str(original), database.url("lead"))
    before = tables(database)
    with pytest.raises(Refused, match="only into one without projects"):
        copy_workspace(str(original), database.url("lead"))
    assert tables(database) == before


def test_a_workspace_with_other_members_is_not_copied_over(original: Path, database: Database) -> None:
    database.add("ana")
    with pytest.raises(Refused, match="only into one without projects"):
        copy_workspace(str(original), database.url("lead"))


def test_a_ledger_that_was_changed_is_not_copied_and_leaves_nothing(original: Path, database: Database) -> None:
    with open_workspace(original, actor="lead") as made, write(made.engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_fixed")
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'somebody' WHERE seq = 9")
    before = tables(database)
    with pytest.raises(Damaged, match="Event 9 of the ledger"):
        copy_workspace(str(original), database.url("lead"))
    assert tables(database) == before
    with pytest.raises(Damaged, match="Event 9 of the ledger"):
        copy_workspace(str(original), str(original.with_name("other.reviewer")))
    assert sorted(file.name for file in original.parent.iterdir() if "other" in file.name) == []


def test_a_file_that_exists_is_never_written_over(original: Path) -> None:
    before = original.read_bytes()
    with pytest.raises(Refused, match="exists already"):
        copy_workspace(str(original), str(original))
    assert original.read_bytes() == before


def test_only_an_admin_copies_a_workspace_from_a_server(original: Path, database: Database, tmp_path: Path) -> None:
    copy_workspace(str(original), database.url("lead"))
    database.postgres.make_login("lead2", "lead")
    with pytest.raises(Refused, match="no admin"):
        copy_workspace(database.url("lead2"), str(tmp_path / "other.reviewer"))
    assert not (tmp_path / "other.reviewer").exists()


def test_half_a_copy_cannot_be_kept(database: Database) -> None:
    import psycopg

    with database.log_in("lead") as connection:
        for call in ("copy_begin()", "copy_in_settings('meta', '[]')", "copy_end('x', '{}')"):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(f"SELECT reviewer.{call}")
            assert refused.value.sqlstate == "55006"
        assert connection.execute("SELECT count(*) FROM reviewer.member").fetchone() == (1,)


def test_the_command_prints_counts_hashes_and_log_ins(original: Path, database: Database) -> None:
    from reviewer.cli.main import app

    run = CliRunner().invoke(app, ["db", "copy", str(original), database.url("lead"), "--json"])
    assert run.exit_code == 0, run.output
    said = json.loads(run.stdout)
    assert said["tables"]["item"]["rows"] == 30
    assert len(said["tables"]["audit_event"]["sha256"]) == 64
    assert said["log_ins"] == {"ana": "reviewer", "ben": "reviewer", "lead2": "lead"}


def test_a_workspace_that_was_made_on_a_server_moves_to_a_file(database: Database, tmp_path: Path) -> None:
    ana_at = database.add("ana")
    with create_workspace(database.url("lead"), project("Born there")) as lead:
        lead.ingest.add([item("i1"), item("i2", priority=2.5), item("i3", priority=-1)])
        lead.queue.assign("i3", "ana")
        with open_workspace(ana_at) as ana:
            ana.reviews.submit(review("i1", "ana"), ana.queue.claim_item("ana", "i1"))
        anchor, counts = lead.audit.anchor(), lead.queue.counts()
    copied = copy_workspace(database.url("lead"), str(tmp_path / "here.reviewer"), actor="lead")
    assert copied.tables["item"].rows == 3
    with open_workspace(tmp_path / "here.reviewer", actor="lead") as here:
        assert here.audit.verify([anchor]).sound
        assert here.queue.counts() == counts
        assert here.database.check() == ()
