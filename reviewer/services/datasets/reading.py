"""What every look at the data of an export needs: the records, and what holds for all rows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from reviewer.datasets.cases import Coefficient, Lineage, Record, Setting
from reviewer.datasets.recipe import Recipe
from reviewer.store import datasets as store
from reviewer.store.items import count_all

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection


def to_record(found: store.ExportRecord) -> Record:
    """Return what the store has read, as the rows of a dataset are made of it."""
    return Record(*found[:5], Lineage(*found[5]), found[6])


def records_of(workspace: Workspace, connection: Connection, recipe: Recipe) -> tuple[Iterator[Record], int, int]:
    """Return what the recipe reads, how many items that is, and how many items are not resolved."""
    project_id = workspace.project_id
    records = map(to_record, store.stream_records(connection, project_id, recipe.reads))
    total = count_all(connection, project_id)
    if recipe.reads != "resolutions":
        return records, total, 0
    resolved = store.count_resolved(connection, project_id)
    return records, resolved, total - resolved


def setting_of(workspace: Workspace, *, with_agreement: bool = True) -> Setting:
    """Return what holds for a whole dataset that is made now."""
    taxonomy = workspace.taxonomy
    agreement, notes = _agreement(workspace) if with_agreement else ((), ())
    return Setting(
        project=workspace.project,
        project_version=workspace.project_version,
        salt=workspace.salt,
        program_version=program_version(),
        policy_version=taxonomy.version if taxonomy else None,
        taxonomy=taxonomy.id if taxonomy else None,
        agreement=agreement,
        notes=notes,
        rules=taxonomy,
    )


def _agreement(workspace: Workspace) -> tuple[tuple[Coefficient, ...], tuple[str, ...]]:
    """Return the agreement on the verdict, from items that two people or more have judged."""
    report = workspace.agreement.compute()
    if not report.pairable_items:
        return (), ()
    figures = (
        Coefficient(name, report.question, found["value"], found["low"], found["high"], found["items"])
        for name, found in report.to_json()["coefficients"].items()
    )
    return tuple(figures), report.notes


def program_version() -> str:
    """Return the version of the program that is running."""
    try:
        return version("reviewer")
    except PackageNotFoundError:
        return "unknown"


@contextmanager
def without_collector() -> Iterator[None]:
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
