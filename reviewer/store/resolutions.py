"""Resolutions in the database, and the state of an item as it follows from its reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from reviewer.domain.canonical import model_json, sha256_text
from reviewer.domain.control import needs_overlap
from reviewer.domain.items import Item
from reviewer.domain.leases import ItemState
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Decision, Resolution, decide
from reviewer.domain.reviews import Review

from .items import BODY, ITEM, pull_back_cursors, to_item
from .reviews import current_reviews
from .tables import ResolutionRow
from .times import from_micros

RESOLUTION = ResolutionRow.__table__  # type: ignore[attr-defined]
FIND = select(RESOLUTION.c.body, RESOLUTION.c.method).where(
    RESOLUTION.c.item_number == bindparam("item"), RESOLUTION.c.state == "current"
)
PAGE = 200


def to_resolution(body: str) -> Resolution:
    """Return the resolution that canonical JSON holds."""
    return Resolution.model_validate_json(body)


def find_resolution(connection: Connection, number: int) -> Resolution | None:
    """Return the current resolution of an item, or None."""
    row = connection.execute(FIND, {"item": number}).first()
    return to_resolution(row.body) if row else None


def retire(connection: Connection, number: int, state: str) -> None:
    """Put the current resolution of an item aside as `superseded` or `withdrawn`."""
    connection.execute(
        update(RESOLUTION)
        .where(RESOLUTION.c.item_number == number, RESOLUTION.c.state == "current")
        .values(state=state)
    )


def store_resolution(connection: Connection, number: int, resolution: Resolution, now_us: int) -> None:
    """Make a resolution the current one of its item; the one before stays as superseded."""
    retire(connection, number, "superseded")
    body = model_json(resolution.model_copy(update={"decided_at": from_micros(now_us)}))
    connection.execute(
        insert(RESOLUTION),
        {
            "item_number": number,
            "state": "current",
            "verdict": resolution.verdict,
            "outcome": resolution.outcome,
            "method": resolution.method,
            "decided_at": now_us,
            "sha256": sha256_text(body),
            "body": body,
        },
    )
    connection.execute(
        update(ITEM).where(ITEM.c.number == number).values(unsettled=int(not resolution.correction_settled))
    )


def settle(
    connection: Connection,
    record: Row[Any],
    item: Item,
    project: Project,
    now_us: int,
    weights: Mapping[str, float] | None = None,
) -> ItemState:
    """Bring an item's state, needed reviews and resolution in line with its current reviews; return the state.

    The state is derived anew each time, so that the same reviews always lead to the same place, in whatever order
    they came or went. What a lead has adjudicated stays.
    """
    reviews = current_reviews(connection, record.number)
    standing = find_resolution(connection, record.number)
    base = project.overlap if needs_overlap(item, project) else 1
    decision = decide(item, project, reviews, base, weights)
    if standing is not None and standing.method == "adjudicated":
        state: ItemState = "resolved"
    else:
        state = _state(decision, reviews)
        _replace(connection, record.number, standing, decision.resolution if state == "resolved" else None, now_us)
    connection.execute(
        update(ITEM)
        .where(ITEM.c.number == record.number)
        .values(
            state=state,
            needed=decision.needed,
            reviews=sum(review.is_judgement for review in reviews),
            changed_at=now_us,
        )
    )
    reopened = state == "open" and (record.state != "open" or decision.needed > record.needed)
    if reopened:
        pull_back_cursors(connection, record.project_id, (record.rank, record.queued_at, record.number))
    return state


def _state(decision: Decision, reviews: tuple[Review, ...]) -> ItemState:
    if any(review.escalation is not None for review in reviews):
        return "escalated"
    if any(review.skip is not None and review.skip.kind == "out_of_scope" for review in reviews):
        return "set_aside"
    if decision.next == "resolve":
        return "resolved"
    return "adjudication" if decision.next == "adjudicate" else "open"


def _replace(
    connection: Connection, number: int, standing: Resolution | None, wanted: Resolution | None, now_us: int
) -> None:
    if wanted is None:
        if standing is not None:
            retire(connection, number, "withdrawn")
            connection.execute(update(ITEM).where(ITEM.c.number == number).values(unsettled=0))
    elif standing is None or standing.model_copy(update={"decided_at": None}) != wanted:
        store_resolution(connection, number, wanted, now_us)


UNSETTLED = or_(ITEM.c.state.in_(("adjudication", "escalated")), ITEM.c.unsettled == 1)


def page_of_disagreements(
    connection: Connection, project_id: int, offset: int, limit: int
) -> Iterator[tuple[Row[Any], tuple[Review, ...]]]:
    """Yield (item row, reviews) of what a lead has to settle, oldest first."""
    statement = (
        select(ITEM)
        .where(ITEM.c.project_id == project_id, UNSETTLED)
        .order_by(ITEM.c.changed_at, ITEM.c.number)
        .offset(offset)
        .limit(limit)
    )
    for row in connection.execute(statement).all():
        yield row, current_reviews(connection, row.number)


def count_unsettled(connection: Connection, project_id: int) -> int:
    """Return how many resolved items still have corrections that differ."""
    statement = select(ITEM.c.number).where(ITEM.c.project_id == project_id, ITEM.c.unsettled == 1)
    return len(connection.execute(statement.where(ITEM.c.state == "resolved")).all())


def stream_resolved(connection: Connection, project_id: int) -> Iterator[tuple[Item, Resolution, tuple[Review, ...]]]:
    """Yield (item, resolution, current first-round reviews) of resolved items in order, a page at a time."""
    last = 0
    statement = (
        select(ITEM.c.number, BODY.c.body, RESOLUTION.c.body.label("resolution"))
        .join(BODY, BODY.c.number == ITEM.c.number)
        .join(RESOLUTION, RESOLUTION.c.item_number == ITEM.c.number)
        .where(
            ITEM.c.project_id == project_id,
            RESOLUTION.c.state == "current",
            ITEM.c.number > bindparam("last"),
        )
        .order_by(ITEM.c.number)
        .limit(PAGE)
    )
    while rows := connection.execute(statement, {"last": last}).all():
        for row in rows:
            yield to_item(row.body), to_resolution(row.resolution), current_reviews(connection, row.number)
        last = rows[-1].number
