"""Scorecards of reviewers, from reviews in a real workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.errors import NotFound, Refused
from reviewer.services.quality.people import Scorecard
from reviewer.services.workspace import Workspace
from reviewer.stats.people import Pace
from reviewer.stats.results import Undefined
from tests.factories import item, judge, review, workspace


def card(made: Workspace, name: str = "ana") -> Scorecard:
    return next(found for found in made.quality.reviewers() if found.reviewer == name)


def test_gold_answers_are_counted_with_their_interval(tmp_path: Path) -> None:
    items = [item(f"g{n}", gold={"verdict": "reject"}) for n in range(4)] + [item("plain")]
    with workspace(tmp_path, items) as made:
        for n in range(4):
            judge(made, "ana", f"g{n}", "reject" if n else "approve")
        judge(made, "ana", "plain")
        found = card(made).gold
        assert (found.value, found.hits, found.items) == (0.75, 3, 4)
        assert found.low is not None
        assert found.low < 0.4


def test_agreement_is_with_everybody_else_and_overturned_items_say_why(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(f"i{n}") for n in range(3)], overlap=2, max_reviews=2) as made:
        judge(made, "ana", "i0")
        judge(made, "ben", "i0")
        judge(made, "ana", "i1")
        bens = judge(made, "ben", "i1", "reject")
        judge(made, "ana", "i2")
        made.resolutions.adopt("i1", bens, lead="lead", reason="the passage says three years")
        ana, ben = card(made), card(made, "ben")
        assert (ana.agreement.hits, ana.agreement.items) == (1, 2)
        assert (ana.overturned.hits, ana.overturned.items) == (1, 2)
        assert (ben.overturned.hits, ben.overturned.items) == (0, 2)
        (one,) = ana.overturned_items
        assert (one.item_id, one.said, one.settled, one.decided_by) == ("i1", "approve", "reject", "lead")
        assert one.reason == "the passage says three years"


def test_a_review_is_not_held_against_a_resolution_that_is_itself(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("i0")]) as made:
        judge(made, "ana", "i0")
        assert card(made).overturned.items == 0


def test_own_items_that_were_served_again_tell_of_consistency(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(f"i{n}") for n in range(4)]) as made:
        for n in range(4):
            judge(made, "ana", f"i{n}")
            made.reviews.submit(review(f"i{n}", "ana", "approve" if n else "reject", round="consistency"))
        found = card(made)
        assert (found.consistency.hits, found.consistency.items) == (3, 4)
        assert found.reviews == 4


def test_time_is_set_against_what_reading_takes(tmp_path: Path) -> None:
    long = "word " * 476
    with workspace(tmp_path, [item(f"i{n}", response=long, prompt="") for n in range(25)]) as made:
        for n in range(25):
            judge(made, "ana", f"i{n}", active_seconds=5.0 if n < 5 else 90.0)
        found = card(made).pace
        assert isinstance(found, Pace)
        assert found.expected == pytest.approx(120, abs=1)
        assert (found.fast.hits, found.fast.items, found.median) == (5, 25, 90)


def test_what_cannot_be_said_has_its_reason(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("i0")]) as made:
        judge(made, "ana", "i0")
        found = card(made)
        assert found.gold.note == "undefined: no gold item was judged"
        assert isinstance(found.pace, Undefined)
        assert found.to_json()["longest_run"]["note"].startswith("undefined: 1 reviews")
        with pytest.raises(NotFound, match="zoe has judged nothing"):
            made.quality.reviewers("zoe")


def test_who_is_no_lead_sees_the_own_scorecard_alone(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("i0"), item("i1")]) as made:
        judge(made, "ana", "i0")
        judge(made, "ben", "i1")
        made.members.add("ana", "reviewer")
        made.actor = "ana"
        assert [found.reviewer for found in made.quality.reviewers()] == ["ana"]
        with pytest.raises(Refused, match="ask ben or a lead"):
            made.quality.reviewers("ben")
