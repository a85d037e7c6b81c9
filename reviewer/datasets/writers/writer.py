"""What every dataset format can do: open a file for the given columns and take batches of rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from reviewer.datasets.columns import Column, Row

ROWS_IN_A_BATCH = 100  # few enough that most of a batch is still in the cache when it is written


class Sheet(Protocol):
    """One open file."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write all of the rows, or none of them and raise ValueError, TypeError or OverflowError."""

    def close(self) -> None:
        """Finish the file."""


class Writer(Protocol):
    """One format."""

    name: ClassVar[str]
    suffix: ClassVar[str]
    media_type: ClassVar[str]
    keeps_nested: ClassVar[bool]

    def open(self, path: Path, columns: Sequence[Column]) -> Sheet:
        """Create the file and return it ready for rows."""
