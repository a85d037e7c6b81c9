"""What conditions over items may name, and the columns that these fields are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from reviewer.domain.expressions import Kind, Literal, Name

from .items import BODY, ITEM
from .resolutions import IS_CURRENT, RESOLUTION

ITEM_FIELDS: Mapping[str, Kind] = {
    "item_id": "text",
    "source": "text",
    "state": "text",
    "priority": "number",
    "reviews": "number",
    "flagged_at": "time",
    "due_at": "time",
    "model": "text",
    "language": "text",
    "assigned_to": "text",
    "verdict": "text",
    "outcome": "text",
    "method": "text",
    "metadata.*": "any",
}
Operand = Name | Literal


def is_time(side: Operand) -> bool:
    """Return whether this is a point in time, which is kept as a number but is none."""
    return side.kind == "time" if isinstance(side, Name) else isinstance(side.value, datetime)


def one_is_time(left: Operand, right: Operand) -> bool:
    """Return whether a time would be compared with something else."""
    return is_time(left) != is_time(right)


def column(path: str) -> Any:
    """Return the column of the item, of its body or of its resolution that a field names."""
    if path == "priority":
        return -ITEM.c.rank
    if path in ("model", "language"):
        return func.nullif(BODY.c[path], "")
    if path == "flagged_at":
        return BODY.c[path]
    if path in ("verdict", "outcome", "method"):
        return (
            select(RESOLUTION.c[path])
            .where(RESOLUTION.c.item_number == ITEM.c.number, IS_CURRENT)
            .correlate(ITEM)
            .scalar_subquery()
        )
    return ITEM.c[path]
