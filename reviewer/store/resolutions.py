"""Resolutions in the database, and the state of an item as it follows from its reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, insert, literal_column, or_, select, update

from reviewer.domain.canonical import model_json, sha256_text
from reviewer.domain.control import needs_overlap
from reviewer.domain.items import Item
from reviewer.domain.leases import ItemState
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Category, Decision, Resolution, decide
from reviewer.domain.reviews import Review

from .items import BODY, ITEM, pull_back_cursors, to_item
from .prepared import Prepared
from .reviews import REVIEW, current_reviews
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


class Unsettled(NamedTuple):
    """An item that waits for a lead: its number, its state, and how often each verdict was given."""

    number: int
    state: str
    verdicts: dict[str, int]


def list_unsettled(connection: Connection, project_id: int) -> list[Unsettled]:
    """Return all that a lead has to settle, oldest first, without the texts of the reviews."""
    statement = (
        select(ITEM.c.number, ITEM.c.state, REVIEW.c.verdict)
        .select_from(ITEM)
        .outerjoin(
            REVIEW,
            (REVIEW.c.item_number == ITEM.c.number)
            & (REVIEW.c.state == literal_column("'submitted'"))
            & (REVIEW.c.round == literal_column("'first'"))
            & (REVIEW.c.kind == literal_column("'verdict'")),
        )
        .where(ITEM.c.project_id == project_id, WAITS_FOR_LEAD)
        .order_by(ITEM.c.changed_at, ITEM.c.number)
    )
    found: dict[int, Unsettled] = {}
    for row in connection.execute(statement):
        one = found.setdefault(row.number, Unsettled(row.number, row.state, {}))
        if row.verdict is not None:
            one.verdicts[row.verdict] = one.verdicts.get(row.verdict, 0) + 1
    return list(found.values())


def disagreements_by_number(
    connection: Connection, numbers: Sequence[int]
) -> Iterator[tuple[Row[Any], tuple[Review, ...]]]:
    """Yield (item row, reviews) of these items, in this order."""
    rows = {row.number: row for row in connection.execute(select(ITEM).where(ITEM.c.number.in_(numbers)))}
    for number in numbers:
        if number in rows:
            yield rows[number], current_reviews(connection, number)


def stream_of_category(
    connection: Connection, project_id: int, category: Category
) -> Iterator[tuple[str, str, Resolution]]:
    """Yield (item id, source, resolution) of what a lead has settled for a reason of this kind, newest first."""
    statement = (
        select(ITEM.c.item_id, ITEM.c.source, RESOLUTION.c.body)
        .select_from(RESOLUTION)
        .join(ITEM, ITEM.c.number == RESOLUTION.c.item_number)
        .where(
            ITEM.c.project_id == project_id,
            IS_CURRENT,
            RESOLUTION.c.method == "adjudicated",
            RESOLUTION.c.body.contains(f'"category":"{category}"'),
        )
        .order_by(RESOLUTION.c.number.desc())
    )
    for row in connection.execution_options(yield_per=PAGE).execute(statement):
        found = to_resolution(row.body)
        if found.category == category:  # an answer of the project may have the same words
            yield row.item_id, row.source, found


def list_own_settled(
    connection: Connection, project_id: int, reviewer: str, since_us: int
) -> list[tuple[str, str, str, Resolution]]:
    """Return (item id, source, own verdict, resolution) of what a lead has settled of one person's, newest first."""
    statement = (
        select(ITEM.c.item_id, ITEM.c.source, REVIEW.c.verdict, RESOLUTION.c.body)
        .select_from(REVIEW)
        .join(ITEM, ITEM.c.number == REVIEW.c.item_number)
        .join(RESOLUTION, RESOLUTION.c.item_number == REVIEW.c.item_number)
        .where(
            REVIEW.c.project_id == project_id,
            REVIEW.c.reviewer == reviewer,
            REVIEW.c.state == "submitted",
            REVIEW.c.round == "first",
            REVIEW.c.kind == "verdict",
            IS_CURRENT,
            RESOLUTION.c.method == "adjudicated",
            RESOLUTION.c.decided_at > since_us,
        )
        .order_by(RESOLUTION.c.decided_at.desc(), RESOLUTION.c.item_number)
    )
    return [(row.item_id, row.source, row.verdict, to_resolution(row.body)) for row in connection.execute(statement)]


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
