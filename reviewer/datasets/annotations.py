"""The long form beside every dataset: one row per human judgement, reviewers under pseudonyms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reviewer.datasets.cases import Setting
from reviewer.datasets.columns import Column
from reviewer.datasets.rows.provenance import time_text
from reviewer.datasets.selection import Kept
from reviewer.domain.canonical import canonical_json
from reviewer.domain.reviews import Review

Values = tuple[Any, ...]
COLUMNS: Final = (
    Column("item_id", "text", "Id of the item in its source."),
    Column("source", "text", "System that the item came from."),
    Column("split", "text", "Split that the item's rows are in."),
    Column("reviewer", "text", "Pseudonym of the reviewer."),
    Column("round", "text", "Round of the review; only the first counts for overlap."),
    Column("task", "text", "verdict, answer, hit, missed_hit, span, claim, comparison, ranking or correction."),
    Column("name", "text", "Question, hit, policy or target that the judgement belongs to."),
    Column("value", "text", "The judgement itself; answers as JSON."),
    Column("span_start", "integer", "First code point of the stretch that it is about."),
    Column("span_end", "integer", "Code point after the last one."),
    Column("span_text", "text", "The stretch itself."),
    Column("comment", "text", "Comment of the review, beside its first judgement."),
    Column("started_at", "text", "When the reviewer opened the item, in UTC."),
    Column("submitted_at", "text", "When the review was submitted, in UTC."),
    Column("active_seconds", "number", "Time that the reviewer worked on the whole review."),
    Column("after_reveal", "flag", "Whether the verdict was given after others' opinions were shown."),
    Column("guideline_version", "text", "Version of the guideline that it followed."),
    Column("policy_version", "text", "Version of the taxonomy that it followed."),
    Column("project_version", "integer", "Version of the project that it followed."),
    Column("tool_version", "text", "Version of the program that wrote this file."),
    Column("is_adjudication", "flag", "Whether the lead adopted this review to settle a disagreement."),
    Column("review_sha256", "text", "SHA-256 of the review's canonical JSON."),
)  # fmt: skip


def annotations_of(kept: Kept, setting: Setting) -> Iterator[Values]:
    """Yield the values of one row, in the order of the columns, for each judgement in the reviews behind a case."""
    case = kept.case
    settled = case.resolution if case.method == "adjudicated" else None
    for review, digest in zip(case.reviews, case.review_sha256, strict=True):
        whose = (
            case.item.id,
            case.item.source.system,
            kept.split,
            setting.pseudonym(review.reviewer),
            review.round,
        )
        circumstances = (
            time_text(review.started_at),
            time_text(review.submitted_at),
            review.active_seconds,
            review.after_reveal,
            review.guideline_version,
            review.policy_version,
            review.project_version,
            setting.program_version,
            settled is not None and settled.adopted == review.submission_id,
            digest,
        )
        comment = review.comment
        for judgement in _judgements(review):
            yield (*whose, *judgement, comment, *circumstances)
            comment = ""


def _judgements(review: Review) -> Iterator[Values]:
    """Yield task, name, value, start, end and text of the stretch."""
    yield _judgement("verdict", None, review.verdict)
    for question, answer in sorted(review.answers.items()):
        yield _judgement("answer", question, canonical_json(answer))
    for hit in review.hits:
        yield _judgement("hit", hit.hit, hit.judgement)
    for missed in review.missed_hits:
        for place in missed.spans or (None,):
            yield _judgement("missed_hit", missed.policy, "missed", place)
    for span in review.spans:
        yield _judgement("span", span.target, span.label, span)
    for claim in review.claims:
        yield _judgement("claim", claim.target, claim.relation, claim)
    if review.comparison is not None:
        yield _judgement("comparison", None, review.comparison)
    if review.ranking is not None:
        yield _judgement("ranking", None, canonical_json(review.ranking))
    if review.correction is not None:
        yield _judgement("correction", review.correction.target, review.correction.text)


def _judgement(task: str, name: str | None, value: str | None, span: Any = None) -> Values:
    if span is None:
        return (task, name, value, None, None, None)
    return (task, name, value, span.start, span.end, span.text)
