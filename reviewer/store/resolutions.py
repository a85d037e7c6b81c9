"""Resolutions in the database, and the state of an item as it follows from its reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, literal_column, or_, select, update

from reviewer.domain.canonical import model_json, sha256_text
from reviewer.domain.control import needs_overlap
from reviewer.domain.items import Item
from reviewer.domain.leases import ItemState
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Decision, Resolution, decide
from reviewer.domain.reviews import Review

from .items import BODY, ITEM, pull_back_cursors, to_item
from .prepared import Prepared
from .reviews import current_reviews
from .tables import ResolutionRow
from .times import from_micros

RESOLUTION = ResolutionRow.__table__  # type: ignore[attr-defined]
IS_CURRENT = RESOLUTION.c.state == literal_column("'current'")  # written out, so that the partial index is found
FIND = Prepared(select(RESOLUTION.c.body).where(RESOLUTION.c.item_number == bindparam("item"), IS_CURRENT))
RETIRE = Prepared(
    update(RESOLUTION)
    .where(RESOLUTION.c.item_number == bindparam("item"), IS_CURRENT)
    .values(state=bindparam("new_state"))
)
ADD = Prepared(insert(RESOLUTION).values({name: bindparam(name) for name in RESOLUTION.c.keys() if name != "number"}))  # noqa: SIM118
_MOVED = ("state", "needed", "reviews", "unsettled", "changed_at")
MOVE = Prepared(
    update(ITEM).where(ITEM.c.number == bindparam("item")).values({name: bindparam(f"new_{name}") for name in _MOVED})
)
PAGE = 200


def to_resolution(body: str) -> Resolution:
    """Return the resolution that canonical JSON holds."""
    return Resolution.model_validate_json(body)


def find_resolution(connection: Connection, number: int) -> Resolution | None:
    """Return the current resolution of an item, or None."""
    body = FIND.value(connection, {"item": number})
    return to_resolution(body) if body else None


def retire(connection: Connection, number: int, state: str) -> None:
    """Put the current resolution of an item aside as `superseded` or `withdrawn`."""
    RETIRE.run(connection, {"item": number, "new_state": state})


def store_resolution(connection: Connection, number: int, resolution: Resolution, now_us: int) -> None:
    """Make a resolution the current one of its item, where none stands."""
    body = model_json(resolution.model_copy(update={"decided_at": from_micros(now_us)}))
    ADD.run(
        connection,
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


def settle(
    connection: Connection,
    record: Any,
    item: Item,
    project: Project,
    reviews: Sequence[Review],
    now_us: int,
    weights: Mapping[str, float] | None = None,
) -> ItemState:
    """Bring an item's state, needed reviews and resolution in line with its current reviews; return the state.

    The state is derived anew each time, so that the same reviews always lead to the same place, in whatever order
    they came or went. What a lead has adjudicated stays. Only a resolved item can have a resolution.
    """
    standing = find_resolution(connection, record.number) if record.state == "resolved" else None
    base = project.overlap if needs_overlap(item, project) else 1
    decision = decide(item, project, reviews, base, weights)
    state: ItemState
    wanted: Resolution | None
    if standing is not None and standing.method == "adjudicated":
        state, wanted = "resolved", standing
    else:
        state = _state(decision, reviews)
        wanted = decision.resolution if state == "resolved" else None
        _replace(connection, record.number, standing, wanted, now_us)
    moved = {
        "state": state,
        "needed": decision.needed,
        "reviews": sum(review.is_judgement for review in reviews),
        "unsettled": int(wanted is not None and not wanted.correction_settled),
        "changed_at": now_us,
    }
    MOVE.run(connection, {"item": record.number, **{f"new_{name}": value for name, value in moved.items()}})
    if state == "open" and record.state != "open":
        pull_back_cursors(connection, record.project_id, (record.rank, record.queued_at, record.number))
    return state


def _state(decision: Decision, reviews: Sequence[Review]) -> ItemState:
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
    if standing is not None:
        if wanted is not None and standing.model_copy(update={"decided_at": None}) == wanted:
            return
        retire(connection, number, "withdrawn" if wanted is None else "superseded")
    if wanted is not None:
        store_resolution(connection, number, wanted, now_us)


IS_UNSETTLED = ITEM.c.unsettled == literal_column("1")
WAITS_FOR_LEAD = or_(ITEM.c.state.in_(("adjudication", "escalated")), IS_UNSETTLED)


def page_of_disagreements(
    connection: Connection, project_id: int, offset: int, limit: int
) -> Iterator[tuple[Row[Any], tuple[Review, ...]]]:
    """Yield (item row, reviews) of what a lead has to settle, oldest first."""
    statement = (
        select(ITEM)
        .where(ITEM.c.project_id == project_id, WAITS_FOR_LEAD)
        .order_by(ITEM.c.changed_at, ITEM.c.number)
        .offset(offset)
        .limit(limit)
    )
    for row in connection.execute(statement).all():
        yield row, current_reviews(connection, row.number)


def count_unsettled(connection: Connection, project_id: int) -> int:
    """Return how many resolved items still have corrections that differ."""
    statement = select(func.count()).select_from(ITEM).where(ITEM.c.project_id == project_id, IS_UNSETTLED)
    return int(connection.execute(statement).scalar_one())


def stream_resolved(connection: Connection, project_id: int) -> Iterator[tuple[Item, Resolution, tuple[Review, ...]]]:
    """Yield (item, resolution, current first-round reviews) of resolved items in order, a page at a time."""
    last = 0
    statement = (
        select(ITEM.c.number, BODY.c.body, RESOLUTION.c.body.label("resolution"))
        .join(BODY, BODY.c.number == ITEM.c.number)
        .join(RESOLUTION, RESOLUTION.c.item_number == ITEM.c.number)
        .where(
            ITEM.c.project_id + literal_column("0") == project_id,  # a sum: the number leads
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
