"""Which values a filter can ask for: those that what a recipe reads has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.datasets.field_values import Values, field_values
from reviewer.datasets.recipe import Recipe
from reviewer.store.engine import read

from .reading import records_of, setting_of, without_collector

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace


def values(
    workspace: Workspace,
    recipe: Recipe,
    cancelled: Callable[[], bool] | None,
    so_far: Callable[[Values], None] | None,
) -> Values:
    """Return the values of each field of a filter; `so_far` gets those that were found until then."""
    with without_collector(), read(workspace.engine) as connection:
        records, _, _ = records_of(workspace, connection, recipe)
        setting = setting_of(workspace, with_agreement=False)
        return field_values(records, recipe.source, setting, cancelled=cancelled, so_far=so_far)
