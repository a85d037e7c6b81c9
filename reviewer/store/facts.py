"""What statistics read: each judged item with its reviews and its resolution, as plain structures.

A statistic over a million reviews needs a few fields of each. Building validated objects of all of them would take ten
times as long as reading them, and they were validated when they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, bindparam, literal_column, select

from reviewer.domain.items import Source
from reviewer.domain.reviews import Review

from .datasets import RESOLUTION_OF_ITEM
from .items import BODY, ITEM
from .prepared import Prepared
from .resolutions import RESOLUTION
from .reviews import GOLD, REVIEW, before_reveals
from .times import from_micros

PAGE = 500
_of_project = ITEM.c.project_id + literal_column("0")  # read in the order of the table, not of an index
_ITEMS = Prepared(
    select(
        ITEM.c.number,
        ITEM.c.hits_hidden,
        BODY.c.body,
        RESOLUTION.c.body.label("resolution"),
        GOLD.c.answer,
        GOLD.c.state.label("gold_state"),
        GOLD.c.since,
    )
    .join(BODY, BODY.c.number == ITEM.c.number)
    .outerjoin(RESOLUTION, RESOLUTION_OF_ITEM)
    .outerjoin(GOLD, GOLD.c.item_number == ITEM.c.number)
    .where(_of_project == bindparam("project"), ITEM.c.number > bindparam("last"), ITEM.c.reviews > 0)
    .order_by(ITEM.c.number)
    .limit(PAGE)
)
_REVIEWS = Prepared(
    select(REVIEW.c.item_number, REVIEW.c.round, REVIEW.c.body)
    .where(
        REVIEW.c.item_number >= bindparam("first"),
        REVIEW.c.item_number <= bindparam("last"),
        REVIEW.c.state == literal_column("'submitted'"),
        REVIEW.c.round != literal_column("'calibration'"),
        REVIEW.c.kind == literal_column("'verdict'"),
    )
    .order_by(REVIEW.c.item_number, REVIEW.c.number)
)


class Fact(NamedTuple):
    """One judged item: flagged-item/1, review/1 of each current first-round verdict, and the resolution.

    The reviews are as they were before any reveal; `revealed` has the current one of each reviewer who changed it or
    confirmed it afterwards, `consistency` those of items that were served again.
    """

    item: dict[str, Any]
    hits_hidden: bool
    reviews: tuple[dict[str, Any], ...]
    resolution: dict[str, Any] | None
    revealed: dict[str, dict[str, Any]]
    consistency: tuple[dict[str, Any], ...]

    @property
    def key(self) -> tuple[str, str]:
        """Return id and source of the item, whose stored text leaves out what is usual."""
        return str(self.item["id"]), str((self.item.get("source") or {}).get("system") or Source().system)


def stream_facts(connection: Connection, project_id: int) -> Iterator[Fact]:
    """Yield what is known of each judged item, in the order of arrival."""
    return (fact for _, fact in stream_numbered_facts(connection, project_id))


def stream_numbered_facts(connection: Connection, project_id: int) -> Iterator[tuple[int, Fact]]:
    """Yield the number of each judged item with what is known of it, in the order of arrival."""
    before = before_reveals(connection, project_id)
    last = 0
    while rows := _ITEMS.all(connection, {"project": project_id, "last": last}):
        said: dict[int, list[tuple[str, str]]] = {row.number: [] for row in rows}
        for row in _REVIEWS.all(connection, {"first": rows[0].number, "last": rows[-1].number}):
            if row.item_number in said:
                said[row.item_number].append((row.round, row.body))
        for row in rows:
            yield row.number, _fact(row, said[row.number], before)
        last = rows[-1].number


def stream_judgements(connection: Connection, project_id: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (item number, review/1) of each current first-round verdict, as it is now."""
    statement = select(REVIEW.c.item_number, REVIEW.c.body).where(
        REVIEW.c.project_id == project_id,
        REVIEW.c.state == "submitted",
        REVIEW.c.round == "first",
        REVIEW.c.kind == "verdict",
    )
    for number, body in connection.execution_options(yield_per=PAGE).execute(statement):
        yield number, from_json(body)


def _fact(row: Any, said: list[tuple[str, str]], before: dict[tuple[int, str], Review]) -> Fact:
    # Read item by item: a page of structures at once would keep the collector of garbage busy.
    reviews, again, revealed = [], [], {}
    for turn, body in said:
        review = from_json(body)
        if turn == "first":
            independent = before.get((row.number, review["reviewer"])) if before else None
            if independent is not None:
                revealed[review["reviewer"]] = review
            reviews.append(independent.model_dump(mode="json") if independent else review)
        elif turn == "consistency":
            again.append(review)
    resolution = from_json(row.resolution) if row.resolution else None
    item = from_json(row.body)
    if row.answer is not None:  # what is known here stands over what the item came with
        item["gold"] = _known_answer(row)
    return Fact(item, bool(row.hits_hidden), tuple(reviews), resolution, revealed, tuple(again))


def _known_answer(row: Any) -> dict[str, Any] | None:
    """Return the answer of a gold item in use; who judged an item before it became one had a say in its answer."""
    if row.gold_state != "active":
        return None
    since = from_micros(row.since).isoformat().replace("+00:00", "Z") if row.since else ""
    return {**from_json(row.answer), "since": since}
