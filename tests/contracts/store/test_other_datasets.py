"""Items that are held out of one dataset and train in another, from the record in a file and on a server."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reviewer.datasets.checks import Check
from reviewer.datasets.recipe import Recipe
from reviewer.domain.errors import Cancelled
from tests.factories import item
from tests.team import Team

WORDS = [f"word{number}" for number in range(400)]


def text(seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=60))


@pytest.fixture
def known(team: Team) -> Team:
    """A team with twelve approved items of different texts, three of which a lead has settled."""
    team.start([item(f"i{n}", prompt=f"Question {n}?", response=text(n)) for n in range(12)])
    for n in range(12):
        team.judge("ana", f"i{n}")
    for n in range(3):
        decision = {"item_id": f"i{n}", "reviewer": "lead", "verdict": "approve", "comment": "As the passage says."}
        team.lead.resolutions.decide(f"i{n}", decision)
    return team


def check(team: Team, recipe: str | Recipe, name: str = "other_datasets") -> Check:
    return next(each for each in team.lead.datasets.preview(recipe).checks if each.id == name)


def build(team: Team, recipe: str | Recipe, out: Path) -> dict[str, Check]:
    """Build a dataset; its checks are those of the preview before, but for the order in which items were met."""
    preview = team.lead.datasets.preview(recipe)
    built = team.lead.datasets.build(recipe, out, format="jsonl")
    told = {each.id: (each.state, each.count, each.says, set(each.items)) for each in built.checks}
    assert told == {each.id: (each.state, each.count, each.says, set(each.items)) for each in preview.checks}
    return {each.id: each for each in built.checks}


def all_in(team: Team, recipe: str, split: tuple[float, float, float], **fields: object) -> Recipe:
    return team.lead.datasets.recipe(recipe).changed(split=split, **fields)


def test_a_settled_item_that_trains_is_told_by_the_evaluation_and_the_other_way_round(
    known: Team, tmp_path: Path
) -> None:
    assert build(known, "evaluation", tmp_path / "first")["other_datasets"].state == "ok"
    training = build(known, all_in(known, "kto", (1, 0, 0)), tmp_path / "kto")["other_datasets"]
    assert (training.state, training.count, training.items) == ("warning", 3, ("i0", "i1", "i2"))
    assert training.says == "training here, held out of evaluation-v1: 3"
    evaluation = build(known, "evaluation", tmp_path / "second")["other_datasets"]
    assert (evaluation.state, evaluation.count, evaluation.items) == ("warning", 3, ("i0", "i1", "i2"))
    assert evaluation.says == "held out here, training in kto-v1: 3"
    without = all_in(known, "kto", (1, 0, 0), where="method != 'adjudicated'")
    assert check(known, without).state == "ok"


def test_a_scheme_of_its_own_tests_on_what_another_one_trains_on(known: Team, tmp_path: Path) -> None:
    build(known, all_in(known, "sft", (0.5, 0, 0.5), approved_as_target=True), tmp_path / "sft")
    rows = known.lead.datasets.preview(all_in(known, "sft", (0.5, 0, 0.5), approved_as_target=True)).rows
    trained = {row["item_id"] for row in rows if row["split"] == "train"}
    assert 0 < len(trained) < 12
    same = all_in(known, "kto", (0.5, 0, 0.5))
    assert build(known, same, tmp_path / "same")["other_datasets"].state == "ok"
    other = all_in(known, "kto", (0, 0, 1))
    found = build(known, other, tmp_path / "other")["other_datasets"]
    assert set(found.items) == trained
    assert found.says == f"held out here, training in sft-v1, kto-v1: {len(trained)}"


def test_what_else_was_built_changes_no_byte(known: Team, tmp_path: Path) -> None:
    names = ("kto", "evaluation", "reviews")
    rounds = [
        {name: known.lead.datasets.build(name, tmp_path / when / name).sha256 for name in names}
        for when in ("first", "then", "at last")
    ]
    assert check(known, "kto").state == "warning"  # while what is told of it is another thing
    assert rounds[0] == rounds[1] == rounds[2]


def test_a_rebuild_says_what_was_found_then(known: Team, tmp_path: Path) -> None:
    build(known, "evaluation", tmp_path / "evaluation")
    build(known, all_in(known, "kto", (1, 0, 0)), tmp_path / "kto")
    assert check(known, "evaluation").state == "warning"
    assert known.lead.datasets.rebuild("evaluation-v1", tmp_path / "again").identical


def test_a_near_copy_of_a_gold_item_that_nobody_has_judged_yet_is_told(known: Team, tmp_path: Path) -> None:
    kto = all_in(known, "kto", (0.5, 0, 0.5))
    assert check(known, kto, "gold_copies").state == "ok"
    trained = sorted(row["item_id"] for row in known.lead.datasets.preview(kto).rows if row["split"] == "train")
    known.lead.ingest.add([item("gold", response=text(int(trained[0][1:])), gold={"verdict": "approve"})])
    found = build(known, kto, tmp_path / "kto")["gold_copies"]
    assert (found.state, found.count) == ("warning", 1)
    assert set(found.items) <= set(trained)


def test_looking_at_other_datasets_can_be_cancelled(known: Team, tmp_path: Path) -> None:
    build(known, all_in(known, "kto", (1, 0, 0)), tmp_path / "kto")
    asked = iter([False])
    with pytest.raises(Cancelled, match="other datasets"):
        known.lead.datasets.preview("evaluation", cancelled=lambda: next(asked, True))
