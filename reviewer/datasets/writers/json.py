"""One JSON array in pure ASCII, a row on each line, for readers that know no JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from reviewer.datasets.columns import Column, Row

from .jsonl import ObjectText


class Json:
    """A list of objects; the first stands on the first line, so that the n-th line holds the n-th row."""

    name: ClassVar[str] = "json"
    suffix: ClassVar[str] = "json"
    media_type: ClassVar[str] = "application/json"
    keeps_nested: ClassVar[bool] = True

    def open(self, path: Path, columns: Sequence[Column]) -> JsonSheet:
        """Create the file and return it ready for rows."""
        return JsonSheet(path, columns)


class JsonSheet:
    """One open JSON file."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._object = ObjectText(columns)
        self._file = path.open("wb")
        self._file.write(b"[")
        self._is_first = True

    def write(self, rows: Sequence[Row]) -> None:
        """Write each row on a line of its own."""
        objects = [self._object.of(row) for row in rows]
        if objects:
            before = "" if self._is_first else ",\n"
            self._file.write((before + ",\n".join(objects)).encode("ascii"))
            self._is_first = False

    def close(self) -> None:
        """End the list and close the file."""
        if not self._file.closed:
            self._file.write(b"]\n")
            self._file.close()


WRITER = Json()
