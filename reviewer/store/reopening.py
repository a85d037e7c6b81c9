"""Reopening: a settled item goes back into the queue, for one more review or to be judged afresh."""

from __future__ import annotations

from sqlalchemy import Connection, update

from reviewer.domain.changes import Receipt
from reviewer.domain.control import needs_overlap
from reviewer.domain.errors import Refused
from reviewer.domain.projects import Project

from .audit import append
from .items import get_record, pull_back_cursors, to_item
from .lineage import told_datasets
from .resolutions import MOVE, retire
from .reviews import REVIEW, current_reviews


def reopen(
    connection: Connection,
    project_id: int,
    project: Project,
    item_id: str,
    source: str | None,
    afresh: bool,
    actor: str,
    now_us: int,
) -> Receipt:
    """Put a settled item back into the queue; `afresh` puts its reviews aside, so that anybody may judge it again."""
    record = get_record(connection, project_id, item_id, source)
    if record.state != "resolved":
        raise Refused(f"Item '{item_id}' is {record.state.replace('_', ' ')}: only a settled item can be reopened.")
    judged = sum(review.is_judgement for review in current_reviews(connection, record.number))
    needed = judged + 1
    if afresh:
        connection.execute(
            update(REVIEW)
            .where(REVIEW.c.item_number == record.number, REVIEW.c.state == "submitted", REVIEW.c.round == "first")
            .values(state="superseded")
        )
        judged, needed = 0, project.overlap if needs_overlap(to_item(record.body), project) else 1
    retire(connection, record.number, "superseded")
    moved = {"state": "open", "needed": needed, "reviews": judged, "unsettled": 0, "changed_at": now_us}
    MOVE.run(connection, {"item": record.number, **{f"new_{name}": value for name, value in moved.items()}})
    pull_back_cursors(connection, project_id, (record.rank, record.queued_at, record.number))
    details = {"source": record.source, "afresh": afresh, "needed": needed, **told_datasets(connection, record.number)}
    return append(connection, now_us, actor, "item.reopened", item_id, details)
