"""Pages of items for lists: sorted through an index, filtered by what `filtering.py` knows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_
from sqlalchemy.exc import DBAPIError

from reviewer.domain.listing import Column, ItemFilter, ItemRow

from .claiming import LEASE
from .filtering import filtered
from .items import BODY, ITEM, load_counters
from .times import from_micros

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
OF_BODY = frozenset({"model", "language"})
NUMBERS_AT_ONCE = 5_000
STEPS_BETWEEN_LOOKS = 200_000


def _ordered(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int,
    *,
    order: Column,
    descending: bool,
    actor: str | None,
) -> Select[Any]:
    statement = filtered(connection, project_id, wanted, now_us, actor)
    if order in OF_BODY and not wanted.where:
        statement = statement.join(BODY, BODY.c.number == ITEM.c.number)
    return statement.order_by(*(column.desc() if descending else column for column in _columns(wanted, order)))


def _columns(wanted: ItemFilter, order: Column) -> tuple[Any, ...]:
    if order == "queue" and len(wanted.states) != 1:
        return (ITEM.c.number,)  # across states the queue has no order of its own; arrival is indexed
    return ORDERS[order]


def page_beside(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int,
    number: int,
    *,
    order: Column = "queue",
    descending: bool = False,
    backwards: bool = False,
    offset: int = 0,
    limit: int = 256,
    actor: str | None = None,
) -> tuple[ItemRow, ...]:
    """Return the page that begins behind an item, or with `backwards` ends before it, with `offset` rows between."""
    columns = _columns(wanted, order)
    here = connection.execute(select(*columns).where(ITEM.c.number == number)).first()
    if here is None:
        return ()
    falls = descending != backwards
    left, right = tuple_(*columns), tuple_(*here)  # values, not a subquery: only these go down the whole index
    statement = filtered(connection, project_id, wanted, now_us, actor).where(left < right if falls else left > right)
    statement = statement.order_by(*(column.desc() if falls else column for column in columns))
    statement = statement.offset(offset).limit(limit)
    numbers = [row.number for row in connection.execute(statement)]
    return rows_by_number(connection, numbers[::-1] if backwards else numbers, now_us)


def page_of_items(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int,
    *,
    order: Column = "queue",
    descending: bool = False,
    offset: int = 0,
    limit: int = 256,
    actor: str | None = None,
) -> tuple[ItemRow, ...]:
    """Return one page of the list; the numbers come from an index, the texts are read for this page only."""
    statement = _ordered(connection, project_id, wanted, now_us, order=order, descending=descending, actor=actor)
    numbers = [row.number for row in connection.execute(statement.offset(offset).limit(limit))]
    return rows_by_number(connection, numbers, now_us)


def numbers_of_items(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int,
    *,
    order: Column = "queue",
    descending: bool = False,
    limit: int | None = None,
    actor: str | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> array[int] | None:
    """Return the numbers of a whole list in its order, eight bytes each; None where it was no longer wanted."""
    statement = _ordered(connection, project_id, wanted, now_us, order=order, descending=descending, actor=actor)
    found = array("q")
    try:
        with interruptible(connection, go_on):
            rows = connection.execute(statement.limit(limit))
            for part in rows.scalars().partitions(NUMBERS_AT_ONCE):
                if not go_on():
                    return None
                found.extend(part)
    except DBAPIError:
        if go_on():
            raise
        return None
    return found


def milestones(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int,
    every: int,
    *,
    order: Column = "queue",
    descending: bool = False,
    actor: str | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> dict[int, int] | None:
    """Return every n-th item of a list as its number by its place from 1; None where nobody wants it any more."""
    columns = (column.desc() if descending else column for column in _columns(wanted, order))
    place = func.row_number().over(order_by=tuple(columns)).label("place")
    every_item = filtered(connection, project_id, wanted, now_us, actor).add_columns(place).subquery()
    statement = select(every_item.c.place, every_item.c.number).where(every_item.c.place % every == 0)
    try:
        with interruptible(connection, go_on):
            return {row.place: row.number for row in connection.execute(statement)}
    except DBAPIError:
        if go_on():
            raise
        return None


@contextmanager
def interruptible(connection: Connection, go_on: Callable[[], bool]) -> Iterator[None]:
    """Let a statement of a file end as soon as nobody wants its answer any more."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: int(not go_on()), STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def rows_by_number(connection: Connection, numbers: Sequence[int], now_us: int) -> tuple[ItemRow, ...]:
    """Return the list rows of these items, in this order; one that cannot be seen any more is left out."""
    if not numbers:
        return ()
    statement = select(*SHOWN).join(BODY, BODY.c.number == ITEM.c.number).where(ITEM.c.number.in_(numbers))
    holders = _holders(connection, numbers, now_us)
    rows = {row.number: _to_row(row, holders.get(row.number, ())) for row in connection.execute(statement)}
    return tuple(rows[number] for number in numbers if number in rows)


def _holders(connection: Connection, numbers: Sequence[int], now_us: int) -> dict[int, tuple[str, ...]]:
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


def count_items(
    connection: Connection,
    project_id: int,
    wanted: ItemFilter,
    now_us: int = 0,
    *,
    sees_all: bool = True,
    actor: str | None = None,
) -> int:
    """Return how many items a filter shows; from the counters where it is by state alone and nothing is hidden."""
    if sees_all and wanted.by_state_alone:
        counters = load_counters(connection, project_id)
        return sum(items for state, items in counters.items() if not wanted.states or state in wanted.states)
    numbers = filtered(connection, project_id, wanted, now_us, actor).subquery()
    return int(connection.execute(select(func.count()).select_from(numbers)).scalar_one())


def oldest_and_due(connection: Connection, project_id: int) -> tuple[int | None, int | None]:
    """Return when the oldest open item came and when the next open one is due, each through an index."""
    is_open = (ITEM.c.project_id == project_id, ITEM.c.state == "open")
    oldest = connection.execute(select(ITEM.c.queued_at).where(*is_open).order_by(ITEM.c.queued_at).limit(1)).scalar()
    due = connection.execute(
        select(ITEM.c.due_at).where(*is_open, ITEM.c.due_at.is_not(None)).order_by(ITEM.c.due_at).limit(1)
    ).scalar()
    return oldest, due
