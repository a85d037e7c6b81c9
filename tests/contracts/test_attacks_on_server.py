"""What a log-in with psql, or two at once, might try on the functions of a server, beyond what our program does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from psycopg.errors import (
    CheckViolation,
    InvalidParameterValue,
    ObjectInUse,
    ObjectNotInPrerequisiteState,
)

from reviewer.domain.canonical import sha256_text
from tests.contracts.test_queue_on_server import apply_project, fill, wait_for_a_lock
from tests.postgres import Database

ADD = "SELECT reviewer.add_items(1, 'x', %s, '{m}', '{en}', '{r}', '{r}', '{}', '{}', '{}', '{}')"
APPLY = "SELECT reviewer.apply_project(%s, %s, %s, %s)"
USE = "SELECT reviewer.add_dataset_items(1, %s::bigint[], '{train}', '{NULL}', %s::text[], '{NULL}', '{NULL}')"
RECORD = "SELECT reviewer.record_dataset(1, 'r', 'f', %s, %s, '{}', '[]', NULL, NULL)"
CLAIM = "SELECT token FROM reviewer.claim_chosen(1, %s, 'file')"


@pytest.fixture
def queue(database: Database) -> Database:
    """A project with items that need one review each, and three people."""
    apply_project(database)
    fill(database, 1, 45)
    database.add("ana")
    database.add("bob")
    database.add("eli", "engineer")
    return database


@pytest.fixture
def meanwhile() -> Iterator[Callable[..., Future[Any]]]:
    """Run something beside the test."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


def administer(database: Database, statement: str) -> Any:
    """Do something that no member can do; return the first row, if there is one."""
    with database.superuser() as administrator:
        cursor = administrator.execute(statement)
        return cursor.fetchone() if cursor.description else None


def call(database: Database, name: str, statement: str, *values: Any) -> Any:
    """Make one call as somebody, in a transaction of its own; return its first row."""
    with database.log_in(name) as connection:
        return connection.execute(statement, values).fetchone()


def told(name: str, item: str = "i1", number: int = 1, **fields: Any) -> str:
    """Return the text of a review."""
    known = {"submission_id": f"{name}-{item}-{number}", "item_id": item, "source": "file", "reviewer": name}
    return json.dumps({**known, "verdict": "approve", **fields})


def judge(database: Database, name: str, item: str = "i1", number: int = 1, **fields: Any) -> str:
    """Claim an item and submit a review of it; return its id."""
    (token,) = call(database, name, CLAIM, item)
    call(database, name, "SELECT reviewer.submit(1, %s, %s)", told(name, item, number, **fields), token)
    return f"{name}-{item}-{number}"


# ---- leases ----------------------------------------------------------------------------------------------------


def lapse(database: Database) -> None:
    """Let all leases end."""
    administer(database, "UPDATE reviewer.lease SET expires_at = 1")


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_lapsed_lease_is_not_renewed_on_a_snapshot_from_before_somebody_else_took_the_place(
    queue: Database, level: str
) -> None:
    (token,) = call(queue, "ana", CLAIM, "i1")
    lapse(queue)
    with queue.log_in("ana") as ana:
        ana.execute(f"BEGIN ISOLATION LEVEL {level}")
        ana.execute("SELECT name FROM reviewer.project")
        call(queue, "bob", CLAIM, "i1")
        with pytest.raises(ObjectInUse, match="READ COMMITTED"):
            ana.execute("SELECT reviewer.renew(%s)", (token,))


def test_nobody_gets_beyond_twenty_items_by_renewing_those_that_had_lapsed(queue: Database) -> None:
    tokens = [call(queue, "ana", CLAIM, f"i{n}")[0] for n in range(1, 21)]
    lapse(queue)
    for n in range(21, 41):
        call(queue, "ana", CLAIM, f"i{n}")
    with queue.log_in("ana") as ana:
        with pytest.raises(ObjectNotInPrerequisiteState, match="ana holds 20 items already"):
            ana.execute("SELECT reviewer.renew(%s)", (tokens[0],))
        assert ana.execute("SELECT count(*) FROM reviewer.held(1)").fetchone() == (20,)


