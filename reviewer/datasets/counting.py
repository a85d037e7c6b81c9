"""Live counts: how many rows each of several recipes would give, in one look at the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from reviewer.datasets.cases import Case, Record, Setting
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.rows import fitted, task_of
from reviewer.datasets.selection import cases_of, count_rows_of, why_not
from reviewer.datasets.splits import Assign
from reviewer.domain.errors import Cancelled, InvalidInput


def count_rows(
    records: Iterable[Record],
    recipes: Iterable[Recipe],
    setting: Setting,
    cancelled: Callable[[], bool] | None = None,
    assign: Mapping[str, Assign] | None = None,
) -> dict[str, int]:
    """Return how many rows each recipe would give, reading the records once.

    `assign` has what gives cases their splits, by the names of recipes; only what it leaves out counts here.
    """
    wanted = tuple(_fitted_or_not(recipe, setting) for recipe in recipes)
    totals = {recipe.name: 0 for recipe in wanted}
    looks = _looks(wanted)
    for number, record in enumerate(records):
        if number % 100 == 0 and cancelled is not None and cancelled():
            raise Cancelled("The count was cancelled.")
        for alike in looks:
            for case in _passing(record, alike[0], setting):
                for recipe in alike:
                    totals[recipe.name] += count_rows_of(case, recipe, setting, (assign or {}).get(recipe.name))
    return totals


def _looks(recipes: Iterable[Recipe]) -> tuple[tuple[Recipe, ...], ...]:
    """Return the recipes, those together that make the same cases of a record and leave out the same beforehand."""
    found: defaultdict[tuple[object, ...], list[Recipe]] = defaultdict(list)
    for recipe in recipes:
        task = task_of(recipe)
        found[recipe.source, recipe.where, task.takes_gold, task.tells_of_others].append(recipe)
    return tuple(map(tuple, found.values()))


def _passing(record: Record, recipe: Recipe, setting: Setting) -> Iterator[Case]:
    """Yield the cases of a record that neither the filter nor construction leaves out."""
    condition, task = recipe.condition(), task_of(recipe)
    for _, found in cases_of((record,), recipe, setting.project, task):
        if not isinstance(found, str) and why_not(found, condition, setting, task) is None:
            yield found


def _fitted_or_not(recipe: Recipe, setting: Setting) -> Recipe:
    """Return the recipe fitted to the project; one that was written for another one is counted as it stands."""
    try:
        return fitted(recipe, setting.project)
    except InvalidInput:
        return recipe
