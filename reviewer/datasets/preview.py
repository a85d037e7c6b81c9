"""The same work as a build, without writing: counts, reasons, checks and the first rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.checks import ITEMS_LISTED, Check, Checking, Elsewhere
from reviewer.datasets.columns import Row
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.rows import columns_of, fitted
from reviewer.datasets.selection import Dropped, select
from reviewer.datasets.splits import Assign, near_pairs
from reviewer.datasets.tally import Tally
from reviewer.domain.errors import Cancelled
from reviewer.domain.model import Frozen, JsonObject


class Preview(Frozen):
    """What a recipe would give now."""

    recipe: str
    columns: tuple[str, ...]
    rows: tuple[JsonObject, ...]
    counts: dict[str, int]
    excluded: dict[str, int]
    checks: tuple[Check, ...]
    behind: dict[str, tuple[str, ...]]
    """For each reason the ids of the first items that it left out."""

    @property
    def total(self) -> int:
        """The number of rows of all splits."""
        return sum(self.counts.values())


def preview_dataset(
    records: Iterable[Record],
    recipe: Recipe,
    setting: Setting,
    *,
    limit: int = 50,
    unresolved: int = 0,
    assign: Assign | None = None,
    elsewhere: Elsewhere | None = None,
    cancelled: Callable[[], bool] | None = None,
    early: Callable[[tuple[JsonObject, ...]], None] | None = None,
) -> Preview:
    """Return the first rows of a recipe, each with its split, and the counts of them all.

    `early` is called with the first rows as soon as they are there, while the others are still to be counted.
    """
    recipe = fitted(recipe, setting.project)
    tally, checking = Tally(), Checking(recipe, near_pairs(assign), elsewhere)
    shown: list[Row] = []
    behind: dict[str, list[str]] = {}
    for number, found in enumerate(select(records, recipe, setting, assign)):
        if number % 100 == 0 and cancelled is not None and cancelled():
            raise Cancelled("The preview was cancelled.")
        if isinstance(found, Dropped):
            tally.drop(found)
            listed = behind.setdefault(found.reason, [])
            if len(listed) < ITEMS_LISTED and found.item.id not in listed[-1:]:
                listed.append(found.item.id)
            continue
        tally.keep(found)
        checking.look_at(found)
        missing = limit - len(shown)
        shown += [{"split": found.split, **row} for row in found.rows[:missing]]
        if early is not None and 0 < missing <= len(found.rows):
            early(tuple(shown))
    tally.drop_unresolved(unresolved)
    return Preview(
        recipe=recipe.name,
        columns=tuple(column.name for column in columns_of(recipe)),
        rows=tuple(shown),
        counts=tally.rows_by_split(),
        excluded=tally.excluded_by_reason(),
        checks=checking.results(),
        behind={reason: tuple(ids) for reason, ids in behind.items()},
    )
