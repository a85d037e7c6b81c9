"""Who judges an item beside the first: a share of the items, one of its own for a stratum, more at disagreement."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput
from reviewer.domain.projects import read_project
from tests.factories import item
from tests.team import Team

AMOUNT = 240


def stratified() -> list[dict[str, Any]]:
    """Items of two languages and two severities; the grave ones are rare."""
    made = []
    for number in range(AMOUNT):
        hit = {"id": "h", "policy": "hate" if number % 3 else "fraud", "severity": "low" if number % 12 else "critical"}
        made.append(item(f"i{number}", policy_hits=[hit], metadata={"language": "de" if number % 2 else "en"}))
    return made


def twice(team: Team, chosen: Callable[[int], object]) -> float:
    """The share of the chosen items that need two reviews."""
    needed = {row["item_id"]: row["needed"] for row in team.rows("SELECT item_id, needed FROM item")}
    found: list[bool] = [needed[f"i{number}"] == 2 for number in range(AMOUNT) if chosen(number)]
    return sum(found) / len(found)


def near(share: float, items: int) -> float:
    """Three standard errors of a draw."""
    return 3 * math.sqrt(share * (1 - share) / items)


def test_the_share_holds_within_each_stratum(team: Team) -> None:
    team.start(stratified(), overlap=2, overlap_share=0.4)
    assert twice(team, lambda number: number % 3) == pytest.approx(0.4, abs=near(0.4, AMOUNT * 2 // 3))
    assert twice(team, lambda number: number % 3 == 0) == pytest.approx(0.4, abs=near(0.4, AMOUNT // 3))
    assert twice(team, lambda number: number % 2) == pytest.approx(0.4, abs=near(0.4, AMOUNT // 2))


def test_a_stratum_can_have_a_share_of_its_own(team: Team) -> None:
    shares = {"severity:critical": 1.0, "language:en": 0.0, "policy:fraud": 0.5}
    team.start(stratified(), overlap=2, overlap_share=0.2, overlap_shares=shares)
    assert twice(team, lambda number: number % 12 == 0) == 1.0
    assert twice(team, lambda number: number % 2 == 0 and number % 3) == 0.0
    assert twice(team, lambda number: number % 2 and number % 3) == pytest.approx(0.2, abs=near(0.2, 80))
    assert twice(team, lambda number: number % 3 == 0 and number % 12) == pytest.approx(0.5, abs=near(0.5, 60))


def test_who_settles_an_item_is_held_to_the_share_of_its_stratum(team: Team) -> None:
    team.start(stratified(), overlap=2, overlap_share=0.0, overlap_shares={"severity:critical": 1.0})
    team.judge("ana", "i0")
    team.judge("ana", "i1")
    assert team.lead.queue.row("i0").state == "open"
    assert team.lead.queue.row("i1").state == "resolved"
    team.judge("ben", "i0")
    assert team.lead.queue.row("i0").state == "resolved"


def test_a_stratum_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidInput, match="overlap_shares names 'colour:red'"):
        read_project({"project": {"name": "P", "overlap_shares": {"colour:red": 0.5}}})


def test_a_project_without_shares_of_strata_keeps_its_hash() -> None:
    plain = read_project({"project": {"name": "P"}})
    later = {"overlap_shares", "gold_pause_below", "gold_warn_below", "gold_minimum", "qualification_items"}
    assert not [name for name in later if f'"{name}"' in plain.canonical()]
    named = read_project({"project": {"name": "P", "overlap_shares": {"language:de": 1}, "gold_minimum": 5}})
    assert '"overlap_shares":{"language:de":1.0}' in named.canonical()
    assert '"gold_minimum":5' in named.canonical()


def test_disagreement_asks_one_more_reviewer_at_a_time_up_to_the_maximum(team: Team) -> None:
    team.start([item("i0")], overlap=2, max_reviews=4)
    said = [("ana", "approve", 2), ("ben", "reject", 3), ("cem", "approve", 4), ("dee", "reject", 2)]
    for name, verdict, needed in said:
        assert team.lead.queue.row("i0").state == "open"
        team.judge(name, "i0", verdict)
        assert [row["needed"] for row in team.rows("SELECT needed FROM item")] == [needed]
    assert team.lead.queue.row("i0").state == "adjudication"
    assert team.open("eli").queue.claim("eli") is None
