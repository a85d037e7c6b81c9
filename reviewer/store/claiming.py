"""Claims: one statement chooses the next item, and the lease's expiry is part of that statement.

No sweeper frees what lapsed and no lock is held while a person thinks. The time comes from the caller's clock, because
a workspace file is used by the processes of one machine.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import AlreadyReviewed, LeaseLost, Refused
from reviewer.domain.items import Item
from reviewer.domain.leases import MAX_OPEN_LEASES

from .audit import append
from .engine import read, write
from .items import BODY, CURSOR, ITEM, get_record, pull_back_cursors, to_item
from .tables import LeaseRow, ReviewRow

LEASE = LeaseRow.__table__  # type: ignore[attr-defined]
REVIEW = ReviewRow.__table__  # type: ignore[attr-defined]
FIRST = (-1e308, 0, 0)

project: Any = bindparam("project")
me: Any = bindparam("me")
now: Any = bindparam("now")
KEY = tuple_(ITEM.c.rank, ITEM.c.queued_at, ITEM.c.number)
FROM_KEY = tuple_(bindparam("rank"), bindparam("queued_at"), bindparam("number")) <= KEY
IN_ORDER = (ITEM.c.rank, ITEM.c.queued_at, ITEM.c.number)
MY_REVIEW = REVIEW.c.item_number == ITEM.c.number, REVIEW.c.reviewer == me, REVIEW.c.state == "submitted"
JUDGED_BY_ME = exists().where(*MY_REVIEW, REVIEW.c.round == "first")
HELD_BY_ME = exists().where(LEASE.c.item_number == ITEM.c.number, LEASE.c.reviewer == me, LEASE.c.expires_at > now)
OTHER_HOLDERS = (
    select(func.count())
    .select_from(LEASE)
    .where(LEASE.c.item_number == ITEM.c.number, LEASE.c.reviewer != me, LEASE.c.expires_at > now)
    .scalar_subquery()
)
FREE_FOR_ME = and_(
    or_(ITEM.c.assigned_to.is_(None), ITEM.c.assigned_to == me),
    ~HELD_BY_ME,
    ITEM.c.needed - ITEM.c.reviews > OTHER_HOLDERS,
)
OPEN = and_(ITEM.c.project_id == project, ITEM.c.state == "open")
FIND_CURSOR = select(CURSOR.c.rank, CURSOR.c.queued_at, CURSOR.c.number).where(
    CURSOR.c.project_id == project, CURSOR.c.reviewer == me
)
FIND_HEAD = select(*IN_ORDER).where(OPEN, FROM_KEY, ~JUDGED_BY_ME).order_by(*IN_ORDER).limit(1)
CHOICE = select(ITEM, BODY.c.body).join(BODY, BODY.c.number == ITEM.c.number)
NEXT = CHOICE.where(OPEN, FROM_KEY, ~JUDGED_BY_ME, FREE_FOR_ME).order_by(*IN_ORDER).limit(1)
NEXT_DEFERRED = (
    CHOICE.join(REVIEW, REVIEW.c.item_number == ITEM.c.number)
    .where(REVIEW.c.reviewer == me, REVIEW.c.state == "submitted", REVIEW.c.kind == "defer", OPEN, FREE_FOR_ME)
    .order_by(REVIEW.c.submitted_at)
    .limit(1)
)
SET_CURSOR = upsert(CURSOR)
SET_CURSOR = SET_CURSOR.on_conflict_do_update(
    index_elements=["project_id", "reviewer"],
    set_={name: SET_CURSOR.excluded[name] for name in ("rank", "queued_at", "number")},
)
TAKE = upsert(LEASE)
TAKE = TAKE.on_conflict_do_update(
    index_elements=["item_number", "reviewer"],
    set_={name: TAKE.excluded[name] for name in ("token", "claimed_at", "expires_at")},
)
OPEN_LEASES = select(func.count()).select_from(LEASE).where(LEASE.c.reviewer == me, LEASE.c.expires_at > now)


class Taken(NamedTuple):
    """An item that was just claimed."""

    item: Item
    hits_hidden: bool
    token: str
    claimed_at: int
    expires_at: int


class Wish(NamedTuple):
    """Who wants an item, when, for how long, and the random token that will prove the claim."""

    project_id: int
    reviewer: str
    token: str
    now_us: int
    lease_us: int


def claim_next(engine: Engine, wish: Wish) -> Taken | None:
    """Give the reviewer the next item in order of priority, then age; None where nothing is left for this person."""
    with write(engine) as connection:
        _refuse_hoarding(connection, wish)
        values: dict[str, Any] = {"project": wish.project_id, "me": wish.reviewer, "now": wish.now_us}
        place = connection.execute(FIND_CURSOR, values).first()
        key = tuple(place) if place else FIRST
        head = connection.execute(FIND_HEAD, values | dict(zip(_KEY_NAMES, key, strict=True))).first()
        row = None
        if head is not None:
            start = dict(zip(_KEY_NAMES, head, strict=True))
            if tuple(head) != key:
                cursor = {"project_id": wish.project_id, "reviewer": wish.reviewer, **start}
                connection.execute(SET_CURSOR, cursor)
            row = connection.execute(NEXT, values | start).first()
        if row is None:
            row = connection.execute(NEXT_DEFERRED, values).first()
        return None if row is None else _take(connection, wish, row)


_KEY_NAMES = ("rank", "queued_at", "number")


def claim_chosen(engine: Engine, wish: Wish, item_id: str, source: str | None) -> Taken:
    """Give the reviewer this item, if the rules of the queue allow it."""
    with write(engine) as connection:
        record = get_record(connection, wish.project_id, item_id, source)
        values: dict[str, Any] = {"project": wish.project_id, "me": wish.reviewer, "now": wish.now_us}
        this_item = ITEM.c.number == record.number
        mine = connection.execute(
            select(REVIEW.c.kind).where(this_item, *MY_REVIEW, REVIEW.c.round == "first"), values
        ).scalar()
        if mine is not None and mine != "defer":
            raise AlreadyReviewed(f"{wish.reviewer} has already reviewed item '{item_id}': change that review instead.")
        if record.state != "open":
            raise Refused(f"Item '{item_id}' is {record.state.replace('_', ' ')} and needs no review now.")
        row = connection.execute(CHOICE.where(this_item, or_(HELD_BY_ME, FREE_FOR_ME)), values).first()
        if row is None:
            raise Refused(f"Item '{item_id}' is held by other reviewers now: try again when their leases end.")
        return _take(connection, wish, row)


def _refuse_hoarding(connection: Connection, wish: Wish) -> None:
    held = connection.execute(OPEN_LEASES, {"me": wish.reviewer, "now": wish.now_us}).scalar_one()
    if held >= MAX_OPEN_LEASES:
        raise Refused(f"{wish.reviewer} holds {held} items already: submit or release some of them first.")


def _take(connection: Connection, wish: Wish, row: Row[Any]) -> Taken:
    expires = wish.now_us + wish.lease_us
    connection.execute(
        TAKE,
        {
            "item_number": row.number,
            "reviewer": wish.reviewer,
            "token": wish.token,
            "claimed_at": wish.now_us,
            "expires_at": expires,
        },
    )
    append(connection, wish.now_us, wish.reviewer, "item.claimed", row.item_id, {"source": row.source})
    return Taken(to_item(row.body), bool(row.hits_hidden), wish.token, wish.now_us, expires)


def renew(engine: Engine, project_id: int, reviewer: str, token: str, now_us: int, lease_us: int) -> int:
    """Prolong a lease that is still held and return its new end; renewals are not written to the ledger."""
    with write(engine) as connection:
        done = connection.execute(
            update(LEASE)
            .where(LEASE.c.reviewer == reviewer, LEASE.c.token == token)
            .values(expires_at=now_us + lease_us)
        )
        if done.rowcount == 0:
            raise LeaseLost("This item is no longer held for you: your work stays as a draft; claim the item again.")
        return now_us + lease_us


def release(
    engine: Engine,
    project_id: int,
    reviewer: str,
    now_us: int,
    token: str | None = None,
    actor: str | None = None,
) -> tuple[tuple[str, ...], Receipt | None]:
    """Give back one held item, or all of a person's; return the items' ids and the receipt."""
    with write(engine) as connection:
        statement = (
            select(LEASE.c.item_number, ITEM.c.item_id)
            .join(ITEM, ITEM.c.number == LEASE.c.item_number)
            .where(LEASE.c.reviewer == reviewer, ITEM.c.project_id == project_id)
        )
        if token is not None:
            statement = statement.where(LEASE.c.token == token)
        held = connection.execute(statement).all()
        receipt = None
        for row in held:
            connection.execute(
                delete(LEASE).where(LEASE.c.item_number == row.item_number, LEASE.c.reviewer == reviewer)
            )
            details = {} if actor in (None, reviewer) else {"holder": reviewer}
            receipt = append(connection, now_us, actor or reviewer, "item.released", row.item_id, details)
        return tuple(row.item_id for row in held), receipt


HELD = (
    select(LEASE.c.reviewer, LEASE.c.token, LEASE.c.claimed_at, LEASE.c.expires_at, ITEM, BODY.c.body)
    .join(ITEM, ITEM.c.number == LEASE.c.item_number)
    .join(BODY, BODY.c.number == ITEM.c.number)
    .where(ITEM.c.project_id == project, LEASE.c.expires_at > now)
    .order_by(LEASE.c.claimed_at, ITEM.c.number)
)


def held_by(engine: Engine, project_id: int, reviewer: str, now_us: int) -> tuple[Taken, ...]:
    """Return what a person holds now, oldest claim first, except what was settled meanwhile."""
    with read(engine) as connection:
        rows = connection.execute(
            HELD.where(
                LEASE.c.reviewer == me,
                ITEM.c.state == "open",
                or_(~JUDGED_BY_ME, exists().where(*MY_REVIEW, REVIEW.c.kind == "defer")),
            ),
            {"project": project_id, "me": reviewer, "now": now_us},
        )
        return tuple(
            Taken(to_item(row.body), bool(row.hits_hidden), row.token, row.claimed_at, row.expires_at) for row in rows
        )


LEASES = (
    select(LEASE.c.reviewer, LEASE.c.claimed_at, LEASE.c.expires_at, ITEM.c.item_id, ITEM.c.source)
    .join(ITEM, ITEM.c.number == LEASE.c.item_number)
    .where(ITEM.c.project_id == project, LEASE.c.expires_at > now)
    .order_by(LEASE.c.claimed_at)
)


def list_leases(engine: Engine, project_id: int, now_us: int) -> tuple[Row[Any], ...]:
    """Return who holds what since when and until when."""
    with read(engine) as connection:
        return tuple(connection.execute(LEASES, {"project": project_id, "now": now_us}))


def assign(
    engine: Engine,
    project_id: int,
    item_id: str,
    source: str | None,
    reviewer: str | None,
    actor: str,
    now_us: int,
) -> Receipt:
    """Reserve an item for one person, or for nobody in particular."""
    with write(engine) as connection:
        record = get_record(connection, project_id, item_id, source)
        connection.execute(update(ITEM).where(ITEM.c.number == record.number).values(assigned_to=reviewer))
        pull_back_cursors(connection, project_id, (record.rank, record.queued_at, record.number))
        return append(connection, now_us, actor, "item.assigned", item_id, {"source": record.source, "to": reviewer})


def drop_leases(connection: Connection, number: int, reviewer: str | None = None) -> None:
    """End the leases on an item, or only one person's, inside a larger transaction."""
    statement = delete(LEASE).where(LEASE.c.item_number == number)
    if reviewer is not None:
        statement = statement.where(LEASE.c.reviewer == reviewer)
    connection.execute(statement)
