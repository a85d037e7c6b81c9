"""What splits read to keep near copies together: the sketches of judged items, and the items in pairs of near copies.

Gold items are among them also before anybody has judged them: what trains on a near copy of one knows its answer. Most
sketches are there. Those that nobody has made yet, and those of items that near copies must not tell of (decision
0064), are made here of the texts and kept nowhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import islice

from pydantic_core import from_json
from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select

from reviewer.domain.items import Item
from reviewer.texts.near_copies import Sketch, sketch
from reviewer.texts.wording import Key

from .items import BODY, ITEM, to_item
from .near_copies import SKETCH
from .prepared import Prepared
from .resolutions import IS_CURRENT, RESOLUTION

PAGE = 500
KEPT = 30_000  # some fifteen megabytes
_NOT_SKETCHED = or_(SKETCH.c.number.is_(None), func.length(SKETCH.c.signature) == literal_column("0"))
_of_project = ITEM.c.project_id + literal_column("0")  # read in the order of the table, not of an index
_GOLD = ITEM.c.gold == literal_column("1")
_JUDGED_OR_GOLD = or_(
    ITEM.c.reviews > literal_column("0"),
    _GOLD,
    select(RESOLUTION.c.number).where(RESOLUTION.c.item_number == ITEM.c.number, IS_CURRENT).exists(),
)
_SKETCHES = Prepared(
    select(ITEM.c.number, SKETCH.c.bands, SKETCH.c.signature, BODY.c.body)
    .outerjoin(SKETCH, SKETCH.c.number == ITEM.c.number)
    .outerjoin(BODY, and_(BODY.c.number == ITEM.c.number, _NOT_SKETCHED))
    .where(_of_project == bindparam("project"), ITEM.c.number > bindparam("last"), _JUDGED_OR_GOLD)
    .order_by(ITEM.c.number)
    .limit(literal_column(str(PAGE)))
)


_GOLD_ITEMS = Prepared(select(ITEM.c.number).where(_of_project == bindparam("project"), _GOLD).order_by(ITEM.c.number))

Made = dict[int, tuple[bytes, bytes]]
"""Sketches that were made for one look and are kept for the next: bands and signature by the number of the item."""


def stream_sketches(connection: Connection, project_id: int, made: Made) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (number of the item, bands, signature) of each judged or gold item, in the order of arrival.

    `made` has the sketches of earlier looks that are stored nowhere, and takes those of this one while it has room.
    """
    known: dict[str, Key] = {}
    last = 0
    while rows := _SKETCHES.all(connection, {"project": project_id, "last": last}):
        for row in rows:
            if row.body is None:
                yield row.number, bytes(row.bands), bytes(row.signature)
                continue
            packed = made.get(row.number) or _packed(sketch(_text(row.body), known))
            if len(made) < KEPT:
                made[row.number] = packed
            yield row.number, *packed
        last = rows[-1].number


def gold_numbers(connection: Connection, project_id: int) -> list[int]:
    """Return the numbers of the gold items of a project, in their order."""
    return [row.number for row in _GOLD_ITEMS.all(connection, {"project": project_id})]


def _packed(made: Sketch) -> tuple[bytes, bytes]:
    return struct.pack(f">{len(made.bands)}q", *made.bands), made.signature


def _text(body: str) -> str:
    """Return the response of an item, or all of them where several are compared."""
    found = from_json(body)
    compared = found.get("responses") or ()
    return "\n".join(each["text"] for each in compared) if compared else found.get("response") or ""


def stream_items(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[int, Item]]:
    """Yield items by their numbers, which rise."""
    left = iter(numbers)
    while part := list(islice(left, PAGE)):
        statement = select(BODY.c.number, BODY.c.body).where(BODY.c.number.in_(part)).order_by(BODY.c.number)
        for row in connection.execute(statement):
            yield row.number, to_item(row.body)
