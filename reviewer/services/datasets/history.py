"""What was built: the list of datasets, and one of them by whatever somebody calls it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reviewer.datasets.build import SUMS
from reviewer.datasets.folder import file_sha256
from reviewer.datasets.recipe import Recipe
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
_SEE: Final = ": see 'reviewer datasets list'"


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
    path = path_of(named)
    found = [one for one in known if wanted in (one.name, str(one.number))]
    if not found and len(wanted) >= _SHORTEST_HASH:
        found = [one for one in known if one.sha256.startswith(wanted.lower())]
    if not found and os.path.isfile(path / SUMS):
        digest = file_sha256(path / SUMS)
        found = [one for one in known if one.sha256 == digest]
    if not found:
        found = [one for one in known if recorded(one.folder) == recorded(path)]
    if found:  # several builds may have the same bytes
        return next((one for one in found if one.folder == recorded(path)), found[0])
    if os.path.isdir(path):
        raise NotFound(f"The folder {path} holds no dataset that this workspace has built{_SEE}.")
    hint = nearest(wanted, [one.name for one in known])
    raise NotFound(sentence(f"This workspace has built no dataset '{wanted}'{hint if hint.endswith('?') else _SEE}"))


def path_of(named: str | Path) -> Path:
    """Return the place that a person names; ~ is the home folder, and ~somebody unknown stays as it is."""
    return Path(os.path.expanduser(named))


def recorded(path: str | Path) -> str:
    """Return a path as the workspace notes it, from the top and without detours."""
    return os.path.abspath(path)


def recipe_then(manifest: dict[str, Any], dataset: StoredDataset) -> Recipe:
    """Return the recipe by which a dataset was built, or raise if this version of the program cannot read it."""
    try:
        return Recipe.model_validate(manifest["recipe"])
    except ValidationError:
        version = manifest["program"]["version"]
        raise Refused(
            f"{dataset.name} was built by another version of the program ({version}), whose recipe this one cannot "
            "read: take that version, or build the dataset anew."
        ) from None


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
