"""What the adjudication view shows at one moment: an item, its reviews side by side, and what will be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reviewer.domain.items import Item
from reviewer.domain.resolutions import Category, Resolution
from reviewer.domain.reviews import Review
from reviewer.ui.language import later, tr

from .quality_state import Said
from .review_state import Notice, ReviewState, Saved

Phase = Literal["closed", "loading", "open", "failed"]
CATEGORIES: Mapping[Category, str] = {
    "guideline_gap": later("Guideline gap"),
    "ambiguous_item": later("Ambiguous item"),
    "slip": later("Slip"),
    "wrong_evidence": later("Wrong evidence"),
}
"""Why reviewers erred, in words."""


@dataclass(frozen=True)
class Column:
    """One review beside the others: which it is, whose, and whether it can be adopted."""

    number: int
    review: Review
    said: Said
    adoptable: bool


@dataclass(frozen=True)
class Case:
    """An item with its reviews, as it was read from the workspace."""

    item: Item
    reviews: tuple[Review, ...]
    kind: str
    place: int | None
    open_count: int
    standing: Resolution | None


@dataclass(frozen=True)
class AdjudicationState:
    """Everything that the adjudication view shows; `view` is what its item panes show."""

    view: ReviewState
    phase: Phase = "closed"
    failure: str = ""
    case: Case | None = None
    columns: tuple[Column, ...] = ()
    chosen: int | None = None
    deciding: bool = False
    reason: str = ""
    category: Category | None = None
    names_shown: bool = False
    busy: bool = False
    lead: str = ""
    toast: Notice = field(default_factory=Notice)
    problem: Notice = field(default_factory=Notice)
    saved: Saved = field(default_factory=Saved)

    @property
    def is_open(self) -> bool:
        """Whether an item is on screen, or on its way there."""
        return self.phase != "closed"

    @property
    def can_record(self) -> bool:
        """Whether there is something to record."""
        return self.phase == "open" and not self.busy and (self.deciding or self.chosen is not None)

    @property
    def summary(self) -> str:
        """What will be recorded, in words."""
        if self.case is None:
            return ""
        return _summary(self)


def _summary(state: AdjudicationState) -> str:
    """Return what will be recorded, and what it replaces."""
    case, view = state.case, state.view
    if state.deciding:
        verdict = view.project.find_verdict(view.draft.verdict if view.draft else None)
        if verdict is None:
            return tr("Nothing yet: choose a verdict of your own.")
        said, extras = tr("{verdict}, decided anew by {lead}."), _extras(view.draft)
        if extras:
            said = tr("{verdict}, decided anew by {lead}, with {extras}.")
        text = said.format(verdict=verdict.label, lead=state.lead, extras=extras)
    elif state.chosen is not None:
        column = state.columns[state.chosen]
        verdict = view.project.find_verdict(column.review.verdict)
        label = verdict.label if verdict else column.review.verdict
        said, extras = tr("{verdict}, as {who} said, adopted by {lead}."), _extras(column.review)
        if extras:
            said = tr("{verdict}, as {who} said, adopted by {lead}, with {extras}.")
        text = said.format(verdict=label, who=column.said.who, lead=state.lead, extras=extras)
    else:
        return tr("Nothing yet: choose a review to adopt, or decide anew.")
    if case is not None and case.standing is not None:
        before = view.project.find_verdict(case.standing.verdict)
        now = before.label if before else case.standing.verdict
        text += " " + tr("It replaces what stands now: {verdict}.").format(verdict=now)
    return text


def _extras(review: Review | None) -> str:
    """Return what goes with the verdict."""
    if review is None:
        return ""
    parts = []
    if review.correction is not None:
        parts.append(tr("the correction"))
    if review.hits:
        parts.append(tr("%n judged hits", "%n judged hit", len(review.hits)))
    if review.spans:
        parts.append(tr("%n marks", "%n mark", len(review.spans)))
    return ", ".join(parts)
