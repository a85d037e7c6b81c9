"""The formats that a dataset is written in; one file per format."""

from __future__ import annotations

from . import csv, json, jsonl, parquet
from .writer import ROWS_IN_A_BATCH, Sheet, Writer

WRITERS: tuple[Writer, ...] = (parquet.WRITER, jsonl.WRITER, csv.WRITER, json.WRITER)


def find_writer(name: str) -> Writer | None:
    """Return the writer of a format, or None."""
    return next((writer for writer in WRITERS if writer.name == name), None)


__all__ = ["ROWS_IN_A_BATCH", "WRITERS", "Sheet", "Writer", "find_writer"]
