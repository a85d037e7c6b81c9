"""Rounds on a server: what a log-in of one's own cannot find out with whatever client, and what a claim costs."""

from __future__ import annotations

import json

import pytest
from psycopg.errors import InsufficientPrivilege, ObjectInUse

from tests.contracts.test_queue_on_server import NEXT, apply_project, blocks_of_a_claim, fill
from tests.postgres import Database

LONG_AGO = 1_000_000


def finished(database: Database, first: int, last: int, name: str = "ana") -> None:
    """Let somebody have judged these items long ago, and all of them be settled by that."""
    with database.superuser() as administrator:
        administrator.execute(
            "INSERT INTO reviewer.review SELECT 1, n, %s || n, 1, n, %s, 'first', 1, 'submitted', 'verdict', 'approve',"
            " %s + n, NULL, 1, '', '', '{\"verdict\": \"approve\"}' FROM generate_series(%s::bigint, %s::bigint) AS n",
            (name, name, LONG_AGO, first, last),
        )
        administrator.execute(
            "UPDATE reviewer.item SET state = 'resolved', reviews = 1 WHERE number BETWEEN %s AND %s", (first, last)
        )
        administrator.execute("UPDATE reviewer.tenant SET last_review = 1000000")


@pytest.fixture
def again(database: Database) -> Database:
    """A project in which each claim serves an own item again where there is one; ana has finished 300."""
    apply_project(database, consistency_share=1.0)
    for name in ("ana", "bob"):
        database.add(name)
    fill(database, 1, 600)
    finished(database, 1, 300)
    return database


@pytest.mark.parametrize("analysed", [False, True])
def test_an_item_served_again_costs_the_same_after_any_number_of_reviews(again: Database, analysed: bool) -> None:
    few = blocks_of_a_claim(again)
    fill(again, 601, 20_000)
    finished(again, 601, 18_000)
    if analysed:
        with again.superuser() as administrator:
            administrator.execute("VACUUM ANALYZE reviewer.item, reviewer.review, reviewer.lease")
    assert blocks_of_a_claim(again) <= 3 * few  # 300 are drawn from, then 1,000 of the 17,700


def test_nobody_reads_in_which_round_an_item_is_held(again: Database) -> None:
    with again.log_in("ana") as ana:
        assert int(str(ana.execute(NEXT).fetchone()[0])[1:]) <= 300
        assert ana.execute("SELECT count(*) FROM reviewer.lease").fetchone() == (1,)
        with pytest.raises(InsufficientPrivilege):
            ana.execute("SELECT round FROM reviewer.lease")


def test_no_client_chooses_the_round_of_a_review(again: Database) -> None:
    told = {"submission_id": "s1", "reviewer": "bob", "verdict": "approve", "round": "consistency"}
    with again.log_in("bob") as bob:
        (name, token) = bob.execute(NEXT).fetchone() or ("", "")
        bob.execute(
            "SELECT reviewer.submit(1, %s, %s)", (json.dumps(told | {"item_id": name, "source": "file"}), token)
        )
        assert bob.execute("SELECT round FROM reviewer.review WHERE submission_id = 's1'").fetchone() == ("first",)
        blind = told | {"submission_id": "s2", "item_id": "i1", "source": "file"}
        with pytest.raises(Exception, match="no longer held"):
            bob.execute("SELECT reviewer.submit(1, %s, NULL)", (json.dumps(blind),))


def calibrate(database: Database) -> None:
    with database.log_in("lead") as lead:
        lead.execute("SELECT reviewer.start_calibration(1, 'Dates', ARRAY[1, 2]::bigint[], ARRAY['ana', 'bob'])")


def judge_next(database: Database, name: str, submission: str, verdict: str) -> None:
    with database.log_in(name) as person:
        (item_id, token) = person.execute(NEXT).fetchone() or ("", "")
        told = {"submission_id": submission, "reviewer": name, "verdict": verdict, "item_id": item_id, "source": "file"}
        person.execute("SELECT reviewer.submit(1, %s, %s)", (json.dumps(told), token))


def test_nobody_reads_what_others_said_in_a_calibration_also_not_who_has_judged_the_item_before(
    again: Database,
) -> None:
    calibrate(again)
    judge_next(again, "bob", "secret", "reject")
    with again.log_in("ana") as ana:  # she has judged item 1 in the first round
        assert ana.execute("SELECT FROM reviewer.review WHERE item_number = 1 AND reviewer = 'ana'").fetchall()
        assert ana.execute("SELECT FROM reviewer.review WHERE submission_id = 'secret'").fetchall() == []
        with pytest.raises(InsufficientPrivilege):
            ana.execute("SELECT * FROM reviewer.calibration")
    with again.log_in("lead") as lead:
        assert lead.execute("SELECT round FROM reviewer.review WHERE submission_id = 'secret'").fetchone() == (
            "calibration",
        )
        assert lead.execute("SELECT title FROM reviewer.calibration").fetchone() == ("Dates",)


def test_a_round_with_nothing_to_compare_is_refused_by_the_server_too(again: Database) -> None:
    with again.log_in("lead") as lead:
        for numbers, people in (("{}", "{ana,bob}"), ("{1}", "{ana}"), ("{1,NULL}", "{ana,bob}")):
            with pytest.raises(Exception, match="has a name, 1 to 500 items and 2 to 100 people"):
                lead.execute("SELECT reviewer.start_calibration(1, 'x', %s, %s)", (numbers, people))
        with pytest.raises(Exception, match="not in this project"):
            lead.execute("SELECT reviewer.start_calibration(1, 'x', '{999999}', '{ana,bob}')")
        calibrate(again)
        with pytest.raises(ObjectInUse, match="open already"):
            lead.execute("SELECT reviewer.start_calibration(1, 'x', '{3}', '{ana,bob}')")


def test_what_is_held_again_is_served_without_what_comes_after_the_verdict(again: Database) -> None:
    with again.superuser() as administrator:
        administrator.execute("ALTER TABLE reviewer.item_body DISABLE TRIGGER item_body_fixed")
        administrator.execute(
            "UPDATE reviewer.item_body SET body = jsonb_build_object('id', 'i' || number, 'response', 'r',"
            " 'suggestion', '{\"verdict\": \"reject\"}'::jsonb)::text WHERE number <= 300"
        )
    with again.log_in("ana") as ana:
        (judged,) = ana.execute("SELECT body FROM reviewer.serve(1, 'i1', NULL)").fetchone() or ("",)
        assert "suggestion" in judged
        (name, token) = ana.execute(NEXT).fetchone() or ("", "")
        (served,) = ana.execute("SELECT body FROM reviewer.serve(1, %s, NULL)", (name,)).fetchone() or ("",)
        (held,) = ana.execute("SELECT body FROM reviewer.held_item(%s)", (token,)).fetchone() or ("",)
        assert served == held
        assert "suggestion" not in served
