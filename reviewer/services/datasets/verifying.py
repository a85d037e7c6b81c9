"""Whether a dataset still is what was written, byte by byte, and whether what it rests on is still current."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.datasets.build import SUMS, verify_folder
from reviewer.datasets.folder import file_sha256
from reviewer.store.datasets import StoredDataset, find_by_hash
from reviewer.store.engine import read
from reviewer.store.histories import PAGE, load_histories, stream_outdated

from .history import Named, demand_sight, find_dataset, path_of
from .outdating import outdated_because

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection

LISTED = 1_000
"""How many outdated rows are named; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """An item whose rows rest on something that is not current any more, and why."""

    item_id: str
    source: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of a dataset: `problems` with its bytes, rows that are `outdated`, and what could not be asked."""

    dataset: StoredDataset | None
    folder: Path | None
    problems: tuple[str, ...]
    outdated: tuple[Outdated, ...] = ()
    outdated_count: int = 0
    notes: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every byte is as it was written by this workspace."""
        return not self.problems

    @property
    def current(self) -> bool:
        """Whether every row rests on what is current."""
        return not self.outdated_count

    def sentences(self) -> tuple[str, ...]:
        """Return everything that was found, each in one sentence."""
        rows = tuple(f"item {one.item_id}: {', '.join(one.reasons)}" for one in self.outdated)
        more = self.outdated_count - len(rows)
        return self.problems + rows + ((f"and {more:,} more outdated items",) if more else ())

    def document(self) -> dict[str, Any]:
        """Return the JSON object that the terminal prints."""
        return {
            "dataset": None if self.dataset is None else self.dataset.name,
            "folder": None if self.folder is None else str(self.folder),
            "sound": self.sound,
            "problems": list(self.problems),
            "outdated": self.outdated_count,
            "items": [
                {"item_id": one.item_id, "source": one.source, "reasons": list(one.reasons)} for one in self.outdated
            ],
            "notes": list(self.notes),
        }


def verify(workspace: Workspace, named: Named) -> Verification:
    """Check a dataset on disk, or one that is known by name, whose folder may be gone."""
    demand_sight(workspace)
    if not isinstance(named, StoredDataset) and os.path.isfile(path_of(named) / SUMS):
        return _of_folder(workspace, path_of(named))
    if isinstance(named, Path):
        verify_folder(path_of(named))  # says that this is no dataset
    dataset = find_dataset(workspace, named)
    folder = Path(dataset.folder)
    if os.path.isfile(folder / SUMS):
        problems = verify_folder(folder)
        if file_sha256(folder / SUMS) != dataset.sha256:
            problems = (*problems, f"{SUMS} is not that of {dataset.name}: something else is in {folder}")
        return _with_rows(workspace, dataset, folder, problems)
    return _with_rows(workspace, dataset, None, (), f"{folder} is not there, so only the rows were checked.")


def verify_alone(folder: str | Path) -> Verification:
    """Check the bytes of a dataset on disk, without the workspace that built it."""
    path = path_of(folder)
    return Verification(None, path, verify_folder(path), notes=("No workspace is named: only the bytes were checked.",))


def _of_folder(workspace: Workspace, folder: Path) -> Verification:
    problems = verify_folder(folder)
    with read(workspace.engine) as connection:
        dataset = find_by_hash(connection, workspace.project_id, file_sha256(folder / SUMS))
    if dataset is None:
        foreign = f"{SUMS} is not that of a dataset that this workspace has built"
        return Verification(None, folder, (*problems, foreign))
    return _with_rows(workspace, dataset, folder, problems)


def _with_rows(
    workspace: Workspace, dataset: StoredDataset, folder: Path | None, problems: tuple[str, ...], *notes: str
) -> Verification:
    if not dataset.tracked:
        unknown = f"{dataset.name} was built before it was recorded what rows rest on: its rows cannot be checked."
        return Verification(dataset, folder, problems, notes=(*notes, unknown))
    with read(workspace.engine) as connection:
        listed, count = _outdated_rows(connection, dataset.number)
    return Verification(dataset, folder, problems, listed, count, notes)


def _outdated_rows(connection: Connection, number: int) -> tuple[tuple[Outdated, ...], int]:
    listed: list[Outdated] = []
    count = 0
    rows = stream_outdated(connection, number)
    while page := list(islice(rows, PAGE)):
        count += len(page)
        if len(listed) >= LISTED:
            continue
        histories = load_histories(connection, [row.item_number for row in page])
        for row in page:
            history = histories.get(row.item_number)
            named = ("", "") if history is None else (history.item_id, history.source)
            listed.append(Outdated(*named, outdated_because(row, history)))
    return tuple(listed[:LISTED]), count
