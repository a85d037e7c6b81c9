"""Datasets on a server: the calls that mark the used reviews and record what was built."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from reviewer.domain.changes import Receipt

from .server import Server


def record_dataset(
    server: Server,
    project_id: int,
    *,
    recipe: str,
    folder: str,
    sha256: str,
    rows: Mapping[str, int],
    manifest: str,
    used: Iterable[Sequence[str]],
) -> Receipt:
    """Record a dataset and mark the reviews it used, all or nothing; refused if one was taken back meanwhile."""
    with server.transaction():
        for part in used:
            server.call("mark_exported", list(part), types=("text[]",))
        said = (recipe, folder, sha256, json.dumps(dict(rows)), manifest)
        row = server.call("record_dataset", project_id, *said)[0]
    return Receipt(seq=row.seq, hash=row.hash)
