"""Review: one reviewer's judgement of one item, in the format review/1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from .canonical import model_json, sha256_text
from .errors import InvalidInput
from .items import Item, Span, anchored, describe
from .mending import mended
from .model import Frozen, JsonObject, UtcTime

Round = Literal["first", "consistency", "calibration"]
State = Literal["draft", "submitted", "withdrawn", "superseded"]
SkipKind = Literal["defer", "cannot_judge", "out_of_scope", "opt_out"]
Judgement = Literal["confirmed", "false_alarm", "unsure"]
Relation = Literal["supports", "partial", "contradicts", "no_passage"]


class Skip(Frozen):
    """Not a verdict: put off, cannot judge, out of scope, or opted out without a reason."""

    kind: SkipKind
    skill: str | None = None


class Escalation(Frozen):
    """Routing of the item to the lead's queue, with a reason; not a verdict."""

    to: str | None = None
    reason: str = ""


class LabeledSpan(Span):
    """A stretch of a text of the item, with the label that the reviewer gave it."""

    target: str = "response"
    label: str


class HitJudgement(Frozen):
    """What the reviewer says of one policy hit."""

    hit: str
    judgement: Judgement


class MissedHit(Frozen):
    """A broken policy that no detector reported, with the place where there is one."""

    policy: str
    spans: tuple[Span, ...] = ()


class Passage(Frozen):
    """A passage of the evidence, or a part of it."""

    evidence: str
    start: int | None = None
    end: int | None = None
    text: str | None = None


class ClaimLink(Span):
    """A stretch of the response tied to the passages that support or contradict it, or to none."""

    target: str = "response"
    relation: Relation
    passages: tuple[Passage, ...] = ()


class Correction(Frozen):
    """The response as it should have been."""

    target: str = "response"
    text: str


class Review(Frozen):
    """One reviewer's judgement of one item."""

    submission_id: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    item_id: Annotated[str, Field(min_length=1)]
    source: str | None = None
    reviewer: Annotated[str, Field(min_length=1, max_length=200)]
    round: Round = "first"
    state: State = "submitted"
    revision: Annotated[int, Field(ge=1)] = 1
    supersedes: str | None = None
    verdict: str | None = None
    skip: Skip | None = None
    escalation: Escalation | None = None
    answers: JsonObject = Field(default_factory=dict)
    spans: tuple[LabeledSpan, ...] = ()
    hits: tuple[HitJudgement, ...] = ()
    missed_hits: tuple[MissedHit, ...] = ()
    policies_checked: tuple[str, ...] = ()
    claims: tuple[ClaimLink, ...] = ()
    comparison: str | None = None
    ranking: tuple[tuple[str, ...], ...] | None = None
    correction: Correction | None = None
    comment: str = ""
    started_at: UtcTime | None = None
    submitted_at: UtcTime | None = None
    active_seconds: Annotated[float, Field(ge=0)] | None = None
    after_reveal: bool = False
    suggestion_use: Literal["unseen", "kept", "changed_to", "changed_from"] = "unseen"
    guideline_version: str | None = None
    policy_version: str | None = None
    project_version: int | None = None

    @field_validator("correction", mode="before")
    @classmethod
    def _plain_correction(cls, value: Any) -> Any:
        """Take a plain string as the corrected response."""
        return {"text": value} if isinstance(value, str) else value

    @field_validator("spans", "hits", "missed_hits", "policies_checked", "claims", mode="before")
    @classmethod
    def _null_is_empty(cls, value: Any) -> Any:
        return () if value is None else value

    @field_validator("comment", mode="before")
    @classmethod
    def _null_comment(cls, value: Any) -> Any:
        return "" if value is None else value

    @model_validator(mode="after")
    def _is_one_decision(self) -> Self:
        given = [self.verdict is not None, self.skip is not None, self.escalation is not None]
        if self.state != "draft" and sum(given) == 0:
            raise ValueError("needs a verdict, a skip or an escalation")
        if self.skip is not None and sum(given) > 1:
            raise ValueError("a skip goes with neither a verdict nor an escalation")
        return self

    @property
    def is_judgement(self) -> bool:
        """Return whether this review carries a verdict and counts towards overlap."""
        return self.verdict is not None and self.escalation is None

    def canonical(self) -> str:
        """Return the canonical JSON that is stored and hashed."""
        return model_json(self)

    def sha256(self) -> str:
        """Return the SHA-256 of the canonical JSON."""
        return sha256_text(self.canonical())

    def content(self) -> str:
        """Return what the person decided, without state and revision: equal for a repeated submission."""
        return model_json(
            self.model_copy(update={"state": "submitted", "revision": 1, "supersedes": None, "submitted_at": None})
        )


def read_review(data: Mapping[str, Any] | Review) -> Review:
    """Build a review from one object of review/1, or raise InvalidInput."""
    if isinstance(data, Review):
        return data
    if not isinstance(data, Mapping):
        raise InvalidInput("A review must be a JSON object with 'item_id', 'reviewer' and 'verdict'.")
    fields = {key: value for key, value in data.items() if key != "schema"}
    if type(fields.get("item_id")) is int:
        fields["item_id"] = str(fields["item_id"])
    try:
        return Review.model_validate(fields)
    except ValidationError as error:
        again = mended(fields, error)
        if again is None:
            raise InvalidInput(describe(error, "review")) from None
    try:
        return Review.model_validate(again)
    except ValidationError as error:
        raise InvalidInput(describe(error, "review")) from None


def place_in(review: Review, item: Item) -> Review:
    """Return the review with its spans and claims placed in the item's texts by offset or quote."""
    if not review.spans and not review.claims:
        return review

    def placed(span: Any) -> Any:
        found = anchored(Span(start=span.start, end=span.end, text=span.text), item.target_text(span.target))
        return span.model_copy(
            update={"start": found.start, "end": found.end, "text": found.text, "anchored": found.anchored}
        )

    return review.model_copy(
        update={
            "spans": tuple(placed(span) for span in review.spans),
            "claims": tuple(placed(claim) for claim in review.claims),
        }
    )
