"""Near copies in the database: sketches kept in an index, and one verdict applied to many items in one transaction.

Items with a known answer and those judged with hidden hits get an empty sketch, and so does an equal share of the
others: they are announced to nobody and announce none themselves, so that nothing tells them apart (decision 0064).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, bindparam, func, insert, literal_column, or_, select

from reviewer.domain.canonical import unit_fraction
from reviewer.domain.errors import NotFound, Refused
from reviewer.domain.near_copies import COUNTED, SHOWN, Applied, NearCopy, TakenBack
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review
from reviewer.texts.near_copies import NOTHING, Sketch, equal_places, is_near, likeness_of, sketch
from reviewer.texts.wording import Key

from .audit import append
from .claiming import FOR_ME, HAS_ROOM, HELD_BY_ME, JUDGED_BY_ME, me, project, take
from .engine import read, write
from .gold import refuse_paused
from .items import BODY, FIND_BY_NUMBER, ITEM, count_all, get_number, get_record, to_item
from .prepared import Prepared
from .projects import PROJECT, VERSION
from .reviews import COPIED, REVIEW, find_row, to_review
from .schema import load_facts
from .store import Submission, Wish
from .submitting import submit_within, withdraw
from .tables import ItemBand, ItemSketch

SKETCH = ItemSketch.__table__  # type: ignore[attr-defined]
BAND = ItemBand.__table__  # type: ignore[attr-defined]
BATCH = 100  # a tenth of a second of work, so that a window stays quick
LOOKED_AT = 5_000  # of each band, the newest: a text that came a million times costs no more


class NewSketch(NamedTuple):
    """A sketch on its way into the database."""

    number: int
    project_id: int
    sketch: Sketch

    @property
    def packed(self) -> bytes:
        """The keys of the index, as they are kept beside the signature."""
        return struct.pack(f">{len(self.sketch.bands)}q", *self.sketch.bands)


# ---- the sketches ----------------------------------------------------------------------------------------

UNSKETCHED = Prepared(
    select(
        ITEM.c.number, ITEM.c.project_id, ITEM.c.source, ITEM.c.item_id, ITEM.c.gold, ITEM.c.hits_hidden, BODY.c.body
    )
    .join(BODY, BODY.c.number == ITEM.c.number)
    .where(ITEM.c.number > select(func.coalesce(func.max(SKETCH.c.number), 0)).scalar_subquery())
    .order_by(ITEM.c.number)
    .limit(literal_column(str(BATCH)))
)


def make_sketches(engine: Engine) -> list[NewSketch]:
    """Return the sketches of the next items that have none, made outside of any write transaction."""
    with read(engine) as connection:
        rows = UNSKETCHED.all(connection, {})
        if not rows:
            return []
        salt = load_facts(connection).get("salt", "")
        shares = {number: _shared_out(connection, number) for number in {row.project_id for row in rows}}
    known: dict[str, Key] = {}
    return [
        NewSketch(
            row.number,
            row.project_id,
            NOTHING if _is_left_out(row, salt, shares[row.project_id]) else sketch(_response(row.body), known),
        )
        for row in rows
    ]


def _shared_out(connection: Connection, project_id: int) -> float:
    """Return the share of items with a known answer, as the project names it, or as it is where that is more."""
    gold = select(func.count()).select_from(ITEM).where(ITEM.c.project_id == project_id, ITEM.c.gold == 1)
    every = count_all(connection, project_id)
    has = connection.execute(gold).scalar_one() / every if every else 0.0
    body = connection.execute(
        select(VERSION.c.body)
        .join(PROJECT, PROJECT.c.project_id == VERSION.c.project_id)
        .where(VERSION.c.project_id == project_id, VERSION.c.version == PROJECT.c.version)
    ).scalar_one()
    return max(has, float(json.loads(body).get("gold_share", 0.0)))


def _is_left_out(row: Any, salt: str, share: float) -> bool:
    """Leave out what must not be told apart, and as many of the others as there are items with a known answer."""
    if row.gold or row.hits_hidden:
        return True
    return share > 0 and unit_fraction("near-copies", salt, row.source, row.item_id) < share


def _response(body: str) -> str:
    """Return the one response of an item; several to compare are judged against each other, not alone."""
    found = json.loads(body)
    return "" if found.get("responses") else found.get("response") or ""


def add_sketches(connection: Connection, made: Sequence[NewSketch]) -> None:
    """Keep sketches, but for items that another window has sketched meanwhile."""
    last = connection.execute(select(func.coalesce(func.max(SKETCH.c.number), 0))).scalar_one()
    fresh = [one for one in made if one.number > last]
    if not fresh:
        return
    connection.execute(
        insert(SKETCH),
        [{"number": one.number, "bands": one.packed, "signature": one.sketch.signature} for one in fresh],
    )
    bands = [
        {"project_id": one.project_id, "band": band, "item_number": one.number}
        for one in fresh
        for band in set(one.sketch.bands)
    ]
    if bands:
        connection.execute(insert(BAND), bands)


def index_copies(engine: Engine) -> int:
    """Sketch the next items; return how many, 0 where all have a sketch."""
    made = make_sketches(engine)
    if made:
        with write(engine) as connection:
            add_sketches(connection, made)
    return len(made)


# ---- which items a verdict can be applied to -------------------------------------------------------------

OWN_SKETCH = Prepared(select(SKETCH.c.bands, SKETCH.c.signature).where(SKETCH.c.number == bindparam("number")))
_SHARING = (
    select(BAND.c.item_number)
    .where(BAND.c.project_id == project, BAND.c.band == bindparam("band"))
    .order_by(BAND.c.item_number.desc())
    .limit(literal_column(str(LOOKED_AT)))
    .subquery()
)
COULD_CLAIM = (ITEM.c.state == literal_column("'open'"), FOR_ME, or_(HELD_BY_ME, HAS_ROOM), ~JUDGED_BY_ME)
SHARING = Prepared(
    select(ITEM.c.number, SKETCH.c.signature)
    .select_from(_SHARING)
    .join(ITEM, ITEM.c.number == _SHARING.c.item_number)
    .join(SKETCH, SKETCH.c.number == ITEM.c.number)
    .where(*COULD_CLAIM)
)
CLAIMABLE = Prepared(select(ITEM.c.number).where(ITEM.c.number == bindparam("number"), *COULD_CLAIM))
JUDGED = Prepared(select(ITEM.c.number).where(ITEM.c.number == bindparam("number"), JUDGED_BY_ME))


def _near(connection: Connection, wish: Wish, number: int) -> dict[int, int]:
    """Return the numbers of the near copies that this person could claim, with how many places are equal."""
    mine = OWN_SKETCH.first(connection, {"number": number})
    found: dict[int, int] = {}
    if mine is None:
        return found
    looked: set[int] = {number}
    for (band,) in struct.iter_unpack(">q", mine.bands):
        for row in SHARING.stream(connection, {**wish.values, "band": band}):
            if row.number in looked:
                continue
            looked.add(row.number)
            equal = equal_places(mine.signature, row.signature)
            if is_near(equal):
                found[row.number] = equal
                if len(found) > COUNTED:
                    return found
    return found


def count_copies(connection: Connection, wish: Wish, item_id: str, source: str | None) -> int:
    """Return how many near copies of an item this person could claim now, counted up to one more than the limit."""
    return len(_near(connection, wish, get_number(connection, wish.project_id, item_id, source)))


def open_copies(connection: Connection, wish: Wish, item_id: str, source: str | None) -> tuple[NearCopy, ...]:
    """Return the nearest copies with their texts; the ledger tells that they were read."""
    record = get_record(connection, wish.project_id, item_id, source)
    near = _near(connection, wish, record.number)
    nearest = sorted(near, key=lambda number: (-near[number], number))[:SHOWN]
    if not nearest:
        return ()
    details = {"source": record.source, "copies": len(nearest)}
    append(connection, wish.now_us, wish.reviewer, "copies.opened", record.item_id, details)
    bodies = (FIND_BY_NUMBER.first(connection, {"number": number}).body for number in nearest)
    return tuple(
        NearCopy(to_item(body), likeness_of(near[number])) for number, body in zip(nearest, bodies, strict=True)
    )


# ---- applying a verdict, and taking it back --------------------------------------------------------------


def submit_copies(
    connection: Connection,
    rules: Project,
    wish: Wish,
    original: str,
    reviews: Sequence[Review],
    weights: Mapping[str, float] | None,
) -> tuple[Applied, ...]:
    """Claim each near copy and store its review; one that cannot be claimed now is left out."""
    refuse_paused(connection, wish)
    stands = find_row(connection, original)
    if stands is None or (stands.reviewer, stands.state, stands.kind) != (wish.reviewer, "submitted", "verdict"):
        raise NotFound("The verdict that should be applied does not stand: nothing was applied.")
    base = OWN_SKETCH.first(connection, {"number": stands.item_number})
    done = []
    for place, review in enumerate(reviews):
        if (review.reviewer, review.verdict, review.round) != (wish.reviewer, stands.verdict, "first"):
            raise Refused("A near copy gets the verdict of its original, by the same person.")
        record = get_record(connection, wish.project_id, review.item_id, review.source)
        again = find_row(connection, review.submission_id or "")
        problem = "" if again is not None else _problem(connection, wish, stands.item_number, base, record.number)
        if problem:
            done.append(Applied(None, problem))
            continue
        one = wish._replace(token=f"{wish.token}{place}")
        if again is None:
            take(connection, one, record)
            connection.execute(insert(COPIED), {"submission_id": review.submission_id, "original": original})
        submission = Submission(review, one.token if again is None else None, wish.now_us)
        stored = submit_within(connection, wish.project_id, rules, submission, weights, copied_from=original)
        done.append(Applied(stored.receipt))
    return tuple(done)


def _problem(connection: Connection, wish: Wish, base_number: int, base: Any, number: int) -> str:
    """Say why a verdict cannot be applied now.

    An item that is left out answers as one that is no copy, and one that this person has judged always as that.
    """
    values = {**wish.values, "number": number}
    if JUDGED.first(connection, values) is not None:
        return "was judged by you meanwhile"
    other = OWN_SKETCH.first(connection, {"number": number})
    if number == base_number or None in (base, other) or not is_near(equal_places(base.signature, other.signature)):
        return "is no near copy"
    return "" if CLAIMABLE.first(connection, values) is not None else "is not free for you any more"


_ITS_COPIES = select(COPIED.c.submission_id).where(COPIED.c.original == bindparam("original"))
ORIGINAL_OF = Prepared(select(COPIED.c.original).where(COPIED.c.submission_id == bindparam("submission")))
MADE_TOGETHER = Prepared(
    select(REVIEW.c.submission_id, REVIEW.c.used_at)
    .where(
        REVIEW.c.reviewer == me,
        REVIEW.c.state == literal_column("'submitted'"),
        or_(REVIEW.c.submission_id == bindparam("original"), REVIEW.c.submission_id.in_(_ITS_COPIES)),
    )
    .order_by(REVIEW.c.number)
)


def withdraw_copies(
    connection: Connection,
    project_id: int,
    rules: Project,
    submission_id: str,
    reviewer: str,
    now_us: int,
    weights: Mapping[str, float] | None,
) -> tuple[TakenBack, ...]:
    """Take back a review with all that came of applying it, or a copy with its original and the other copies."""
    original = ORIGINAL_OF.value(connection, {"submission": submission_id}) or submission_id
    done = []
    for row in MADE_TOGETHER.all(connection, {"me": reviewer, "original": original}):
        if row.used_at is not None:
            stays = to_review(find_row(connection, row.submission_id))
            done.append(TakenBack(stays, None, "was used by an adjudication or an export"))
            continue
        gone = withdraw(connection, project_id, rules, row.submission_id, reviewer, now_us, weights)
        done.append(TakenBack(*gone))
    return tuple(done)
