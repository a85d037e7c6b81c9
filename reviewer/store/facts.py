"""What statistics read: each judged item with its reviews and its resolution, as plain structures.

A statistic over a million reviews needs a few fields of each. Building validated objects of all of them would take ten
times as long as reading them, and they were validated when they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, bindparam, literal_column, select

from .datasets import RESOLUTION_OF_ITEM
from .items import BODY, ITEM
from .prepared import Prepared
from .resolutions import RESOLUTION
from .reviews import REVIEW, before_reveals

PAGE = 500
_of_project = ITEM.c.project_id + literal_column("0")  # read in the order of the table, not of an index
_ITEMS = Prepared(
    select(ITEM.c.number, ITEM.c.hits_hidden, BODY.c.body, RESOLUTION.c.body.label("resolution"))
    .join(BODY, BODY.c.number == ITEM.c.number)
    .outerjoin(RESOLUTION, RESOLUTION_OF_ITEM)
    .where(_of_project == bindparam("project"), ITEM.c.number > bindparam("last"), ITEM.c.reviews > 0)
    .order_by(ITEM.c.number)
    .limit(PAGE)
)
_REVIEWS = Prepared(
    select(REVIEW.c.item_number, REVIEW.c.body)
    .where(
        REVIEW.c.item_number >= bindparam("first"),
        REVIEW.c.item_number <= bindparam("last"),
        REVIEW.c.state == literal_column("'submitted'"),
        REVIEW.c.round == literal_column("'first'"),
        REVIEW.c.kind == literal_column("'verdict'"),
    )
    .order_by(REVIEW.c.item_number, REVIEW.c.number)
)


class Fact(NamedTuple):
    """One judged item: flagged-item/1, review/1 of each current first-round verdict, and the resolution."""

    item: dict[str, Any]
    hits_hidden: bool
    reviews: tuple[dict[str, Any], ...]
    resolution: dict[str, Any] | None


def stream_facts(connection: Connection, project_id: int) -> Iterator[Fact]:
    """Yield what is known of each judged item, in the order of arrival; verdicts as they were before any reveal."""
    before = before_reveals(connection, project_id)
    last = 0
    while rows := _ITEMS.all(connection, {"project": project_id, "last": last}):
        reviews: dict[int, list[dict[str, Any]]] = {row.number: [] for row in rows}
        for number, body in _REVIEWS.all(connection, {"first": rows[0].number, "last": rows[-1].number}):
            if number in reviews:
                found = from_json(body)
                independent = before.get((number, found["reviewer"])) if before else None
                reviews[number].append(independent.model_dump(mode="json") if independent else found)
        for row in rows:
            resolution = from_json(row.resolution) if row.resolution else None
            yield Fact(from_json(row.body), bool(row.hits_hidden), tuple(reviews[row.number]), resolution)
        last = rows[-1].number
