"""Reviews on a server: the calls of the functions that store them and decide items."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from reviewer.domain.canonical import model_json
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.domain.items import Item
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review, place_in
from reviewer.store.items import get_record, to_item
from reviewer.store.reviews import find_row, to_review
from reviewer.store.store import Imported, Submission, Submitted

from .queue_calls import serve
from .reading import read_server
from .server import Server

PART = 50  # whoever brings in reviews holds up all who claim and submit, so it is done by parts
_TYPES = ("bigint", "text[]", "bigint")


def submit(server: Server, project_id: int, submission: Submission) -> Submitted:
    """Store a review of this log-in and what follows from it; the same submission sent again changes nothing.

    The server takes a span only where its quote stands. One that is not there is placed by its quote, as in a file.
    """
    review = submission.review
    try:
        return _submit(server, project_id, review, submission.token)
    except InvalidInput:
        if not review.spans and not review.claims:
            raise
        placed = place_in(review, serve(server, project_id, review.item_id, review.source).item)
        if placed == review:
            raise
    return _submit(server, project_id, placed, submission.token)


def _submit(server: Server, project_id: int, review: Review, token: str | None) -> Submitted:
    row = server.call("submit", project_id, review.canonical(), token)[0]
    state: Any = row.state or server.call("state_after", review.submission_id)[0].state_after or "open"
    return Submitted(Receipt(seq=row.seq, hash=row.hash), state, row.repeated)


def withdraw(server: Server, submission_id: str) -> tuple[Review, Receipt]:
    """Take a review of this log-in back, until a decision or an export used it."""
    row = server.call("withdraw", submission_id)[0]
    with read_server(server.engine) as connection:
        stored = find_row(connection, submission_id)
    return to_review(stored), Receipt(seq=row.seq, hash=row.hash)


def import_reviews(
    server: Server, project_id: int, reviews: Sequence[Review], *, refused: int = 0, dry_run: bool = False
) -> tuple[Imported, ...]:
    """Store reviews of any people, each on its own merits; `refused` is how many did not even come this far."""
    done: list[Imported] = []
    with server.trial() if dry_run else nullcontext():
        for start in range(0, len(reviews), PART):
            bodies = [_placed(server, project_id, review).canonical() for review in reviews[start : start + PART]]
            rows = server.call("import_reviews", project_id, bodies, refused if start == 0 else 0, types=_TYPES)
            done += (Imported(row.added, row.problem) for row in rows)
    return tuple(done)


def _placed(server: Server, project_id: int, review: Review) -> Review:
    """Return the review with its spans placed in the item; one without an item is left for the server to refuse."""
    if not review.spans and not review.claims:
        return review
    item = _find(server, project_id, review)
    return place_in(review, item) if item else review


def _find(server: Server, project_id: int, review: Review) -> Item | None:
    try:
        with read_server(server.engine) as connection:
            return to_item(get_record(connection, project_id, review.item_id, review.source).body)
    except (InvalidInput, NotFound):
        return None


def adjudicate(server: Server, project_id: int, resolution: Resolution, item_id: str, source: str | None) -> Receipt:
    """Make the decision of this log-in, a lead, the final value of an item."""
    row = server.call("adjudicate", project_id, item_id, source, model_json(resolution))[0]
    return Receipt(seq=row.seq, hash=row.hash)


def reopen(server: Server, project_id: int, item_id: str, source: str | None, afresh: bool) -> Receipt:
    """Put a settled item back into the queue, for this log-in, a lead."""
    row = server.call("reopen", project_id, item_id, source, afresh)[0]
    return Receipt(seq=row.seq, hash=row.hash)
