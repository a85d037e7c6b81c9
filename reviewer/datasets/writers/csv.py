"""CSV that comes back unchanged to the character: every field quoted, UTF-8, one line feed after each row.

A spreadsheet runs what begins like a formula. For that there is a second form with an apostrophe before such texts,
which changes the data and is only made where somebody asks for it.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from reviewer.datasets.columns import Column, Row

# Excel also takes the wide forms, and LibreOffice what stands behind blanks; a tab or line end ends the quoted cell.
_FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROLS: Final = ("\t", "\r", "\n")


class Csv:
    """A flat table: lists and records stand as JSON text, and what is missing is an empty field."""

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"
    keeps_nested: ClassVar[bool] = False

    def __init__(self, *, for_spreadsheets: bool = False) -> None:
        self._for_spreadsheets = for_spreadsheets

    def open(self, path: Path, columns: Sequence[Column]) -> CsvSheet:
        """Create the file with its heading and return it ready for rows."""
        return CsvSheet(path, columns, for_spreadsheets=self._for_spreadsheets)


class CsvSheet:
    """One open CSV file."""

    def __init__(self, path: Path, columns: Sequence[Column], *, for_spreadsheets: bool = False) -> None:
        self._columns = columns
        self._cell = _harmless_cell if for_spreadsheets else _cell
        self._file = path.open("wb")
        self._file.write(_lines([[column.name for column in columns]]))

    def write(self, rows: Sequence[Row]) -> None:
        """Write each row as one record."""
        self._file.write(_lines([[self._cell(column, row[column.name]) for column in self._columns] for row in rows]))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _lines(records: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(records)
    return buffer.getvalue().encode("utf-8")


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.is_nested:
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{column.name} is not a finite number")
    return value if isinstance(value, str) else repr(value)


def _harmless_cell(column: Column, value: Any) -> str:
    """Return a cell with an apostrophe before a text that a spreadsheet would run as a formula."""
    cell = _cell(column, value)
    if isinstance(value, str) and (cell.startswith(_CONTROLS) or cell.lstrip().startswith(_FORMULA_BEGINS)):
        return f"'{cell}"
    return cell


WRITER = Csv()
FOR_SPREADSHEETS = Csv(for_spreadsheets=True)
