"""Queues of items of the usual size, in a workspace of ours and in the plainest table that could serve."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace

_WORDS = "The warranty of the lamp lasts two years from the day of purchase. "
NEXT = (
    "UPDATE item SET holder = ?, until = ? WHERE id = "
    "(SELECT id FROM item WHERE status = 0 AND holder IS NULL ORDER BY priority DESC, id LIMIT 1) RETURNING id, body"
)


def items(count: int) -> Iterator[dict[str, Any]]:
    """Yield items of 4.1 KB: a prompt, a response, three passages and two policy hits."""
    evidence = [{"id": f"e{n}", "source": "warranty.md", "text": _WORDS * 10, "score": 0.8} for n in range(3)]
    hits = [
        {
            "id": "h1",
            "policy": "support:grounding",
            "detector": "lens",
            "score": 0.9,
            "start": 0,
            "end": 3,
            "text": "The",
        },
        {"id": "h2", "policy": "support:privacy", "detector": "pii-scan", "outcome": "pass", "score": 0.1},
    ]
    for number in range(count):
        yield {
            "id": f"item-{number}",
            "source": {"system": "bench"},
            "messages": [{"role": "user", "content": _WORDS * 6}],
            "response": _WORDS * 18,
            "evidence": evidence,
            "policy_hits": hits,
            "priority": number % 10,
            "metadata": {"model": "m", "language": "en"},
        }


def workspace(folder: Path, count: int, **rules: Any) -> Workspace:
    """Return a workspace with so many items; the caller closes it."""
    folder.mkdir()
    made = create_workspace(folder / "bench.reviewer", Project(name="Bench", **rules), actor="bench")
    made.ingest.add(items(count))
    return made


def plain_queue(path: Path, count: int) -> sqlite3.Connection:
    """Return a connection to the plainest durable queue: one table, one index, WAL, synchronous FULL."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, status, priority, holder, until, body)")
    connection.execute("CREATE TABLE review (id INTEGER PRIMARY KEY, item, reviewer, body)")
    rows = ((n, 0, n % 10, None, None, "x" * 4100) for n in range(count))
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX next ON item (status, priority DESC, id) WHERE holder IS NULL")
    connection.execute("COMMIT")
    return connection
