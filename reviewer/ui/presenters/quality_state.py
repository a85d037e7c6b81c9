"""What the quality room shows at one moment: a frozen value that the presenter emits and the panes paint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from reviewer.domain.projects import Outcome, Project
from reviewer.domain.resolutions import Disagreement
from reviewer.domain.reviews import Review
from reviewer.ui.language import later, tr

if TYPE_CHECKING:
    from reviewer.stats import AgreementReport, Coefficient, LabelPair

VERDICT = "verdict"
Phase = Literal["loading", "ready", "failed"]
Tone = Literal["plain", "good", "warn", "bad", "purple"]

FIELDS: tuple[tuple[str, str], ...] = (
    ("language", later("language")),
    ("model", later("model")),
    ("policy", later("policy")),
    ("detector", later("detector")),
    ("metadata.tenant", later("tenant")),
    ("guideline_version", later("guideline version")),
    ("week", later("week")),
    ("source", later("source")),
)
"""By what the agreement can be broken down: the field of a judgement, and its name for people."""

TONES: Mapping[Outcome | None, Tone] = {"accept": "good", "correct": "warn", "reject": "bad", None: "plain"}
KINDS: Mapping[str, str] = {
    "verdict": later("verdicts differ"),
    "hits": later("hits judged differently"),
    "correction": later("corrections differ"),
    "escalated": later("escalated"),
}
SKIPS: Mapping[str, str] = {
    "defer": later("put off"),
    "cannot_judge": later("cannot judge"),
    "out_of_scope": later("out of scope"),
    "opt_out": later("opted out"),
}


@dataclass(frozen=True)
class Week:
    """One point of the chart: when the stretch begins, and alpha in it."""

    start: datetime
    alpha: Coefficient


@dataclass(frozen=True)
class Mark:
    """A point in time at which something changed that the chart marks: a version of the guideline."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Group:
    """One row of the breakdown: the value of the field and alpha over its items."""

    name: str
    alpha: Coefficient
    items: int


@dataclass(frozen=True)
class Said:
    """What one reviewer said of an item, in one chip: who, the word, its tone."""

    who: str
    word: str
    tone: Tone


@dataclass(frozen=True)
class DisagreementRow:
    """One card of the list of what is to be settled."""

    item_id: str
    source: str
    kind: str
    said: tuple[Said, ...]
    since: datetime
    excerpt: str
    named: bool = False
    """Whether the chips name the reviewers; a pseudonym in a list would say nothing."""


@dataclass(frozen=True)
class SharedItem:
    """An item that two people judged, and what each of them said."""

    item_id: str
    source: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Return whether the two said different things."""
        return self.first != self.second


@dataclass(frozen=True)
class PairItems:
    """The items behind one cell of the matrix, those that differ first."""

    first: str
    second: str
    items: tuple[SharedItem, ...]


@dataclass(frozen=True)
class Figure:
    """One part of the room that is computed by itself: on its way, there, or failed with a sentence."""

    phase: Phase = "loading"
    failure: str = ""


@dataclass(frozen=True)
class QualityState:
    """Everything that the overview of the quality room shows."""

    project: Project
    question: str = VERDICT
    questions: tuple[tuple[str, str], ...] = ()
    by: str = FIELDS[0][0]
    report: AgreementReport | None = None
    confused: tuple[LabelPair, ...] = ()
    report_figure: Figure = Figure()
    weeks: tuple[Week, ...] = ()
    weeks_figure: Figure = Figure()
    marks: tuple[Mark, ...] = ()
    groups: tuple[Group, ...] = ()
    groups_figure: Figure = Figure()
    waiting: int | None = None
    open_count: int = 0
    gaps: int = 0
    """How many gaps the next version of the guideline has to close."""
    may_settle: bool = True
    role: str | None = None
    own_only: bool = False
    """Whether this person sees only the reviews of items that they have judged, as a reviewer does on a server."""
    rows: tuple[DisagreementRow, ...] = ()
    rows_figure: Figure = Figure()
    now: datetime | None = None
    pair: PairItems | None = None
    names_shown: bool = False
    problem: tuple[int, str] = field(default=(0, ""))

    @property
    def question_title(self) -> str:
        """The name of the question that is compared."""
        return dict(self.questions).get(self.question, self.question)

    def title_of(self, value: object) -> str:
        """Return a value of the question as people read it."""
        return value_title(self.project, self.question, value)


def value_title(project: Project, question: str, value: object) -> str:
    """Return a verdict or an answer as people read it: the title of the option where there is one."""
    if question == VERDICT:
        verdict = project.find_verdict(str(value))
        return verdict.label if verdict else str(value)
    if isinstance(value, float):
        return f"{value:g}"
    options = getattr(project.find_question(question), "options", ())
    return next((option.label for option in options if option.id == value), str(value))


def who_said(review: Review, number: int, names_shown: bool) -> str:
    """Return the reviewer's name, or a pseudonym that holds within this item."""
    return review.reviewer if names_shown else tr("Reviewer {number}").format(number=number + 1)


def said_of(review: Review, number: int, project: Project, names_shown: bool) -> Said:
    """Return what a review says of its item in one word."""
    who = who_said(review, number, names_shown)
    if review.escalation is not None:
        return Said(who, tr("escalate"), "purple")
    if review.skip is not None:
        return Said(who, tr(SKIPS[review.skip.kind]), "plain")
    verdict = project.find_verdict(review.verdict)
    word = (verdict.label if verdict else review.verdict or "").lower()
    return Said(who, word, TONES[verdict.outcome if verdict else None])


def row_of(disagreement: Disagreement, project: Project, excerpt: str, names_shown: bool) -> DisagreementRow:
    """Return the card of a disagreement; it is as old as its last review."""
    times = [review.submitted_at for review in disagreement.reviews if review.submitted_at is not None]
    return DisagreementRow(
        item_id=disagreement.item_id,
        source=disagreement.source,
        kind=tr(KINDS[disagreement.kind]),
        said=tuple(said_of(review, number, project, names_shown) for number, review in enumerate(disagreement.reviews)),
        since=max(times, default=disagreement.since),
        excerpt=excerpt,
        named=names_shown,
    )


def age(since: datetime, now: datetime) -> str:
    """Return how long ago something was, in one short word."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes >= 60 * 24:
        return tr("{days} d").format(days=minutes // (60 * 24))
    if minutes >= 60:
        return tr("{hours} h").format(hours=minutes // 60)
    return tr("{minutes} min").format(minutes=minutes)


def figure_text(value: float | None) -> str:
    """Return a coefficient with two decimals and a true minus, or the word for having none."""
    if value is None:
        return tr("undefined")
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\u2212")


def interval_text(found: Coefficient) -> str:
    """Return the 95 % interval of a coefficient, or an empty text where there is none."""
    if found.low is None or found.high is None:
        return ""
    return f"{figure_text(found.low)} \u2013 {figure_text(found.high)}"
