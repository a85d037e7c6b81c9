"""The trace that reading veiled personal data leaves in a workspace file."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from reviewer.domain.changes import Receipt
from reviewer.domain.personal_data import as_counts, as_reason

from .audit import append
from .items import get_record


def note_reveal(
    connection: Connection,
    project_id: int,
    item_id: str,
    source: str | None,
    reason: str,
    kinds: Mapping[str, int],
    actor: str,
    now_us: int,
) -> Receipt:
    """Note who is about to read which kinds of personal data, and why; the data itself is not noted."""
    record = get_record(connection, project_id, item_id, source)
    details = {"source": record.source, "reason": as_reason(reason), "kinds": as_counts(kinds)}
    return append(connection, now_us, actor, "item.revealed_personal_data", item_id, details)
