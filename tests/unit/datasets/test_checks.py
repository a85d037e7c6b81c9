from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reviewer.datasets.checks import Check, Checking
from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.selection import Kept

from .making import SETTING, chosen, judged, make_item, many, shipped_recipe


def check(recipe: Recipe, *kept: Kept) -> dict[str, Check]:
    checking = Checking(recipe)
    for each in kept:
        checking.look_at(each)
    return {each.id: each for each in checking.results()}


def good(recipe: Recipe, **changes: Any) -> Kept:
    verdict = "approve" if recipe.task in ("kto", "spans") else "revise"
    correction = "Two years." if verdict == "revise" else None
    (kept,) = chosen(recipe, judged(make_item(), verdict, correction=correction))
    assert isinstance(kept, Kept)
    return Kept(kept.case, tuple({**row, **changes} for row in kept.rows), kept.split, kept.group)


USER = {"role": "user", "content": "q"}
ASSISTANT = {"role": "assistant", "content": "a"}


@pytest.mark.parametrize(
    ("task", "changes", "failed"),
    [
        ("dpo", {"chosen": [ASSISTANT], "rejected": [ASSISTANT]}, "pairs"),
        ("dpo", {"rejected": [{**ASSISTANT, "content": " "}]}, "pairs"),
        ("dpo", {"chosen": [USER]}, "roles"),
        ("sft", {"prompt": [USER, ASSISTANT]}, "roles"),
        ("sft", {"completion": [{**ASSISTANT, "content": ""}]}, "whole"),
        ("kto", {"prompt": [{**USER, "tool_calls": [{"function": {"name": "f", "arguments": {}}}]}]}, "arguments"),
        ("spans", {"labels": [{"start": 1, "end": 5, "text": "Five", "label": "x"}]}, "spans"),
        ("spans", {"labels": [{"start": 1, "end": 1, "text": "", "label": "x"}]}, "spans"),
    ],
)
def test_a_wrong_row_fails_its_check_and_names_its_item(task: str, changes: dict[str, Any], failed: str) -> None:
    recipe = shipped_recipe(task)
    assert check(recipe, good(recipe))[failed].state == "ok"
    found = check(recipe, good(recipe, **changes))[failed]
    assert (found.state, found.count, found.items) == ("failed", 1, ("i1",))


def test_a_group_in_two_splits_fails() -> None:
    recipe = shipped_recipe("sft")
    one = good(recipe)
    other = Kept(one.case, one.rows, "test" if one.split == "train" else "train", one.group)
    assert check(recipe, one, one)["groups"].state == "ok"
    assert check(recipe, one, other)["groups"].state == "failed"


def test_a_gold_item_among_the_rows_fails() -> None:
    recipe = shipped_recipe("sft")
    kept = good(recipe)
    gold = Kept(replace(kept.case, item=make_item(control=True)), kept.rows, "train", "g")
    assert check(recipe, gold)["unseen"].state == "failed"


def states(recipe: Recipe, records: Any) -> dict[str, Check]:
    return {each.id: each for each in preview_dataset(records, recipe, SETTING).checks}


def test_uneven_data_is_a_warning_with_its_figures() -> None:
    approved = [judged(make_item(f"i{n}", prompt=f"{n}?", metadata={"conversation_id": "same"})) for n in range(30)]
    found = states(shipped_recipe("kto"), approved)
    assert (found["kto_ratio"].state, found["kto_ratio"].says) == ("warning", "30 desirable, 0 undesirable")
    assert (found["group_size"].state, found["group_size"].count) == ("warning", 30)
    assert found["empty_splits"].state == "warning"
    assert states(shipped_recipe("classification"), approved)["balance"].says == "approve 30"


def test_even_data_passes_every_check() -> None:
    for task in ("sft", "dpo", "kto", "classification", "spans", "reviews"):
        found = states(shipped_recipe(task), many(150))
        assert {each.id for each in found.values() if each.state == "info"} == {"tokens", "languages"}
        assert {each.state for each in found.values()} == {"ok", "info"}
