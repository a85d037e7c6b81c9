"""Bringing flagged outputs in: checked, stored once, in batches that are one transaction each."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.domain.errors import InvalidInput
from reviewer.domain.items import Item, read_item
from reviewer.domain.projects import Project
from reviewer.sources import FORMATS, Delivery, Format, Source, find_format
from reviewer.sources.file import check_readable, records_of
from reviewer.sources.reading.records import Record, Unreadable
from reviewer.sources.stdin import records_of_stdin
from reviewer.store import audit, engine
from reviewer.store.adding import NewRow, add_rows, new_row
from reviewer.store.unreadable import insert_unreadable

from .field_map import FieldMap

if TYPE_CHECKING:
    from .workspace import Workspace

Entry = Mapping[str, Any] | Item | Unreadable
Progress = Callable[[int, int | None], None]
BATCH_ITEMS = 2000
BATCH_CHARACTERS = 8_000_000
NAMED_CONFLICTS = 20
NAMED_WARNINGS = 50
CONFLICT = "same id with other content; the first was kept"


@dataclass(frozen=True)
class ImportCounts:
    """What became of an import: every record that was read is added, a duplicate, or in the unreadable tray."""

    read: int
    added: int
    duplicates: int
    unreadable: int
    seconds: float
    warnings: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return the object that `reviewer import --json` prints."""
        return {
            "read": self.read,
            "added": self.added,
            "duplicates": self.duplicates,
            "unreadable": self.unreadable,
            "seconds": round(self.seconds, 3),
            "warnings": dict(self.warnings),
        }


@dataclass
class _Tally:
    """The counts while an import runs."""

    started: float = field(default_factory=time.monotonic)
    read: int = 0
    added: int = 0
    duplicates: int = 0
    unreadable: int = 0
    warnings: Counter[str] = field(default_factory=Counter)
    named: int = 0

    def warn(self, text: str, times: int = 1) -> None:
        """Count a warning; a file with ever new ones does not fill the memory."""
        if text in self.warnings or len(self.warnings) < NAMED_WARNINGS + NAMED_CONFLICTS:
            self.warnings[text] += times
        else:
            self.warnings["further warnings"] += times

    def conflict(self, source: str, item_id: str) -> None:
        """Count an item that is there with other content, and name the first of them."""
        self.warnings[CONFLICT] += 1
        if self.named < NAMED_CONFLICTS:
            self.named += 1
            self.warn(f"item '{item_id[:100]}' of '{source[:60]}' is already there with other content")

    def counts(self) -> ImportCounts:
        """Return the counts as they are now."""
        seconds = time.monotonic() - self.started
        return ImportCounts(self.read, self.added, self.duplicates, self.unreadable, seconds, dict(self.warnings))


class _Undone(Exception):
    """Raised inside a transaction to take a trial run back."""


class _Batch:
    """Items and unreadable lines that are stored together."""

    def __init__(self, origin: str, project: Project) -> None:
        self.origin = origin
        self._project = project
        self.rows: list[NewRow] = []
        self.unreadable: list[Unreadable] = []
        self.characters = 0

    def add(self, item: Item) -> None:
        """Take what is stored of one item."""
        canonical, sha256 = item.canonical_and_sha256()
        self.rows.append(new_row(item, canonical, sha256, self._project))
        self.characters += len(canonical)

    @property
    def is_full(self) -> bool:
        """Return whether the batch should be stored."""
        many = len(self.rows) >= BATCH_ITEMS or len(self.unreadable) >= BATCH_ITEMS
        return many or self.characters >= BATCH_CHARACTERS


