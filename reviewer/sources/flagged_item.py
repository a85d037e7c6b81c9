"""The format flagged-item/1: one object has the fields of an item as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .protocol import Format


def _recognises(record: Mapping[str, Any]) -> bool:
    schema = record.get("schema")
    if schema is not None:
        return bool(schema == FORMAT.name)
    return "id" in record and ("response" in record or "responses" in record)


def _as_it_is(record: Mapping[str, Any]) -> Mapping[str, Any]:
    return record


FORMAT = Format(
    name="flagged-item/1",
    title="Flagged items, one JSON object per line",
    recognises=_recognises,
    to_item=_as_it_is,
)
