"""Adding items in batches: rows are made while a file is read, and go in through the driver's own cursor.

A row holds plain values only. Keeping a batch of whole items instead costs twice the time, all of it in the garbage
collector, and going through SQLAlchemy for each row costs as much again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, func, insert, select
from sqlalchemy.sql import Insert, Select

from reviewer.domain.canonical import canonical_json

from .items import BODY, ITEM, find_record, pull_back_cursors
from .new_rows import NewRow
from .reviews import GOLD
from .store import BatchResult

ADD_ITEM, ADD_BODY, ADD_GOLD = insert(ITEM), insert(BODY), insert(GOLD)
ASKED_AT_ONCE = 500
KNOWN = select(ITEM.c.item_id, ITEM.c.sha256).where(
    ITEM.c.project_id == bindparam("project"),
    ITEM.c.source == bindparam("source"),
    ITEM.c.item_id.in_([bindparam(f"id_{place}") for place in range(ASKED_AT_ONCE)]),
)


def add_rows(connection: Connection, project_id: int, rows: Sequence[NewRow], now_us: int) -> BatchResult:
    """Add the items that are not there yet; an id that is there with other content is kept as it was and reported."""
    known = _known_hashes(connection, project_id, rows)
    fresh: list[NewRow] = []
    differing: list[NewRow] = []
    for row in rows:
        key, digest = row.key, row.record["sha256"]
        seen = known.setdefault(key, digest)
        if seen is digest:  # nobody had this key before: the very object that was just put in
            fresh.append(row)
        elif seen != digest:
            differing.append(row)
    if fresh:
        _insert(connection, project_id, fresh, now_us)
    conflicts = [row.key for row in differing if not _is_the_same(connection, project_id, row)]
    return BatchResult(len(fresh), len(rows) - len(fresh), conflicts)


def _is_the_same(connection: Connection, project_id: int, row: NewRow) -> bool:
    """Tell whether the stored item says the same, only with the fields of its metadata in another order."""
    source, item_id = row.key
    stored = find_record(connection, project_id, item_id, source)
    return stored is not None and json.loads(stored.body) == json.loads(row.body["body"])


def _known_hashes(connection: Connection, project_id: int, rows: Sequence[NewRow]) -> dict[tuple[str, str], str]:
    by_source: dict[str, list[str]] = {}
    for row in rows:
        source, item_id = row.key
        by_source.setdefault(source, []).append(item_id)
    known: dict[tuple[str, str], str] = {}
    sql, ordered = _compiled(KNOWN, connection.dialect)
    cursor = connection.connection.cursor()
    for source, ids in by_source.items():
        for start in range(0, len(ids), ASKED_AT_ONCE):
            asked = ids[start : start + ASKED_AT_ONCE]
            asked += asked[-1:] * (ASKED_AT_ONCE - len(asked))  # one statement for any number of ids
            values: dict[str, Any] = {"project": project_id, "source": source}
            values |= {f"id_{place}": item_id for place, item_id in enumerate(asked)}
            cursor.execute(sql, ordered(values))
            known.update({(source, item_id): digest for item_id, digest in cursor.fetchall()})
    cursor.close()
    return known


def _insert(connection: Connection, project_id: int, rows: Sequence[NewRow], now_us: int) -> None:
    first = connection.execute(select(func.coalesce(func.max(ITEM.c.number), 0))).scalar_one() + 1
    head: tuple[float, int, int] | None = None
    for number, (record, body) in enumerate(rows, start=first):
        record |= {"number": number, "project_id": project_id, "changed_at": now_us}
        if record["queued_at"] is None:
            record["queued_at"] = now_us + number - first  # no two alike: a claim finds its place by the index alone
        body["number"] = number
        place = (record["rank"], record["queued_at"], number)
        head = place if head is None else min(head, place)
    cursor = connection.connection.cursor()
    for statement, values in ((ADD_ITEM, [row.record for row in rows]), (ADD_BODY, [row.body for row in rows])):
        sql, ordered = _compiled(statement, connection.dialect)
        cursor.executemany(sql, [ordered(value) for value in values])
    cursor.close()
    known = [_known_answer(row, now_us) for row in rows if row.record["gold"]]
    if known:
        connection.execute(ADD_GOLD, known)
    if head is not None:
        pull_back_cursors(connection, project_id, head)


def _known_answer(row: NewRow, now_us: int) -> dict[str, Any]:
    """Return what is kept of the known answer with which an item came in."""
    answer = canonical_json(json.loads(row.body["body"])["gold"])
    place = {"item_number": row.record["number"], "project_id": row.record["project_id"]}
    counts = {"band": 1, "judged": 0, "wrong": 0, "since": 0}
    return {**place, **counts, "state": "active", "answer": answer, "changed_at": now_us, "changed_by": ""}


@cache
def _compiled(statement: Insert | Select[Any], dialect: Dialect) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
    """Return the SQL of a statement for one database, and what brings its values into their order."""
    compiled = statement.compile(dialect=dialect)
    names = compiled.positiontup
    return str(compiled), itemgetter(*names) if names else dict
