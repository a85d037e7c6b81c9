"""Claims: one statement chooses the next item, and the lease's expiry is part of that statement.

No sweeper frees what lapsed and no lock is held while a person thinks. The time comes from the caller's clock, because
a workspace file is used by the processes of one machine. The claims run inside a write transaction of the caller.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import AlreadyReviewed, LeaseLost, Refused
from reviewer.domain.leases import MAX_OPEN_LEASES

from . import gold, rounds
from .audit import append
from .interleaving import LOOKED_AHEAD, OF_THE_SAME_PRIORITY, milder
from .items import BODY, CURSOR, ITEM, get_record, to_item
from .prepared import Prepared
from .skills import SUITS_ME
from .store import Taken, Wish
from .tables import DEFERRED, LeaseRow, ReviewRow

LEASE = LeaseRow.__table__  # type: ignore[attr-defined]
REVIEW = ReviewRow.__table__  # type: ignore[attr-defined]
FIRST = (float("-inf"), 0, 0)

project: Any = bindparam("project")
me: Any = bindparam("me")
now: Any = bindparam("now")
IN_ORDER = (ITEM.c.rank, ITEM.c.queued_at, ITEM.c.number)
FROM_KEY = tuple_(*IN_ORDER) >= tuple_(bindparam("rank"), bindparam("queued_at"), bindparam("number"))
SUBMITTED = REVIEW.c.state == literal_column("'submitted'")  # written out, so that the partial index is found
FIRST_ROUND = REVIEW.c.round == literal_column("'first'")
MY_REVIEW = and_(REVIEW.c.item_number == ITEM.c.number, REVIEW.c.reviewer == me, SUBMITTED, FIRST_ROUND)
JUDGED_BY_ME = exists().where(MY_REVIEW)
HELD_BY_ME = exists().where(LEASE.c.item_number == ITEM.c.number, LEASE.c.reviewer == me, LEASE.c.expires_at > now)
OTHER = LEASE.alias("other")
OTHER_HOLDERS = (
    select(func.count())
    .select_from(OTHER)
    .where(OTHER.c.item_number == ITEM.c.number, OTHER.c.reviewer != me, OTHER.c.expires_at > now)
    .where(OTHER.c.round == literal_column("'first'"))  # the other rounds take no place
    .scalar_subquery()
)
HAS_ROOM = ITEM.c.needed - ITEM.c.reviews > OTHER_HOLDERS
FOR_ME = or_(ITEM.c.assigned_to == me, and_(ITEM.c.assigned_to.is_(None), SUITS_ME))
FREE_FOR_ME = and_(FOR_ME, ~HELD_BY_ME, HAS_ROOM)
IN_TURN = ITEM.c.gold <= bindparam("gold_in_order")  # where gold is drawn, it does not come at its place as well
OF_ANOTHER_ROUND = LEASE.c.round != literal_column("'first'")
OPEN = and_(ITEM.c.project_id == project, ITEM.c.state == literal_column("'open'"))
CHOICE = select(ITEM, BODY.c.body).join(BODY, BODY.c.number == ITEM.c.number)

FIND_CURSOR = Prepared(
    select(CURSOR.c.rank, CURSOR.c.queued_at, CURSOR.c.number).where(
        CURSOR.c.project_id == project, CURSOR.c.reviewer == me
    )
)
FIND_HEAD = Prepared(
    select(*IN_ORDER)
    .where(OPEN, FROM_KEY, IN_TURN, FOR_ME, ~JUDGED_BY_ME)
    .order_by(*IN_ORDER)
    .limit(literal_column("1"))
)
NEXT = Prepared(
    CHOICE.where(OPEN, FROM_KEY, IN_TURN, ~JUDGED_BY_ME, FREE_FOR_ME).order_by(*IN_ORDER).limit(literal_column("1"))
)
# As a sum, the project is no reason to look through all that is open, in the index of the queue, for a few gold items.
_OF_PROJECT = ITEM.c.project_id + literal_column("0") == project
LAST_GOLD = Prepared(
    CHOICE.where(ITEM.c.gold == literal_column("1"), _OF_PROJECT, ITEM.c.state == literal_column("'open'"))
    .where(~JUDGED_BY_ME, FREE_FOR_ME)
    .order_by(*IN_ORDER)
    .limit(literal_column("1"))
)
FOLLOWING = Prepared(
    CHOICE.where(OPEN, *OF_THE_SAME_PRIORITY, IN_TURN, ~JUDGED_BY_ME, FREE_FOR_ME)
    .order_by(*IN_ORDER)
    .limit(literal_column(str(LOOKED_AHEAD)))
)
NEXT_DEFERRED = Prepared(
    CHOICE.join(REVIEW, REVIEW.c.item_number == ITEM.c.number)
    .where(REVIEW.c.reviewer == me, text(f"review.{DEFERRED.replace(' AND ', ' AND review.')}"), FIRST_ROUND)
    .where(OPEN, FREE_FOR_ME)
    .order_by(REVIEW.c.submitted_at, REVIEW.c.number)
    .limit(literal_column("1"))
)
SUITS = Prepared(select(ITEM.c.number).where(ITEM.c.number == bindparam("number"), SUITS_ME))
CHOSEN = Prepared(CHOICE.where(ITEM.c.number == bindparam("number"), FOR_ME, or_(HELD_BY_ME, HAS_ROOM)))
MY_KIND = Prepared(select(REVIEW.c.kind).where(ITEM.c.number == bindparam("number"), MY_REVIEW))
_CURSOR = upsert(CURSOR)
SET_CURSOR = Prepared(
    _CURSOR.on_conflict_do_update(
        index_elements=["project_id", "reviewer"],
        set_={name: _CURSOR.excluded[name] for name in ("rank", "queued_at", "number")},
    )
)
_LEASE = upsert(LEASE)
TAKE = Prepared(
    _LEASE.on_conflict_do_update(
        index_elements=["item_number", "reviewer"],
        set_={name: _LEASE.excluded[name] for name in ("token", "claimed_at", "expires_at", "round")},
    )
)
HELD_NUMBERS = Prepared(select(LEASE.c.item_number).where(LEASE.c.reviewer == me, LEASE.c.expires_at > now))
STANDING = Prepared(
    select(
        ITEM.c.item_id,
        LEASE.c.item_number,
        LEASE.c.round,
        or_(LEASE.c.expires_at > now, OF_ANOTHER_ROUND, HAS_ROOM).label("stands"),
    )
    .join(ITEM, ITEM.c.number == LEASE.c.item_number)
    .where(LEASE.c.reviewer == me, LEASE.c.token == bindparam("token"))
)
PROLONG = Prepared(
    update(LEASE)
    .where(LEASE.c.reviewer == me, LEASE.c.token == bindparam("held_token"))
    .values(expires_at=bindparam("until"))
)
DROP = Prepared(delete(LEASE).where(LEASE.c.item_number == bindparam("number"), ~OF_ANOTHER_ROUND))
DROP_MINE = Prepared(delete(LEASE).where(LEASE.c.item_number == bindparam("number"), LEASE.c.reviewer == me))


def claim_next(connection: Connection, wish: Wish) -> Taken | None:
    """Give the reviewer the next item in order of priority, then age; None where nothing is left for this person."""
    gold.refuse_paused(connection, wish)
    _refuse_hoarding(connection, wish)
    if gold.is_newcomer(connection, wish):
        first = gold.for_newcomer(connection, wish)
        return None if first is None else _take(connection, wish, first, gold.ROUND)
    other = rounds.choose(connection, wish)
    if other is not None:
        return _take(connection, wish, other.row, other.round)
    values = wish.values
    key = tuple(FIND_CURSOR.first(connection, values) or FIRST)
    head = FIND_HEAD.first(connection, values | dict(zip(_KEY_NAMES, key, strict=True)))
    row = None
    if head is not None:
        start = dict(zip(_KEY_NAMES, head, strict=True))
        if tuple(head) != key:
            SET_CURSOR.run(connection, {"project_id": wish.project_id, "reviewer": wish.reviewer, **start})
        row = NEXT.first(connection, values | start)
        if row is not None and wish.interleave:
            row = milder(connection, FOLLOWING, values, row)
    mixed = gold.mix_in(connection, wish) if row is not None else None
    if mixed is not None:
        return _take(connection, wish, mixed, gold.ROUND)
    if row is None:
        row = NEXT_DEFERRED.first(connection, values) or LAST_GOLD.first(connection, values)
    return None if row is None else _take(connection, wish, row)


_KEY_NAMES = ("rank", "queued_at", "number")


def claim_chosen(connection: Connection, wish: Wish, item_id: str, source: str | None) -> Taken:
    """Give the reviewer this item, if the rules of the queue allow it."""
    record = get_record(connection, wish.project_id, item_id, source)
    values = {**wish.values, "number": record.number}
    gold.refuse_paused(connection, wish)
    again = rounds.round_to_go_on_with(connection, wish.reviewer, record.number)
    again = again or gold.round_to_go_on_with(connection, wish.reviewer, record.number)
    if again is not None:
        _refuse_hoarding(connection, wish, record.number)
        return _take(connection, wish, record, again)
    gold.refuse_unqualified(connection, wish)
    if MY_KIND.value(connection, values) not in (None, "defer"):
        raise AlreadyReviewed(f"{wish.reviewer} has already reviewed item '{item_id}': change that review instead.")
    if record.state != "open":
        raise Refused(f"Item '{item_id}' is {record.state.replace('_', ' ')} and needs no review now.")
    row = CHOSEN.first(connection, values)
    if row is not None:
        _refuse_hoarding(connection, wish, record.number)
        return _take(connection, wish, row)
    if record.assigned_to not in (None, wish.reviewer):
        raise Refused(f"Item '{item_id}' is reserved for {record.assigned_to}: ask a lead to assign it anew.")
    if record.assigned_to is None and SUITS.first(connection, values) is None:
        raise Refused(
            f"Item '{item_id}' needs the skill '{record.skill}', which others here have: "
            "leave it to them, or ask a lead."
        )
    raise Refused(f"Item '{item_id}' is held by other reviewers now: try again when their leases end.")


def _refuse_hoarding(connection: Connection, wish: Wish, chosen: int | None = None) -> None:
    held = {row.item_number for row in HELD_NUMBERS.all(connection, wish.values)}
    if len(held) >= MAX_OPEN_LEASES and chosen not in held:
        raise Refused(f"{wish.reviewer} holds {len(held)} items already: submit or release some of them first.")


def _take(connection: Connection, wish: Wish, row: Any, served_round: str = "first") -> Taken:
    expires = take(connection, wish, row, served_round)
    return Taken(to_item(row.body), bool(row.hits_hidden), wish.token, wish.now_us, expires)


def take(connection: Connection, wish: Wish, row: Any, served_round: str = "first") -> int:
    """Give an item that is free to the person who wishes it; return when the lease ends."""
    expires = wish.now_us + wish.lease_us
    lease = {"item_number": row.number, "reviewer": wish.reviewer, "token": wish.token, "round": served_round}
    TAKE.run(connection, {**lease, "claimed_at": wish.now_us, "expires_at": expires})
    append(connection, wish.now_us, wish.reviewer, "item.claimed", row.item_id, {"source": row.source})
    return expires


def check_standing(connection: Connection, reviewer: str, token: str, now_us: int) -> Any:
    """Return the lease that a token proves, or raise LeaseLost.

    A lapsed lease stands until somebody else takes the place, so that slow work counts where it harms nobody; in a
    round other than the first nobody takes it.
    """
    lease = STANDING.first(connection, {"me": reviewer, "token": token, "now": now_us})
    if lease is None or not lease.stands:
        what = f"Item '{lease.item_id}'" if lease else "This item"
        raise LeaseLost(f"{what} is no longer held for you: your work stays as a draft; claim the item again.")
    return lease


def renew(connection: Connection, reviewer: str, token: str, now_us: int, lease_us: int) -> int:
    """Prolong a lease that still stands and return its new end; renewals are not written to the ledger."""
    check_standing(connection, reviewer, token, now_us)
    PROLONG.run(connection, {"me": reviewer, "held_token": token, "until": now_us + lease_us})
    return now_us + lease_us


def release(
    connection: Connection, project_id: int, reviewer: str, token: str | None, actor: str, now_us: int
) -> tuple[tuple[str, ...], Receipt | None]:
    """Give back one held item, or all of a person's; return the items' ids and the receipt."""
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
        receipt = end_lease(connection, row.item_number, row.item_id, reviewer, actor, now_us)
    return tuple(row.item_id for row in held), receipt


def end_lease(connection: Connection, number: int, item_id: str, holder: str, actor: str, now_us: int) -> Receipt:
    """End one person's lease on an item; where somebody else does it, the ledger names the holder."""
    drop_leases(connection, number, holder)
    details = {} if actor == holder else {"holder": holder}
    return append(connection, now_us, actor, "item.released", item_id, details)


