"""Bringing flagged outputs in: checked, stored once, in batches that are one transaction each."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.domain.items import Item
from reviewer.sources import Delivery, Format, Source, find_format
from reviewer.sources.file import check_readable, records_of
from reviewer.sources.reading.records import Record, Unreadable
from reviewer.sources.stdin import records_of_stdin

from .batches import Batch, Reading
from .field_map import FieldMap
from .read_ahead import batches_ahead, is_worth_it

if TYPE_CHECKING:
    from .workspace import Workspace

Entry = Mapping[str, Any] | Item | Unreadable
Progress = Callable[[int, int | None], None]
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


class Ingest:
    """Takes flagged outputs into the queue of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add(self, items: Iterable[Entry], *, progress: Progress | None = None, dry_run: bool = False) -> ImportCounts:
        """Store items given as dictionaries or Item objects; what cannot be read goes to the unreadable tray."""
        tally = _Tally()
        reading = Reading("program", self._workspace.project, detects=False)
        self._store(reading.batches(_numbered(items)), reading.origin, tally, progress, dry_run)
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
            self._store_file(path, chosen, names, tally, progress, dry_run)
        return tally.counts()

    def _store_file(
        self,
        path: str | Path,
        chosen: Format | None,
        names: FieldMap | None,
        tally: _Tally,
        progress: Progress | None,
        dry_run: bool,
    ) -> None:
        """Store the items of one file; a large one is read by another process, while this one stores."""
        project = self._workspace.project
        if str(path) == "-":
            reading = Reading("standard input", project, chosen, names)
            self._store(reading.batches(records_of_stdin()), reading.origin, tally, progress, dry_run)
            return
        file = Path(path)
        reading = Reading(file.name, project, chosen, names)
        if not is_worth_it(file):
            self._store(reading.batches(records_of(file)), reading.origin, tally, progress, dry_run)
            return
        with batches_ahead(file, reading) as batches:
            self._store(batches, reading.origin, tally, progress, dry_run)

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
            reading = Reading(delivery.origin, self._workspace.project)
            self._store(reading.batches(delivery.records()), reading.origin, tally, progress)
        except BaseException:
            source.nack(delivery)
            raise
        bad = tally.unreadable - unreadable
        if bad and bad == tally.read - read:
            source.dead_letter(delivery, f"None of its {bad} records could be read; see the unreadable tray.")
        else:
            source.ack(delivery)

    def _store(
        self, batches: Iterable[Batch], origin: str, tally: _Tally, progress: Progress | None, dry_run: bool = False
    ) -> None:
        """Store batch after batch."""
        for batch in batches:
            self._commit(batch, origin, tally, dry_run)
            if progress:
                progress(tally.read, None)
        if progress:
            progress(tally.read, tally.read)

    def _commit(self, batch: Batch, origin: str, tally: _Tally, dry_run: bool) -> None:
        """Store one batch, and only then count it."""
        workspace = self._workspace
        result = workspace.store.add_batch(
            workspace.project_id,
            origin,
            batch.rows,
            batch.unreadable,
            workspace.actor,
            workspace.now_us(),
            dry_run=dry_run,
        )
        tally.read += batch.read
        tally.added += result.added
        tally.duplicates += result.duplicates
        tally.unreadable += len(batch.unreadable)
        for warning, times in batch.warnings.items():
            tally.warn(warning, times)
        for source, item_id in result.conflicts:
            tally.conflict(source, item_id)
        for bad in batch.unreadable:
            tally.warn(f"unreadable: {bad.reason[:160]}")


def _numbered(items: Iterable[Entry]) -> Iterator[Record | Unreadable]:
    for number, entry in enumerate(items, start=1):
        yield entry if isinstance(entry, Unreadable) else Record(entry, number)
