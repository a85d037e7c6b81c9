"""Near copies on a server: the calls that sketch items, open copies, and do and undo a verdict on many of them."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.changes import Receipt
from reviewer.domain.members import allows
from reviewer.domain.near_copies import Applied, NearCopy, TakenBack
from reviewer.domain.reviews import Review
from reviewer.store.items import to_item
from reviewer.store.members import find_role
from reviewer.store.near_copies import make_sketches
from reviewer.store.reviews import find_row, to_review
from reviewer.texts.near_copies import likeness_of

from .reading import read_server
from .server import Server


def index_copies(server: Server) -> int:
    """Sketch the next items; 0 for a role that may not bring in items, since it does not see their texts."""
    with read_server(server.engine) as connection:
        role = find_role(connection, server.login)
    if role is None or not allows(role, "bring"):
        return 0
    made = make_sketches(server.engine)
    if made:
        server.call(
            "add_sketches",
            [one.number for one in made],
            [one.packed for one in made],
            [one.sketch.signature for one in made],
            types=("bigint[]", "bytea[]", "bytea[]"),
        )
    return len(made)


def count_copies(server: Server, project_id: int, item_id: str, source: str | None) -> int:
    """Return how many near copies of an item in hand this log-in could claim now."""
    return int(server.call("count_copies", project_id, item_id, source)[0].count_copies)


def open_copies(server: Server, project_id: int, item_id: str, source: str | None) -> tuple[NearCopy, ...]:
    """Return the nearest copies with their texts: a first call notes what is read, a second one reads it."""
    if not server.call("open_copies", project_id, item_id, source)[0].open_copies:
        return ()
    rows = server.call("opened_copies", project_id)
    return tuple(NearCopy(to_item(row.body), likeness_of(row.equal)) for row in rows)


def submit_copies(server: Server, project_id: int, original: str, reviews: Sequence[Review]) -> tuple[Applied, ...]:
    """Claim near copies of a judged item and store a review of each; one that cannot be claimed is left out."""
    bodies = [review.canonical() for review in reviews]
    rows = server.call("submit_copies", project_id, original, bodies, types=("bigint", "text", "text[]"))
    return tuple(Applied(_receipt(row.seq, row.hash), row.problem or "") for row in rows)


def withdraw_copies(server: Server, submission_id: str) -> tuple[TakenBack, ...]:
    """Take back a review of this log-in and all that came of applying it, but for what was used."""
    rows = server.call("withdraw_copies", submission_id)
    with read_server(server.engine) as connection:
        stored = [to_review(find_row(connection, row.submission_id)) for row in rows]
    return tuple(
        TakenBack(review, _receipt(row.seq, row.hash), row.problem or "")
        for row, review in zip(rows, stored, strict=True)
    )


def _receipt(seq: int | None, digest: str) -> Receipt | None:
    return None if seq is None else Receipt(seq=seq, hash=digest)
