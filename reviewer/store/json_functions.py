"""Functions of ours in SQLite, for what its own cannot say of a place in a JSON text: lists, and paths through them."""

from __future__ import annotations

import json
import sqlite3
from typing import Any


def add_functions(connection: sqlite3.Connection) -> None:
    """Make the functions known on a new connection."""
    connection.create_function("json_value_at", 2, value_at, deterministic=True)
    connection.create_function("json_holds_at", 3, holds_at, deterministic=True)


def value_at(body: str, path: str) -> Any:
    """Return what stands at a dotted path; a list or an object as bytes, so that it equals no text."""
    found = _walk(json.loads(body), path.split("."))
    if isinstance(found, list | dict):
        return json.dumps(_plain(found), sort_keys=True, ensure_ascii=False).encode("utf-8")
    return found


def holds_at(body: str, path: str, value: Any) -> bool:
    """Return whether the text or list at a dotted path holds the value."""
    holder = _walk(json.loads(body), path.split("."))
    if isinstance(holder, str):
        return isinstance(value, str) and value in holder
    return isinstance(holder, list) and any(each == value for each in holder)


def _walk(record: Any, parts: list[str]) -> Any:
    """Follow a path; through a list it gathers what each element holds."""
    for position, part in enumerate(parts):
        if isinstance(record, list):
            return [found for each in record if (found := _walk(each, parts[position:])) is not None]
        record = record.get(part) if isinstance(record, dict) else None
    return record


def _plain(value: Any) -> Any:
    """Return the value with equal numbers written alike: 1, 1.0 and true."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return value
