"""Datasets on a server: the calls that record what was built, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reviewer.domain.changes import Receipt
from reviewer.store.lineage import review_numbers
from reviewer.store.store import GroupSplit, ItemUsed, NewDataset, Parts

from .server import Server

_ITEMS = ("bigint", "bigint[]", "text[]", "bigint[]", "text[]", "text[]", "text[]")
_GROUPS = ("bigint", "text", "text[]", "text[]")


def record_dataset(
    server: Server, project_id: int, dataset: NewDataset, items: Parts[ItemUsed], groups: Parts[GroupSplit]
) -> tuple[int, Receipt]:
    """Record a dataset with what it rests on, all or nothing; refused if a review in it was taken back meanwhile."""
    with server.transaction():
        for part in items:
            _add_items(server, project_id, part)
        for given in groups:
            digests, splits = [one.digest for one in given], [one.split for one in given]
            server.call("add_split_groups", project_id, dataset.scheme, digests, splits, types=_GROUPS)
        row = server.call(
            "record_dataset",
            project_id,
            dataset.recipe,
            dataset.folder,
            dataset.sha256,
            json.dumps(dict(dataset.rows)),
            dataset.manifest,
            json.dumps(list(dataset.guidelines)),
            dataset.scheme,
            dataset.last_item,
        )[0]
    return row.made, Receipt(seq=row.seq, hash=row.hash)


def _add_items(server: Server, project_id: int, part: Sequence[ItemUsed]) -> None:
    server.call(
        "add_dataset_items",
        project_id,
        [one.item_number for one in part],
        [one.split for one in part],
        [one.resolution_number for one in part],
        [review_numbers(one.reviews) for one in part],
        [one.gold for one in part],
        [one.split_group for one in part],
        types=_ITEMS,
    )


def note_rebuild(server: Server, project_id: int, number: int, folder: str, sha256: str) -> Receipt:
    """Note that a dataset was written once more."""
    row = server.call("note_rebuild", project_id, number, folder, sha256)[0]
    return Receipt(seq=row.seq, hash=row.hash)
