"""Severe items are interleaved where the project asks for it, in a file and on a server alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import item
from tests.team import Team


def graded(name: str, severity: str, **fields: Any) -> dict[str, Any]:
    return item(name, policy_hits=[{"id": "h", "policy": "violence", "detector": "d", "severity": severity}], **fields)


def queue(*kinds: str, **fields: Any) -> list[dict[str, Any]]:
    """Items in the order of the queue; a name begins with s where the item is severe, with m where it is mild."""
    severity = {"s": "critical", "h": "high", "m": "low"}
    return [graded(name, severity[name[0]], **fields) for name in kinds]


def order(team: Team, name: str = "ana") -> list[str]:
    """Judge everything, one item after the other, and return the order in which it came."""
    found = []
    while (claim := team.open(name).queue.claim(name)) is not None:
        found.append(claim.item.id)
        team.open(name).reviews.submit({"item_id": claim.item.id, "reviewer": name, "verdict": "approve"}, claim)
        team.clock.advance(seconds=10)
    return found


ASKED = {"wellbeing": {"interleave": True}}


def test_a_mild_item_comes_between_two_severe_ones_as_long_as_there_is_one(team: Team) -> None:
    team.start(queue("s1", "s2", "h3", "m1", "m2", "s4"), **ASKED)
    assert order(team) == ["s1", "m1", "s2", "m2", "h3", "s4"]


def test_without_the_wish_of_the_project_the_queue_keeps_its_order(team: Team) -> None:
    team.start(queue("s1", "s2", "m1", "s3"))
    assert order(team) == ["s1", "s2", "m1", "s3"]


@pytest.mark.parametrize("asked", [True, False])
def test_a_person_may_choose_otherwise_than_the_project(team: Team, asked: bool) -> None:
    team.start(queue("s1", "s2", "m1"), wellbeing={"interleave": asked})
    team.open("ana").queue.interleave = not asked
    assert order(team) == (["s1", "s2", "m1"] if asked else ["s1", "m1", "s2"])


def test_a_higher_priority_comes_first_however_severe(team: Team) -> None:
    team.start([*queue("s1", "s2", priority=2.0), *queue("m1", "m2")], **ASKED)
    assert order(team) == ["s1", "s2", "m1", "m2"]


def test_the_item_that_is_claimed_ahead_is_mild_while_a_severe_one_is_read(team: Team) -> None:
    team.start(queue("s1", "s2", "m1", "m2"), **ASKED)
    ana = team.open("ana")
    claims = []
    for _ in range(3):
        claims.append(ana.queue.claim("ana"))
        team.clock.advance(seconds=1)
    assert [claim.item.id for claim in claims if claim] == ["s1", "m1", "s2"]


def test_whoever_was_passed_by_is_the_next_of_somebody_else(team: Team) -> None:
    team.start(queue("s1", "s2", "m1"), **ASKED)
    ana, ben = team.open("ana"), team.open("ben")
    first, second = ana.queue.claim("ana"), None
    team.clock.advance(seconds=1)
    second = ana.queue.claim("ana")
    third = ben.queue.claim("ben")
    assert [claim.item.id for claim in (first, second, third) if claim] == ["s1", "m1", "s2"]


def test_what_somebody_else_holds_is_no_milder_item(team: Team) -> None:
    team.start(queue("s1", "s2", "m1"), **ASKED)
    team.open("ben").queue.claim_item("ben", "m1")
    ana = team.open("ana")
    ana.queue.claim("ana")
    team.clock.advance(seconds=1)
    following = ana.queue.claim("ana")
    assert following is not None
    assert following.item.id == "s2"


def test_hidden_hits_have_no_say_in_the_order(team: Team) -> None:
    team.start(queue("s1", "s2", "s3"), hide_hits_share=1.0, **ASKED)
    assert order(team) == ["s1", "s2", "s3"]
    assert len(order(team)) == 0


@pytest.mark.parametrize("outcome", ["pass", "unknown"])
def test_a_grave_detector_that_did_not_fail_is_not_severe(team: Team, outcome: str) -> None:
    fine = {"id": "h", "policy": "violence", "detector": "d", "severity": "critical", "outcome": outcome}
    team.start([*queue("s1", "s2"), item("m1", policy_hits=[fine])], **ASKED)
    assert order(team) == ["s1", "m1", "s2"]


def test_nobody_looks_further_than_the_next_fifty(team: Team) -> None:
    team.start(queue(*(f"s{number:02}" for number in range(60)), "m1"), **ASKED)
    ana = team.open("ana")
    found = []
    for _ in range(2):
        claim = ana.queue.claim("ana")
        assert claim is not None
        found.append(claim.item.id)
        team.clock.advance(seconds=1)
    assert found == ["s00", "s01"]
