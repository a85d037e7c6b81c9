"""Datasets: recipes with their counts, previews, builds that are recorded, and what was built."""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reviewer.config.paths import config_dir, shipped
from reviewer.datasets.build import SUMS, BuildResult, Progress, build_dataset, verify_folder
from reviewer.datasets.cases import Coefficient, Record, Setting
from reviewer.datasets.catalog import Catalog, check_recipe, find_recipes
from reviewer.datasets.checks import Check
from reviewer.datasets.folder import file_sha256
from reviewer.datasets.preview import Preview, count_rows, preview_dataset
from reviewer.datasets.recipe import Recipe, load_recipe
from reviewer.datasets.selection import Kept
from reviewer.domain.errors import Refused
from reviewer.domain.members import refusal
from reviewer.domain.model import Frozen, JsonObject
from reviewer.store import datasets as store
from reviewer.store.engine import read
from reviewer.store.items import count_all

if TYPE_CHECKING:
    from reviewer.store.datasets import StoredDataset
    from reviewer.store.engine import Connection

    from .workspace import Workspace

_MARKED_AT_ONCE = 500


class Counts(Frozen):
    """How many rows a recipe would give, in all and in each split, and what it would leave out for which reason."""

    rows: int
    splits: dict[str, int]
    excluded: dict[str, int]


