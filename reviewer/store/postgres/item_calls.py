"""Items on a server: the calls that bring them in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from reviewer.store.new_rows import NewRow
from reviewer.store.store import BadRecord, BatchResult
from reviewer.store.words import searched_words

from .server import Server

# Whoever adds items holds up all who claim and submit, so it is done by parts of about a tenth of a second.
PART_ITEMS = 500
PART_BYTES = 1_000_000
LONGEST_KEY = 2_600  # bytes of id and source together, which is what an index can hold
_TYPES = ("bigint", "text", *["text[]"] * 6, "bigint[]", "text[]", "bytea[]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class _Bad(NamedTuple):
    """A record that could not be read, or that the server has no room for."""

    origin: str
    line: int
    reason: str
    raw: bytes


def add_batch(
    server: Server,
    project_id: int,
    origin: str,
    rows: Sequence[NewRow],
    unreadable: Sequence[BadRecord],
    *,
    dry_run: bool = False,
) -> BatchResult:
    """Add the items that are not there yet, part by part, and put aside what could not be read."""
    fitting = [row for row in rows if _key_bytes(row) <= LONGEST_KEY]
    bad: list[BadRecord] = [*unreadable, *(_too_long(origin, row) for row in rows if _key_bytes(row) > LONGEST_KEY)]
    added, conflicts = 0, list[tuple[str, str]]()
    with server.trial() if dry_run else nullcontext():
        for items, records in _parts(fitting, bad):
            row = server.call("add_items", project_id, _storable(origin), *_columns(items, records), types=_TYPES)[0]
            added += row.added
            conflicts += zip(row.conflict_sources or (), row.conflict_ids or (), strict=True)
    return BatchResult(added, len(fitting) - added, conflicts)


def _parts(rows: Sequence[NewRow], bad: Sequence[BadRecord]) -> Iterator[tuple[list[NewRow], list[BadRecord]]]:
    items: list[NewRow] = []
    records: list[BadRecord] = []
    size = 0
    entries: list[NewRow | BadRecord] = [*rows, *bad]
    for entry in entries:
        if isinstance(entry, NewRow):
            items.append(entry)
            size += len(entry.body["body"])
        else:
            records.append(entry)
            size += len(entry.raw)
        if len(items) + len(records) >= PART_ITEMS or size >= PART_BYTES:
            yield items, records
            items, records, size = [], [], 0
    if items or records:
        yield items, records


def _columns(items: Sequence[NewRow], bad: Sequence[BadRecord]) -> tuple[list[object], ...]:
    """Return the arguments of add_items: the values of the items and of the bad records, each as a list."""
    shown = ([row.body[name] for row in items] for name in ("body", "model", "language", "excerpt"))
    words = [searched_words(row.body["body"]) for row in items]
    told = (
        [_storable(record.origin) for record in bad],
        [record.line for record in bad],
        [_storable(record.reason) for record in bad],
        [record.raw for record in bad],
    )
    return (*shown, words, *told)


def _key_bytes(row: NewRow) -> int:
    source, item_id = row.key
    return len(source.encode()) + len(item_id.encode())


def _too_long(origin: str, row: NewRow) -> _Bad:
    reason = f"id and source have more than {LONGEST_KEY:,} bytes together, which no index of a server can hold"
    return _Bad(origin, 0, reason, row.body["body"].encode())


def _storable(text: str) -> str:
    """Replace what no text of PostgreSQL can hold, which a file name or a reason may quote."""
    return _UNSTORABLE.sub("\ufffd", text)
