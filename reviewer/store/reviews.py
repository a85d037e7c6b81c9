"""Reviews in the database: current ones of an item, recent ones of a person, all of them in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from reviewer.domain.canonical import sha256_text
from reviewer.domain.reviews import Review

from .items import ITEM
from .tables import ReviewRow
from .times import to_micros

REVIEW = ReviewRow.__table__  # type: ignore[attr-defined]
CURRENT = (
    select(REVIEW.c.body, REVIEW.c.state)
    .where(REVIEW.c.item_number == bindparam("number"), REVIEW.c.state == "submitted", REVIEW.c.round == "first")
    .order_by(REVIEW.c.submitted_at, REVIEW.c.number)
)
BY_SUBMISSION = select(REVIEW).where(REVIEW.c.submission_id == bindparam("submission_id"))
PAGE = 500


def to_review(row: Any) -> Review:
    """Return the review that a row holds, in the state that it has now."""
    return Review.model_validate_json(row.body).model_copy(update={"state": row.state})


def kind_of(review: Review) -> str:
    """Return the word under which a review is stored: verdict, escalation, or the kind of skip."""
    if review.skip is not None:
        return review.skip.kind
    return "verdict" if review.is_judgement else "escalation"


def find_row(connection: Connection, submission_id: str) -> Row[Any] | None:
    """Return the row of a submission, or None."""
    return connection.execute(BY_SUBMISSION, {"submission_id": submission_id}).first()


def current_reviews(connection: Connection, number: int) -> tuple[Review, ...]:
    """Return the current first-round reviews of an item, oldest first."""
    return tuple(to_review(row) for row in connection.execute(CURRENT, {"number": number}))


def all_reviews(connection: Connection, number: int) -> tuple[Review, ...]:
    """Return every revision of every review of an item, oldest first."""
    statement = select(REVIEW.c.body, REVIEW.c.state).where(REVIEW.c.item_number == number).order_by(REVIEW.c.number)
    return tuple(to_review(row) for row in connection.execute(statement))


def recent_rows(connection: Connection, project_id: int, reviewer: str, limit: int) -> Sequence[Row[Any]]:
    """Return the last submissions of a person, newest first."""
    statement = (
        select(REVIEW)
        .join(ITEM, ITEM.c.number == REVIEW.c.item_number)
        .where(ITEM.c.project_id == project_id, REVIEW.c.reviewer == reviewer, REVIEW.c.state == "submitted")
        .order_by(REVIEW.c.submitted_at.desc(), REVIEW.c.number.desc())
        .limit(limit)
    )
    return connection.execute(statement).all()


def count_by(connection: Connection, project_id: int, reviewer: str, since: datetime | None = None) -> int:
    """Return how many current submissions a person has, since a time."""
    statement = (
        select(func.count()).select_from(REVIEW).where(REVIEW.c.reviewer == reviewer, REVIEW.c.state == "submitted")
    )
    if since is not None:
        statement = statement.where(REVIEW.c.submitted_at >= to_micros(since))
    return int(connection.execute(statement).scalar_one())


def stream_rows(
    connection: Connection, project_id: int, states: Sequence[str] = ("submitted",)
) -> Iterator[tuple[int, str, Review]]:
    """Yield (item number, SHA-256, review) in the order of submission, a page at a time."""
    last = 0
    statement = (
        select(REVIEW.c.number, REVIEW.c.item_number, REVIEW.c.sha256, REVIEW.c.body, REVIEW.c.state)
        .join(ITEM, ITEM.c.number == REVIEW.c.item_number)
        .where(ITEM.c.project_id == project_id, REVIEW.c.number > bindparam("last"), REVIEW.c.state.in_(states))
        .order_by(REVIEW.c.number)
        .limit(PAGE)
    )
    while rows := connection.execute(statement, {"last": last}).all():
        yield from ((row.item_number, row.sha256, to_review(row)) for row in rows)
        last = rows[-1].number


def stream_verdicts(connection: Connection, project_id: int) -> Iterator[tuple[int, str, str, int]]:
    """Yield (item number, reviewer, verdict, submitted at in microseconds) of current first-round verdicts."""
    statement = (
        select(REVIEW.c.item_number, REVIEW.c.reviewer, REVIEW.c.verdict, REVIEW.c.submitted_at)
        .join(ITEM, ITEM.c.number == REVIEW.c.item_number)
        .where(
            ITEM.c.project_id == project_id,
            REVIEW.c.state == "submitted",
            REVIEW.c.round == "first",
            REVIEW.c.kind == "verdict",
        )
    )
    for row in connection.execution_options(yield_per=5000).execute(statement):
        yield row[0], row[1], row[2], row[3]


def mark_used(connection: Connection, submission_ids: Sequence[str], now_us: int) -> None:
    """Mark reviews as used by a decision or an export: from then on they are superseded, never withdrawn."""
    for start in range(0, len(submission_ids), PAGE):
        part = submission_ids[start : start + PAGE]
        connection.execute(
            update(REVIEW).where(REVIEW.c.submission_id.in_(part), REVIEW.c.used_at.is_(None)).values(used_at=now_us)
        )


def check_review_hashes(connection: Connection, project_id: int) -> Iterator[str]:
    """Yield one sentence for each review whose stored text does not fit its SHA-256."""
    statement = (
        select(REVIEW.c.number, REVIEW.c.submission_id, REVIEW.c.sha256, REVIEW.c.body)
        .join(ITEM, ITEM.c.number == REVIEW.c.item_number)
        .where(ITEM.c.project_id == project_id)
    )
    for row in connection.execution_options(yield_per=PAGE).execute(statement):
        if sha256_text(row.body) != row.sha256:
            yield f"Review {row.submission_id} does not fit its SHA-256: it was changed outside the program."
