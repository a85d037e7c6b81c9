"""How many reviews came to be needed and how many were made, day by day, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from .items import ITEM
from .reviews import REVIEW

DAY_US = 86_400_000_000


class Waiting(NamedTuple):
    """What waits now: reviews that are still needed, items, those past their due time, and how old they are."""

    reviews: int
    items: int
    overdue: int
    median_age_us: int | None
    oldest_age_us: int | None


def waiting(connection: Connection, project_id: int, now_us: int) -> Waiting:
    """Return what waits in the open queue."""
    is_open = (ITEM.c.project_id == project_id) & (ITEM.c.state == "open")
    needed, items, oldest = connection.execute(
        select(func.sum(ITEM.c.needed - ITEM.c.reviews), func.count(), func.min(ITEM.c.queued_at)).where(is_open)
    ).one()
    overdue = connection.execute(select(func.count()).where(is_open, ITEM.c.due_at < now_us)).scalar_one()
    middle = select(ITEM.c.queued_at).where(is_open).order_by(ITEM.c.queued_at).offset(items // 2).limit(1)
    median = connection.execute(middle).scalar()
    ages = (None if at is None else max(now_us - at, 0) for at in (median, oldest))
    return Waiting(int(needed or 0), items, overdue, *ages)


def arrivals_by_day(connection: Connection, project_id: int, since_us: int) -> Mapping[int, int]:
    """Return how many reviews the items of each day (days since 1970) need, by the time of flagging."""
    return _per_day(connection, ITEM.c.queued_at, func.sum(ITEM.c.needed), ITEM.c.project_id == project_id, since_us)


def decisions_by_day(connection: Connection, project_id: int, since_us: int) -> Mapping[int, int]:
    """Return how many verdicts were submitted on each day (days since 1970)."""
    wanted = (
        (REVIEW.c.project_id == project_id)
        & (REVIEW.c.state == "submitted")
        & (REVIEW.c.kind == "verdict")
        & (REVIEW.c.round == "first")
    )
    return _per_day(connection, REVIEW.c.submitted_at, func.count(), wanted, since_us)


def _per_day(connection: Connection, at: Any, amount: Any, wanted: Any, since_us: int) -> Mapping[int, int]:
    day = (at // DAY_US).label("day")
    statement = select(day, amount.label("amount")).where(wanted, at >= since_us).group_by(day)
    return {int(row.day): int(row.amount) for row in connection.execute(statement)}
