"""Items in the database: found by id, checked, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select, tuple_, update

from reviewer.domain.canonical import sha256_text
from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.domain.items import Item

from .prepared import Prepared
from .tables import Counter, ItemBody, ItemRecord, QueueCursor

ITEM = ItemRecord.__table__  # type: ignore[attr-defined]
BODY = ItemBody.__table__  # type: ignore[attr-defined]
COUNTER = Counter.__table__  # type: ignore[attr-defined]
CURSOR = QueueCursor.__table__  # type: ignore[attr-defined]
SOURCES_NAMED = 5
PAGE = 500


def pull_back_cursors(
    connection: Connection, project_id: int, key: tuple[float, int, int], reviewer: str | None = None
) -> None:
    """Move each reviewer's place in the queue back to `key`, where something became open before it."""
    values = dict(zip(("project", "rank", "queued_at", "number"), (project_id, *key), strict=True))
    if reviewer is None:
        PULL_BACK.run(connection, values)
    else:
        PULL_BACK_ONE.run(connection, {**values, "me": reviewer})


_PLACE: dict[str, Any] = {name: bindparam(name) for name in ("rank", "queued_at", "number")}
_PULL_BACK = (
    update(CURSOR)
    .where(
        CURSOR.c.project_id == bindparam("project"),
        tuple_(CURSOR.c.rank, CURSOR.c.queued_at, CURSOR.c.number) > tuple_(*_PLACE.values()),
    )
    .values(_PLACE)
)
PULL_BACK = Prepared(_PULL_BACK)
PULL_BACK_ONE = Prepared(_PULL_BACK.where(CURSOR.c.reviewer == bindparam("me")))


FIND_ITEM = (
    select(ITEM, BODY.c.body)
    .join(BODY, BODY.c.number == ITEM.c.number)
    .where(ITEM.c.project_id == bindparam("project"), ITEM.c.item_id == bindparam("item_id"))
)
FIND_IN_SOURCE = Prepared(FIND_ITEM.where(ITEM.c.source == bindparam("source")))
FIND_ANYWHERE = Prepared(FIND_ITEM.limit(SOURCES_NAMED))
FIND_BY_NUMBER = Prepared(
    select(ITEM, BODY.c.body).join(BODY, BODY.c.number == ITEM.c.number).where(ITEM.c.number == bindparam("number"))
)
BODY_OF = Prepared(select(BODY.c.body).where(BODY.c.number == bindparam("number")))


def find_record(connection: Connection, project_id: int, item_id: str, source: str | None) -> Any | None:
    """Return the row of an item with its body, or None; an id that stands in several sources must name one."""
    if source is not None:
        return FIND_IN_SOURCE.first(connection, {"project": project_id, "item_id": item_id, "source": source})
    rows = FIND_ANYWHERE.all(connection, {"project": project_id, "item_id": item_id})
    return _the_only_one(rows, item_id, source) if rows else None


def get_record(connection: Connection, project_id: int, item_id: str, source: str | None) -> Any:
    """Return the row of an item with its body, or raise NotFound."""
    row = find_record(connection, project_id, item_id, source)
    return _the_only_one([] if row is None else [row], item_id, source)


def _the_only_one(rows: Sequence[Any], item_id: str, source: str | None) -> Any:
    if not rows:
        where = f" of source '{source}'" if source else ""
        raise NotFound(f"There is no item '{item_id}'{where} in this project: see 'reviewer queue list'.")
    if len(rows) > 1:
        names = ", ".join(sorted(row.source for row in rows))
        raise InvalidInput(f"Item '{item_id}' exists in several sources ({names}): name the source.")
    return rows[0]


# What is looked up of an item for others to read: a server grants a reviewer neither its text nor its marks.
PLACE_OF = select(ITEM.c.number, ITEM.c.source).where(
    ITEM.c.project_id == bindparam("project"), ITEM.c.item_id == bindparam("item_id")
)
NUMBER_IN_SOURCE = Prepared(PLACE_OF.where(ITEM.c.source == bindparam("source")))
NUMBER_ANYWHERE = Prepared(PLACE_OF.limit(SOURCES_NAMED))


def get_number(connection: Connection, project_id: int, item_id: str, source: str | None) -> int:
    """Return the number of an item, or raise NotFound."""
    values = {"project": project_id, "item_id": item_id, "source": source}
    rows = (NUMBER_ANYWHERE if source is None else NUMBER_IN_SOURCE).all(connection, values)
    return int(_the_only_one(rows, item_id, source).number)


def names_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the ids of some items, as many as a list shows, by their numbers."""
    statement = select(ITEM.c.number, ITEM.c.item_id).where(ITEM.c.number.in_(numbers))
    return {row.number: row.item_id for row in connection.execute(statement)}


def load_item(connection: Connection, number: int) -> Item:
    """Return the whole item with this number."""
    return to_item(BODY_OF.value(connection, {"number": number}))


def to_item(body: str) -> Item:
    """Return the item that canonical JSON holds."""
    return Item.model_validate_json(body)


def stream_bodies(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """Yield (number, SHA-256, canonical JSON) of each item of the workspace in order, a page at a time."""
    last = 0
    statement = (
        select(ITEM.c.number, ITEM.c.sha256, BODY.c.body)
        .join(BODY, BODY.c.number == ITEM.c.number)
        .where(ITEM.c.number > bindparam("last"))
        .order_by(ITEM.c.number)
        .limit(PAGE)
    )
    while rows := connection.execute(statement, {"last": last}).all():
        yield from ((row.number, row.sha256, row.body) for row in rows)
        last = rows[-1].number


def check_item_hashes(connection: Connection) -> Iterator[str]:
    """Yield one sentence for each item whose stored text does not fit its SHA-256."""
    for number, digest, body in stream_bodies(connection):
        if sha256_text(body) != digest:
            yield f"Item number {number} does not fit its SHA-256: its text was changed outside the program."


def load_counters(connection: Connection, project_id: int) -> dict[str, int]:
    """Return how many items are in each state."""
    rows = connection.execute(select(COUNTER.c.state, COUNTER.c.amount).where(COUNTER.c.project_id == project_id))
    return {row.state: row.amount for row in rows if row.amount}


def count_all(connection: Connection, project_id: int) -> int:
    """Return how many items the project holds."""
    return sum(load_counters(connection, project_id).values())


def last_number(connection: Connection, project_id: int) -> int:
    """Return the number of the newest item of a project, 0 where there is none."""
    of_project = ITEM.c.project_id + literal_column("0")  # as a sum no reason to look at all items of the project
    statement = select(ITEM.c.number).where(of_project == project_id).order_by(ITEM.c.number.desc()).limit(1)
    return int(connection.execute(statement).scalar() or 0)
