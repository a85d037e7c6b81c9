"""What the queue of a server promises beyond that of a file: many people at one moment, with whatever client."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from psycopg.errors import InsufficientPrivilege, ObjectInUse

from reviewer.domain.errors import LeaseLost, Refused
from reviewer.domain.items import Item
from reviewer.domain.leases import as_served
from reviewer.store.postgres import queue_calls
from reviewer.store.postgres.server import open_server
from reviewer.store.postgres.server_store import ServerStore
from reviewer.store.store import Wish
from tests.factories import project
from tests.postgres import Database

NEXT = "SELECT item_id, token FROM reviewer.claim_next(1)"


def apply_project(database: Database, lead: str = "lead", **fields: Any) -> None:
    rules = project(**fields)
    with database.log_in(lead) as connection:
        connection.execute(
            "SELECT reviewer.apply_project(%s, %s, NULL, %s)", (rules.name, rules.canonical(), rules.sha256())
        )


def fill(database: Database, first: int, last: int, *, needed: int = 1, tenant: int = 1) -> None:
    """Put the items i1, i2, ... of these numbers into the queue, without the cost of an import."""
    with database.superuser() as administrator:
        administrator.execute(
            "INSERT INTO reviewer.item SELECT %s, n, 1, 'file', 'i' || n, 'open', 0, n, NULL, %s, 0, NULL, 0, 0, 0, 1,"
            " '' FROM generate_series(%s::bigint, %s::bigint) AS n",
            (tenant, needed, first, last),
        )
        administrator.execute(
            "INSERT INTO reviewer.item_body SELECT tenant_id, number, 1, '', '', '', json_build_object('id', item_id,"
            " 'response', 'r')::text, '' FROM reviewer.item WHERE tenant_id = %s AND number >= %s",
            (tenant, first),
        )
        administrator.execute("UPDATE reviewer.tenant SET last_item = %s WHERE tenant_id = %s", (last, tenant))


def judge(administrator: Any, name: str, first: int, last: int) -> None:
    """Let somebody have judged these items, which stay open for a second opinion."""
    administrator.execute(
        "INSERT INTO reviewer.review SELECT 1, n, %s || n, 1, n, %s, 'first', 1, 'submitted', 'verdict', 'approve', 1,"
        " NULL, 1, '', '', '{}' FROM generate_series(%s::bigint, %s::bigint) AS n",
        (name, name, first, last),
    )


@pytest.fixture
def queue(database: Database) -> Database:
    """A project with three items, of which each needs one review."""
    apply_project(database)
    fill(database, 1, 3)
    for name in ("ana", "bob"):
        database.add(name)
    return database


@pytest.fixture
def meanwhile() -> Iterator[Callable[..., Future[Any]]]:
    """Run something beside the test."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


def claim(database: Database, name: str = "ana") -> str | None:
    """Return the id of the item that somebody gets next."""
    with database.log_in(name) as connection:
        row = connection.execute(NEXT).fetchone()
    return None if row is None else str(row[0])


