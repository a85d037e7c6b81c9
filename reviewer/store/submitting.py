"""Submitting and withdrawing: review, audit event, item state and lease in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from reviewer.domain.canonical import sha256_text
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import AlreadyReviewed, LeaseLost, NotFound, Refused
from reviewer.domain.leases import ItemState
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review, place_in

from .audit import append, hashes_of
from .claiming import LEASE, drop_leases
from .engine import write
from .items import ITEM, get_record, load_item, pull_back_cursors
from .resolutions import settle
from .reviews import REVIEW, find_row, kind_of, to_review
from .times import to_micros


class Submission(NamedTuple):
    """A complete review on its way in, with the token of the lease under which it was made."""

    review: Review
    token: str | None
    now_us: int
    weights: Mapping[str, float] | None = None


class Submitted(NamedTuple):
    """What became of a submission."""

    receipt: Receipt
    state: ItemState
    repeated: bool


def submit(engine: Engine, project_id: int, project: Project, submission: Submission) -> Submitted:
    """Store a review; the same submission sent again gives the same receipt and changes nothing."""
    with write(engine) as connection:
        return submit_within(connection, project_id, project, submission)


def submit_within(connection: Connection, project_id: int, project: Project, submission: Submission) -> Submitted:
    """Store a review inside a transaction of the caller, who may put many into one."""
    review = submission.review
    record = get_record(connection, project_id, review.item_id, review.source)
    repeated = find_row(connection, review.submission_id or "")
    if repeated is not None:
        return _same_again(connection, repeated, record, review)
    _check_lease(connection, record, submission)
    item = load_item(connection, record.number)
    placed = place_in(review.model_copy(update={"source": record.source}), item)
    placed = placed.model_copy(update=_revision(connection, record.number, placed))
    receipt = append(connection, submission.now_us, review.reviewer, "review.submitted", item.id, _details(placed))
    _insert(connection, record.number, placed, receipt)
    state = settle(connection, record, item, project, submission.now_us, submission.weights)
    drop_leases(connection, record.number, review.reviewer if state == "open" else None)
    return Submitted(receipt, state, False)


def _same_again(connection: Connection, row: Row[Any], record: Row[Any], review: Review) -> Submitted:
    same_item = row.item_number == record.number
    if not same_item or row.content_sha256 != _content_hash(review, record.source):
        raise Refused(f"Submission {review.submission_id} was already used for other content: give it a new id.")
    found = hashes_of(connection, [row.audit_seq])
    return Submitted(Receipt(seq=row.audit_seq, hash=found[row.audit_seq]), record.state, True)


def _content_hash(review: Review, source: str) -> str:
    """Hash what the person sent, before spans are placed, so that a repeated submission is recognised."""
    plain = {"source": source, "spans": (), "claims": (), "project_version": None, "guideline_version": None}
    return sha256_text(review.model_copy(update=plain).content())


def _check_lease(connection: Connection, record: Row[Any], submission: Submission) -> None:
    """Let a late submission count as long as nobody else took the place: the token decides, not the clock."""
    if submission.token is None:
        return
    lease = connection.execute(
        select(LEASE.c.token).where(
            LEASE.c.item_number == record.number, LEASE.c.reviewer == submission.review.reviewer
        )
    ).first()
    full = record.state != "open" or record.reviews >= record.needed
    if lease is None or lease.token != submission.token or full:
        raise LeaseLost(
            f"Item '{record.item_id}' is no longer held for you: your work stays as a draft; claim the item again."
        )


def _revision(connection: Connection, number: int, review: Review) -> dict[str, Any]:
    """Return revision and supersedes of a review, and put the one that it replaces aside."""
    mine = (
        REVIEW.c.item_number == number,
        REVIEW.c.reviewer == review.reviewer,
        REVIEW.c.round == review.round,
    )
    last = connection.execute(select(func.max(REVIEW.c.revision)).where(*mine)).scalar() or 0
    current = connection.execute(select(REVIEW).where(*mine, REVIEW.c.state == "submitted")).first()
    if current is None:
        return {"revision": max(last + 1, review.revision), "state": "submitted"}
    if current.kind != "defer" and review.supersedes != current.submission_id:
        raise AlreadyReviewed(
            f"{review.reviewer} has already reviewed item '{review.item_id}': "
            f"to change that review, name it in 'supersedes' ({current.submission_id})."
        )
    connection.execute(update(REVIEW).where(REVIEW.c.number == current.number).values(state="superseded"))
    return {"revision": last + 1, "supersedes": current.submission_id, "state": "submitted"}


def _details(review: Review) -> dict[str, Any]:
    return {
        "submission": review.submission_id,
        "source": review.source,
        "kind": kind_of(review),
        "verdict": review.verdict,
        "round": review.round,
        "revision": review.revision,
        "sha256": review.sha256(),
    }


def _insert(connection: Connection, number: int, review: Review, receipt: Receipt) -> None:
    if review.submitted_at is None or review.submission_id is None or review.source is None:
        raise AssertionError("the service completes a review before it is stored")
    body = review.canonical()
    connection.execute(
        insert(REVIEW),
        {
            "submission_id": review.submission_id,
            "item_number": number,
            "reviewer": review.reviewer,
            "round": review.round,
            "revision": review.revision,
            "state": "submitted",
            "kind": kind_of(review),
            "verdict": review.verdict,
            "submitted_at": to_micros(review.submitted_at),
            "audit_seq": receipt.seq,
            "content_sha256": _content_hash(review, review.source),
            "sha256": sha256_text(body),
            "body": body,
        },
    )


def withdraw(
    engine: Engine,
    project_id: int,
    project: Project,
    submission_id: str,
    reviewer: str,
    now_us: int,
    weights: Mapping[str, float] | None = None,
) -> tuple[Review, Receipt]:
    """Take a review back, and with it a resolution that was computed from it, until a decision or an export used it."""
    with write(engine) as connection:
        row = find_row(connection, submission_id)
        if row is None or row.state != "submitted":
            raise NotFound(f"There is no current review {submission_id}: it may have been withdrawn already.")
        if row.reviewer != reviewer:
            raise Refused(f"Review {submission_id} is by {row.reviewer}: only its reviewer can withdraw it.")
        if row.used_at is not None:
            raise Refused("An adjudication or an export already used this review: submit a changed revision instead.")
        record = connection.execute(select(ITEM).where(ITEM.c.number == row.item_number)).one()
        connection.execute(update(REVIEW).where(REVIEW.c.number == row.number).values(state="withdrawn"))
        receipt = append(
            connection, now_us, reviewer, "review.withdrawn", record.item_id, {"submission": submission_id}
        )
        settle(connection, record, load_item(connection, record.number), project, now_us, weights)
        pull_back_cursors(connection, project_id, (record.rank, record.queued_at, record.number), reviewer)
        return to_review(row).model_copy(update={"state": "withdrawn"}), receipt
