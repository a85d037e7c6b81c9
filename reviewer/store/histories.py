"""What datasets rested on and what became of it: read from a dataset, from an item, or to build a dataset again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, and_, bindparam, cast, exists, func, or_, select

from reviewer.domain.audit import Event
from reviewer.domain.errors import Damaged
from reviewer.domain.items import Gold
from reviewer.domain.reviews import Review

from .audit import EVENT, to_event
from .datasets import ExportRecord, check_hash
from .items import BODY, ITEM, to_item
from .lineage import USED
from .resolutions import RESOLUTION, to_resolution
from .reviews import REVIEW
from .store import ItemUsed

PAGE = 200
EVENTS_SHOWN = 200


class Reviewed(NamedTuple):
    """One revision of one review, as far as lineage tells of it."""

    number: int
    submission_id: str
    reviewer: str
    round: str
    revision: int
    state: str
    kind: str
    verdict: str | None
    submitted_at: int
    audit_seq: int


class Decided(NamedTuple):
    """One resolution of an item, as far as lineage tells of it."""

    number: int
    state: str
    verdict: str
    method: str
    decided_at: int


class History(NamedTuple):
    """An item with all revisions of its reviews and all its resolutions, oldest first."""

    number: int
    item_id: str
    source: str
    state: str
    gold: bool
    sha256: str
    reviews: tuple[Reviewed, ...]
    resolutions: tuple[Decided, ...]

    @property
    def resolution(self) -> Decided | None:
        """The current resolution."""
        return next((one for one in reversed(self.resolutions) if one.state == "current"), None)


def stream_used(connection: Connection, number: int) -> Iterator[ItemUsed]:
    """Yield what each item of a dataset rests on, in the order of the items."""
    last = 0
    statement = _used_of(number).order_by(USED.c.item_number).limit(PAGE)
    while rows := connection.execute(statement, {"last": last}).all():
        yield from map(_to_used, rows)
        last = rows[-1].item_number


def _used_of(number: int) -> Select[Any]:
    return select(USED).where(USED.c.dataset == number, USED.c.item_number > bindparam("last"))


def _to_used(row: Any) -> ItemUsed:
    reviews = tuple(json.loads(row.reviews))
    return ItemUsed(row.item_number, row.split, row.resolution_number, reviews, row.gold, row.split_group)


def find_used(connection: Connection, number: int, item_number: int) -> ItemUsed | None:
    """Return what an item in a dataset rests on, or None where it is not in it."""
    row = connection.execute(select(USED).where(USED.c.dataset == number, USED.c.item_number == item_number)).first()
    return None if row is None else _to_used(row)


# A row is outdated when what it rests on is not current any more: the resolution, one of the reviews, or the item.
_LISTED = "," + func.substr(USED.c.reviews, 2, func.length(USED.c.reviews) - 2) + ","
_REVISED = exists(REVIEW.c.number).where(
    REVIEW.c.item_number == USED.c.item_number,
    REVIEW.c.state != "submitted",
    _LISTED.like("%," + cast(REVIEW.c.number, Text) + ",%"),
)
_UNDECIDED = and_(
    USED.c.resolution_number.is_not(None),
    ~exists(RESOLUTION.c.number).where(
        RESOLUTION.c.number == USED.c.resolution_number, RESOLUTION.c.state == "current"
    ),
)
_OTHERWISE_GOLD = or_(
    and_(USED.c.gold.is_(None), ITEM.c.gold == 1),
    and_(USED.c.gold.is_not(None), ITEM.c.gold == 0),
)
_OUTDATED = or_(_REVISED, _UNDECIDED, _OTHERWISE_GOLD, ITEM.c.number.is_(None))


def stream_outdated(connection: Connection, number: int) -> Iterator[ItemUsed]:
    """Yield the items of a dataset that rest on something that is not current any more."""
    last = 0
    statement = _of_outdated(_used_of(number)).order_by(USED.c.item_number).limit(PAGE)
    while rows := connection.execute(statement, {"last": last}).all():
        yield from map(_to_used, rows)
        last = rows[-1].item_number


def count_outdated(connection: Connection, number: int) -> int:
    """Return how many items of a dataset rest on something that is not current any more."""
    statement = _of_outdated(select(func.count()).select_from(USED).where(USED.c.dataset == number))
    return int(connection.execute(statement).scalar_one())


def _of_outdated(statement: Select[Any]) -> Select[Any]:
    return statement.outerjoin(ITEM, ITEM.c.number == USED.c.item_number).where(_OUTDATED)


def load_histories(connection: Connection, numbers: Sequence[int]) -> dict[int, History]:
    """Return these items, as many as a page holds, with all their reviews and resolutions."""
    reviews: dict[int, list[Reviewed]] = defaultdict(list)
    columns = [REVIEW.c[name] for name in Reviewed._fields]
    found = select(REVIEW.c.item_number, *columns).where(REVIEW.c.item_number.in_(numbers)).order_by(REVIEW.c.number)
    for row in connection.execute(found):
        reviews[row.item_number].append(Reviewed(*row[1:]))
    decisions: dict[int, list[Decided]] = defaultdict(list)
    columns = [RESOLUTION.c[name] for name in Decided._fields]
    found = select(RESOLUTION.c.item_number, *columns).where(RESOLUTION.c.item_number.in_(numbers))
    for row in connection.execute(found.order_by(RESOLUTION.c.number)):
        decisions[row.item_number].append(Decided(*row[1:]))
    items = select(ITEM.c.number, ITEM.c.item_id, ITEM.c.source, ITEM.c.state, ITEM.c.gold, ITEM.c.sha256)
    return {
        row.number: History(
            row.number,
            row.item_id,
            row.source,
            row.state,
            bool(row.gold),
            row.sha256,
            tuple(reviews[row.number]),
            tuple(decisions[row.number]),
        )
        for row in connection.execute(items.where(ITEM.c.number.in_(numbers)))
    }


def records_used(connection: Connection, used: Iterator[ItemUsed]) -> Iterator[ExportRecord]:
    """Yield what a dataset was made of: each item with the very resolution and reviews that it rested on then."""
    while page := list(islice(used, PAGE)):
        items = _bodies(connection, ITEM.c.number, [one.item_number for one in page], "Item")
        decided = [one.resolution_number for one in page if one.resolution_number is not None]
        resolutions = _bodies(connection, RESOLUTION.c.number, decided, "Resolution")
        reviews = _bodies(connection, REVIEW.c.number, [number for one in page for number in one.reviews], "Review")
        for one in page:
            body, digest = _body(items, one.item_number, "Item")
            item = to_item(body)
            gold = None if one.gold is None else Gold.model_validate_json(one.gold)
            item = item if item.gold == gold else item.model_copy(update={"gold": gold})
            decision = one.resolution_number
            resolution = None if decision is None else to_resolution(_body(resolutions, decision, "Resolution")[0])
            given = [_body(reviews, number, "Review") for number in one.reviews]
            told = tuple(Review.model_validate_json(text) for text, _ in given)
            numbers = (one.item_number, decision, one.reviews)
            yield item, resolution, told, digest, tuple(digest for _, digest in given), numbers, False


def _bodies(connection: Connection, key: Any, numbers: Sequence[int], kind: str) -> dict[int, tuple[str, str]]:
    """Return (text, SHA-256) by number; what does not fit its SHA-256 stops the build."""
    table = key.table
    statement = select(key, (BODY if table is ITEM else table).c.body, table.c.sha256)
    if table is ITEM:
        statement = statement.join(BODY, BODY.c.number == ITEM.c.number)
    found = {}
    for start in range(0, len(numbers), PAGE):
        for row in connection.execute(statement.where(key.in_(numbers[start : start + PAGE]))):
            check_hash(row.body, row.sha256, kind, str(row.number))
            found[row.number] = (row.body, row.sha256)
    return found


def _body(found: dict[int, tuple[str, str]], number: int, kind: str) -> tuple[str, str]:
    if number not in found:
        raise Damaged(f"{kind} number {number}, on which the dataset rests, is gone: run 'reviewer db check'.")
    return found[number]


def events_of(connection: Connection, item_id: str, sequences: Sequence[int]) -> list[Event]:
    """Return the events of the ledger that tell of an item, and those with these numbers, oldest first."""
    statement = (
        select(EVENT)
        .where(or_(EVENT.c.subject == item_id, EVENT.c.seq.in_(sequences)))
        .order_by(EVENT.c.seq)
        .limit(EVENTS_SHOWN)
    )
    return [to_event(row) for row in connection.execute(statement)]