_DEFERRED_BY_ME = exists().where(MY_REVIEW, REVIEW.c.kind == literal_column("'defer'"))
HELD = Prepared(
    select(LEASE.c.token, LEASE.c.claimed_at, LEASE.c.expires_at, ITEM.c.hits_hidden, BODY.c.body)
    .join(ITEM, ITEM.c.number == LEASE.c.item_number)
    .join(BODY, BODY.c.number == ITEM.c.number)
    .where(LEASE.c.reviewer == me, LEASE.c.expires_at > now, ITEM.c.project_id == project)
    .where(or_(OF_ANOTHER_ROUND, and_(OPEN, or_(~JUDGED_BY_ME, _DEFERRED_BY_ME))))
    .order_by(LEASE.c.claimed_at, ITEM.c.number)
)


def held_by(connection: Connection, project_id: int, reviewer: str, now_us: int) -> tuple[Taken, ...]:
    """Return what a person holds now, oldest claim first, except what was settled meanwhile."""
    rows = HELD.all(connection, {"project": project_id, "me": reviewer, "now": now_us})
    return tuple(
        Taken(to_item(row.body), bool(row.hits_hidden), row.token, row.claimed_at, row.expires_at) for row in rows
    )


LEASES = Prepared(
    select(LEASE.c.reviewer, LEASE.c.claimed_at, LEASE.c.expires_at, ITEM.c.item_id, ITEM.c.source)
    .join(ITEM, ITEM.c.number == LEASE.c.item_number)
    .where(ITEM.c.project_id == project, LEASE.c.expires_at > now)
    .order_by(LEASE.c.claimed_at, LEASE.c.item_number)
)


def list_leases(connection: Connection, project_id: int, now_us: int) -> list[Any]:
    """Return who holds what since when and until when."""
    return LEASES.all(connection, {"project": project_id, "now": now_us})


def drop_leases(connection: Connection, number: int, reviewer: str | None = None) -> None:
    """End the leases on an item in the first round, or one person's in any, inside a larger transaction."""
    if reviewer is None:
        DROP.run(connection, {"number": number})
    else:
        DROP_MINE.run(connection, {"number": number, "me": reviewer})
