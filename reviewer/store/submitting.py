"""Submitting and withdrawing: review, audit event, item state and lease in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, bindparam, insert, select, update

from reviewer.domain.canonical import canonical_json, sha256_text
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import AlreadyReviewed, LeaseLost, NotFound, Refused
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review, Round, place_in

from .audit import append, hashes_of
from .claiming import check_standing, drop_leases
from .gold import ROUND as GOLD_ROUND
from .gold import count_answer
from .items import FIND_BY_NUMBER, get_record, pull_back_cursors, to_item
from .lineage import told_datasets
from .prepared import Prepared
from .resolutions import settle
from .reviews import REVIEW, current_reviews, find_row, kind_of, to_review
from .skills import note_skill
from .store import Submission, Submitted
from .times import EPOCH, to_micros

NOT_CONTENT = frozenset(
    {
        "state",
        "round",
        "revision",
        "supersedes",
        "submitted_at",
        "guideline_version",
        "policy_version",
        "project_version",
    }
)
INSERT = Prepared(insert(REVIEW).values({name: bindparam(name) for name in REVIEW.c.keys() if name != "number"}))  # noqa: SIM118
SET_STATE = Prepared(update(REVIEW).where(REVIEW.c.number == bindparam("review")).values(state=bindparam("new_state")))
MY_REVISIONS = Prepared(
    select(REVIEW.c.number, REVIEW.c.submission_id, REVIEW.c.revision, REVIEW.c.state, REVIEW.c.kind)
    .where(
        REVIEW.c.item_number == bindparam("number"),
        REVIEW.c.reviewer == bindparam("me"),
        REVIEW.c.round == bindparam("round"),
    )
    .order_by(REVIEW.c.revision.desc())
)


def submit_within(
    connection: Connection,
    project_id: int,
    project: Project,
    submission: Submission,
    weights: Mapping[str, float] | None,
    *,
    copied_from: str | None = None,
) -> Submitted:
    """Store a review inside a transaction of the caller; the same submission sent again changes nothing."""
    review = submission.review
    record = get_record(connection, project_id, review.item_id, review.source)
    item = to_item(record.body)
    placed = place_in(review if review.source else review.model_copy(update={"source": record.source}), item)
    repeated = find_row(connection, review.submission_id or "")
    if repeated is not None:
        return _same_again(connection, repeated, record, placed)
    placed = placed.model_copy(update={"round": _round_of(connection, record, submission)})
    placed = placed.model_copy(update=_revision(connection, record.number, placed))
    texts = _Texts(placed)
    details = _details(placed, texts) | ({} if copied_from is None else {"copied_from": copied_from})
    if placed.round == "first" and not record.gold:  # what is known of a gold item does not rest on reviews
        details |= told_datasets(connection, record.number)
    receipt = append(connection, submission.now_us, review.reviewer, "review.submitted", item.id, details)
    _insert(connection, record, placed, texts, receipt)
    state = record.state
    if placed.round == "first" and not _is_settled_gold(record):
        others = current_reviews(connection, record.number, but_of=placed.reviewer)
        reviews = sorted((*others, placed), key=_submitted) if others else (placed,)
        state = settle(connection, record, item, project, reviews, submission.now_us, weights)
    drop_leases(connection, record.number, review.reviewer)
    if placed.round == "first" and state != "open":
        drop_leases(connection, record.number)
    count_answer(connection, record, project, review.reviewer, submission.now_us)
    if record.skill is not None or kind_of(placed) == "cannot_judge":
        note_skill(connection, record, project)
    return Submitted(receipt, state, False)


def _is_settled_gold(record: Any) -> bool:
    """Return whether an item is judged for its known answer alone, so that no review changes its state any more."""
    return bool(record.gold) and record.state != "open"


def _submitted(review: Review) -> datetime:
    return review.submitted_at or EPOCH


class _Texts:
    """The canonical JSON of a review and its hashes, each made once."""

    def __init__(self, review: Review) -> None:
        fields = review.model_dump(mode="json", exclude_defaults=True)
        self.body = canonical_json(fields)
        self.sha256 = sha256_text(self.body)
        self.content_sha256 = sha256_text(
            canonical_json({name: value for name, value in fields.items() if name not in NOT_CONTENT})
        )


def _same_again(connection: Connection, row: Any, record: Any, placed: Review) -> Submitted:
    if row.item_number != record.number or row.content_sha256 != _Texts(placed).content_sha256:
        judged = row.item_number == record.number and row.reviewer == placed.reviewer
        raise (AlreadyReviewed if judged else Refused)(
            f"Submission {placed.submission_id} was already used for other content, "
            "perhaps in another window of yours: it stands as it was; submit a change under a new id."
        )
    found = hashes_of(connection, [row.audit_seq])
    return Submitted(Receipt(seq=row.audit_seq, hash=found[row.audit_seq]), record.state, True)


def _round_of(connection: Connection, record: Any, submission: Submission) -> Round:
    """Return the round in which an item was served, which its lease alone knows, or else that of what is replaced.

    A late submission counts as long as nobody else took the place: the token decides, not the clock.
    """
    review = submission.review
    if submission.token is None:
        replaced = find_row(connection, review.supersedes) if review.supersedes else None
        is_own = replaced is not None and (replaced.item_number, replaced.reviewer) == (record.number, review.reviewer)
        return cast("Round", replaced.round) if replaced is not None and is_own else review.round
    lease = check_standing(connection, review.reviewer, submission.token, submission.now_us)
    has_place = lease.round != "first" or (record.state == "open" and record.reviews < record.needed)
    if lease.item_number != record.number or not has_place:
        raise LeaseLost(
            f"Item '{record.item_id}' is no longer held for you: your work stays as a draft; claim the item again."
        )
    return "first" if lease.round == GOLD_ROUND else cast("Round", lease.round)


def _revision(connection: Connection, number: int, review: Review) -> dict[str, Any]:
    """Return revision and supersedes of a review, and put the one that it replaces aside."""
    mine = {"number": number, "me": review.reviewer, "round": review.round}
    revisions = MY_REVISIONS.all(connection, mine)
    last = revisions[0].revision if revisions else 0
    current = next((row for row in revisions if row.state == "submitted"), None)
    if current is None:
        return {"revision": max(last + 1, review.revision), "state": "submitted"}
    if current.kind != "defer" and review.supersedes != current.submission_id:
        raise AlreadyReviewed(
            f"{review.reviewer} has already reviewed item '{review.item_id}': "
            f"to change that review, name it in 'supersedes' ({current.submission_id})."
        )
    SET_STATE.run(connection, {"review": current.number, "new_state": "superseded"})
    return {"revision": last + 1, "supersedes": current.submission_id, "state": "submitted"}


def _details(review: Review, texts: _Texts) -> dict[str, Any]:
    return {
        "submission": review.submission_id,
        "source": review.source,
        "kind": kind_of(review),
        "verdict": review.verdict,
        "round": review.round,
        "revision": review.revision,
        "sha256": texts.sha256,
    }


def _insert(connection: Connection, record: Any, review: Review, texts: _Texts, receipt: Receipt) -> None:
    if review.submitted_at is None or review.submission_id is None:
        raise AssertionError("the service completes a review before it is stored")
    INSERT.run(
        connection,
        {
            "submission_id": review.submission_id,
            "project_id": record.project_id,
            "item_number": record.number,
            "reviewer": review.reviewer,
            "round": review.round,
            "revision": review.revision,
            "state": "submitted",
            "kind": kind_of(review),
            "verdict": review.verdict,
            "submitted_at": to_micros(review.submitted_at),
            "used_at": None,
            "audit_seq": receipt.seq,
            "content_sha256": texts.content_sha256,
            "sha256": texts.sha256,
            "body": texts.body,
        },
    )


def withdraw(
    connection: Connection,
    project_id: int,
    project: Project,
    submission_id: str,
    reviewer: str,
    now_us: int,
    weights: Mapping[str, float] | None,
) -> tuple[Review, Receipt]:
    """Take a review back, and with it a resolution that was computed from it, until a decision or an export used it."""
    row = find_row(connection, submission_id)
    if row is None or row.state != "submitted":
        raise NotFound(f"There is no current review {submission_id}: it may have been withdrawn already.")
    if row.reviewer != reviewer:
        raise Refused(f"Review {submission_id} is by {row.reviewer}: only its reviewer can withdraw it.")
    if row.used_at is not None:
        raise Refused("An adjudication or an export already used this review: submit a changed revision instead.")
    record = FIND_BY_NUMBER.first(connection, {"number": row.item_number})
    SET_STATE.run(connection, {"review": row.number, "new_state": "withdrawn"})
    details: dict[str, Any] = {"submission": submission_id}
    if row.round == "first" and not record.gold:
        details |= told_datasets(connection, record.number)
    receipt = append(connection, now_us, reviewer, "review.withdrawn", record.item_id, details)
    if row.round == "first" and not _is_settled_gold(record):
        reviews = current_reviews(connection, record.number)
        state = settle(connection, record, to_item(record.body), project, reviews, now_us, weights)
        if state != "open":
            drop_leases(connection, record.number)
        pull_back_cursors(connection, project_id, (record.rank, record.queued_at, record.number), reviewer)
    count_answer(connection, record, project, reviewer, now_us)
    if row.kind == "cannot_judge":
        note_skill(connection, record, project)
    return to_review(row).model_copy(update={"state": "withdrawn"}), receipt
