"""A whole workspace, table by table, in an order and a form that are the same in a file and on a server.

Leases, places in the queue and counters are not copied: they say what happens now, and are made anew.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Select, Table, insert, select, tuple_

from reviewer.config.atomic import sync_folder
from reviewer.domain.audit import event_hash
from reviewer.domain.canonical import canonical_json
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Damaged, Refused

from .audit import EVENT, append
from .datasets import DATASET, SPLIT_GROUP
from .engine import open_engine, write
from .gold import STANDING
from .items import BODY, ITEM
from .lineage import USED
from .members import MEMBER
from .projects import PROJECT, VERSION
from .resolutions import RESOLUTION
from .reviews import COPIED as COPIED_REVIEW
from .reviews import GOLD, REVIEW
from .rounds import CALIBRATION
from .schema import META, create_schema
from .skills import SKILL
from .unreadable import UNREADABLE

# What refers to another row comes after it.
COPIED: tuple[Table, ...] = (
    META,
    MEMBER,
    SKILL,
    PROJECT,
    VERSION,
    ITEM,
    BODY,
    UNREADABLE,
    REVIEW,
    COPIED_REVIEW,
    RESOLUTION,
    GOLD,
    STANDING,
    CALIBRATION,
    DATASET,
    USED,
    SPLIT_GROUP,
    EVENT,
)
WIDE = frozenset({"item_body", "unreadable", "review", "resolution", "dataset", "project_version"})
WIDE_ROWS, NARROW_ROWS = 100, 1000
Row = dict[str, Any]
Fetch = Callable[[Select[Any]], Sequence[Sequence[Any]]]
Progress = Callable[[int, int | None], None]


class Tally(NamedTuple):
    """How many rows a table has, and the SHA-256 over all of them in the order of their keys."""

    rows: int
    sha256: str


class Target(Protocol):
    """Where a workspace is copied to, in one transaction: left by an exception, nothing was copied."""

    without: str | None
    """The member who copies, where this one is a member of the target from the start, under a role of its own."""

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows of a table."""

    def fetch(self, statement: Select[Any]) -> Sequence[Sequence[Any]]:
        """Read back what was added."""

    def finish(self, copied_from: str, told: Mapping[str, Any]) -> Receipt:
        """Tell of the copy in its ledger."""


def copy_tables(fetch: Fetch, target: Target, progress: Progress | None = None) -> dict[str, Tally]:
    """Copy every table, read the copy back, and return the tallies; Damaged where the two differ."""
    done = 0
    tallies: dict[str, Tally] = {}
    for table in COPIED:
        digest = _Digest()
        for rows in _pages(fetch, table, target.without):
            if table is EVENT:
                _check_events(rows)
            digest.add(rows)
            target.put(table, rows)
            done += len(rows)
            if progress:
                progress(done, None)
        tallies[table.name] = digest.tally()
    for table in COPIED:
        again = _Digest()
        for rows in _pages(target.fetch, table, target.without):
            again.add(rows)
        if again.tally() != tallies[table.name]:
            raise Damaged(
                f"The copy of table '{table.name}' differs from the original ({again.rows:,} of "
                f"{tallies[table.name].rows:,} rows): nothing was kept, try again."
            )
    return tallies


class _Digest:
    """A running SHA-256 over rows."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            values = [value.hex() if isinstance(value, bytes) else value for value in row.values()]
            self._hash.update(canonical_json(values).encode("utf-8") + b"\n")
        self.rows += len(rows)

    def tally(self) -> Tally:
        return Tally(self.rows, self._hash.hexdigest())


def _pages(fetch: Fetch, table: Table, without: str | None) -> Iterator[list[Row]]:
    """Yield the rows of a table in the order of its keys, a page at a time."""
    keys = tuple(table.primary_key.columns)
    limit = WIDE_ROWS if table.name in WIDE else NARROW_ROWS
    statement = select(table).order_by(*keys).limit(limit)
    if table is MEMBER and without is not None:
        statement = statement.where(MEMBER.c.name != without)
    last: tuple[Any, ...] | None = None
    while True:
        beyond = statement if last is None else statement.where(tuple_(*keys) > tuple_(*last))
        rows = [dict(zip(table.c.keys(), map(_portable, row), strict=True)) for row in fetch(beyond)]
        if rows:
            yield rows
        if len(rows) < limit:
            return
        last = tuple(rows[-1][key.name] for key in keys)


def _portable(value: Any) -> Any:
    """Return a value as both databases keep it: a file has no negative zero, which an item without priority has."""
    return 0.0 if isinstance(value, float) and value == 0.0 else value


def _check_events(rows: Sequence[Row]) -> None:
    for row in rows:
        given = dict(row)
        digest, at_us = given.pop("hash"), given.pop("at")
        if event_hash(at_us=at_us, **given) != digest:
            raise Damaged(
                f"Event {row['seq']} of the ledger was changed: nothing was copied; run 'reviewer audit verify'."
            )


class FileTarget:
    """A workspace file that is being written."""

    without: str | None = None

    def __init__(self, connection: Connection, actor: str, now_us: int) -> None:
        self._connection = connection
        self._actor = actor
        self._now_us = now_us

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows of a table; the facts are there from the start."""
        if table is not META:
            self._connection.execute(insert(table), list(rows))

    def fetch(self, statement: Select[Any]) -> Sequence[Sequence[Any]]:
        """Read back what was added."""
        return self._connection.execute(statement).all()

    def finish(self, copied_from: str, told: Mapping[str, Any]) -> Receipt:
        """Tell of the copy in its ledger."""
        return append(self._connection, self._now_us, self._actor, "workspace.copied", copied_from, told)


@contextmanager
def copying_to_file(path: Path, facts: Mapping[str, str], actor: str, now_us: int) -> Iterator[FileTarget]:
    """Begin a copy into a new file, which gets its name when it is complete; nothing is left of half a copy."""
    if path.exists():
        raise Refused(f"{path} exists already: choose another name for the copy.")
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    engine = open_engine(partial, create=True)
    try:
        create_schema(engine, facts)
        with write(engine) as connection:
            yield FileTarget(connection, actor, now_us)
        engine.dispose()  # the last connection brings everything into the one file
        partial.replace(path)
        sync_folder(path.parent)
    finally:
        engine.dispose()
        for ending in ("", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)
