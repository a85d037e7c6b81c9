"""What the checks of a dataset ask the record of other datasets, and the items, in the same snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from reviewer.datasets.checks import Elsewhere, Stretch
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.splits import scheme_of
from reviewer.domain.errors import Cancelled
from reviewer.store.items import names_of
from reviewer.store.lineage import datasets_of_other_schemes, stream_numbers
from reviewer.store.near_pairs import gold_numbers

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection


def elsewhere_of(
    workspace: Workspace, connection: Connection, recipe: Recipe, cancelled: Callable[[], bool] | None = None
) -> Elsewhere:
    """Return what tells where the items of a recipe stand besides, as the workspace is in this snapshot."""
    project_id = workspace.project_id

    def standing(splits: Collection[str]) -> Iterator[Stretch]:
        for number, name, rows in datasets_of_other_schemes(connection, project_id, scheme_of(recipe)):
            for split in (split for split in splits if rows.get(split)):
                for numbers in stream_numbers(connection, number, split):
                    if cancelled is not None and cancelled():
                        raise Cancelled("This was cancelled while other datasets were looked at; nothing was written.")
                    yield Stretch(name, split, numbers)

    return Elsewhere(
        standing=standing,
        names=lambda numbers: names_of(connection, numbers),
        gold=lambda: gold_numbers(connection, project_id),
    )