def test_a_lease_that_lapsed_or_stands_among_twenty_is_renewed_where_there_is_room(queue: Database) -> None:
    tokens = [call(queue, "ana", CLAIM, f"i{n}")[0] for n in range(1, 21)]
    assert call(queue, "ana", "SELECT reviewer.renew(%s)", tokens[0])[0] > 1
    lapse(queue)
    assert call(queue, "ana", "SELECT reviewer.renew(%s)", tokens[0])[0] > 1


def test_giving_items_back_while_reviews_are_brought_in_ends_in_no_deadlock(
    queue: Database, meanwhile: Callable[..., Future[Any]]
) -> None:
    call(queue, "ana", CLAIM, "i2")
    with queue.superuser() as other, queue.log_in("ana") as ana:
        other.execute("BEGIN; SELECT FROM reviewer.tenant WHERE tenant_id = 1 FOR UPDATE")
        brought = meanwhile(
            call,
            queue,
            "eli",
            "SELECT count(*) FROM reviewer.import_reviews(1, %s, 0) WHERE added",
            [told("zoe", "i1"), told("zoe", "i2")],
        )
        wait_for_a_lock(queue)
        given_back = meanwhile(lambda: ana.execute("SELECT item_ids FROM reviewer.release(1, NULL)").fetchone())
        wait_for_locks(queue, 2)
        other.execute("ROLLBACK")
        assert brought.result(timeout=30) == (2,)
        assert given_back.result(timeout=30) in (([],), (["i2"],))


def wait_for_locks(database: Database, amount: int) -> None:
    """Wait until so many wait for a lock."""
    with database.superuser() as administrator:
        for _ in range(500):
            (found,) = administrator.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchone()
            if found >= amount:
                return
            administrator.execute("SELECT pg_sleep(0.02)")
    raise AssertionError("too few wait")


# ---- reviews ---------------------------------------------------------------------------------------------------


def test_a_review_that_an_export_used_meanwhile_is_not_taken_back(
    queue: Database, meanwhile: Callable[..., Future[Any]]
) -> None:
    name = judge(queue, "ana")
    with queue.log_in("eli") as eli:
        eli.execute("BEGIN")
        find = "SELECT item_number, number FROM reviewer.review WHERE submission_id = %s"
        [(item, review)] = eli.execute(find, (name,)).fetchall()
        eli.execute(USE, ([item], [f"[{review}]"]))
        taken_back = meanwhile(call, queue, "ana", "SELECT reviewer.withdraw(%s)", name)
        wait_for_a_lock(queue)
        eli.execute(RECORD, ("0" * 64, "{}"))
        eli.execute("COMMIT")
    with pytest.raises(ObjectInUse, match="already used this review"):
        taken_back.result(timeout=30)


def test_of_two_who_build_at_once_the_second_waits_and_both_are_recorded(
    queue: Database, meanwhile: Callable[..., Future[Any]]
) -> None:
    name = judge(queue, "ana")
    find = "SELECT item_number, number FROM reviewer.review WHERE submission_id = %s"
    (item, review) = call(queue, "lead", find, name)
    with queue.log_in("eli") as eli:
        eli.execute("BEGIN")
        eli.execute(USE, ([item], [f"[{review}]"]))
        second = meanwhile(call, queue, "lead", RECORD, "1" * 64, "{}")
        wait_for_a_lock(queue)
        eli.execute(RECORD, ("0" * 64, "{}"))
        eli.execute("COMMIT")
    second.result(timeout=30)
    with queue.log_in("lead") as lead:
        rows = lead.execute("SELECT number, version, sha256, added FROM reviewer.dataset ORDER BY number").fetchall()
    assert rows == [(1, 1, "0" * 64, 1), (2, 2, "1" * 64, 0)]


