"""What a recipe would give now: counts, first rows, checks; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reviewer.datasets.counting import count_rows
from reviewer.datasets.preview import Preview, preview_dataset
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.rows import task_of
from reviewer.domain.model import Frozen, JsonObject
from reviewer.store import datasets as store
from reviewer.store.engine import read

from .elsewhere import elsewhere_of
from .reading import records_of, setting_of, to_record, without_collector
from .recipes import catalog, ready
from .splitting import bridging, splits_of

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace


class Counts(Frozen):
    """How many rows a recipe would give, in all and in each split, and what it would leave out for which reason."""

    rows: int
    splits: dict[str, int]
    excluded: dict[str, int]


def count_all_recipes(workspace: Workspace, where: str | None, cancelled: Callable[[], bool] | None) -> dict[str, int]:
    """Return how many rows each recipe would give now, reading the workspace once for all of them."""
    recipes = [ready(workspace, recipe, where) for recipe in catalog(workspace).recipes]
    with without_collector(), read(workspace.engine) as connection:
        setting = setting_of(workspace, with_agreement=False)
        assign = bridging(workspace, connection, recipes, setting, cancelled)
        records = map(to_record, store.stream_records(connection, workspace.project_id, "both"))
        return count_rows(records, recipes, setting, cancelled, assign)


def preview(
    workspace: Workspace,
    recipe: str | Recipe,
    *,
    where: str | None,
    limit: int,
    split: Sequence[float] | None = None,
    seed: int | None = None,
    cancelled: Callable[[], bool] | None = None,
    early: Callable[[tuple[JsonObject, ...]], None] | None = None,
) -> Preview:
    """Return the first rows, the counts, what is left out and the checks."""
    wanted = ready(workspace, recipe, where, split, seed)
    if task_of(wanted).takes_gold or (wanted.source == "reviews" and _judges_blindly(workspace)):
        workspace.members.demand(workspace.actor, "build")  # its rows check reviewers, or tell what others said so far
    setting = setting_of(workspace, with_agreement=False)
    with without_collector(), read(workspace.engine) as connection:
        splits = splits_of(workspace, connection, wanted, setting, cancelled)
        records, _, unresolved = records_of(workspace, connection, wanted)
        return preview_dataset(
            records,
            wanted,
            setting,
            limit=limit,
            unresolved=unresolved,
            assign=splits,
            elsewhere=elsewhere_of(workspace, connection, wanted, cancelled),
            cancelled=cancelled,
            early=early,
        )


def _judges_blindly(workspace: Workspace) -> bool:
    """Return whether this person judges items on which nobody may have told what others said."""
    return workspace.project.blind and workspace.members.role(workspace.actor) == "reviewer"
