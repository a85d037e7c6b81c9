"""Pages of items for lists: sorted through an index, filtered by state, words or an expression."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Select, false, func, select, text

from reviewer.domain.listing import Column, ItemFilter, ItemRow

from .claiming import LEASE
from .expressions import ITEM_FIELDS, to_sql
from .items import BODY, ITEM, load_counters
from .reviews import REVIEW
from .times import from_micros
from .triggers import FULL_TEXT
from .words import texts_of, wanted_words

ORDERS: dict[str, tuple[Any, ...]] = {
    "queue": (ITEM.c.rank, ITEM.c.queued_at, ITEM.c.number),
    "item_id": (ITEM.c.item_id, ITEM.c.source),  # in the order of an index
    "source": (ITEM.c.source, ITEM.c.item_id),
    "state": (ITEM.c.state, ITEM.c.rank, ITEM.c.queued_at, ITEM.c.number),
    "priority": (ITEM.c.rank, ITEM.c.queued_at, ITEM.c.number),
    "flagged_at": (ITEM.c.queued_at, ITEM.c.number),
    "due_at": (ITEM.c.due_at.is_(None), ITEM.c.due_at, ITEM.c.number),
    "reviews": (ITEM.c.reviews, ITEM.c.number),
    "model": (BODY.c.model, ITEM.c.number),
    "language": (BODY.c.language, ITEM.c.number),
}
SHOWN = (  # by name: a server grants a reviewer neither the marks of an item nor its text
    *(ITEM.c[name] for name in ("number", "item_id", "source", "state", "rank", "due_at", "reviews", "needed")),
    ITEM.c.assigned_to,
    *(BODY.c[name] for name in ("model", "language", "excerpt", "flagged_at")),
)
INDEX_BATCH = 500
ADD_TEXT = f"INSERT INTO {FULL_TEXT} (rowid, prompt, response) VALUES (?, ?, ?)"  # noqa: S608 — our own table's name


def _filtered(connection: Connection, project_id: int, wanted: ItemFilter, order: Column = "queue") -> Select[Any]:
    statement = select(ITEM.c.number).where(ITEM.c.project_id == project_id)
    if wanted.states:
        statement = statement.where(ITEM.c.state.in_(wanted.states))
    if wanted.where or order in ("model", "language"):
        statement = statement.join(BODY, BODY.c.number == ITEM.c.number)
    if wanted.where:
        statement = statement.where(to_sql(wanted.where, ITEM_FIELDS, connection.dialect.name))
    if wanted.reviewed_by is not None:
        judged = select(REVIEW.c.item_number).where(
            REVIEW.c.project_id == project_id, REVIEW.c.reviewer == wanted.reviewed_by, REVIEW.c.state == "submitted"
        )
        statement = statement.where(ITEM.c.number.in_(judged))
    if wanted.text.split():
        statement = statement.where(_holds_words(connection, wanted.text))
    return statement


def _holds_words(connection: Connection, words: str) -> Any:
    """Return the condition that an item holds every word, the last one perhaps only as the beginning of a word."""
    if connection.dialect.name == "sqlite":
        found = f"SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH :words"  # noqa: S608 — our own table's name
        return text(f"item.number IN ({found})").bindparams(words=match_query(words))
    wanted = wanted_words(words)
    if wanted is None:
        return false()
    found = "SELECT reviewer.items_with(CAST(:words AS text[]), CAST(:goes_on AS boolean))"
    return text(f"item.number IN ({found})").bindparams(words=wanted[0], goes_on=wanted[1])


def match_query(words: str) -> str:
    """Return the full-text query that wants every word, the last one as the beginning of a word; quotes are escaped."""
    parts = ['"' + word.replace('"', '""').replace("\0", " ") + '"' for word in words.split()]
    return " ".join(parts) + "*" if parts else ""


def page_of_items(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int,
    *,
    order: Column,
    descending: bool,
    offset: int,
    limit: int,
) -> tuple[ItemRow, ...]:
    """Return one page of a list; the wide bodies are read for this page only."""
    columns = ORDERS[order]
    if order == "queue" and len(wanted.states) != 1:
        columns = (ITEM.c.number,)  # across states the queue has no order of its own; arrival is indexed
    sorted_by = [column.desc() if descending else column for column in columns]
    numbers = _filtered(connection, project_id, wanted, order).order_by(*sorted_by).offset(offset).limit(limit)
    wanted_numbers = [row.number for row in connection.execute(numbers)]
    return rows_by_number(connection, wanted_numbers, now_us)


def rows_by_number(connection: Connection, numbers: list[int], now_us: int) -> tuple[ItemRow, ...]:
    """Return the list rows of these items, in this order."""
    statement = select(*SHOWN).join(BODY, BODY.c.number == ITEM.c.number).where(ITEM.c.number.in_(numbers))
    holders = _holders(connection, numbers, now_us)
    rows = {row.number: _to_row(row, holders.get(row.number, ())) for row in connection.execute(statement)}
    return tuple(rows[number] for number in numbers)


def _holders(connection: Connection, numbers: list[int], now_us: int) -> dict[int, tuple[str, ...]]:
    statement = select(LEASE.c.item_number, LEASE.c.reviewer).where(
        LEASE.c.item_number.in_(numbers), LEASE.c.expires_at > now_us
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(statement):
        found[row.item_number] = (*found.get(row.item_number, ()), row.reviewer)
    return found


def _to_row(row: Any, holders: tuple[str, ...]) -> ItemRow:
    return ItemRow.model_construct(  # the columns are typed by the database; checking them again costs a page
        number=row.number,
        item_id=row.item_id,
        source=row.source,
        state=row.state,
        priority=0.0 - row.rank,  # not -0.0 where there is none
        flagged_at=from_micros(row.flagged_at),
        due_at=from_micros(row.due_at),
        reviews=row.reviews,
        needed=row.needed,
        model=row.model,
        language=row.language,
        excerpt=row.excerpt,
        assigned_to=row.assigned_to,
        holders=holders,
    )


def count_items(connection: Connection, project_id: int, wanted: ItemFilter, *, sees_all: bool = True) -> int:
    """Return how many items a filter shows; from the counters where it is by state alone and nothing is hidden."""
    if sees_all and not wanted.text.split() and not wanted.where and wanted.reviewed_by is None:
        counters = load_counters(connection, project_id)
        return sum(items for state, items in counters.items() if not wanted.states or state in wanted.states)
    numbers = _filtered(connection, project_id, wanted).subquery()
    return int(connection.execute(select(func.count()).select_from(numbers)).scalar_one())


def oldest_and_due(connection: Connection, project_id: int) -> tuple[int | None, int | None]:
    """Return when the oldest open item came and when the next open one is due, each through an index."""
    is_open = (ITEM.c.project_id == project_id, ITEM.c.state == "open")
    oldest = connection.execute(select(ITEM.c.queued_at).where(*is_open).order_by(ITEM.c.queued_at).limit(1)).scalar()
    due = connection.execute(
        select(ITEM.c.due_at).where(*is_open, ITEM.c.due_at.is_not(None)).order_by(ITEM.c.due_at).limit(1)
    ).scalar()
    return oldest, due


def index_some(connection: Connection, batch: int = INDEX_BATCH) -> int:
    """Add the next items to the full-text index; return how many were added, 0 when it is complete."""
    done = connection.exec_driver_sql(f"SELECT max(rowid) FROM {FULL_TEXT}").scalar() or 0  # noqa: S608 — our own table's name
    statement = select(BODY.c.number, BODY.c.body).where(BODY.c.number > done).order_by(BODY.c.number).limit(batch)
    rows = [(row.number, *texts_of(json.loads(row.body))) for row in connection.execute(statement)]
    if rows:
        connection.exec_driver_sql(ADD_TEXT, rows)
    return len(rows)