def test_while_a_dataset_is_being_recorded_others_go_on_with_their_work(queue: Database) -> None:
    name = judge(queue, "ana")
    find = "SELECT item_number, number FROM reviewer.review WHERE submission_id = %s"
    (item, review) = call(queue, "lead", find, name)
    with queue.log_in("eli") as eli:
        eli.execute("BEGIN")
        eli.execute(USE, ([item], [f"[{review}]"]))
        with queue.log_in("lead") as lead:
            lead.execute("SET lock_timeout = '2s'")
            lead.execute("SELECT reviewer.prioritise(1, 'i2', 'file', 5)")  # an event needs the tenant's row
        eli.execute("ROLLBACK")


def test_what_somebody_submitted_is_not_replaced_by_what_another_brings_in_under_that_name(queue: Database) -> None:
    done = judge(queue, "ana")
    bring = "SELECT added, problem FROM reviewer.import_reviews(1, %s, 0)"
    other = told("ana", number=2, verdict="reject", supersedes=done)
    added, problem = call(queue, "eli", bring, [other])
    assert (added, "ana submitted" in problem) == (False, True)
    assert call(queue, "ana", "SELECT state, verdict FROM reviewer.review WHERE reviewer = 'ana'") == (
        "submitted",
        "approve",
    )


def test_what_was_brought_in_can_be_replaced_by_what_is_brought_in_later(queue: Database) -> None:
    bring = "SELECT added, problem FROM reviewer.import_reviews(1, %s, 0)"
    assert call(queue, "eli", bring, [told("ana")]) == (True, "")
    later = told("ana", number=2, verdict="reject", supersedes="ana-i1-1")
    assert call(queue, "eli", bring, [later]) == (True, "")
    (details,) = administer(
        queue, "SELECT details FROM reviewer.audit_event WHERE action = 'review.submitted' AND actor = 'eli' LIMIT 1"
    )
    assert json.loads(details)["reviewer"] == "ana"  # the ledger names both who brought it and whose it is


@pytest.mark.parametrize("fields", [{"source": None}, {"item_id": "i2"}, {"answers": {"x": "y"}}])
def test_a_decision_that_names_no_source_or_another_item_is_refused(queue: Database, fields: dict[str, Any]) -> None:
    decided = {"item_id": "i1", "source": "file", "verdict": "approve", "outcome": "accept", **fields}
    with pytest.raises(InvalidParameterValue):
        call(queue, "lead", "SELECT reviewer.adjudicate(1, 'i1', 'file', %s)", json.dumps(decided))


@pytest.mark.parametrize(
    "fields",
    [
        {"policies_checked": ["p"] * 20_000},
        {"comment": "a\u0000b"},
        {"active_seconds": 1e300},
        {"revision": -1},
        {"answers": {"deep": 0}},
    ],
    ids=["many", "nul", "huge", "negative", "unknown"],
)
def test_a_review_out_of_bounds_is_refused_by_name(queue: Database, fields: dict[str, Any]) -> None:
    (token,) = call(queue, "ana", CLAIM, "i1")
    with pytest.raises(InvalidParameterValue):
        call(queue, "ana", "SELECT reviewer.submit(1, %s, %s)", told("ana", **fields), token)


def test_a_review_nested_without_end_is_refused_by_name(queue: Database) -> None:
    (token,) = call(queue, "ana", CLAIM, "i1")
    for depth in (5_000, 200_000):
        deep = told("ana")[:-1] + ', "answers": {"a": ' + "[" * depth + "]" * depth + "}}"
        with pytest.raises(InvalidParameterValue):
            call(queue, "ana", "SELECT reviewer.submit(1, %s, %s)", deep, token)


WRITTEN = (
    "SELECT relname::text, pg_stat_get_xact_tuples_inserted(oid), pg_stat_get_xact_tuples_updated(oid),"
    " pg_stat_get_xact_tuples_deleted(oid) FROM pg_class WHERE relnamespace = 'reviewer'::regnamespace ORDER BY 1"
)


