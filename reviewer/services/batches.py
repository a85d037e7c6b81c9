"""Records read into batches of rows that are ready to be stored; knows no database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.errors import InvalidInput
from reviewer.domain.items import Item, read_item
from reviewer.domain.projects import Project
from reviewer.sources import FORMATS, Format
from reviewer.sources.reading.records import Record, Unreadable
from reviewer.store.new_rows import NewRow, new_row

from .field_map import FieldMap

BATCH_ITEMS = 2000
BATCH_CHARACTERS = 8_000_000


@dataclass
class Batch:
    """Rows and unreadable records that are stored together, with what was noticed while they were read."""

    read: int = 0
    rows: list[NewRow] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    characters: int = field(default=0, compare=False)

    @property
    def is_full(self) -> bool:
        """Return whether the batch should be stored."""
        many = len(self.rows) >= BATCH_ITEMS or len(self.unreadable) >= BATCH_ITEMS
        return many or self.characters >= BATCH_CHARACTERS


@dataclass
class Reading:
    """How the records of one file become items: its map first, then its format, found at the first record."""

    origin: str
    project: Project
    format: Format | None = None
    names: FieldMap | None = None
    detects: bool = True

    def batches(self, records: Iterable[Record | Unreadable]) -> Iterator[Batch]:
        """Yield the records in batches."""
        batch = Batch()
        for record in records:
            batch.read += 1
            if isinstance(record, Unreadable):
                batch.unreadable.append(record)
            else:
                self._read_into(batch, record)
            if batch.is_full:
                yield batch
                batch = Batch()
        if batch.read:
            yield batch

    def _read_into(self, batch: Batch, record: Record) -> None:
        """Add the item of one record to the batch, or the reason why there is none."""
        value, line, clean = record
        try:
            item, warnings = read_item(self._fields(value), clean=clean)
            canonical, sha256 = item.canonical_and_sha256()
        except InvalidInput as error:
            batch.unreadable.append(Unreadable(self.origin, line, error.message, _raw(value)))
            return
        except ValueError:  # a value that JSON cannot hold, which only a program can hand over
            reason = "holds a value that JSON cannot hold"
            batch.unreadable.append(Unreadable(self.origin, line, reason, _raw(value)))
            return
        batch.rows.append(new_row(item, canonical, sha256, self.project))
        batch.characters += len(canonical)
        if warnings:
            batch.warnings.update(warnings)

    def _fields(self, value: Any) -> Any:
        """Return the fields of an item for one record."""
        if not self.detects or not isinstance(value, Mapping) or isinstance(value, Item):
            return value
        if self.names is not None:
            value = self.names.renamed(value)
        if self.format is None:
            self.format = next((known for known in FORMATS if known.recognises(value)), FORMATS[0])
        return self.format.to_item(value)


def _raw(value: Any) -> bytes:
    """Return the record as text for the unreadable tray."""
    try:
        return json.dumps(value, default=repr).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return repr(type(value)).encode("ascii", "replace")
