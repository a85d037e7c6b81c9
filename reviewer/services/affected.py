"""Which datasets rest on what was changed: told by the ledger, named for whoever may see them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from reviewer.domain.changes import Changes, Noun, Receipt
from reviewer.domain.errors import Unreachable
from reviewer.store.audit import find_details
from reviewer.store.datasets import list_datasets
from reviewer.store.engine import read

if TYPE_CHECKING:
    from reviewer.store.engine import Connection

    from .workspace import Workspace


DATASETS: frozenset[Noun] = frozenset({"datasets"})


def changes_with_datasets(
    workspace: Workspace, nouns: frozenset[Noun], item_ids: tuple[str, ...], receipt: Receipt | None
) -> Changes:
    """Return the outcome of a write with the datasets that rest on what it changed, as its event tells of them."""
    datasets: tuple[str, ...] = ()
    if receipt is not None:
        with suppress(Unreachable), read(workspace.engine) as connection:  # what was written stands, whatever is told
            told = json.loads(find_details(connection, receipt.seq) or "{}").get("datasets", [])
            datasets = name_datasets(workspace, connection, told)
    return Changes(nouns=nouns | DATASETS if datasets else nouns, item_ids=item_ids, receipt=receipt, datasets=datasets)


def name_datasets(workspace: Workspace, connection: Connection, numbers: Iterable[int]) -> tuple[str, ...]:
    """Return what datasets are called, oldest first; a server shows a reviewer none, who gets their numbers."""
    wanted = sorted(numbers)
    if not wanted:
        return ()
    known = list_datasets(connection, workspace.project_id) if workspace.store.sees_all(connection) else ()
    names = {one.number: one.name for one in known}
    return tuple(names.get(number, f"dataset {number}") for number in wanted)
