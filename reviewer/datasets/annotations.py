"""The long form beside every dataset: one row per human judgement, reviewers under pseudonyms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reviewer.datasets.cases import Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.rows.provenance import time_text
from reviewer.datasets.selection import Kept
from reviewer.domain.canonical import canonical_json
from reviewer.domain.reviews import Review

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


def annotations_of(kept: Kept, setting: Setting) -> Iterator[Row]:
    """Yield one row per judgement in the reviews behind a case."""
    for review, digest in zip(kept.case.reviews, kept.case.review_sha256, strict=True):
        beside = {**_circumstances(kept, review, setting), "review_sha256": digest}
        for number, judgement in enumerate(_judgements(review)):
            yield {**beside, **judgement, "comment": review.comment if number == 0 else ""}


def _circumstances(kept: Kept, review: Review, setting: Setting) -> Row:
    decision = kept.case.decision
    return {
        "item_id": kept.case.item.id,
        "source": kept.case.item.source.system,
        "split": kept.split,
        "reviewer": setting.pseudonym(review.reviewer),
        "round": review.round,
        "started_at": time_text(review.started_at),
        "submitted_at": time_text(review.submitted_at),
        "active_seconds": review.active_seconds,
        "after_reveal": review.after_reveal,
        "guideline_version": review.guideline_version,
        "policy_version": review.policy_version,
        "project_version": review.project_version,
        "tool_version": setting.program_version,
        "is_adjudication": decision.method == "adjudicated" and decision.adopted == review.submission_id,
    }


def _judgements(review: Review) -> Iterator[Row]:
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


def _judgement(task: str, name: str | None, value: str | None, span: Any = None) -> Row:
    return {
        "task": task,
        "name": name,
        "value": value,
        "span_start": span.start if span is not None else None,
        "span_end": span.end if span is not None else None,
        "span_text": span.text if span is not None else None,
    }
