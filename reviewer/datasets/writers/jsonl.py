"""JSON Lines in pure ASCII: strict JSON, one object per line, every column in every line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from reviewer.datasets.columns import Column, Row

_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))


class JsonLines:
    """Text that every tool reads; characters beyond ASCII are escaped, so no reader splits a line at U+2028."""

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonlines"
    keeps_nested: ClassVar[bool] = True

    def open(self, path: Path, columns: Sequence[Column]) -> JsonLinesSheet:
        """Create the file and return it ready for rows."""
        return JsonLinesSheet(path, columns)


class JsonLinesSheet:
    """One open JSONL file."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns]
        self._file = path.open("wb")

    def write(self, rows: Sequence[Row]) -> None:
        """Write each row as one line."""
        lines = [self._line(row) for row in rows]
        self._file.write("".join(lines).encode("ascii"))

    def _line(self, row: Row) -> str:
        line = _ENCODER.encode({name: row[name] for name in self._names})
        if "\\ud" in line:
            refuse_half_characters(row)
        return f"{line}\n"

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def refuse_half_characters(value: Any) -> None:
    """Raise UnicodeEncodeError if a text holds half of a character, which no format but JSON could hold."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, dict):
        for inner in value.values():
            refuse_half_characters(inner)
    elif isinstance(value, list):
        for inner in value:
            refuse_half_characters(inner)


WRITER = JsonLines()