@pytest.fixture
def doubled(database: Database) -> Database:
    """Items that need two reviews, of which bob has given the first, and ana holds each."""
    apply_project(database, overlap=2, max_reviews=2)
    fill(database, 1, 9, needed=2)
    database.add("ana")
    database.add("bob")
    for n in range(1, 5):
        judge(database, "bob", f"i{n}")
        call(database, "ana", CLAIM, f"i{n}")
    return database


def figures_of(database: Database, item: str, verdict: str) -> list[Any]:
    """Return what the server's statistics tell of a verdict that is taken back."""
    (token,) = call(database, "ana", CLAIM, item)
    with database.log_in("ana") as ana:
        ana.execute("BEGIN")
        ana.execute("SELECT reviewer.submit(1, %s, %s)", (told("ana", item, verdict=verdict), token))
        found: list[Any] = ana.execute(WRITTEN).fetchall()
        ana.execute("ROLLBACK")
    return found


def test_the_servers_statistics_tell_nothing_of_others_before_the_commit(doubled: Database) -> None:
    figures_of(doubled, "i1", "approve")  # the first one of all makes the counters
    assert figures_of(doubled, "i1", "approve") == figures_of(doubled, "i2", "reject")


def test_the_servers_statistics_tell_nothing_of_others_when_an_escalation_is_taken_back(doubled: Database) -> None:
    database = doubled
    database.add("cid")
    found = []
    for item, verdict in (("i3", "approve"), ("i1", "approve"), ("i2", "reject")):
        judge(database, "ana", item, verdict=None, escalation={"reason": "?"})
        body = told("cid", item, verdict=verdict)
        call(database, "lead", "SELECT reviewer.import_reviews(1, %s, 0)", [body])
        with database.log_in("ana") as ana:
            ana.execute("BEGIN")
            ana.execute("SELECT reviewer.withdraw(%s)", (f"ana-{item}-1",))
            found.append(ana.execute(WRITTEN).fetchall())
            ana.execute("ROLLBACK")
    assert found[1] == found[2]
    call(database, "ana", "SELECT reviewer.withdraw('ana-i1-1')")
    assert administer(database, "SELECT state FROM reviewer.item WHERE item_id = 'i1'") == ("resolved",)


def test_control_the_servers_statistics_tell_of_others_where_a_verdict_is_decided_at_once(doubled: Database) -> None:
    (text,) = administer(doubled, "SELECT pg_get_functiondef('reviewer.store_review'::regproc)")
    assert "me.role = 'reviewer'" in text
    administer(doubled, text.replace("me.role = 'reviewer'", "false"))
    figures_of(doubled, "i1", "approve")
    assert figures_of(doubled, "i1", "approve") != figures_of(doubled, "i2", "reject")


@pytest.mark.parametrize("name", ["ALL", "reviewer.settled_at_commit"])
def test_nobody_has_a_verdict_decided_before_the_commit(doubled: Database, name: str) -> None:
    (token,) = call(doubled, "ana", CLAIM, "i1")
    at_once, submit = f"SET CONSTRAINTS {name} IMMEDIATE", "SELECT reviewer.submit(1, %s, %s)"
    with doubled.log_in("ana") as ana:
        ana.execute("BEGIN")
        ana.execute(at_once)
        with pytest.raises(ObjectInUse, match="when it is committed, not before"):
            ana.execute(submit, (told("ana"), token))
        ana.execute("ROLLBACK; BEGIN")
        ana.execute(submit, (told("ana"), token))
        with pytest.raises(ObjectInUse, match="when it is committed, not before"):
            ana.execute(at_once)
    assert administer(doubled, "SELECT count(*) FROM reviewer.resolution") == (0,)
    call(doubled, "ana", submit, told("ana"), token)
    assert administer(doubled, "SELECT count(*) FROM reviewer.resolution") == (1,)
    assert administer(doubled, "SELECT count(*) FROM reviewer.settling") == (0,)
    assert administer(doubled, "SELECT state, reviews FROM reviewer.item WHERE item_id = 'i1'") == ("resolved", 2)