class Ingest:
    """Takes flagged outputs into the queue of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add(self, items: Iterable[Entry], *, progress: Progress | None = None, dry_run: bool = False) -> ImportCounts:
        """Store items given as dictionaries or Item objects; what cannot be read goes to the unreadable tray."""
        tally = _Tally()
        self._store(_numbered(items), "program", None, tally, progress, dry_run)
        return tally.counts()

    def add_files(
        self,
        paths: Sequence[str | Path],
        *,
        format: str | None = None,
        mapping: FieldMap | str | Path | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportCounts:
        """Store the items of files; '-' is standard input. Nothing is read unless all files are there."""
        chosen = find_format(format) if format else None
        names = mapping if isinstance(mapping, FieldMap) or mapping is None else FieldMap.load(Path(mapping))
        for path in paths:
            if str(path) != "-":
                check_readable(Path(path))
        if not dry_run:
            self._workspace.database.backup_before("import")
        tally = _Tally()
        for path in paths:
            origin = "standard input" if str(path) == "-" else Path(path).name
            records = records_of_stdin() if str(path) == "-" else records_of(Path(path))
            self._store(records, origin, _Reading(chosen, names), tally, progress, dry_run)
        return tally.counts()

    def pull(
        self,
        source: Source,
        *,
        follow: bool = False,
        stopped: Callable[[], bool] = lambda: False,
        progress: Progress | None = None,
        wait_seconds: float = 5.0,
    ) -> ImportCounts:
        """Store what a source has, and with `follow` what it gets; each delivery is acknowledged after its commit."""
        tally = _Tally()
        while not stopped():
            deliveries = source.pull(1, wait_seconds if follow else 0.0)
            if not deliveries and not follow:
                break
            for delivery in deliveries:
                self._take(source, delivery, tally, progress)
        return tally.counts()

    def _take(self, source: Source, delivery: Delivery, tally: _Tally, progress: Progress | None) -> None:
        """Store one delivery and acknowledge it; give it back on failure, put it aside if nothing could be read."""
        read, unreadable = tally.read, tally.unreadable
        try:
            self._store(delivery.records(), delivery.origin, _Reading(None, None), tally, progress, False)
        except BaseException:
            source.nack(delivery)
            raise
        bad = tally.unreadable - unreadable
        if bad and bad == tally.read - read:
            source.dead_letter(delivery, f"None of its {bad} records could be read; see the unreadable tray.")
        else:
            source.ack(delivery)

    def _store(
        self,
        records: Iterable[Record | Unreadable],
        origin: str,
        reading: _Reading | None,
        tally: _Tally,
        progress: Progress | None,
        dry_run: bool,
    ) -> None:
        """Read all records and store them batch by batch."""
        batch = _Batch(origin, self._workspace.project)
        for record in records:
            tally.read += 1
            if isinstance(record, Unreadable):
                batch.unreadable.append(record)
            else:
                _read_into(batch, record, reading, tally)
            if batch.is_full:
                self._commit(batch, tally, dry_run)
                batch = _Batch(origin, self._workspace.project)
                if progress:
                    progress(tally.read, None)
        if batch.rows or batch.unreadable:
            self._commit(batch, tally, dry_run)
        if progress:
            progress(tally.read, tally.read)

    def _commit(self, batch: _Batch, tally: _Tally, dry_run: bool) -> None:
        """Store one batch with its audit event in one transaction, and only then count it."""
        workspace = self._workspace
        now = workspace.now_us()
        try:
            with engine.write(workspace.engine) as connection:
                result = add_rows(connection, workspace.project_id, batch.rows, now)
                for bad in batch.unreadable:
                    insert_unreadable(connection, workspace.project_id, bad.origin, bad.line, bad.reason, bad.raw, now)
                if dry_run:
                    raise _Undone
                if result.added or batch.unreadable:
                    details = {"project": workspace.project_name, "added": result.added}
                    details |= {"duplicates": result.duplicates, "unreadable": len(batch.unreadable)}
                    audit.append(connection, now, workspace.actor, "import", batch.origin[:200], details)
        except _Undone:
            pass
        tally.added += result.added
        tally.duplicates += result.duplicates
        tally.unreadable += len(batch.unreadable)
        for source, item_id in result.conflicts:
            tally.conflict(source, item_id)
        for bad in batch.unreadable:
            tally.warn(f"unreadable: {bad.reason[:160]}")


class _Reading:
    """How the records of one file become fields of items: its map first, then its format, found at the first record."""

    def __init__(self, chosen: Format | None, names: FieldMap | None) -> None:
        self._format = chosen
        self._names = names

    def fields(self, value: Any) -> Any:
        """Return the fields of an item for one record."""
        if not isinstance(value, Mapping):
            return value
        if self._names is not None:
            value = self._names.renamed(value)
        if self._format is None:
            self._format = next((known for known in FORMATS if known.recognises(value)), FORMATS[0])
        return self._format.to_item(value)


def _numbered(items: Iterable[Entry]) -> Iterator[Record | Unreadable]:
    for number, entry in enumerate(items, start=1):
        yield entry if isinstance(entry, Unreadable) else Record(entry, number)


def _read_into(batch: _Batch, record: Record, reading: _Reading | None, tally: _Tally) -> None:
    """Add the item of one record to the batch, or the reason why there is none."""
    value, line, clean = record
    try:
        item, warnings = read_item(reading.fields(value) if reading else value, clean=clean)
        batch.add(item)
    except InvalidInput as error:
        batch.unreadable.append(Unreadable(batch.origin, line, error.message, _raw(value)))
        return
    except ValueError:  # a value that JSON cannot hold, which only a program can hand over
        reason = "holds a value that JSON cannot hold"
        batch.unreadable.append(Unreadable(batch.origin, line, reason, _raw(value)))
        return
    for warning in warnings:
        tally.warn(warning)


def _raw(value: Any) -> bytes:
    """Return the record as text for the unreadable tray."""
    try:
        return json.dumps(value, default=repr).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return repr(type(value)).encode("ascii", "replace")