def wait_for_a_lock(database: Database) -> None:
    """Wait until somebody waits for somebody else's transaction."""
    with database.superuser() as administrator:
        for _ in range(500):
            rows = administrator.execute(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchall()
            if rows:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_whoever_claims_does_not_wait_for_an_item_that_somebody_else_is_claiming(queue: Database) -> None:
    with queue.superuser() as other:
        other.execute("BEGIN; SELECT FROM reviewer.item WHERE item_id = 'i1' FOR UPDATE")
        assert claim(queue) == "i2"


@pytest.fixture
def taken_meanwhile(queue: Database, meanwhile: Callable[..., Future[Any]]) -> Callable[[str], str | None]:
    """Return what ana gets if the last item is locked when she finds it, and bob's claim of it ends in this way."""

    def run(ending: str) -> str | None:
        with queue.superuser() as other:
            other.execute("UPDATE reviewer.item SET state = 'resolved' WHERE item_id <> 'i1'")
            other.execute("BEGIN; SELECT FROM reviewer.item WHERE item_id = 'i1' FOR UPDATE")
            other.execute("INSERT INTO reviewer.lease VALUES (1, 1, 'bob', 't', 1, 9e15)")
            found = meanwhile(claim, queue)
            wait_for_a_lock(queue)
            other.execute(ending)
        got: str | None = found.result(timeout=30)
        return got

    return run


def test_an_item_that_was_taken_since_it_was_found_is_not_given_out_again(
    taken_meanwhile: Callable[[str], str | None],
) -> None:
    assert taken_meanwhile("COMMIT") is None


def test_control_without_a_second_look_the_item_is_given_out_twice(
    queue: Database, taken_meanwhile: Callable[[str], str | None]
) -> None:
    with queue.superuser() as administrator:
        (text,) = administrator.execute("SELECT pg_get_functiondef('reviewer.secure'::regproc)").fetchone()
        administrator.execute(text[: text.index("RETURN EXISTS")] + "RETURN true; END $function$")
    assert taken_meanwhile("COMMIT") == "i1"


def test_an_item_whose_claim_was_taken_back_is_given_to_who_waited(
    taken_meanwhile: Callable[[str], str | None],
) -> None:
    assert taken_meanwhile("ROLLBACK") == "i1"


def test_two_windows_of_one_person_hold_no_more_than_twenty_items_together(
    database: Database, meanwhile: Callable[..., Future[Any]]
) -> None:
    apply_project(database)
    fill(database, 1, 25)
    database.add("ana")
    with database.log_in("ana") as ana:
        for _ in range(19):
            ana.execute(NEXT)
        ana.execute("BEGIN")
        ana.execute(NEXT)
        second = meanwhile(claim, database)
        wait_for_a_lock(database)
        ana.execute("COMMIT")
        with pytest.raises(ObjectInUse, match="ana holds 20 items already"):
            second.result(timeout=30)
        assert len(ana.execute("SELECT FROM reviewer.held(1)").fetchall()) == 20


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_an_old_snapshot_gives_out_nothing_twice(queue: Database, level: str) -> None:
    with queue.log_in("ana") as ana:
        ana.execute(f"BEGIN ISOLATION LEVEL {level}")
        ana.execute("SELECT name FROM reviewer.project")
        assert claim(queue, "bob") == "i1"
        with pytest.raises(ObjectInUse, match="READ COMMITTED"):
            ana.execute(NEXT)


def test_what_comes_in_while_somebody_claims_is_not_passed_over(
    queue: Database, meanwhile: Callable[..., Future[Any]]
) -> None:
    with queue.superuser() as administrator:
        administrator.execute("UPDATE reviewer.item SET needed = 2")
        judge(administrator, "ana", 1, 2)
    with queue.log_in("lead") as lead:
        lead.execute("BEGIN")
        urgent = json.dumps({"id": "urgent", "response": "r", "priority": 5.0})
        lead.execute(
            "SELECT reviewer.add_items(1, 'x', %s, '{m}', '{en}', '{r}', '{r}', '{}', '{}', '{}', '{}')", ([urgent],)
        )
        found = meanwhile(claim, queue)
        wait_for_a_lock(queue)
        lead.execute("COMMIT")
    assert found.result(timeout=30) == "i3"
    assert claim(queue) == "urgent"


def blocks_of_a_claim(database: Database, name: str = "ana") -> int:
    """Return how many pages of the database a claim looks at, once its plans are made."""
    with database.log_in(name) as connection:
        for _ in range(3):
            connection.execute(NEXT)
            connection.execute("SELECT reviewer.release(1, NULL)")
        ((plan,),) = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {NEXT}").fetchall()
        connection.execute("SELECT reviewer.release(1, NULL)")
    return int(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])


@pytest.mark.parametrize("analysed", [False, True])
def test_a_claim_costs_the_same_in_a_long_queue_and_for_who_has_done_much_of_it(
    queue: Database, analysed: bool
) -> None:
    fill(queue, 4, 500, needed=2)
    few = blocks_of_a_claim(queue)
    fill(queue, 501, 20000, needed=2)
    with queue.superuser() as administrator:
        judge(administrator, "ana", 1, 5000)
        if analysed:
            administrator.execute("ANALYZE")
    assert blocks_of_a_claim(queue) <= 1.3 * few
    assert blocks_of_a_claim(queue, "bob") <= 1.3 * few


def test_thousands_of_held_items_at_the_head_are_passed_without_a_look_at_each_lease(queue: Database) -> None:
    fill(queue, 4, 8000)
    with queue.superuser() as administrator:
        administrator.execute(
            "INSERT INTO reviewer.lease SELECT 1, n, 'cem', 't' || n, 1, 9e15, pg_current_xact_id()"
            " FROM generate_series(1, 7000) AS n"
        )
    assert claim(queue) == "i7001"
    with queue.superuser() as administrator:
        administrator.execute("VACUUM ANALYZE reviewer.item, reviewer.lease")
    assert blocks_of_a_claim(queue) < 7000


def test_no_claim_reads_a_whole_table_of_the_queue(queue: Database) -> None:
    fill(queue, 4, 3000)

    def scans() -> list[Any]:
        with queue.superuser() as administrator:
            return list(
                administrator.execute(
                    "SELECT relname, seq_scan FROM pg_stat_user_tables"
                    " WHERE relname IN ('item', 'item_body', 'review', 'queue_cursor') ORDER BY relname"
                ).fetchall()
            )

    before = scans()
    with queue.log_in("ana") as ana:
        for _ in range(10):
            (_, token) = ana.execute(NEXT).fetchone()
            ana.execute("SELECT reviewer.renew(%s)", (token,))
            ana.execute("SELECT reviewer.held_item(%s)", (token,))
            ana.execute("SELECT reviewer.release(1, %s)", (token,))
    assert scans() == before


