"""Drift on a server: the call that notes who has seen an alert."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.changes import Receipt
from reviewer.store.drift_notes import check

from .server import Server

_TYPES = ("bigint", "text", "text[]", "text")


def acknowledge_drift(server: Server, project_id: int, comparison: str, items: Sequence[str], note: str) -> Receipt:
    """Note that this log-in has seen an alert, with the items that it named."""
    check(comparison, items, note)
    row = server.call("acknowledge_drift", project_id, comparison, list(items), note, types=_TYPES)[0]
    return Receipt(seq=row.seq, hash=row.hash)
