"""Every recipe, in each of its styles and shapes, is a folder that `datasets` opens as it is, in every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.config.paths import shipped
from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.catalog import find_recipes
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.rows import TASKS
from reviewer.domain.policies import Policy, Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.questions import read_question
from tests.loading import load
from tests.unit.datasets.making import SETTING, judged, make_item, shipped_recipe

__all__ = ["load"]
PROJECT = Project(name="All", questions=(read_question({"id": "helpfulness", "type": "rating", "title": "Helpful"}),))
RULES = Taxonomy(id="own", title="Own", policies=(Policy(id="own:tone", title="Tone"),))
ALL: Setting = replace(SETTING, project=PROJECT, rules=RULES)
FORMATS = ("parquet", "jsonl", "csv")
FORMS = (
    ("sft", {"shape": "standard"}),
    ("sft", {"shape": "messages"}),
    ("sft", {"shape": "messages", "tool_calls": True}),
    ("sft", {"shape": "text"}),
    ("dpo", {"shape": "standard"}),
    ("dpo", {"shape": "messages"}),
    ("dpo", {"implicit": True}),
    ("dpo", {"implicit": True, "shape": "standard"}),
    ("kto", {"shape": "standard"}),
    ("reward", {"shape": "conversational"}),
    ("reward", {"style": "pairs"}),
    ("reward", {"style": "pairs", "implicit": True}),
    ("classification", {"style": "binary"}),
    ("guardrail", {"style": "wildguard"}),
    ("spans", {"style": "ragtruth"}),
)  # fmt: skip


def records() -> list[Record]:
    """Return items of each kind that a recipe needs; the first row of each has empty lists and nothing known."""
    plain = judged(make_item("plain"), "approve", answers={"helpfulness": 4})
    corrected = judged(make_item("corrected", metadata={"adversarial": True}), "revise", correction="Two years.")
    compared = judged(
        make_item("compared", response=None, responses=[{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}]),
        comparison="b",
    )
    hits = [
        {"id": "h1", "policy": "own:tone", "detector": "d"},
        {"id": "h2", "policy": "own:tone", "target": "message:0"},
    ]
    marked = judged(
        make_item("marked", policy_hits=hits, evidence=[{"id": "e1", "text": "Two years."}]),
        "reject",
        hits=[{"hit": "h1", "judgement": "confirmed"}, {"hit": "h2", "judgement": "false_alarm"}],
        spans=[{"start": 0, "end": 4, "text": "Five", "label": "bad"}],
        claims=[
            {"start": 0, "end": 4, "text": "Five", "relation": "no_passage"},
            {"start": 5, "end": 11, "text": "years.", "relation": "supports", "passages": [{"evidence": "e1"}]},
        ],
    )
    gold = judged(make_item("gold", gold={"verdict": "reject"}), "approve")
    return [plain, corrected, compared, marked, gold]


def forms() -> list[tuple[str, Recipe]]:
    """Return the recipes as they are shipped, and each with what a copy may change."""
    whole = [recipe for recipe in find_recipes([shipped("exports")]).recipes if set(FORMATS) <= set(recipe.formats)]
    changed = [(f"{name} {keys}", shipped_recipe(name, **keys)) for name, keys in FORMS]
    everything = [*((recipe.name, recipe) for recipe in whole), *changed]
    return [(name, recipe.changed(split=(0, 0, 1))) for name, recipe in everything]


def test_every_style_and_shape_of_a_task_is_tried() -> None:
    tried = [recipe for _, recipe in forms()]
    for task in TASKS:
        own = [recipe for recipe in tried if recipe.task == task.name]
        if "style" in task.keys:
            assert {task.style(recipe) for recipe in own} == set(task.styles)
        if "shape" in task.keys and task.name not in ("kto", "reward"):
            assert {recipe.shape for recipe in own} == set(task.shapes)


@pytest.mark.parametrize("format", FORMATS)
def test_every_form_of_every_recipe_loads_with_all_of_its_rows(load: Any, tmp_path: Path, format: str) -> None:
    made = records()
    for number, (name, recipe) in enumerate(forms()):
        folder = tmp_path / str(number)
        built = build_dataset(made, recipe, ALL, folder, format=format)
        rows = load(folder)["test"]
        assert len(rows) == built.rows["test"] > 0, name
        if format != "csv" and recipe.task == "classification":
            names = rows.features["label"].names
            assert names == (["safe", "unsafe"] if recipe.style == "binary" else ["approve", "revise", "reject"])
