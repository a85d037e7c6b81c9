"""Case: one thing that may become a row, either an item with its resolution or one review of an item."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from reviewer.domain.expressions import Kind
from reviewer.domain.items import Item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review


class Record(NamedTuple):
    """An item, its resolution where there is one, its current reviews, and the hashes where they are known."""

    item: Item
    resolution: Resolution | None
    reviews: tuple[Review, ...]
    item_sha256: str | None = None
    review_sha256: tuple[str, ...] = ()


WHERE_FIELDS: Final[Mapping[str, Kind]] = {
    "item_id": "text",
    "source": "text",
    "prompt": "text",
    "response": "text",
    "model": "text",
    "language": "text",
    "metadata.*": "any",
    "priority": "number",
    "sampling_probability": "number",
    "flagged_at": "time",
    "policies": "list",
    "verdict": "text",
    "outcome": "text",
    "method": "text",
    "decided_at": "time",
    "corrected": "flag",
    "answers.*": "any",
    "span_labels": "list",
    "reviews": "number",
    "reviewers": "list",
}


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One figure of agreement, with its interval and the number of items behind it."""

    name: str
    question: str
    value: float | None
    low: float | None
    high: float | None
    items: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole dataset: the project, its versions, the salt of pseudonyms, the agreement."""

    project: Project
    project_version: int = 1
    salt: str = ""
    program_version: str = "0"
    policy_version: str | None = None
    taxonomy: str | None = None
    agreement: tuple[Coefficient, ...] = ()
    notes: tuple[str, ...] = ()

    def pseudonym(self, name: str, kind: str = "reviewer") -> str:
        """Return the same stand-in for the same name in this workspace, and another one elsewhere."""
        digest = hmac.digest(self.salt.encode("utf-8"), f"{kind}\x1f{name}".encode(), "sha256")
        return f"{kind}-{digest.hex()[:16]}"


@dataclass(frozen=True, slots=True)
class Case:
    """An item, what was decided about it, and the reviews that the decision rests on."""

    item: Item
    decision: Resolution
    reviews: tuple[Review, ...]
    method: str
    item_sha256: str
    review_sha256: tuple[str, ...]

    @property
    def original(self) -> str | None:
        """Return the text that the correction replaces: the response, or the compared one that was corrected."""
        if self.item.response is not None or self.decision.correction is None:
            return self.item.response
        for review in self.reviews:
            if review.correction is not None and review.correction.text == self.decision.correction:
                return self.item.target_text(review.correction.target)
        return None


class CaseView:
    """The fields of a case under the names that a filter may use."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __getattr__(self, name: str) -> Any:
        reader = _READERS.get(name)
        if reader is None:
            raise AttributeError(name)
        return reader(self._case)


def prompt_text(item: Item) -> str | None:
    """Return the plain prompt, or the last thing that the user said."""
    if item.prompt is not None:
        return item.prompt
    return next((m.content for m in reversed(item.messages) if m.role == "user" and m.content), None)


def decided_at(case: Case) -> datetime | None:
    """Return when the case was decided: by the lead, else when its last review was submitted."""
    if case.decision.decided_at is not None:
        return case.decision.decided_at
    return latest(review.submitted_at for review in case.reviews)


def latest(times: Iterable[datetime | None]) -> datetime | None:
    """Return the last of the times that are known."""
    return max((at for at in times if at is not None), default=None)


_READERS: Final[dict[str, Any]] = {
    "item_id": lambda case: case.item.id,
    "source": lambda case: case.item.source.system,
    "prompt": lambda case: prompt_text(case.item),
    "response": lambda case: case.item.response,
    "model": lambda case: case.item.metadata.get("model"),
    "language": lambda case: case.item.metadata.get("language"),
    "metadata": lambda case: case.item.metadata,
    "priority": lambda case: case.item.priority,
    "sampling_probability": lambda case: case.item.sampling_probability,
    "flagged_at": lambda case: case.item.flagged_at,
    "policies": lambda case: [hit.policy for hit in case.item.policy_hits if hit.outcome == "fail"],
    "verdict": lambda case: case.decision.verdict,
    "outcome": lambda case: case.decision.outcome,
    "method": lambda case: case.method,
    "decided_at": decided_at,
    "corrected": lambda case: case.decision.correction is not None,
    "answers": lambda case: case.decision.answers,
    "span_labels": lambda case: sorted({span.label for span in case.decision.spans}),
    "reviews": lambda case: len(case.reviews),
    "reviewers": lambda case: sorted({review.reviewer for review in case.reviews}),
}
