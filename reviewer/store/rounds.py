"""Rounds other than the first: own finished items served again without a word, and the sets of a calibration.

An item that is held in such a round takes no place in the queue, and what is said of it changes no state. Which round
it is stands with the lease alone, so that nothing that the person is given tells of it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, func, insert, literal_column, select, update

from reviewer.domain.canonical import canonical_json, unit_fraction
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import NotFound, Refused

from .audit import append
from .items import BODY, ITEM
from .prepared import Prepared
from .reviews import COPIED, REVIEW
from .store import NewCalibration, Wish
from .tables import CalibrationRow, LeaseRow, ResolutionRow

DAY_US = 86_400_000_000
AGAIN_AFTER_DAYS = 7
"""Not sooner, so that hundreds of other items lie between and the verdict is not just remembered; and not so late
that a project of a few weeks learns nothing of itself."""
REMEMBERED = 1000
"""How many finished items are drawn from, the newest that are old enough: a draw costs the same after any number."""
LOOKED_AT = 50
STILL_SHOWN = 10
"""So many of the last submissions stand on the screen with their verdicts: even after a holiday none of them comes."""

CALIBRATION = CalibrationRow.__table__  # type: ignore[attr-defined]
LEASE = LeaseRow.__table__  # type: ignore[attr-defined]
RESOLUTION = ResolutionRow.__table__  # type: ignore[attr-defined]
me: Any = bindparam("me")
now: Any = bindparam("now")
project: Any = bindparam("project")
SUBMITTED: Any = literal_column("'submitted'")  # written out, so that the partial index is found
FIRST: Any = literal_column("'first'")
MINE = (REVIEW.c.project_id == project, REVIEW.c.reviewer == me, REVIEW.c.state == SUBMITTED)
FINISHED = (*MINE, REVIEW.c.submitted_at <= bindparam("latest"))
HELD_BY_ME = exists().where(LEASE.c.item_number == ITEM.c.number, LEASE.c.reviewer == me, LEASE.c.expires_at > now)
CHOICE = select(ITEM, BODY.c.body).join(BODY, BODY.c.number == ITEM.c.number)
_KNOWN = REVIEW.alias("known")
_OF_ITEM = (_KNOWN.c.item_number == ITEM.c.number, _KNOWN.c.reviewer == me)
SERVED_AGAIN = exists().where(*_OF_ITEM, _KNOWN.c.round == literal_column("'consistency'"), _KNOWN.c.state == SUBMITTED)
AFTER_REVEAL = exists().where(*_OF_ITEM, func.json_extract(_KNOWN.c.body, literal_column("'$.after_reveal'")) == 1)
TOLD_BY_A_LEAD = exists().where(
    RESOLUTION.c.item_number == ITEM.c.number,
    RESOLUTION.c.state == literal_column("'current'"),
    RESOLUTION.c.method == literal_column("'adjudicated'"),
)
OLDEST_SHOWN = Prepared(
    select(REVIEW.c.submitted_at)
    .where(*MINE)
    .order_by(REVIEW.c.submitted_at.desc())
    .limit(literal_column("1"))
    .offset(literal_column(str(STILL_SHOWN - 1)))
)
COUNT_FINISHED = Prepared(
    select(func.count()).select_from(
        select(REVIEW.c.number).where(*FINISHED).limit(literal_column(str(REMEMBERED))).subquery()
    )
)
_SOME = (
    select(REVIEW.c.item_number, REVIEW.c.round, REVIEW.c.kind, REVIEW.c.submission_id, REVIEW.c.submitted_at)
    .where(*FINISHED)
    .order_by(REVIEW.c.submitted_at.desc())
    .limit(literal_column(str(LOOKED_AT)))
    .offset(bindparam("skipped"))
    .subquery("some")
)
AGAIN = Prepared(
    CHOICE.join(_SOME, _SOME.c.item_number == ITEM.c.number)
    .where(_SOME.c.round == FIRST, _SOME.c.kind == literal_column("'verdict'"))
    .where(~exists().where(COPIED.c.submission_id == _SOME.c.submission_id))  # never read for itself
    .where(ITEM.c.state == literal_column("'resolved'"))
    .where(~SERVED_AGAIN, ~AFTER_REVEAL, ~TOLD_BY_A_LEAD, ~HELD_BY_ME)
    .order_by(_SOME.c.submitted_at.desc())
    .limit(literal_column("1"))
)
OPEN_ROUND = Prepared(
    select(CALIBRATION.c.number, CALIBRATION.c.item_numbers, CALIBRATION.c.people).where(
        CALIBRATION.c.project_id == project, CALIBRATION.c.closed_at.is_(None)
    )
)
_SET = func.json_each(bindparam("items")).table_valued("key", "value", name="chosen")
CALIBRATED = exists().where(*_OF_ITEM, _KNOWN.c.round == literal_column("'calibration'"), _KNOWN.c.state == SUBMITTED)
NEXT_OF_SET = Prepared(
    CHOICE.join(_SET, _SET.c.value == ITEM.c.number)
    .where(~CALIBRATED, ~HELD_BY_ME)
    .order_by(_SET.c.key)
    .limit(literal_column("1"))
)
IN_OPEN_SET = Prepared(
    select(CALIBRATION.c.number)
    .join(ITEM, ITEM.c.project_id == CALIBRATION.c.project_id)
    .join(func.json_each(CALIBRATION.c.item_numbers).table_valued("value", name="chosen"), literal_column("1") == 1)
    .where(ITEM.c.number == bindparam("number"), CALIBRATION.c.closed_at.is_(None))
    .where(literal_column("chosen.value") == ITEM.c.number)
)
LEASED = Prepared(
    select(LEASE.c.round).where(
        LEASE.c.item_number == bindparam("number"), LEASE.c.reviewer == me, LEASE.c.round != FIRST
    )
)
LAST_OF_ITEM = Prepared(
    select(REVIEW.c.round, REVIEW.c.state)
    .where(REVIEW.c.item_number == bindparam("number"), REVIEW.c.reviewer == me)
    .order_by(REVIEW.c.number.desc())
    .limit(literal_column("1"))
)


class Other(NamedTuple):
    """An item to be served in another round than the first."""

    row: Any
    round: str


def choose(connection: Connection, wish: Wish) -> Other | None:
    """Return what comes before the queue: an item of the open calibration, or by the draw an own finished one."""
    calibration = OPEN_ROUND.first(connection, wish.values)
    if calibration is not None and wish.reviewer in json.loads(calibration.people):
        row = NEXT_OF_SET.first(connection, {**wish.values, "items": calibration.item_numbers})
        if row is not None:
            return Other(row, "calibration")
    if unit_fraction("consistency", wish.token) >= wish.consistency_share:
        return None
    row = _own_again(connection, wish)
    return None if row is None else Other(row, "consistency")


def _own_again(connection: Connection, wish: Wish) -> Any | None:
    """Return an own finished item at random, or None where the few that are looked at do not do."""
    shown_since = OLDEST_SHOWN.value(connection, wish.values)
    if shown_since is None:
        return None
    values = {**wish.values, "latest": min(wish.now_us - AGAIN_AFTER_DAYS * DAY_US, shown_since - 1)}
    finished = COUNT_FINISHED.value(connection, values)
    place = int(unit_fraction("place", wish.token) * finished)
    for skipped in (place, 0) if finished else ():
        row = AGAIN.first(connection, {**values, "skipped": skipped})
        if row is not None:
            return row
    return None


def round_to_go_on_with(connection: Connection, reviewer: str, number: int) -> str | None:
    """Return in which other round a person was at this item: the lease has lapsed, or the review was taken back."""
    values = {"me": reviewer, "number": number}
    known: str | None = LEASED.value(connection, values)
    last = LAST_OF_ITEM.first(connection, values)
    if known is None and last is not None and last.state == "withdrawn" and last.round != "first":
        known = last.round
    if known == "calibration" and IN_OPEN_SET.first(connection, values) is None:
        return None  # it was closed meanwhile: to the queue the item is as any other
    return known


# ---- calibration -----------------------------------------------------------------------------------------


def start_calibration(
    connection: Connection, project_id: int, wanted: NewCalibration, actor: str, now_us: int
) -> tuple[int, Receipt]:
    """Open a calibration round; return its number and the receipt."""
    if OPEN_ROUND.first(connection, {"project": project_id}) is not None:
        raise Refused("A calibration round is open already: close it before the next one starts.")
    for start in range(0, len(wanted.items), LOOKED_AT):
        _check_items(connection, project_id, wanted.items[start : start + LOOKED_AT])
    number = int(connection.execute(select(func.coalesce(func.max(CALIBRATION.c.number), 0) + 1)).scalar_one())
    connection.execute(
        insert(CALIBRATION),
        {
            "number": number,
            "project_id": project_id,
            "title": wanted.title,
            "item_numbers": canonical_json(list(wanted.items)),
            "people": canonical_json(list(wanted.people)),
            "started_at": now_us,
            "started_by": actor,
        },
    )
    details = {"number": number, "items": len(wanted.items), "people": list(wanted.people)}
    return number, append(connection, now_us, actor, "calibration.started", wanted.title, details)


def _check_items(connection: Connection, project_id: int, numbers: tuple[int, ...]) -> None:
    """Refuse items that are not there, and those that were talked about in an earlier round."""
    before = exists().where(_KNOWN.c.item_number == ITEM.c.number, _KNOWN.c.round == literal_column("'calibration'"))
    found = connection.execute(
        select(ITEM.c.item_id, before.label("before")).where(
            ITEM.c.project_id == project_id, ITEM.c.number.in_(numbers)
        )
    ).all()
    if len(found) != len(numbers):
        raise NotFound("An item of the set is not in this project: choose the set again.")
    known = next((row.item_id for row in found if row.before), None)
    if known is not None:
        raise Refused(f"Item '{known}' was in a calibration round already: choose another one in its place.")


def close_calibration(connection: Connection, project_id: int, number: int, actor: str, now_us: int) -> Receipt:
    """Close a calibration round; what is held of it still counts."""
    round_ = connection.execute(
        select(CALIBRATION.c.title).where(
            CALIBRATION.c.project_id == project_id, CALIBRATION.c.number == number, CALIBRATION.c.closed_at.is_(None)
        )
    ).first()
    if round_ is None:
        raise NotFound(f"There is no open calibration round {number}: see 'reviewer rounds show'.")
    connection.execute(
        update(CALIBRATION).where(CALIBRATION.c.number == number).values(closed_at=now_us, closed_by=actor)
    )
    return append(connection, now_us, actor, "calibration.closed", round_.title, {"number": number})


def list_calibrations(connection: Connection, project_id: int) -> list[Any]:
    """Return the calibration rounds of a project, oldest first."""
    columns = [column for column in CALIBRATION.c if column.name != "project_id"]
    statement = select(*columns).where(CALIBRATION.c.project_id == project_id).order_by(CALIBRATION.c.number)
    return list(connection.execute(statement))


def calibration_reviews(connection: Connection, numbers: list[int]) -> list[Any]:
    """Return (item number, item id, source, reviewer, kind, body) of what was said of these items in calibration."""
    statement = (
        select(REVIEW.c.item_number, ITEM.c.item_id, ITEM.c.source, REVIEW.c.reviewer, REVIEW.c.kind, REVIEW.c.body)
        .join(ITEM, ITEM.c.number == REVIEW.c.item_number)
        .where(REVIEW.c.item_number.in_(numbers), REVIEW.c.round == "calibration", REVIEW.c.state == "submitted")
        .order_by(REVIEW.c.item_number, REVIEW.c.reviewer)
    )
    return list(connection.execute(statement))
