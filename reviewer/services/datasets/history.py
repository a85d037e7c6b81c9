"""What was built: the list of datasets, and one of them by whatever somebody calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.datasets.build import SUMS
from reviewer.datasets.folder import file_sha256
from reviewer.datasets.recipe_problems import nearest, sentence
from reviewer.domain.errors import NotFound, Refused
from reviewer.domain.members import refusal
from reviewer.store import datasets as store
from reviewer.store.datasets import StoredDataset
from reviewer.store.engine import read
from reviewer.store.histories import count_outdated

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

Named = str | Path | StoredDataset
_SHORTEST_HASH = 8


def demand_sight(workspace: Workspace) -> None:
    """Say what the role is of somebody to whom a server shows no datasets."""
    if not workspace.members.sees_all():
        raise Refused(refusal(workspace.actor, workspace.members.role(workspace.actor), "build"))


def list_datasets(workspace: Workspace) -> tuple[StoredDataset, ...]:
    """Return the datasets that were built from this project, newest first."""
    demand_sight(workspace)
    with read(workspace.engine) as connection:
        return store.list_datasets(connection, workspace.project_id)


def find_dataset(workspace: Workspace, named: Named) -> StoredDataset:
    """Return a dataset by its name such as `dpo-v3`, its number, the beginning of its hash, or its folder."""
    if isinstance(named, StoredDataset):
        return named
    known, wanted = list_datasets(workspace), str(named)
    path = Path(named).expanduser()
    found = [one for one in known if wanted in (one.name, str(one.number))]
    if not found and len(wanted) >= _SHORTEST_HASH:
        found = [one for one in known if one.sha256.startswith(wanted.lower())]
    if not found and (path / SUMS).is_file():
        digest = file_sha256(path / SUMS)
        found = [one for one in known if one.sha256 == digest]
    if not found:
        found = [one for one in known if one.folder == str(path.absolute())]
    if found:
        return found[0]
    hint = nearest(wanted, [one.name for one in known])
    raise NotFound(sentence(f"This workspace has built no dataset '{wanted}'{hint}"))


def demand_lineage(dataset: StoredDataset) -> None:
    """Refuse a dataset of which nobody knows any more what it rests on."""
    if not dataset.tracked:
        raise Refused(
            f"{dataset.name} was built by a program that did not record what a dataset rests on: build it anew."
        )


def manifest_of(workspace: Workspace, dataset: StoredDataset) -> dict[str, Any]:
    """Return the manifest of a dataset."""
    with read(workspace.engine) as connection:
        found: dict[str, Any] = json.loads(store.load_manifest(connection, dataset.number))
        return found


def outdated(workspace: Workspace, named: Named) -> int:
    """Return how many items of a dataset rest on something that is not current any more."""
    dataset = find_dataset(workspace, named)
    with read(workspace.engine) as connection:
        return count_outdated(connection, dataset.number)