def test_a_verdict_that_cannot_be_settled_is_refused_at_its_commit_and_not_stored(doubled: Database) -> None:
    (token,) = call(doubled, "ana", CLAIM, "i1")
    administer(doubled, "ALTER TABLE reviewer.resolution ADD CHECK (verdict <> 'approve')")
    with pytest.raises(CheckViolation):
        call(doubled, "ana", "SELECT reviewer.submit(1, %s, %s)", told("ana"), token)
    assert administer(doubled, "SELECT count(*) FROM reviewer.review WHERE reviewer = 'ana'") == (0,)


# ---- items and projects ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '{"id": "n", "response": "r", "priority": "NaN"}',
        '{"id": "n", "response": "r", "priority": "Infinity"}',
        '{"id": "n", "response": "r", "priority": 1e400}',
        '{"id": "n", "response": "r", "due_at": "infinity"}',
        '{"id": "n", "response": "r", "due_at": "290000-01-01T00:00:00Z"}',
        '{"id": "n", "response": "r", "due_at": "0001-01-01T00:00:00+10:00"}',
        '{"id": "n", "response": "r", "flagged_at": "now"}',
        '{"id": "n", "response": "r\\u0000"}',
        '{"id": "n", "response": "r", "evidence": "none"}',
        '{"id": "n", "response": "r", "messages": {"content": "x"}}',
        '["n"]',
        "no json",
        '{"id": "n", "response": "r", "metadata": {"a": ' + "[" * 200_000 + "]" * 200_000 + "}}",
    ],
    ids=range(13),
)
def test_an_item_out_of_bounds_is_refused_by_name(queue: Database, body: str) -> None:
    with pytest.raises(InvalidParameterValue) as refused:
        call(queue, "eli", ADD, [body])
    assert refused.value.diag.message_detail == "reviewer"