ITEM = Item.model_validate(
    {
        "id": "i1",
        "response": "Die Lampe 💡 hält\r\n2 Jahre — 保証は二年です \u2028 \\ \" ' {}",
        "messages": [{"role": "user", "content": "gold", "gold": {"verdict": "kept, for it is not ours"}}],
        "policy_hits": [{"id": "h1", "policy": "privacy", "score": 0.1}],
        "suggestion": {"verdict": "approve", "score": 1e-7},
        "gold": {"verdict": "reject"},
        "control": True,
        "sampling_probability": 0.25,
        "priority": 3.0,
        "metadata": {"z": 1, "a": [None, 1.0, 1e22], "gold": "metadata of the item"},
    }
)


@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("judged", [True, False])
def test_a_reviewer_is_served_what_a_file_would_serve(
    database: Database, blind: bool, hidden: bool, judged: bool
) -> None:
    rules = project(blind=blind)
    with database.superuser() as administrator:
        (text,) = administrator.execute(
            "SELECT reviewer.served(%s, %s, %s, %s)", (ITEM.canonical(), rules.canonical(), hidden, judged)
        ).fetchone()
    seen = as_served(ITEM, rules.model_copy(update={"blind": blind and not judged}), hidden and not judged)
    assert text == seen.canonical()


def test_a_reviewer_reads_an_item_in_hand_and_no_other_and_a_lead_reads_every_one(queue: Database) -> None:
    serve = "SELECT body FROM reviewer.serve(1, %s, NULL)"
    with queue.superuser() as administrator:
        administrator.execute("ALTER TABLE reviewer.item_body DISABLE TRIGGER item_body_fixed")
        administrator.execute("UPDATE reviewer.item_body SET body = %s WHERE number = 1", (ITEM.canonical(),))
    with queue.log_in("ana") as ana:
        with pytest.raises(InsufficientPrivilege, match="ana is reviewer here and may not read item 'i1'"):
            ana.execute(serve, ("i1",))
        ana.execute(NEXT)
        (text,) = ana.execute(serve, ("i1",)).fetchone()
        assert text == as_served(ITEM, project(), False).canonical()
        with pytest.raises(InsufficientPrivilege):
            ana.execute(serve, ("i2",))
    with queue.log_in("lead") as lead:
        assert lead.execute(serve, ("i1",)).fetchone() == (ITEM.canonical(),)


@pytest.mark.parametrize("role", ["engineer", "auditor"])
def test_who_does_not_review_claims_nothing(queue: Database, role: str) -> None:
    queue.add("eva" if role == "engineer" else "aud", role)
    with pytest.raises(InsufficientPrivilege):
        claim(queue, "eva" if role == "engineer" else "aud")


def test_tenants_with_the_same_numbers_have_queues_of_their_own(queue: Database) -> None:
    queue.add_tenant("others", "olga")
    apply_project(queue, "olga")
    fill(queue, 1, 1, tenant=2)
    assert claim(queue) == "i1"
    with queue.log_in("olga") as olga:
        assert olga.execute("SELECT holders FROM reviewer.release_item(1, 'i1', NULL, NULL)").fetchone() == ([],)
        assert olga.execute("SELECT item_ids FROM reviewer.release_all_of(1, 'ana')").fetchone() == ([],)
        olga.execute("SELECT reviewer.prioritise(1, 'i1', NULL, 9)")
    assert claim(queue, "olga") == "i1"
    assert claim(queue, "olga") is None
    with queue.log_in("ana") as ana:
        assert [row[0] for row in ana.execute("SELECT item_id FROM reviewer.held(1)")] == ["i1"]


def test_the_token_of_a_claim_says_nothing_to_anybody_else(queue: Database) -> None:
    with queue.log_in("ana") as ana, closing(open_server(queue.url("bob"))) as bob:
        (_, token) = ana.execute(NEXT).fetchone()
        with pytest.raises(LeaseLost):
            queue_calls.renew(bob, token)
        assert queue_calls.release(bob, 1, "bob", token) == ((), None)
        with pytest.raises(LeaseLost):
            bob.call("held_item", token)


def test_nobody_claims_or_releases_in_the_name_of_another(queue: Database) -> None:
    with closing(open_server(queue.url("ana"))) as ana:
        with pytest.raises(Refused, match="You are logged in as ana"):
            ServerStore(ana).claim_next(Wish(1, "bob", "", 0, 0))
        with pytest.raises(Refused):
            queue_calls.release(ana, 1, "bob", None)
