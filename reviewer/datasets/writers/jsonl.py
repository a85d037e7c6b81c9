"""JSON Lines in pure ASCII: strict JSON, one object per line, every column in every line but optional ones."""

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
        self._object = ObjectText(columns)
        self._file = path.open("wb")

    def write(self, rows: Sequence[Row]) -> None:
        """Write each row as one line."""
        lines = [f"{self._object.of(row)}\n" for row in rows]
        self._file.write("".join(lines).encode("ascii"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ObjectText:
    """Writes rows as JSON objects."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns]
        self._optional = {column.name for column in columns if column.optional}

    def of(self, row: Row) -> str:
        """Return the JSON object of a row."""
        names = [name for name in self._names if name in row or name not in self._optional]
        text = _ENCODER.encode({name: row[name] for name in names})
        if "\\ud" in text:
            refuse_half_characters(row)
        return text


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
