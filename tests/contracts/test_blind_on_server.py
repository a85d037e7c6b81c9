"""Promise 7: an open transaction shows nobody a colleague's verdict or an item that was never claimed for good.

Each attack does something that would open items or verdicts, reads within the same transaction, and takes it all back,
so that no trace would be left. The controls run the same attacks against the database with its conditions taken out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import InsufficientPrivilege, ObjectInUse, ObjectNotInPrerequisiteState

from tests.factories import project
from tests.postgres import Database
from tests.promises import Figures, control, promise

ITEMS = 16
# What stands between an open transaction and the text, in two layers: the rows that open something must have been
# committed, for which a snapshot alone is no proof, and whoever has changed something reads nothing before the commit.
SNAPSHOT = (r"AND pg_visible_in_snapshot\(xid, pg_current_snapshot\(\)\)", "")
OWN = (r"AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned\(\)", "")
UNCHANGED = (r"OR pg_current_xact_id_if_assigned\(\) IS NULL", "OR true")
FIRST = (r"AND pg_current_xact_id_if_assigned\(\) IS NOT NULL", "AND false")
CONDITIONS = ("my_tenant", "require", "my_items", "my_judged_items", "holds", "has_reviewed")


def fill(database: Database) -> None:
    """Make a project of doubly judged items, where bob has judged all and ana none."""
    rules = project(overlap=2, lease_minutes=15)
    with database.log_in("lead") as lead:
        lead.execute("SELECT reviewer.apply_project(%s, %s, NULL, %s)", (rules.name, rules.canonical(), rules.sha256()))
    for name in ("ana", "bob"):
        database.add(name)
    with database.superuser() as administrator:
        administrator.execute(
            "INSERT INTO reviewer.item SELECT tenant_id, n, 1, 'file', 'i' || n, 'open', 0, n, NULL, 2, 1, NULL, 0, 1,"
            " 0, 1, '' FROM reviewer.tenant, generate_series(1, %s) AS n",
            (ITEMS,),
        )
        administrator.execute(
            "INSERT INTO reviewer.item_body SELECT tenant_id, number, 1, 'm', 'en', 'secret', jsonb_build_object("
            "'id', item_id, 'response', 'secret', 'gold', '{\"verdict\": \"reject\"}'::jsonb)::text, ''"
            " FROM reviewer.item"
        )
        administrator.execute(
            "INSERT INTO reviewer.review SELECT tenant_id, number, 'bob' || number, 1, number, 'bob', 'first', 1,"
            " 'submitted', 'verdict', 'approve', 1, NULL, 1, '', '', jsonb_build_object('submission_id',"
            " 'bob' || number, 'item_id', item_id, 'source', 'file', 'reviewer', 'bob', 'verdict', 'approve')::text"
            " FROM reviewer.item"
        )
        administrator.execute("UPDATE reviewer.tenant SET last_item = 1000, last_review = 1000")


@pytest.fixture
def blind(database: Database) -> Database:
    """A database in which ana has judged nothing yet."""
    fill(database)
    return database


def lapse(database: Database) -> None:
    """Give ana a lease on each item that has lapsed, with the tokens t1, t2 and so on."""
    with database.superuser() as administrator:
        administrator.execute(
            "INSERT INTO reviewer.lease (tenant_id, item_number, reviewer, token, claimed_at, expires_at)"
            " SELECT tenant_id, number, 'ana', 't' || number, 1, 2 FROM reviewer.item"
        )


# ---- what is done in the open transaction --------------------------------------------------------------------


def claim(transaction: Any, number: int) -> str:
    """Claim an item; return the token."""
    row = transaction.execute("SELECT token FROM reviewer.claim_chosen(1, %s, 'file')", (f"i{number}",)).fetchone()
    return str(row[0])


def claim_in_a_savepoint(transaction: Any, number: int) -> str:
    """Claim in a part of the transaction that is over."""
    transaction.execute("SAVEPOINT part")
    token = claim(transaction, number)
    transaction.execute("RELEASE SAVEPOINT part")
    return token


def renew(transaction: Any, number: int) -> str:
    """Renew a lease that has lapsed; return its token."""
    transaction.execute("SELECT reviewer.renew(%s)", (f"t{number}",))
    return f"t{number}"


# ---- what makes the open transaction look finished -----------------------------------------------------------


def nothing(transaction: Any, other: Any) -> None:
    """Read at once."""


def another_transaction(transaction: Any, other: Any) -> None:
    """End a later transaction of the same log-in: a snapshot then takes the open one for finished."""
    other.execute("SELECT pg_current_xact_id()")


def a_savepoint(transaction: Any, other: Any) -> None:
    """Take a later part of the same transaction back, which needs no second connection."""
    transaction.execute("SAVEPOINT later")
    transaction.execute("SELECT lo_create(0)")
    transaction.execute("ROLLBACK TO SAVEPOINT later")


# ---- what is read --------------------------------------------------------------------------------------------


def count(transaction: Any, statement: str, *arguments: Any) -> int:
    """Return how many rows come back; a refusal is none, and the transaction goes on."""
    transaction.execute("SAVEPOINT reading")
    try:
        rows = transaction.execute(statement, arguments).fetchall()
    except (InsufficientPrivilege, ObjectInUse, ObjectNotInPrerequisiteState):
        transaction.execute("ROLLBACK TO SAVEPOINT reading")
        return 0
    return len(rows)


def texts(transaction: Any, number: int, token: str) -> int:
    """Return how many ways lead to the text of an item."""
    return (
        count(transaction, "SELECT excerpt FROM reviewer.item_body WHERE number = %s", number)
        + count(transaction, "SELECT item_id FROM reviewer.item WHERE number = %s", number)
        + count(transaction, "SELECT body FROM reviewer.serve(1, %s, 'file')", f"i{number}")
        + count(transaction, "SELECT body FROM reviewer.held(1)")
        + count(transaction, "SELECT body FROM reviewer.held_item(%s)", token)
    )


WAYS = 5


def submit(transaction: Any, number: int) -> str:
    """Submit a dummy verdict under a claim that was committed; return the token of the claim."""
    body = {"item_id": f"i{number}", "source": "file", "reviewer": "ana", "verdict": "approve"}
    body |= {"submission_id": str(uuid4()), "submitted_at": "2026-11-19T09:00:00Z"}
    (state,) = transaction.execute(
        "SELECT state FROM reviewer.submit(1, %s, %s)", (json.dumps(body), f"t{number}")
    ).fetchone()
    assert state is None  # resolved or not: it would tell whether the others say the same
    return f"t{number}"


def verdicts(transaction: Any, number: int, token: str) -> int:
    """Return how many ways lead to what others have said of an item."""
    return (
        count(transaction, "SELECT verdict FROM reviewer.review WHERE item_number = %s AND reviewer <> 'ana'", number)
        + count(transaction, "SELECT verdict FROM reviewer.resolution WHERE item_number = %s", number)
        + count(transaction, "SELECT state FROM reviewer.item WHERE number = %s", number)
        + count(transaction, "SELECT state FROM reviewer.counter LIMIT 1")
        + count(transaction, "SELECT oldest FROM reviewer.queue_summary(1)")
        + count(transaction, "SELECT body FROM reviewer.serve(1, %s, 'file')", f"i{number}")
    )


Act = Callable[[Any, int], str]
Disguise = Callable[[Any, Any], None]
Read = Callable[[Any, int, str], int]
DISGUISES = (nothing, another_transaction, a_savepoint)


def attack(database: Database, act: Act, disguise: Disguise, read: Read) -> int:
    """Do something to each item in an open transaction, read, and take it back; return how many rows were read."""
    found = 0
    with database.log_in("ana") as transaction, database.log_in("ana") as other:
        for number in range(1, ITEMS):
            transaction.execute("BEGIN")
            token = act(transaction, number)
            disguise(transaction, other)
            found += read(transaction, number, token)
            transaction.execute("ROLLBACK")
    return found


def weaken(database: Database, *conditions: tuple[str, str]) -> None:
    """Take conditions out of the functions that say what is open to whom."""
    with database.superuser() as administrator:
        texts = [
            administrator.execute("SELECT pg_get_functiondef(%s::regproc)", (f"reviewer.{name}",)).fetchone()[0]
            for name in CONDITIONS
        ]
        for pattern, instead in conditions:
            assert any(re.search(pattern, text) for text in texts)
            texts = [re.sub(pattern, instead, text) for text in texts]
        for text in texts:
            administrator.execute(text)


def hold(database: Database) -> None:
    """Give ana a claim on each item that was committed, with the tokens t1, t2 and so on."""
    lapse(database)
    with database.superuser() as administrator:
        administrator.execute("UPDATE reviewer.lease SET expires_at = 9e15")


def claims_in_the_ledger(database: Database) -> int:
    with database.superuser() as administrator:
        row = administrator.execute(
            "SELECT count(*) FROM reviewer.audit_event WHERE action = 'item.claimed'"
        ).fetchone()
    return int(row[0])


@promise(7)
@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("act", [claim, claim_in_a_savepoint])
def test_a_claim_that_is_taken_back_shows_no_text(
    blind: Database, act: Act, disguise: Disguise, figures: Figures
) -> None:
    assert attack(blind, act, disguise, texts) == 0
    assert claims_in_the_ledger(blind) == 0
    figures(7, attacks=ITEMS - 1, rows=0)


@promise(7)
@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("missing", [(SNAPSHOT, OWN), (UNCHANGED, FIRST)], ids=["rows", "transaction"])
def test_each_of_the_two_layers_would_do_alone(
    blind: Database, missing: tuple[tuple[str, str], ...], disguise: Disguise, figures: Figures
) -> None:
    weaken(blind, *missing)
    assert attack(blind, claim, disguise, texts) == 0
    figures(7, attacks=ITEMS - 1, rows=0)


@promise(7)
@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("act", [claim, renew])
def test_reviving_a_lapsed_lease_and_taking_it_back_shows_no_text(
    blind: Database, act: Act, disguise: Disguise, figures: Figures
) -> None:
    lapse(blind)
    assert attack(blind, act, disguise, texts) == 0
    figures(7, attacks=ITEMS - 1, rows=0)


@control(7)
def test_control_a_claim_that_was_committed_shows_its_item_alone_and_stands_in_the_ledger(blind: Database) -> None:
    with blind.log_in("ana") as ana:
        token = claim(ana, 1)
        ana.execute("BEGIN")
        assert texts(ana, 1, token) == WAYS
        assert texts(ana, 2, "") == 1  # what is held in all
        assert ana.execute("SELECT verdict FROM reviewer.review").fetchall() == []
    assert claims_in_the_ledger(blind) == 1


@control(7)
@pytest.mark.parametrize("act", [claim, claim_in_a_savepoint])
def test_control_without_the_conditions_a_claim_that_is_taken_back_shows_everything(
    blind: Database, act: Act, figures: Figures
) -> None:
    weaken(blind, SNAPSHOT, OWN, UNCHANGED, FIRST)
    leaked = attack(blind, act, nothing, texts)
    assert leaked == WAYS * (ITEMS - 1)
    assert claims_in_the_ledger(blind) == 0
    figures(7, control_rows=leaked)


@control(7)
@pytest.mark.parametrize("disguise", [another_transaction, a_savepoint])
def test_control_the_snapshot_alone_takes_an_open_transaction_for_finished(
    blind: Database, disguise: Disguise, figures: Figures
) -> None:
    weaken(blind, OWN, UNCHANGED, FIRST)
    assert attack(blind, claim, nothing, texts) == 0
    leaked = attack(blind, claim, disguise, texts)
    assert leaked == WAYS * (ITEMS - 1)
    figures(7, control_rows=leaked)


@promise(7)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_verdict_that_is_taken_back_tells_nothing_of_others(
    blind: Database, disguise: Disguise, figures: Figures
) -> None:
    hold(blind)
    assert attack(blind, submit, disguise, verdicts) == 0
    figures(7, attacks=ITEMS - 1, rows=0)


@control(7)
def test_control_without_the_conditions_a_verdict_that_is_taken_back_tells_of_others(
    blind: Database, figures: Figures
) -> None:
    hold(blind)
    weaken(blind, SNAPSHOT, OWN, UNCHANGED, FIRST)
    leaked = attack(blind, submit, nothing, verdicts)
    assert leaked >= 5 * (ITEMS - 1)
    figures(7, control_rows=leaked)


@control(7)
@pytest.mark.parametrize("disguise", [another_transaction, a_savepoint])
def test_control_the_snapshot_alone_shows_the_verdicts_of_others(
    blind: Database, disguise: Disguise, figures: Figures
) -> None:
    hold(blind)
    weaken(blind, OWN, UNCHANGED, FIRST)
    with blind.superuser() as administrator:
        administrator.execute("REVOKE SELECT ON reviewer.counter FROM reviewer_member")
    leaked = attack(blind, submit, disguise, verdicts)
    assert leaked >= 2 * (ITEMS - 1)
    figures(7, control_rows=leaked)


def test_a_verdict_that_was_committed_shows_the_others_until_it_is_withdrawn(blind: Database) -> None:
    hold(blind)
    with blind.log_in("ana") as ana:
        submit(ana, 1)
        ana.execute("BEGIN")
        assert (verdicts(ana, 1, ""), verdicts(ana, 2, "")) == (6, 4)
        (submission, state) = ana.execute(
            "SELECT submission_id, reviewer.state_after(submission_id) FROM reviewer.review WHERE reviewer = 'ana'"
        ).fetchone()
        assert state == "resolved"
        ana.execute("COMMIT")
        ana.execute("SELECT reviewer.withdraw(%s)", (submission,))
        ana.execute("BEGIN")
        assert count(ana, "SELECT verdict FROM reviewer.review WHERE reviewer <> 'ana'") == 0
        assert count(ana, "SELECT body FROM reviewer.serve(1, 'i1', 'file')") == 0


@pytest.mark.parametrize("kind", ["skip", "defer"])
def test_who_has_given_no_verdict_sees_none(blind: Database, kind: str) -> None:
    with blind.superuser() as administrator:
        administrator.execute(
            "INSERT INTO reviewer.review SELECT tenant_id, 100 + number, 'ana' || number, 1, number, 'ana', 'first', 1,"
            " 'submitted', %s, NULL, 1, NULL, 1, '', '', '{}' FROM reviewer.item",
            (kind,),
        )
    with blind.log_in("ana") as ana:
        assert ana.execute("SELECT verdict FROM reviewer.review WHERE reviewer <> 'ana'").fetchall() == []
        (text,) = ana.execute("SELECT body FROM reviewer.serve(1, 'i1', 'file')").fetchone()
        assert "secret" in text
        assert "reject" not in text


@promise(7)
def test_a_quote_that_fits_tells_nothing_of_an_item_that_is_not_held(blind: Database, figures: Figures) -> None:
    refusals = []
    for quote in ("secret", "nothing"):
        guess = {"start": 0, "end": len(quote), "text": quote, "label": "x"}
        told = {"submission_id": str(uuid4()), "item_id": "i1", "reviewer": "ana", "verdict": "approve"}
        with blind.log_in("ana") as ana, pytest.raises(ObjectNotInPrerequisiteState) as refused:
            ana.execute("SELECT reviewer.submit(1, %s, NULL)", (json.dumps({**told, "spans": [guess]}),))
        refusals.append(refused.value.diag.message_primary)
    assert refusals[0] == refusals[1]
    figures(7, rows=0)