@pytest.mark.parametrize("due", ["2026-12-01T10:00:00.5Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
def test_an_item_with_the_first_or_last_time_there_is_comes_in(queue: Database, due: str) -> None:
    call(queue, "eli", ADD, [json.dumps({"id": "n", "response": "r", "due_at": due, "priority": -1e308})])
    assert administer(queue, "SELECT rank FROM reviewer.item WHERE item_id = 'n'") == (1e308,)


@pytest.mark.parametrize(
    "fields",
    [
        {"lease_minutes": 1e300},
        {"lease_minutes": 0},
        {"lease_minutes": "15"},
        {"overlap": 2.5},
        {"overlap": 1e30},
        {"overlap_share": "NaN"},
        {"consistency_share": "often"},
        {"consistency_share": 1.5},
        {"hide_hits_share": -1},
        {"max_reviews": "many"},
        {"blind": "perhaps"},
        {"resolution": 1},
        {"verdicts": {"id": "approve"}},
        {"verdicts": [{"id": "approve", "outcome": "win"}]},
        {"questions": "none"},
        {"questions": ["none"]},
    ],
    ids=lambda fields: "-".join(fields),
)
def test_a_project_that_the_queue_could_not_work_by_is_refused(queue: Database, fields: dict[str, Any]) -> None:
    body = json.dumps({"name": "Support", **fields})
    with pytest.raises(InvalidParameterValue) as refused:
        call(queue, "lead", APPLY, "Support", body, None, sha256_text(body))
    assert refused.value.diag.message_detail == "reviewer"
    assert call(queue, "ana", CLAIM, "i1") is not None


@pytest.mark.parametrize("text", ["no json", "[]", '"\\u0000"', "[" * 200_000])
def test_a_project_or_a_taxonomy_that_is_no_json_object_is_refused(queue: Database, text: str) -> None:
    fine = json.dumps({"name": "Support"})
    for body, taxonomy in ((text, None), (fine, text)):
        with pytest.raises(InvalidParameterValue) as refused:
            call(queue, "lead", APPLY, "Support", body, taxonomy, sha256_text(body))
        assert refused.value.diag.message_detail == "reviewer"


@pytest.mark.parametrize("rows", ["no json", "[]", "3"])
def test_a_dataset_whose_numbers_are_no_json_object_is_refused(queue: Database, rows: str) -> None:
    with pytest.raises(InvalidParameterValue) as refused:
        call(queue, "eli", RECORD, "0" * 64, rows)
    assert refused.value.diag.message_detail == "reviewer"


def test_the_ledger_tells_a_priority_with_all_its_digits_whatever_the_session_says(queue: Database) -> None:
    with queue.log_in("lead") as lead:
        lead.execute("SET extra_float_digits = -15")
        lead.execute("SELECT reviewer.prioritise(1, 'i1', 'file', 123456.789)")
    (details,) = administer(queue, "SELECT details FROM reviewer.audit_event WHERE action = 'item.prioritised'")
    assert json.loads(details)["to"] == 123456.789


@pytest.mark.parametrize("priority", ["NaN", "Infinity", "-Infinity", None])
def test_a_priority_is_a_finite_number(queue: Database, priority: str | None) -> None:
    with pytest.raises(InvalidParameterValue):
        call(queue, "lead", "SELECT reviewer.prioritise(1, 'i1', 'file', %s)", priority)


# ---- copying a workspace in ------------------------------------------------------------------------------------


def run(database: Database, name: str, steps: list[str]) -> None:
    """Run statements one after the other as somebody."""
    with database.log_in(name) as connection:
        for step in steps:
            connection.execute(step)


def copy_of(*steps: str, end: bool = True) -> list[str]:
    """Return what an admin would run to copy a workspace in by hand."""
    last = ["SELECT reviewer.copy_end('x', '{}')"] if end else []
    return ["BEGIN", "SELECT reviewer.copy_begin()", *steps, *last, "COMMIT"]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["SELECT reviewer.copy_in_items('item', '[]')"], "No copy was begun"),
        (["SELECT reviewer.copy_end('x', '{}')"], "No copy was begun"),
        (copy_of(end=False), "as a whole or not at all"),
        (["BEGIN", "SELECT reviewer.copy_begin()", "SET CONSTRAINTS ALL IMMEDIATE"], "as a whole or not at all"),
        (copy_of("SELECT reviewer.copy_begin()"), "as a whole or not at all"),
        (
            copy_of("""SELECT reviewer.copy_in_settings('member', '[{"name": "olga", "role": "reviewer"}]')"""),
            "cannot be a member here",
        ),
        (
            copy_of(
                'SELECT reviewer.copy_in_decisions(\'audit_event\', \'[{"seq": 1, "at": 1, "actor": "olga",'
                ' "action": "x", "subject": "x", "details": "{}", "previous": "", "hash": ""}]\')'
            ),
            "breaks at event 1",
        ),
    ],
    ids=["unbegun", "unended", "half", "at once", "twice", "foreign", "forged"],
)
def test_nobody_copies_in_by_hand_what_is_no_whole_workspace(database: Database, steps: list[str], words: str) -> None:
    database.add_tenant("others", "olga")
    before = administer(database, "SELECT array_agg(tenant ORDER BY tenant_id) FROM reviewer.tenant")
    with pytest.raises(ObjectInUse, match=words):
        run(database, "lead", steps)
    assert administer(database, "SELECT array_agg(tenant ORDER BY tenant_id) FROM reviewer.tenant") == before


@pytest.mark.parametrize("name", ["lead", "olga"])
def test_a_workspace_with_a_project_or_with_other_members_is_not_replaced_by_a_copy(queue: Database, name: str) -> None:
    queue.add_tenant("others", "olga")
    queue.postgres.make_login("oleg", "reviewer")
    call(queue, "olga", "SELECT reviewer.add_member('oleg', 'reviewer')")
    with pytest.raises(ObjectInUse, match="only into one without projects"):
        call(queue, name, "SELECT reviewer.copy_begin()")
