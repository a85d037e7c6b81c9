"""Parquet by plain pyarrow: an explicit schema, zstd, and no metadata that changes from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from reviewer.datasets.columns import Column, Kind, ListOf, Row, Struct

_ROWS_IN_A_GROUP = 1_000


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
    """One open Parquet file; a row group has about a thousand rows, so memory stays flat."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        import pyarrow
        from pyarrow import parquet

        self._pyarrow = pyarrow
        self._schema = pyarrow.schema([(column.name, arrow_type(column.kind)) for column in columns])
        self._file = parquet.ParquetWriter(path, self._schema, compression="zstd", store_schema=False)
        self._waiting: list[Any] = []
        self._rows_waiting = 0

    def write(self, rows: Sequence[Row]) -> None:
        """Take the rows, and write a row group when there are enough."""
        self.write_columns([[row[name] for row in rows] for name in self._schema.names])

    def write_columns(self, columns: Sequence[Sequence[Any]]) -> None:
        """Take the values of each column in Arrow's form, and write a row group when there are enough."""
        array, schema = self._pyarrow.array, self._schema
        arrays = [array(values, type=kind) for values, kind in zip(columns, schema.types, strict=True)]
        self._waiting.append(self._pyarrow.RecordBatch.from_arrays(arrays, schema=schema))
        self._rows_waiting += len(arrays[0])
        if self._rows_waiting >= _ROWS_IN_A_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        self._file.write_table(self._pyarrow.Table.from_batches(self._waiting, schema=self._schema).combine_chunks())
        self._waiting, self._rows_waiting = [], 0

    def close(self) -> None:
        """Write the last row group and the footer."""
        if self._waiting:
            self._write_group()
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
