"""What was built: the list of datasets, and whether a folder still is what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.datasets.build import SUMS, verify_folder
from reviewer.datasets.folder import file_sha256
from reviewer.domain.errors import Refused
from reviewer.domain.members import refusal
from reviewer.store import datasets as store
from reviewer.store.engine import read

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.datasets import StoredDataset


def demand_sight(workspace: Workspace) -> None:
    """Say what the role is of somebody to whom a server shows no datasets."""
    if not workspace.members.sees_all():
        raise Refused(refusal(workspace.actor, workspace.members.role(workspace.actor), "build"))


def list_datasets(workspace: Workspace) -> tuple[StoredDataset, ...]:
    """Return the datasets that were built from this project, newest first."""
    demand_sight(workspace)
    with read(workspace.engine) as connection:
        return store.list_datasets(connection, workspace.project_id)


def verify(workspace: Workspace, folder: str | Path) -> tuple[str, ...]:
    """Return what is wrong with a dataset on disk."""
    demand_sight(workspace)
    path = Path(folder).expanduser()
    problems = verify_folder(path)
    with read(workspace.engine) as connection:
        known = store.find_by_hash(connection, workspace.project_id, file_sha256(path / SUMS))
    if known is None:
        problems = (*problems, f"{SUMS} is not that of a dataset that this workspace has built")
    return problems
