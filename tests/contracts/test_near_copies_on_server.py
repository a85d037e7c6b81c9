"""What a log-in can get out of the functions for near copies with `psql` alone: nothing unclaimed, nothing secret."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg.errors import InsufficientPrivilege, ObjectInUse

from reviewer.services.workspace import create_workspace
from tests.factories import item, project
from tests.postgres import Database

SAID = "You can send the lamp back within thirty days, and we will refund the full price to the card you paid with."


def lamp(name: str, said: str = SAID, **fields: Any) -> dict[str, Any]:
    return item(name, response=said, **fields)


@pytest.fixture
def lamps(database: Database) -> Database:
    """Five lamps, of which one is gold and one control, and one item that is no copy of them."""
    for name in ("ana", "ben"):
        database.add(name)
    with create_workspace(database.url("lead"), project()) as lead:
        kettle = lamp("d", "The kettle wants vinegar.")
        lead.ingest.add([lamp("a"), lamp("b"), lamp("c"), lamp("control", control=True), kettle])
        lead.near_copies.index_all()  # before there is gold, of which as many others would be left out
        lead.ingest.add([lamp("gold", gold={"verdict": "reject"})])
        lead.near_copies.index_all()
    return database


def one(connection: Any, query: str, *values: Any) -> Any:
    row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]


def claim(database: Database, name: str, item_id: str) -> None:
    with database.log_in(name) as connection:
        connection.execute("SELECT reviewer.claim_chosen(1, %s, 'test')", (item_id,))


COUNT = "SELECT reviewer.count_copies(1, %s, 'test')"
OPEN = "SELECT reviewer.open_copies(1, %s, 'test')"
READ = "SELECT count(*) FROM reviewer.opened_copies(1)"


def test_without_the_item_in_hand_there_is_no_number_and_no_text(lamps: Database) -> None:
    with lamps.log_in("ana") as ana:
        assert (one(ana, COUNT, "a"), one(ana, OPEN, "a"), one(ana, READ)) == (0, 0, 0)
    claim(lamps, "ana", "a")
    with lamps.log_in("ana") as ana:
        assert (one(ana, COUNT, "a"), one(ana, OPEN, "a"), one(ana, READ)) == (2, 2, 2)


def test_what_was_opened_is_read_only_after_the_commit_and_is_in_the_ledger(lamps: Database) -> None:
    claim(lamps, "ana", "a")
    with lamps.log_in("ana") as ana:
        ana.execute("BEGIN")
        assert one(ana, OPEN, "a") == 2
        with pytest.raises(ObjectInUse):
            one(ana, READ)
        ana.execute("ROLLBACK")
        assert one(ana, READ) == 0
        before = one(ana, "SELECT count(*) FROM reviewer.audit_event WHERE action = 'copies.opened'")
        one(ana, OPEN, "a")
        assert one(ana, READ) == 2
        assert one(ana, "SELECT count(*) FROM reviewer.audit_event WHERE action = 'copies.opened'") == before + 1


def test_what_one_log_in_opened_another_does_not_read(lamps: Database) -> None:
    claim(lamps, "ana", "a")
    with lamps.log_in("ana") as ana:
        one(ana, OPEN, "a")
    with lamps.log_in("ben") as ben:
        assert one(ben, READ) == 0


def test_the_text_is_gone_with_the_lease_of_the_item_on_screen(lamps: Database) -> None:
    claim(lamps, "ana", "a")
    with lamps.log_in("ana") as ana:
        one(ana, OPEN, "a")
        assert one(ana, READ) == 2
        ana.execute("SELECT reviewer.release(1, NULL)")
        assert one(ana, READ) == 0


def test_secret_items_have_an_empty_sketch_whatever_the_program_sends(lamps: Database) -> None:
    with lamps.superuser() as administrator:
        administrator.execute("DELETE FROM reviewer.item_band")
        administrator.execute("DELETE FROM reviewer.item_sketch")
    with lamps.log_in("lead") as lead:
        lead.execute(
            "SELECT reviewer.add_sketches(array_agg(number), array_agg(decode(repeat('00', 128), 'hex')),"
            " array_agg(decode(repeat('00', 128), 'hex'))) FROM reviewer.item"
        )
    with lamps.superuser() as administrator:
        rows = administrator.execute(
            "SELECT item_id FROM reviewer.item JOIN reviewer.item_sketch USING (tenant_id, number)"
            " WHERE length(bands) = 0 ORDER BY item_id"
        ).fetchall()
        assert [name for (name,) in rows] == ["control", "gold"]
        secret = "SELECT count(*) FROM reviewer.item_band JOIN reviewer.item ON number = item_number"
        assert one(administrator, f"{secret} WHERE gold = 1 OR hits_hidden = 1") == 0


@pytest.mark.parametrize("table", ["item_band", "copies_opened"])
def test_nobody_reads_the_index_or_what_others_opened(lamps: Database, table: str) -> None:
    for name in ("ana", "lead"):
        with lamps.log_in(name) as connection, pytest.raises(InsufficientPrivilege):
            connection.execute(f"SELECT * FROM reviewer.{table}")


def test_a_reviewer_sees_of_the_sketches_nothing_and_of_copied_reviews_the_own_ones(lamps: Database) -> None:
    with lamps.log_in("ana") as ana:
        with pytest.raises(InsufficientPrivilege):
            ana.execute("SELECT number FROM reviewer.item_sketch")
        assert one(ana, "SELECT count(original) FROM reviewer.copied_review") == 0
    with lamps.superuser() as administrator:
        administrator.execute("INSERT INTO reviewer.copied_review SELECT tenant_id, 's', 'o' FROM reviewer.tenant")
    with lamps.log_in("ana") as ana:
        assert one(ana, "SELECT count(original) FROM reviewer.copied_review") == 0


def test_a_verdict_on_copies_in_an_open_transaction_shows_nothing(lamps: Database) -> None:
    told = (
        '{"submission_id": "%s", "item_id": "%s", "source": "test", "reviewer": "ana", "verdict": "reject",'
        ' "submitted_at": "2026-11-20T09:00:00Z"}'
    )
    with lamps.log_in("ana") as ana:
        token = one(ana, "SELECT token FROM reviewer.claim_chosen(1, 'a', 'test')")
        ana.execute("SELECT reviewer.submit(1, %s, %s)", (told % ("s1", "a"), token))
        ana.execute("BEGIN")
        call = "SELECT problem FROM reviewer.submit_copies(1, 's1', ARRAY[%s, %s, %s])"
        bodies = [told % (f"s-{name}", name) for name in ("b", "gold", "control")]
        problems = [row[0] for row in ana.execute(call, bodies).fetchall()]
        assert problems == [None, "is no near copy", "is no near copy"]
        assert one(ana, "SELECT count(*) FROM reviewer.review") == 0
        with pytest.raises(ObjectInUse):
            ana.execute("SELECT body FROM reviewer.serve(1, 'b', 'test')")
        ana.execute("ROLLBACK")
        assert one(ana, "SELECT count(*) FROM reviewer.review") == 1