class Datasets:
    """Recipes and datasets of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def recipes(self) -> tuple[Recipe, ...]:
        """Return the recipes of the workspace, the user and the program; the first of one name counts."""
        return self.catalog().recipes

    def catalog(self) -> Catalog:
        """Return the recipes, and one sentence for each recipe file that cannot be used."""
        return find_recipes(self.folders())

    def folders(self) -> tuple[Path, Path, Path]:
        """Return where recipes are looked for, in this order."""
        return (self._workspace.folder / "exports", config_dir() / "exports", shipped("exports"))

    def recipe(self, recipe: str | Recipe) -> Recipe:
        """Return a recipe by its name or its file; the nearest name is offered where there is none."""
        if isinstance(recipe, Recipe):
            return check_recipe(recipe)
        return check_recipe(load_recipe(Path(recipe))) if recipe.endswith(".toml") else self.catalog().get(recipe)

    def count(self, recipe: str | Recipe, where: str | None = None) -> Counts:
        """Return how many rows a recipe would give now, and what it would leave out."""
        found = self.preview(recipe, where=where, limit=0)
        return Counts(rows=found.total, splits=found.counts, excluded=found.excluded)

    def counts(self, where: str | None = None, *, cancelled: Callable[[], bool] | None = None) -> dict[str, int]:
        """Return how many rows each recipe would give now, reading the workspace once for all of them."""
        recipes = [self._ready(recipe, where) for recipe in self.recipes()]
        with _without_collector(), read(self._workspace.engine) as connection:
            stream = store.stream_records(connection, self._workspace.project_id, "both")
            records = (Record(*found) for found in stream)
            return count_rows(records, recipes, self._setting(with_agreement=False), cancelled)

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
        ready = self._ready(recipe, where, split, seed)
        setting = self._setting(with_agreement=False)
        with _without_collector(), read(self._workspace.engine) as connection:
            records, _, unresolved = self._records(connection, ready)
            return preview_dataset(
                records, ready, setting, limit=limit, unresolved=unresolved, cancelled=cancelled, early=early
            )

    def build(
        self,
        recipe: str | Recipe,
        out: str | Path,
        *,
        format: str = "parquet",
        where: str | None = None,
        split: Sequence[float] | None = None,
        seed: int | None = None,
        actor: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BuildResult:
        """Write a dataset to a new folder and record it; from then on its reviews are superseded, not withdrawn.

        `actor` is who builds it, by default the person of the workspace.
        """
        ready = self._ready(recipe, where, split, seed)
        setting = self._setting()
        with _without_collector(), _spool() as used, read(self._workspace.engine) as connection:
            records, total, unresolved = self._records(connection, ready)
            return build_dataset(
                records,
                ready,
                setting,
                Path(out).expanduser(),
                format=format,
                unresolved=unresolved,
                total=total,
                progress=progress,
                cancelled=cancelled,
                kept=lambda case: _note(case, used),
                finish=lambda result, manifest: self._record(result, manifest, used, actor),
            )

    def list(self) -> tuple[StoredDataset, ...]:
        """Return the datasets that were built from this project, newest first."""
        self._demand_sight()
        with read(self._workspace.engine) as connection:
            return store.list_datasets(connection, self._workspace.project_id)

    def _demand_sight(self) -> None:
        """Say what the role is of somebody to whom a server shows no datasets."""
        workspace = self._workspace
        if not workspace.members.sees_all():
            raise Refused(refusal(workspace.actor, workspace.members.role(workspace.actor), "build"))

    def verify(self, folder: str | Path) -> tuple[str, ...]:
        """Return what is wrong with a dataset on disk; nothing if every byte is as this workspace wrote it."""
        self._demand_sight()
        path = Path(folder).expanduser()
        problems = verify_folder(path)
        with read(self._workspace.engine) as connection:
            known = store.find_by_hash(connection, file_sha256(path / SUMS))
        if known is None:
            problems = (*problems, f"{SUMS} is not that of a dataset that this workspace has built")
        return problems

    def _ready(
        self,
        recipe: str | Recipe,
        where: str | None = None,
        split: Sequence[float] | None = None,
        seed: int | None = None,
    ) -> Recipe:
        """Return the recipe with what this export changes; a filter narrows the recipe's own."""
        found = self.recipe(recipe)
        if where and found.where:
            where = f"({found.where}) and ({where})"
        return found.changed(where=where or None, split=split, seed=seed)

    def _records(self, connection: Connection, recipe: Recipe) -> tuple[Iterator[Record], int, int]:
        """Return what the recipe reads, how many items that is, and how many items are not resolved."""
        project_id = self._workspace.project_id
        records = (Record(*found) for found in store.stream_records(connection, project_id, recipe.source))
        total = count_all(connection, project_id)
        if recipe.source == "reviews":
            return records, total, 0
        resolved = store.count_resolved(connection, project_id)
        return records, resolved, total - resolved

    def _setting(self, *, with_agreement: bool = True) -> Setting:
        workspace = self._workspace
        taxonomy = workspace.taxonomy
        agreement, notes = self._agreement() if with_agreement else ((), ())
        return Setting(
            project=workspace.project,
            project_version=workspace.project_version,
            salt=workspace.salt,
            program_version=_program_version(),
            policy_version=taxonomy.version if taxonomy else None,
            taxonomy=taxonomy.id if taxonomy else None,
            agreement=agreement,
            notes=notes,
        )

    def _agreement(self) -> tuple[tuple[Coefficient, ...], tuple[str, ...]]:
        """Return the agreement on the verdict, from items that two people or more have judged."""
        report = self._workspace.agreement.compute()
        if not report.pairable_items:
            return (), ()
        figures = (
            Coefficient(name, report.question, found["value"], found["low"], found["high"], found["items"])
            for name, found in report.to_json()["coefficients"].items()
        )
        return tuple(figures), report.notes

    def _record(self, result: BuildResult, manifest: str, used: IO[str], actor: str | None) -> None:
        """Record the dataset and the use of its reviews."""
        workspace = self._workspace
        used.seek(0)
        workspace.store.record_dataset(
            workspace.project_id,
            recipe=result.recipe,
            folder=str(Path(result.dataset).absolute()),
            sha256=result.sha256,
            rows=result.rows,
            manifest=manifest,
            used=_parts(used),
            actor=actor or workspace.actor,
            now_us=workspace.now_us(),
        )


def _parts(used: IO[str]) -> Iterator[list[str]]:
    """Yield the noted ids, some at a time."""
    while lines := list(islice(used, _MARKED_AT_ONCE)):
        yield [json.loads(line) for line in lines]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from looking for cycles in the block.

    Items, reviews and rows are trees, which vanish when their last user lets go. They are also many, and each few
    thousand of them made the collector look through everything in the program: a third of the time of an export.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _spool() -> Iterator[IO[str]]:
    """Give a file that holds the ids of the used reviews, so that memory stays flat however many there are."""
    with tempfile.TemporaryFile("w+", encoding="ascii", newline="\n") as file:
        yield file


def _note(kept: Kept, used: IO[str]) -> None:
    for review in kept.case.reviews:
        if review.submission_id is not None:
            used.write(json.dumps(review.submission_id) + "\n")


def _program_version() -> str:
    try:
        return version("reviewer")
    except PackageNotFoundError:
        return "unknown"


__all__ = ["BuildResult", "Check", "Counts", "Datasets", "Preview", "Recipe"]
