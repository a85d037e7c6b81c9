"""Items in the database: added in batches, found by id, listed in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, tuple_, update

from reviewer.domain.canonical import sha256_text
from reviewer.domain.control import hides_hits, needs_overlap
from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.domain.items import Item
from reviewer.domain.projects import Project

from .prepared import Prepared
from .tables import Counter, ItemBody, ItemRecord, QueueCursor
from .times import to_micros

ITEM = ItemRecord.__table__  # type: ignore[attr-defined]
BODY = ItemBody.__table__  # type: ignore[attr-defined]
COUNTER = Counter.__table__  # type: ignore[attr-defined]
CURSOR = QueueCursor.__table__  # type: ignore[attr-defined]
ADD_ITEM, ADD_BODY = insert(ITEM), insert(BODY)
EXCERPT_LENGTH = 200
SOURCES_NAMED = 5
PAGE = 500


class NewItem(NamedTuple):
    """An item on its way in, with its canonical JSON and the SHA-256 of it."""

    item: Item
    canonical: str
    sha256: str


class BatchResult(NamedTuple):
    """What became of a batch: how many were added or known already, and which came with other content."""

    added: int
    duplicates: int
    conflicts: list[tuple[str, str]]


KNOWN = select(ITEM.c.item_id, ITEM.c.sha256).where(
    ITEM.c.project_id == bindparam("project"),
    ITEM.c.source == bindparam("source"),
    ITEM.c.item_id.in_(bindparam("ids", expanding=True)),
)


def insert_batch(
    connection: Connection, project_id: int, project: Project, rows: Sequence[NewItem], now_us: int
) -> BatchResult:
    """Add the items that are not there yet; an id that is there with other content is kept as it was and reported."""
    fresh: dict[tuple[str, str], NewItem] = {}
    known = _known_hashes(connection, project_id, rows)
    conflicts: list[tuple[str, str]] = []
    duplicates = 0
    for row in rows:
        key = row.item.key
        seen = known.get(key) or (fresh[key].sha256 if key in fresh else None)
        if seen is None:
            fresh[key] = row
            continue
        duplicates += 1
        if seen != row.sha256:
            conflicts.append(key)
    if fresh:
        _insert_fresh(connection, project_id, project, list(fresh.values()), now_us)
    return BatchResult(len(fresh), duplicates, conflicts)


def _known_hashes(connection: Connection, project_id: int, rows: Sequence[NewItem]) -> dict[tuple[str, str], str]:
    by_source: dict[str, list[str]] = {}
    for row in rows:
        source, item_id = row.item.key
        by_source.setdefault(source, []).append(item_id)
    known: dict[tuple[str, str], str] = {}
    for source, ids in by_source.items():
        found = connection.execute(KNOWN, {"project": project_id, "source": source, "ids": ids})
        known.update({(source, row.item_id): row.sha256 for row in found})
    return known


def _insert_fresh(
    connection: Connection, project_id: int, project: Project, rows: Sequence[NewItem], now_us: int
) -> None:
    first = connection.execute(select(func.coalesce(func.max(ITEM.c.number), 0))).scalar_one() + 1
    records = [_record(project_id, project, row, number, now_us) for number, row in enumerate(rows, start=first)]
    connection.execute(ADD_ITEM, records)
    connection.execute(ADD_BODY, [_body(row, number) for number, row in enumerate(rows, start=first)])
    head = min((record["rank"], record["queued_at"], record["number"]) for record in records)
    pull_back_cursors(connection, project_id, head)


def _record(project_id: int, project: Project, row: NewItem, number: int, now_us: int) -> dict[str, Any]:
    item = row.item
    return {
        "number": number,
        "project_id": project_id,
        "source": item.source.system,
        "item_id": item.id,
        "state": "open",
        "rank": -item.priority,
        "queued_at": to_micros(item.flagged_at) if item.flagged_at else now_us,
        "due_at": to_micros(item.due_at),
        "needed": project.overlap if needs_overlap(item, project) else 1,
        "reviews": 0,
        "assigned_to": None,
        "hits_hidden": int(hides_hits(item, project)),
        "gold": int(item.gold is not None),
        "unsettled": 0,
        "changed_at": now_us,
        "sha256": row.sha256,
    }


def _body(row: NewItem, number: int) -> dict[str, Any]:
    item = row.item
    text = item.response if item.response is not None else item.responses[0].text
    return {
        "number": number,
        "flagged_at": to_micros(item.flagged_at),
        "model": str(item.metadata.get("model") or ""),
        "language": str(item.metadata.get("language") or ""),
        "excerpt": " ".join(text[: EXCERPT_LENGTH * 2].split())[:EXCERPT_LENGTH],
        "body": row.canonical,
    }


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
    if len(rows) > 1:
        names = ", ".join(sorted(row.source for row in rows))
        raise InvalidInput(f"Item '{item_id}' exists in several sources ({names}): name the source.")
    return rows[0] if rows else None


def get_record(connection: Connection, project_id: int, item_id: str, source: str | None) -> Any:
    """Return the row of an item with its body, or raise NotFound."""
    row = find_record(connection, project_id, item_id, source)
    if row is None:
        where = f" of source '{source}'" if source else ""
        raise NotFound(f"There is no item '{item_id}'{where} in this project: see 'reviewer queue list'.")
    return row


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
