"""Routing: a lead reserves items for people, takes them away, and gives them another place in the queue."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from reviewer.domain.changes import Receipt

from .audit import append
from .claiming import LEASE, end_lease
from .items import ITEM, get_record, pull_back_cursors


def release_item(
    connection: Connection,
    project_id: int,
    item_id: str,
    source: str | None,
    holder: str | None,
    actor: str,
    now_us: int,
) -> tuple[tuple[str, ...], Receipt | None]:
    """Take one item away from who holds it, or from this holder alone; return the holders and the receipt."""
    record = get_record(connection, project_id, item_id, source)
    receipt = None
    names = [name for name in _holders(connection, record.number) if holder in (None, name)]
    for name in names:
        receipt = end_lease(connection, record.number, item_id, name, actor, now_us)
    return tuple(names), receipt


def _holders(connection: Connection, number: int) -> list[str]:
    statement = select(LEASE.c.reviewer).where(LEASE.c.item_number == number).order_by(LEASE.c.claimed_at)
    return list(connection.execute(statement).scalars())


def assign(
    connection: Connection,
    project_id: int,
    item_id: str,
    source: str | None,
    to: str | None,
    actor: str,
    now_us: int,
    *,
    release: bool,
) -> Receipt:
    """Reserve an item for one person, or for nobody in particular; with `release` all others lose it at once."""
    record = get_record(connection, project_id, item_id, source)
    connection.execute(update(ITEM).where(ITEM.c.number == record.number).values(assigned_to=to))
    pull_back_cursors(connection, project_id, (record.rank, record.queued_at, record.number))
    for name in _holders(connection, record.number) if release else ():
        if name != to:
            end_lease(connection, record.number, item_id, name, actor, now_us)
    return append(connection, now_us, actor, "item.assigned", item_id, {"source": record.source, "to": to})


def prioritise(
    connection: Connection,
    project_id: int,
    item_id: str,
    source: str | None,
    priority: float,
    actor: str,
    now_us: int,
) -> Receipt:
    """Give an item another priority; who has passed its new place comes back to it."""
    record = get_record(connection, project_id, item_id, source)
    rank = 0.0 - priority
    connection.execute(update(ITEM).where(ITEM.c.number == record.number).values(rank=rank))
    if rank < record.rank:
        pull_back_cursors(connection, project_id, (rank, record.queued_at, record.number))
    details = {"source": record.source, "from": 0.0 - record.rank, "to": float(priority)}
    return append(connection, now_us, actor, "item.prioritised", item_id, details)
