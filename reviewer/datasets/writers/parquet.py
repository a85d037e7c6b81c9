"""Parquet by plain pyarrow: an explicit schema, zstd, and no metadata that changes from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from reviewer.datasets.columns import Column, Kind, ListOf, Row, Struct


class Parquet:
    """Typed columns that keep lists and records; what most trainers read."""

    name: ClassVar[str] = "parquet"
    suffix: ClassVar[str] = "parquet"
    media_type: ClassVar[str] = "application/x-parquet"
    keeps_nested: ClassVar[bool] = True

    def open(self, path: Path, columns: Sequence[Column]) -> ParquetSheet:
        """Create the file and return it ready for rows."""
        return ParquetSheet(path, columns)


class ParquetSheet:
    """One open Parquet file; each batch is a row group, so memory stays flat."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        import pyarrow
        from pyarrow import parquet

        self._pyarrow = pyarrow
        self._schema = pyarrow.schema([(column.name, arrow_type(column.kind)) for column in columns])
        self._file = parquet.ParquetWriter(path, self._schema, compression="zstd", store_schema=False)

    def write(self, rows: Sequence[Row]) -> None:
        """Write the rows as one row group."""
        self._file.write_table(self._pyarrow.Table.from_pylist(rows, schema=self._schema))

    def close(self) -> None:
        """Write the footer."""
        self._file.close()


def arrow_type(kind: Kind) -> Any:
    """Return the Arrow type of a column kind."""
    import pyarrow

    if isinstance(kind, ListOf):
        return pyarrow.list_(arrow_type(kind.element))
    if isinstance(kind, Struct):
        return pyarrow.struct([(name, arrow_type(inner)) for name, inner in kind.fields])
    plain = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
    }
    return plain[kind]


WRITER = Parquet()
