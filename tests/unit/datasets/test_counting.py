"""Live counts take short cuts; they say what the work in full says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from reviewer.config.paths import shipped
from reviewer.datasets.cases import Case, Record
from reviewer.datasets.catalog import find_recipes
from reviewer.datasets.counting import count_rows
from reviewer.datasets.reasons import BRIDGES_SPLITS
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.selection import Dropped, select
from reviewer.datasets.splits import Assigned
from reviewer.domain.errors import Cancelled

from .making import SETTING as PLAIN
from .making import judged, make_item, shipped_recipe
from .wild import SETTING, records

SHIPPED = find_recipes([shipped("exports")]).recipes


def named(recipe: Recipe, ending: str, **fields: object) -> Recipe:
    return recipe.changed(name=f"{recipe.name}-{ending}", **fields)


VARIED = (
    *SHIPPED,
    *(named(recipe, "drop", redaction="drop") for recipe in SHIPPED),
    *(named(recipe, "placeholders", redaction="placeholders") for recipe in SHIPPED),
    *(named(recipe, "where", where="verdict != 'approve'") for recipe in SHIPPED),
    *(named(shipped_recipe(task), "reviews", source="reviews") for task in ("sft", "dpo", "kto", "spans")),
)


def counted_in_full(made: list[Record], recipe: Recipe) -> int:
    return sum(len(found.rows) for found in select(made, recipe, SETTING) if not isinstance(found, Dropped))


@given(records())
@settings(max_examples=40)
def test_counts_of_many_recipes_at_once_are_those_of_each_alone(made: list[Record]) -> None:
    assert count_rows(made, VARIED, SETTING) == {recipe.name: counted_in_full(made, recipe) for recipe in VARIED}


def test_a_case_that_may_be_in_no_split_counts_for_the_recipes_of_these_splits_alone() -> None:
    def first_only(case: Case) -> Assigned | str:
        return Assigned("train", "group-1", "group-1") if case.item.id == "i0" else BRIDGES_SPLITS

    made = [judged(make_item(f"i{number}")) for number in range(3)]
    recipes = [shipped_recipe("kto"), named(shipped_recipe("kto"), "other")]
    assert count_rows(made, recipes, PLAIN, assign={"kto": first_only}) == {"kto": 1, "kto-other": 3}


def test_a_count_that_nobody_waits_for_any_more_ends_before_it_reads() -> None:
    with pytest.raises(Cancelled):
        count_rows([judged(make_item())], SHIPPED, PLAIN, cancelled=lambda: True)
