"""Copying a whole workspace to a server: the calls, all in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, Table

from reviewer.domain.canonical import canonical_json
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Refused
from reviewer.store.copying import Row
from reviewer.store.words import searched_words

from .server import Server

PART_BYTES = 4_000_000
_SETTINGS = frozenset({"meta", "member", "project", "project_version"})
_ITEMS = frozenset({"item", "item_body", "unreadable"})


class ServerTarget:
    """The empty workspace in which this log-in is the only member, an admin."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.without: str | None = server.login

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows of a table."""
        name = str(table.name)
        function = f"copy_in_{'settings' if name in _SETTINGS else 'items' if name in _ITEMS else 'decisions'}"
        for part in _parts([_as_json(name, row) for row in rows]):
            self._server.call(function, name, part)

    def fetch(self, statement: Select[Any]) -> Sequence[Sequence[Any]]:
        """Read back what was added."""
        return self._server.select(statement)

    def finish(self, copied_from: str, told: Mapping[str, Any]) -> Receipt:
        """Count on from what was copied, and tell of the copy in its ledger."""
        row = self._server.call("copy_end", copied_from, canonical_json(dict(told)))[0]
        return Receipt(seq=row.seq, hash=row.hash)


@contextmanager
def copying_to(server: Server) -> Iterator[ServerTarget]:
    """Begin a copy into the empty workspace of this log-in; left by an exception, nothing was copied."""
    with server.transaction():
        server.call("copy_begin")
        yield ServerTarget(server)


def _as_json(name: str, row: Row) -> str:
    values = {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}
    if any(isinstance(value, str) and "\0" in value for value in values.values()):
        raise Refused(
            f"A row of table '{name}' holds a NUL character, which no text on a server can hold: nothing was copied."
        )
    if name == "item_body":
        values["words"] = searched_words(row["body"])
    return json.dumps(values, ensure_ascii=False)


def _parts(rows: Sequence[str]) -> Iterator[str]:
    """Join rows to JSON lists of a size that one call finishes in time."""
    part: list[str] = []
    size = 0
    for row in rows:
        if part and size + len(row) > PART_BYTES:
            yield f"[{','.join(part)}]"
            part, size = [], 0
        part.append(row)
        size += len(row)
    if part:
        yield f"[{','.join(part)}]"
