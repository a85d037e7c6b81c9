"""The last decisions of a person, as the strip shows them: a sign and a word for each, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review
from reviewer.ui.language import later, tr

MOST = 10
Tone = Literal["plain", "good", "warn", "bad", "purple"]

_OUTCOMES: Mapping[str, tuple[str, Tone]] = {"accept": ("✓", "good"), "correct": ("✎", "warn"), "reject": ("✗", "bad")}
_SKIPS: Mapping[str, tuple[str, str]] = {
    "defer": ("↻", later("Deferred")),
    "cannot_judge": ("?", later("Cannot judge")),
    "out_of_scope": ("∅", later("Out of scope")),
    "opt_out": ("–", later("Opted out")),
}


@dataclass(frozen=True)
class Decision:
    """What a person said of an item, and whether it can be taken back or only be changed by another revision."""

    submission_id: str
    item_id: str
    sign: str
    title: str
    tone: Tone
    used: bool = False
    waits: bool = False
    revision: int = 1


def decision_of(review: Review, project: Project, *, used: bool = False, waits: bool = False) -> Decision:
    """Return what the strip shows of a submission."""
    sign, title, tone = _said(review, project)
    return Decision(str(review.submission_id), review.item_id, sign, title, tone, used, waits, review.revision)


def _said(review: Review, project: Project) -> tuple[str, str, Tone]:
    if review.skip is not None:
        sign, title = _SKIPS[review.skip.kind]
        return sign, tr(title), "plain"
    if review.escalation is not None:
        return "↑", tr("Escalated"), "purple"
    verdict = project.find_verdict(review.verdict)
    if verdict is None:  # the project had this verdict when it was given
        return "•", review.verdict or "", "plain"
    sign, tone = _OUTCOMES[verdict.outcome]
    return sign, verdict.label, tone
