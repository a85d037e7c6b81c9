"""The consensus on each item, from reviews in a real workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import item, judge, workspace


def test_items_are_listed_by_how_far_their_reviewers_differ(tmp_path: Path) -> None:
    with workspace(tmp_path, [item(f"i{n}") for n in range(13)], overlap=3, max_reviews=3) as made:
        for n in range(12):
            for who in ("ana", "ben", "cleo"):
                judge(made, who, f"i{n}", "reject" if n % 2 else "approve")
        judge(made, "ana", "i12", "approve")
        judge(made, "ben", "i12", "reject")
        judge(made, "cleo", "i12", "reject")
        found = made.quality.consensus()
        first = found.items[0]
        assert (first.item_id, first.votes, first.majority) == ("i12", {"approve": 1, "reject": 2}, "reject")
        assert first.entropy == pytest.approx(0.918, abs=1e-3)
        assert first.likeliest == "reject"
        assert first.posterior is not None
        assert 0.5 < first.posterior < 1
        assert found.items[1].entropy == 0
        assert found.accuracy["ben"] > found.accuracy["ana"]
        assert found.note is None


def test_who_is_reliable_outweighs_who_is_not(tmp_path: Path) -> None:
    """Two careless people against one careful one, told by forty items on which three others agree with the latter."""
    with workspace(tmp_path, [item(f"i{n:02}") for n in range(41)], overlap=5, max_reviews=5) as made:
        for n in range(40):
            truth, wrong = ("reject", "approve") if n % 2 else ("approve", "reject")
            for who in ("careful", "dora", "eli"):
                judge(made, who, f"i{n:02}", truth)
            judge(made, "x", f"i{n:02}", wrong if n % 5 < 2 else truth)
            judge(made, "y", f"i{n:02}", wrong if n % 5 > 2 else truth)
        judge(made, "careful", "i40", "reject")
        judge(made, "x", "i40", "approve")
        judge(made, "y", "i40", "approve")
        found = next(one for one in made.quality.consensus().items if one.item_id == "i40")
        assert (found.majority, found.likeliest) == ("approve", "reject")


def test_without_two_reviewers_there_is_a_reason(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        judge(made, "ana", "a")
        found = made.quality.consensus()
        assert found.items == ()
        assert (found.note or "").startswith("undefined: ")


def test_an_item_without_a_source_of_its_own_has_the_usual_one(tmp_path: Path) -> None:
    plain = {"id": "a", "response": "Yes.", "metadata": {"language": "en"}}
    with workspace(tmp_path, [plain], overlap=2, max_reviews=2) as made:
        judge(made, "ana", "a")
        judge(made, "ben", "a", "reject")
        assert [(one.item_id, one.source) for one in made.quality.consensus().items] == [("a", "file")]
        made.resolutions.adopt("a", made.reviews.for_item("a")[0].submission_id or "", lead="lead", reason="it is so")
        cards = {card.reviewer: card for card in made.quality.reviewers()}
        assert [one.source for one in cards["ben"].overturned_items] == ["file"]
        assert [part.group for part in made.quality.slices("source")] == ["file"]
