"""Datasets of one project, as the window, the terminal and a script hold them; each question has a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.datasets.build import BuildResult, Progress
from reviewer.datasets.catalog import Catalog
from reviewer.datasets.field_values import Values
from reviewer.datasets.preview import Preview
from reviewer.datasets.recipe import Recipe
from reviewer.domain.model import JsonObject

from . import building, comparing, filtering, history, previews, rebuilding, recipes, tracing, verifying
from .comparing import Difference
from .history import Named
from .previews import Counts
from .rebuilding import Rebuilt
from .recipe_files import RecipeFiles
from .tracing import Membership, Trace
from .verifying import Verification

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.datasets import StoredDataset
    from reviewer.store.near_pairs import Made


class Datasets:
    """Recipes and datasets of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.made_sketches: Made = {}

    def recipes(self) -> tuple[Recipe, ...]:
        """Return the recipes of the workspace, the user and the program; the first of one name counts."""
        return self.catalog().recipes

    def catalog(self) -> Catalog:
        """Return the recipes, and one sentence for each recipe file that cannot be used."""
        return recipes.catalog(self._workspace)

    def folders(self) -> tuple[Path, Path, Path]:
        """Return where recipes are looked for, in this order."""
        return recipes.folders(self._workspace)

    @property
    def recipe_files(self) -> RecipeFiles:
        """The recipes as files, to be copied and changed."""
        return RecipeFiles(self.folders)

    def recipe(self, recipe: str | Recipe) -> Recipe:
        """Return a recipe by its name or its file; the nearest name is offered where there is none."""
        return recipes.find_recipe(self._workspace, recipe)

    def count(self, recipe: str | Recipe, where: str | None = None) -> Counts:
        """Return how many rows a recipe would give now, and what it would leave out."""
        found = self.preview(recipe, where=where, limit=0)
        return Counts(rows=found.total, splits=found.counts, excluded=found.excluded)

    def counts(self, where: str | None = None, *, cancelled: Callable[[], bool] | None = None) -> dict[str, int]:
        """Return how many rows each recipe would give now, reading the workspace once for all of them."""
        return previews.count_all_recipes(self._workspace, where, cancelled)

    def values(
        self,
        recipe: Recipe,
        *,
        cancelled: Callable[[], bool] | None = None,
        so_far: Callable[[Values], None] | None = None,
    ) -> Values:
        """Return the values that a filter of this recipe can ask for; `so_far` gets those found until then."""
        return filtering.values(self._workspace, recipe, cancelled, so_far)

    def preview(
        self,
        recipe: str | Recipe,
        *,
        where: str | None = None,
        limit: int = 50,
        split: Sequence[float] | None = None,
        seed: int | None = None,
        cancelled: Callable[[], bool] | None = None,
        early: Callable[[tuple[JsonObject, ...]], None] | None = None,
    ) -> Preview:
        """Return the first rows, the counts, what is left out and the checks, without writing anything.

        `early` is called with the first rows alone, as soon as they are known.
        """
        return previews.preview(
            self._workspace,
            recipe,
            where=where,
            limit=limit,
            split=split,
            seed=seed,
            cancelled=cancelled,
            early=early,
        )

    def build(
        self,
        recipe: str | Recipe,
        out: str | Path,
        *,
        format: str | None = None,
        where: str | None = None,
        split: Sequence[float] | None = None,
        seed: int | None = None,
        actor: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BuildResult:
        """Write a dataset to a new folder and record it; from then on its reviews are superseded, not withdrawn.

        `format` is by default the recipe's first; `actor` is who builds it, by default the person of the workspace.
        """
        wanted = recipes.ready(self._workspace, recipe, where, split, seed)
        return building.build(
            self._workspace, wanted, out, format=format, actor=actor, progress=progress, cancelled=cancelled
        )

    def list(self) -> tuple[StoredDataset, ...]:
        """Return the datasets that were built from this project, newest first."""
        return history.list_datasets(self._workspace)

    def find(self, named: Named) -> StoredDataset:
        """Return a dataset by its name such as `dpo-v3`, its number, the beginning of its hash, or its folder."""
        return history.find_dataset(self._workspace, named)

    def outdated(self, dataset: Named) -> int:
        """Return how many items of a dataset rest on something that is not current any more."""
        return history.outdated(self._workspace, dataset)

    def verify(self, dataset: Named) -> Verification:
        """Check the bytes of a dataset, by its folder or its name, and every row against the current reviews."""
        return verifying.verify(self._workspace, dataset)

    def diff(
        self,
        before: Named,
        after: Named | None = None,
        *,
        limit: int = 1_000,
        cancelled: Callable[[], bool] | None = None,
    ) -> Difference:
        """Return which items came, went and changed between two datasets, or since one was built, each with why.

        Of each kind the first `limit` are named; all are counted.
        """
        return comparing.diff(self._workspace, before, after, limit=limit, cancelled=cancelled)

    def rebuild(
        self,
        dataset: Named,
        out: str | Path,
        *,
        actor: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Rebuilt:
        """Write a dataset once more to a new folder, as it was, whatever was reviewed since."""
        return rebuilding.rebuild(self._workspace, dataset, out, actor=actor, progress=progress, cancelled=cancelled)

    def trace(self, item_id: str, dataset: Named | None = None, *, source: str | None = None) -> Trace:
        """Return which reviews, decision and events the rows of an item rest on, in a dataset or as things stand."""
        return tracing.trace(self._workspace, item_id, dataset, source)

    def containing(self, item_id: str, source: str | None = None) -> tuple[Membership, ...]:
        """Return every dataset that an item went into, newest first."""
        return tracing.containing(self._workspace, item_id, source)
