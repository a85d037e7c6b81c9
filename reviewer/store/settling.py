"""Settling: a lead decides what reviews could not agree on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, update

from reviewer.domain.changes import Receipt
from reviewer.domain.resolutions import Resolution

from .audit import append
from .claiming import drop_leases
from .items import ITEM, get_record
from .lineage import told_datasets
from .resolutions import retire, store_resolution
from .reviews import mark_used


def adjudicate(
    connection: Connection, project_id: int, resolution: Resolution, item_id: str, source: str | None, now_us: int
) -> Receipt:
    """Make a lead's decision the final value of an item and mark the reviews that it rests on as used."""
    record = get_record(connection, project_id, item_id, source)
    retire(connection, record.number, "superseded")
    store_resolution(connection, record.number, resolution, now_us)
    unsettled = int(not resolution.correction_settled)
    settled = {"state": "resolved", "unsettled": unsettled, "changed_at": now_us}
    connection.execute(update(ITEM).where(ITEM.c.number == record.number).values(settled))
    mark_used(connection, resolution.reviews, now_us)
    drop_leases(connection, record.number)
    details: dict[str, Any] = {
        "source": record.source,
        "verdict": resolution.verdict,
        "adopted": resolution.adopted,
        "reviews": list(resolution.reviews),
        "reason": resolution.reason,
    }
    if resolution.category is not None:
        details["category"] = resolution.category
    details |= told_datasets(connection, record.number)
    return append(connection, now_us, resolution.decided_by or "", "item.adjudicated", item_id, details)
