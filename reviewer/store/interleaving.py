"""Severe items interleaved: after a severe one a person gets a milder one of the same priority, where there is one.

Only the next few items of that priority are looked at, so that a claim costs as much in a long queue as in a short one.
The item that was passed over stays at the head: this person gets it with the claim after, and anybody else at once.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select, tuple_

from .items import BODY, ITEM
from .prepared import Prepared
from .reviews import REVIEW
from .tables import LeaseRow

LEASE = LeaseRow.__table__  # type: ignore[attr-defined]
SEVERE = frozenset({"high", "critical"})
LOOKED_AHEAD = 50
_LAST = select(ITEM.c.hits_hidden, BODY.c.body).join(BODY, BODY.c.number == ITEM.c.number).limit(literal_column("1"))
LAST_CLAIMED = Prepared(
    _LAST.join(LEASE, LEASE.c.item_number == ITEM.c.number)
    .where(ITEM.c.project_id == bindparam("project"), LEASE.c.reviewer == bindparam("me"))
    .order_by(LEASE.c.claimed_at.desc(), LEASE.c.item_number.desc())
)
LAST_JUDGED = Prepared(
    _LAST.join(REVIEW, REVIEW.c.item_number == ITEM.c.number)
    .where(
        REVIEW.c.project_id == bindparam("project"),
        REVIEW.c.reviewer == bindparam("me"),
        REVIEW.c.state == literal_column("'submitted'"),
    )
    .order_by(REVIEW.c.submitted_at.desc())
)
OF_THE_SAME_PRIORITY = (
    ITEM.c.rank == bindparam("rank"),
    tuple_(ITEM.c.queued_at, ITEM.c.number) > tuple_(bindparam("queued_at"), bindparam("number")),
)


def is_severe(row: Any) -> bool:
    """Return whether a person sees a grave hit on this item; where the hits are hidden it tells of none."""
    if row.hits_hidden:
        return False
    return any(
        hit.get("outcome", "fail") == "fail" and hit.get("severity") in SEVERE
        for hit in json.loads(row.body).get("policy_hits", ())
    )


def milder(connection: Connection, following: Prepared, values: dict[str, Any], row: Any) -> Any:
    """Return the row of a milder item where `row` and the last item of this person are severe, else `row` itself."""
    if not is_severe(row):
        return row
    last = LAST_CLAIMED.first(connection, values) or LAST_JUDGED.first(connection, values)
    if last is None or not is_severe(last):
        return row
    place = {"rank": row.rank, "queued_at": row.queued_at, "number": row.number}
    rows = following.stream(connection, values | place)
    return next((other for other in rows if not is_severe(other)), row)
