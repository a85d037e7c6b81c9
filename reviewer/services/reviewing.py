"""Reviews: submitting, taking back, reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.domain.expressions import Kind, compile_expression
from reviewer.domain.leases import Claim
from reviewer.domain.listing import Withdrawn
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review, read_review
from reviewer.store.engine import read
from reviewer.store.items import get_number
from reviewer.store.reviews import (
    current_reviews,
    find_row,
    recent_rows,
    stream_rows,
    to_review,
)
from reviewer.store.store import Submission

from .affected import changes_with_datasets
from .bulk_reviews import ReviewCounts, import_rows
from .review_import import ReviewMap, Row

if TYPE_CHECKING:
    import pandas

    from .workspace import Workspace

REVIEW_FIELDS: Mapping[str, Kind] = {
    "item_id": "text",
    "source": "text",
    "reviewer": "text",
    "round": "text",
    "state": "text",
    "verdict": "text",
    "comment": "text",
    "submitted_at": "time",
    "active_seconds": "number",
    "guideline_version": "text",
    "project_version": "number",
    "answers.*": "any",
}
TOUCHED: frozenset[Noun] = frozenset({"items", "leases", "reviews", "resolutions"})


class Decided(NamedTuple):
    """A submission that stands, and whether an adjudication or an export used it: then it is only changed."""

    review: Review
    used: bool


class Reviews:
    """The reviews of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def submit(self, review: Mapping[str, Any] | Review, claim: Claim | None = None) -> Changes:
        """Store a review; sent again with the same submission id it changes nothing and gives the same receipt."""
        return self.send(self.complete(read_review(review), claim), claim.token if claim else None)

    def send(self, review: Review, token: str | None) -> Changes:
        """Store a review that is complete already, under the lease that the token proves."""
        workspace = self._workspace
        submission = Submission(review, token, workspace.now_us())
        done = workspace.store.submit(workspace.project_id, workspace.project, submission)
        workspace.drafts.keep_receipt(review.reviewer, done.receipt)
        if review.supersedes is None:  # what a first review brings about the ledger tells, without a further look
            return Changes(nouns=TOUCHED, item_ids=(review.item_id,), receipt=done.receipt)
        return changes_with_datasets(workspace, TOUCHED, (review.item_id,), done.receipt)

    def complete(self, review: Review, claim: Claim | None = None) -> Review:
        """Check a review against the project and fill in what the program knows: id, times, versions."""
        workspace = self._workspace
        if claim is not None and (claim.item.id, claim.reviewer) != (review.item_id, review.reviewer):
            raise InvalidInput(f"The claim is for item '{claim.item.id}' and {claim.reviewer}, the review is not.")
        checked = check_against(workspace.project, review)
        known = {
            "submission_id": review.submission_id or str(uuid4()),
            "source": review.source or (claim.item.source.system if claim else None),
            "submitted_at": review.submitted_at or workspace.clock(),
            "state": "submitted",
            "guideline_version": review.guideline_version or workspace.project.guideline_version,
            "project_version": review.project_version or workspace.project_version,
        }
        if workspace.taxonomy is not None:
            known["policy_version"] = review.policy_version or workspace.taxonomy.version
        return checked.model_copy(update=known)

    def withdraw(self, submission_id: str, reviewer: str) -> Changes:
        """Take a review back, and a resolution that came from it, until an adjudication or an export used it."""
        workspace = self._workspace
        review, receipt = workspace.store.withdraw(
            workspace.project_id, workspace.project, submission_id, reviewer, workspace.now_us()
        )
        workspace.drafts.keep_receipt(reviewer, receipt)
        return changes_with_datasets(workspace, TOUCHED, (review.item_id,), receipt)

    def undo(self, reviewer: str) -> Withdrawn | None:
        """Take back this person's last submission with its copies; None where there is nothing to take back."""
        last = self.recent(reviewer, 1)
        if not last or last[0].submission_id is None:
            return None
        review = last[0]
        self._workspace.near_copies.withdraw(last[0].submission_id, reviewer)
        return Withdrawn(review=review, item_id=review.item_id, source=review.source or "")

    def find(self, submission_id: str) -> Review | None:
        """Return a review in any state, or None."""
        with read(self._workspace.engine) as connection:
            row = find_row(connection, submission_id)
            return to_review(row) if row else None

    def for_item(self, item_id: str, source: str | None = None) -> tuple[Review, ...]:
        """Return the current first-round reviews of an item, oldest first."""
        with read(self._workspace.engine) as connection:
            return current_reviews(connection, get_number(connection, self._workspace.project_id, item_id, source))

    def recent(self, reviewer: str, limit: int = 10) -> tuple[Review, ...]:
        """Return the last submissions of a person, newest first."""
        with read(self._workspace.engine) as connection:
            rows = recent_rows(connection, self._workspace.project_id, reviewer, limit)
            return tuple(to_review(row) for row in rows)

    def decided(self, reviewer: str, limit: int = 10) -> tuple[Decided, ...]:
        """Return the last submissions of a person, newest first, each with whether it can still be taken back."""
        with read(self._workspace.engine) as connection:
            rows = recent_rows(connection, self._workspace.project_id, reviewer, limit)
            return tuple(Decided(to_review(row), row.used_at is not None) for row in rows)

    def stream(self, where: str | None = None, *, states: Sequence[str] = ("submitted",)) -> Iterator[Review]:
        """Yield the reviews in the order of their arrival, those that fulfil the expression `where`."""
        wanted = compile_expression(where, REVIEW_FIELDS) if where else None
        with read(self._workspace.engine) as connection:
            for _, _, review in stream_rows(connection, self._workspace.project_id, states):
                if wanted is None or wanted.matches(review):
                    yield review

    def import_rows(
        self,
        rows: Iterable[Row],
        names: ReviewMap | None = None,
        *,
        dry_run: bool = False,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ReviewCounts:
        """Store reviews that were made elsewhere; what does not fit the project is rejected and counted by reason."""
        return import_rows(self._workspace, rows, names, dry_run=dry_run, progress=progress)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the current reviews as a table, one row per review; structures stay Python objects."""
        import pandas

        columns = [name for name in Review.model_fields if name not in ("state", "supersedes")]
        rows = [review.model_dump(include=set(columns)) for review in self.stream()]
        return pandas.DataFrame(rows, columns=columns)

    def get(self, submission_id: str) -> Review:
        """Return a review in any state, or raise NotFound."""
        review = self.find(submission_id)
        if review is None:
            raise NotFound(f"There is no review {submission_id} in this workspace.")
        return review


def check_against(project: Project, review: Review) -> Review:
    """Return the review with its answers in stored form, or raise InvalidInput with what does not fit the project."""
    if review.verdict is not None and project.find_verdict(review.verdict) is None:
        known = ", ".join(option.id for option in project.verdicts)
        raise InvalidInput(f"The project has no verdict '{review.verdict}': it has {known}.")
    answers = {}
    for question_id, answer in review.answers.items():
        question = project.find_question(question_id)
        if question is None:
            raise InvalidInput(f"The project has no question '{question_id}'.")
        if answer is not None:
            answers[question_id] = question.check(answer)
    return review.model_copy(update={"answers": answers}) if answers != review.answers else review


def missing_parts(project: Project, review: Review) -> tuple[str, ...]:
    """Return what a review still needs before it may be submitted: question ids, and `comment` for a due reason."""
    if not review.is_judgement:
        return ()
    shown = project.shown_questions(review.verdict, review.answers)
    missing = [q.id for q in shown if q.required and review.answers.get(q.id) in (None, "", [])]
    if review.verdict in project.reasons_required and not review.comment.strip():
        missing.append("comment")
    return tuple(missing)
