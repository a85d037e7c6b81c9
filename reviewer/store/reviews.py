"""Reviews in the database: current ones of an item, recent ones of a person, all of them in a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, literal_column, select, update

from reviewer.domain.canonical import sha256_text
from reviewer.domain.reviews import Review

from .audit import EVENT
from .prepared import Prepared
from .tables import CopiedReview, GoldItem, ReviewRow
from .times import to_micros

REVIEW = ReviewRow.__table__  # type: ignore[attr-defined]
COPIED = CopiedReview.__table__  # type: ignore[attr-defined]
GOLD = GoldItem.__table__  # type: ignore[attr-defined]
_CURRENT = select(REVIEW.c.body, REVIEW.c.state).where(
    REVIEW.c.item_number == bindparam("number"),
    REVIEW.c.state == literal_column("'submitted'"),  # written out, so that the partial index is found
    REVIEW.c.round == literal_column("'first'"),
)
CURRENT = Prepared(_CURRENT.order_by(REVIEW.c.submitted_at, REVIEW.c.number))
CURRENT_OF_OTHERS = Prepared(
    _CURRENT.where(REVIEW.c.reviewer != bindparam("me")).order_by(REVIEW.c.submitted_at, REVIEW.c.number)
)
BY_SUBMISSION = Prepared(select(REVIEW).where(REVIEW.c.submission_id == bindparam("submission_id")))
PAGE = 500


def to_review(row: Any) -> Review:
    """Return the review that a row holds, in the state that it has now."""
    return Review.model_validate_json(row.body).model_copy(update={"state": row.state})


def kind_of(review: Review) -> str:
    """Return the word under which a review is stored: verdict, escalation, or the kind of skip."""
    if review.skip is not None:
        return review.skip.kind
    return "verdict" if review.is_judgement else "escalation"


def find_row(connection: Connection, submission_id: str) -> Any | None:
    """Return the row of a submission, or None."""
    return BY_SUBMISSION.first(connection, {"submission_id": submission_id})


def current_reviews(connection: Connection, number: int, *, but_of: str | None = None) -> tuple[Review, ...]:
    """Return the current first-round reviews of an item, oldest first, but those of one person."""
    statement = CURRENT if but_of is None else CURRENT_OF_OTHERS
    return tuple(to_review(row) for row in statement.all(connection, {"number": number, "me": but_of}))


def all_reviews(connection: Connection, number: int) -> tuple[Review, ...]:
    """Return every revision of every review of an item, oldest first."""
    statement = select(REVIEW.c.body, REVIEW.c.state).where(REVIEW.c.item_number == number).order_by(REVIEW.c.number)
    return tuple(to_review(row) for row in connection.execute(statement))


def recent_rows(connection: Connection, project_id: int, reviewer: str, limit: int) -> Sequence[Row[Any]]:
    """Return the last submissions of a person, newest first, without those that came of applying another one."""
    statement = (
        select(REVIEW)
        .where(REVIEW.c.project_id == project_id, REVIEW.c.reviewer == reviewer, REVIEW.c.state == "submitted")
        .where(~exists(COPIED.c.original).where(COPIED.c.submission_id == REVIEW.c.submission_id))
        .order_by(REVIEW.c.submitted_at.desc(), REVIEW.c.number.desc())
        .limit(limit)
    )
    return connection.execute(statement).all()


def count_by(connection: Connection, project_id: int, reviewer: str, since: datetime | None = None) -> int:
    """Return how many current submissions a person has in a project, since a time, from the index alone."""
    statement = (
        select(func.count())
        .select_from(REVIEW)
        .where(REVIEW.c.project_id == project_id, REVIEW.c.reviewer == reviewer, REVIEW.c.state == "submitted")
    )
    if since is not None:
        statement = statement.where(REVIEW.c.submitted_at >= to_micros(since))
    return int(connection.execute(statement).scalar_one())


def reviewers_of(connection: Connection, project_id: int) -> list[str]:
    """Return who has reviewed in a project, from an index."""
    names = select(REVIEW.c.reviewer).where(REVIEW.c.project_id == project_id).distinct()
    return [row.reviewer for row in connection.execute(names)]


def stream_rows(
    connection: Connection, project_id: int, states: Sequence[str] = ("submitted",)
) -> Iterator[tuple[int, str, Review]]:
    """Yield (item number, SHA-256, review) in the order of submission, a page at a time."""
    last = 0
    statement = (
        select(REVIEW.c.number, REVIEW.c.item_number, REVIEW.c.sha256, REVIEW.c.body, REVIEW.c.state)
        .where(REVIEW.c.project_id == project_id, REVIEW.c.number > bindparam("last"), REVIEW.c.state.in_(states))
        .order_by(REVIEW.c.number)
        .limit(PAGE)
    )
    while rows := connection.execute(statement, {"last": last}).all():
        yield from ((row.item_number, row.sha256, to_review(row)) for row in rows)
        last = rows[-1].number


def stream_verdicts(connection: Connection, project_id: int) -> Iterator[tuple[int, str, str, int]]:
    """Yield (item number, reviewer, verdict, submitted at in microseconds) of current first-round verdicts."""
    statement = select(REVIEW.c.item_number, REVIEW.c.reviewer, REVIEW.c.verdict, REVIEW.c.submitted_at).where(
        REVIEW.c.project_id == project_id,
        REVIEW.c.state == "submitted",
        REVIEW.c.round == "first",
        REVIEW.c.kind == "verdict",
    )
    for row in connection.execution_options(yield_per=5000).execute(statement):
        yield row[0], row[1], row[2], row[3]


def before_reveals(connection: Connection, project_id: int) -> dict[tuple[int, str], Review]:
    """Return, by item number and reviewer, what was said before a reveal, where the current review came after one.

    A verdict given after the suggestion or others' reviews were shown is no independent opinion any more, so that
    statistics take the last one before. Only a later revision can have such an earlier one.
    """
    current = (
        select(REVIEW.c.item_number, REVIEW.c.reviewer)
        .where(
            REVIEW.c.project_id == project_id,
            REVIEW.c.state == "submitted",
            REVIEW.c.round == "first",
            REVIEW.c.kind == "verdict",
            REVIEW.c.revision > 1,
        )
        .subquery()
    )
    rows = (
        select(REVIEW.c.item_number, REVIEW.c.reviewer, REVIEW.c.body, REVIEW.c.state)
        .join(current, (current.c.item_number == REVIEW.c.item_number) & (current.c.reviewer == REVIEW.c.reviewer))
        .where(REVIEW.c.round == "first", REVIEW.c.kind == "verdict")
        .order_by(REVIEW.c.item_number, REVIEW.c.reviewer, REVIEW.c.revision)
    )
    before: dict[tuple[int, str], Review] = {}
    revealed: set[tuple[int, str]] = set()
    for row in connection.execution_options(yield_per=PAGE).execute(rows):
        key, review = (row.item_number, row.reviewer), to_review(row)
        if review.after_reveal:
            revealed.add(key)
        elif key not in revealed:
            before[key] = review
    return {key: before[key] for key in revealed & before.keys()}


def mark_used(connection: Connection, submission_ids: Sequence[str], now_us: int) -> None:
    """Mark reviews as used by a decision or an export: from then on they are superseded, never withdrawn."""
    for start in range(0, len(submission_ids), PAGE):
        part = submission_ids[start : start + PAGE]
        connection.execute(
            update(REVIEW).where(REVIEW.c.submission_id.in_(part), REVIEW.c.used_at.is_(None)).values(used_at=now_us)
        )


def stream_gold_judgements(connection: Connection, project_id: int) -> Iterator[tuple[Review, str]]:
    """Yield (review, known answer) of each current first-round judgement of a gold item in use."""
    rows = GOLD_JUDGEMENTS.all(connection, {"project": project_id})
    yield from ((to_review(row), row.answer) for row in rows)


GOLD_JUDGEMENTS = Prepared(
    select(REVIEW.c.body, REVIEW.c.state, GOLD.c.answer)
    .join(GOLD, GOLD.c.item_number == REVIEW.c.item_number)
    .where(
        GOLD.c.state == literal_column("'active'"),
        GOLD.c.project_id == bindparam("project"),
        REVIEW.c.submitted_at >= GOLD.c.since,  # who judged it before it was gold had a say in the answer
        REVIEW.c.state == literal_column("'submitted'"),
        REVIEW.c.round == literal_column("'first'"),
        REVIEW.c.kind == literal_column("'verdict'"),
    )
)


def check_review_hashes(connection: Connection) -> Iterator[str]:
    """Yield one sentence for each review whose stored text does not fit its SHA-256, or not its event in the ledger."""
    statement = select(
        REVIEW.c.submission_id, REVIEW.c.sha256, REVIEW.c.body, EVENT.c.details, EVENT.c.action
    ).outerjoin(EVENT, EVENT.c.seq == REVIEW.c.audit_seq)
    for row in connection.execution_options(yield_per=PAGE).execute(statement):
        if sha256_text(row.body) != row.sha256:
            yield f"Review {row.submission_id} does not fit its SHA-256: it was changed outside the program."
        elif row.action != "review.submitted" or not _tells_of(row):
            yield f"Review {row.submission_id} is not the one that the ledger tells of: it was written outside."


def _tells_of(row: Any) -> bool:
    details = json.loads(row.details)
    return bool((details.get("submission"), details.get("sha256")) == (row.submission_id, row.sha256))
