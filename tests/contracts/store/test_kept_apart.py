"""What checks reviewers enters no dataset that trains, as long as it does, in a file and on a server alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import item, review
from tests.team import Team


@pytest.fixture
def judged(team: Team) -> Team:
    """Return a team with six judged items, of which the first came with a known answer."""
    team.start([item(f"i{n}", gold={"verdict": "reject"} if n == 0 else None) for n in range(6)])
    for n in range(6):
        team.judge("ana", f"i{n}", "revise", correction=f"Better {n}.")
    team.open("ben")
    return team


def left_out(team: Team, recipe: str = "sft") -> dict[str, int]:
    return dict(team.lead.datasets.count(recipe).excluded)


def test_items_of_a_calibration_round_do_not_train_also_when_it_is_over(judged: Team) -> None:
    assert left_out(judged) == {"gold item": 1}
    round_ = judged.lead.rounds.start("Dates", reviewers=["ana", "ben"], items=["i1", "i2"])
    assert left_out(judged) == {"gold item": 1, "calibration item": 2}
    assert left_out(judged, "reviews") == {"gold item": 1, "calibration item": 2}
    judged.lead.rounds.close(round_.number)
    assert left_out(judged) == {"gold item": 1, "calibration item": 2}
    assert judged.lead.datasets.counts()["sft"] == judged.lead.datasets.count("sft").rows == 3


def test_a_review_of_a_calibration_that_was_imported_tells_as_well(judged: Team) -> None:
    said = review("i1", "eva", "approve", round="calibration", submission_id="eva-1")
    assert judged.lead.reviews.import_rows([said]).added == 1
    assert left_out(judged) == {"gold item": 1, "calibration item": 1}


def test_a_lead_s_decision_on_an_item_of_a_calibration_is_still_fit_to_evaluate(judged: Team) -> None:
    (settled,) = judged.lead.reviews.for_item("i1")
    judged.lead.resolutions.adopt("i1", settled.submission_id or "", lead="lead", reason="as the guideline says")
    judged.lead.rounds.start("Dates", reviewers=["ana", "ben"], items=["i1"])
    assert [row["item_id"] for row in judged.lead.datasets.preview("evaluation").rows] == ["i0", "i1"]


def test_a_dataset_from_before_a_calibration_is_built_again_and_the_difference_says_why(
    judged: Team, tmp_path: Path
) -> None:
    lead = judged.lead
    lead.datasets.build("sft", tmp_path / "one", format="jsonl")
    lead.rounds.start("Dates", reviewers=["ana", "ben"], items=["i1"])
    assert lead.datasets.rebuild("sft-v1", tmp_path / "again").identical
    (gone,) = lead.datasets.diff("sft-v1").items
    assert (gone.item_id, gone.kind, gone.reasons) == ("i1", "removed", ("left out: calibration item",))


def test_a_gold_item_that_is_retired_is_one_like_any_other(judged: Team, tmp_path: Path) -> None:
    lead = judged.lead
    lead.datasets.build("evaluation", tmp_path / "known", format="jsonl")
    assert [row["basis"] for row in lead.datasets.preview("evaluation").rows] == ["gold"]
    assert lead.datasets.outdated("evaluation-v1") == 0
    assert lead.gold.retire("i0", "The answer is wrong.").datasets == ("evaluation-v1",)
    (outdated,) = lead.datasets.verify("evaluation-v1").outdated
    assert (outdated.item_id, outdated.reasons) == ("i0", ("the item is no gold item any more",))
    assert left_out(judged) == {}
    assert left_out(judged, "evaluation") == {"neither gold nor adjudicated": 6}
    lead.datasets.build("sft", tmp_path / "sft", format="jsonl")
    for name in ("evaluation-v1", "sft-v1"):
        assert lead.datasets.rebuild(name, tmp_path / f"{name}-again").identical


def test_a_known_answer_that_a_lead_gave_anew_is_the_one_that_is_expected(judged: Team, tmp_path: Path) -> None:
    judged.lead.datasets.build("evaluation", tmp_path / "one", format="jsonl")
    (settled,) = judged.lead.reviews.for_item("i0")
    judged.lead.resolutions.adopt("i0", settled.submission_id or "", lead="lead", reason="as the guideline says")
    assert judged.lead.datasets.outdated("evaluation-v1") == 0  # the known answer is what counts
    judged.lead.gold.promote("i0", "It can be put right.")
    (row,) = judged.lead.datasets.preview("evaluation").rows
    assert (row["basis"], row["expected_verdict"], row["explanation"]) == ("gold", "revise", "It can be put right.")
    judged.lead.datasets.build("evaluation", tmp_path / "two", format="jsonl")
    second, _ = judged.lead.datasets.list()
    assert (second.added, second.removed, second.changed) == (0, 0, 1)
    assert judged.lead.datasets.diff("evaluation-v1", "evaluation-v2").counts["changed"] == 1
