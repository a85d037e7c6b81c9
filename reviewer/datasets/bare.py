"""Bare rows: data with nothing but what its reader wants, and a file beside it that says where each row is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from reviewer.datasets.columns import Column, Kind, ListOf, Plain, Row, Struct
from reviewer.datasets.rows.provenance import COLUMNS as PROVENANCE
from reviewer.datasets.selection import Kept
from reviewer.datasets.writers import ROWS_IN_A_BATCH, parquet

LINEAGE: Final = "lineage.parquet"
LINEAGE_COLUMNS: Final = (
    Column("split", "text", "Split that the row is in."),
    Column("line", "integer", "Line of the row in the file of its split, from 1: row line - 1 of the loaded split."),
    *PROVENANCE,
)


class LineageSheet:
    """The open lineage: one row for each row of the data, in the order of the splits' files."""

    def __init__(self, work: Path) -> None:
        self._sheet = parquet.WRITER.open(work / LINEAGE, LINEAGE_COLUMNS)
        self._lines: dict[str, int] = {}
        self._waiting: list[Row] = []

    def take(self, kept: Kept) -> None:
        """Take the rows of a case that was just written."""
        for row in kept.rows:
            line = self._lines.get(kept.split, 0) + 1
            self._lines[kept.split] = line
            self._waiting.append({**row, "split": kept.split, "line": line})
        if len(self._waiting) >= ROWS_IN_A_BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what still waits."""
        if self._waiting:
            self._sheet.write(self._waiting)
            self._waiting = []

    def close(self) -> None:
        """Finish the file."""
        self._sheet.close()


Seen = str | dict[str, "Seen"] | list["Seen"] | None
"""What values were seen: a plain kind, the fields of records, the one kind of a list's elements, or nothing yet."""


class SeenColumns:
    """Learns which fields bare rows really have, since whoever loads them gets nulls for any more that are declared."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._seen: dict[str, Seen] = {}
        self._clash = False

    def take(self, kept: Kept) -> None:
        """See which fields the rows of a case have."""
        for row in kept.rows:
            for column in self._columns:
                if column.name in row and not self._clash:
                    self._look_at(column.name, row[column.name])

    def _look_at(self, name: str, value: Any) -> None:
        try:
            self._seen[name] = _joined(self._seen.get(name), _seen_in(value))
        except TypeError:
            self._clash = True

    def columns(self) -> tuple[Column, ...]:
        """Return the columns with the fields that were seen; untouched where a field held values of several kinds."""
        if self._clash:
            return tuple(self._columns)
        if not self._seen:
            return tuple(column for column in self._columns if not column.optional)
        return tuple(replace(c, kind=_kind(self._seen[c.name])) for c in self._columns if c.name in self._seen)


def _seen_in(value: Any) -> Seen:
    if isinstance(value, dict):
        return {key: _seen_in(inner) for key, inner in value.items()}
    if isinstance(value, list):
        element: Seen = None
        for inner in value:
            element = _joined(element, _seen_in(inner))
        return [element]
    plain = {bool: "flag", int: "integer", float: "number", str: "text", type(None): None}
    return plain[type(value)]


def _joined(one: Seen, other: Seen) -> Seen:
    """Return what covers both, or raise TypeError where nothing does."""
    if one is None or one == other:
        return other
    if other is None:
        return one
    if isinstance(one, dict) and isinstance(other, dict):
        return one | {key: _joined(one.get(key), inner) for key, inner in other.items()}
    if isinstance(one, list) and isinstance(other, list):
        return [_joined(one[0], other[0])]
    if {"integer", "number"} == {one if isinstance(one, str) else "", other if isinstance(other, str) else ""}:
        return "number"
    raise TypeError("values of several kinds")


def _kind(seen: Seen) -> Kind:
    if isinstance(seen, dict):
        return Struct(tuple((key, _kind(inner)) for key, inner in seen.items()))
    if isinstance(seen, list):
        return ListOf(_kind(seen[0]))
    return cast(Plain, seen or "text")
