"""Case: one thing that may become a row, either an item with its resolution or one review of an item."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from reviewer.domain.expressions import Kind
from reviewer.domain.items import Item
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution, resolve
from reviewer.domain.reviews import Review


class Lineage(NamedTuple):
    """What rows rest on, by the numbers in the database: the item, its resolution, and the reviews in their order."""

    item: int
    resolution: int | None
    reviews: tuple[int, ...]


class Record(NamedTuple):
    """An item, its resolution where there is one, its current reviews; hashes and numbers where they are known."""

    item: Item
    resolution: Resolution | None
    reviews: tuple[Review, ...]
    item_sha256: str | None = None
    review_sha256: tuple[str, ...] = ()
    lineage: Lineage | None = None
    calibrated: bool = False
    """Whether the item is or was in a calibration round."""


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
    "agreement": "number",
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
    rules: Taxonomy | None = None

    def pseudonym(self, name: str, kind: str = "reviewer") -> str:
        """Return the same stand-in for the same name in this workspace, and another one elsewhere."""
        return stand_in(self.salt, kind, name)


@lru_cache(maxsize=4_096)  # a handful of reviewers wrote all reviews, and items of one group arrive together
def stand_in(salt: str, kind: str, name: str) -> str:
    """Return the same stand-in for the same name under one salt, which tells nothing of the name."""
    digest = hmac.digest(salt.encode("utf-8"), f"{kind}\x1f{name}".encode(), "sha256")
    return f"{kind}-{digest.hex()[:16]}"


@dataclass(slots=True)
class Case:
    """An item, the reviews of it that count, and its resolution; without one, the only review decides."""

    item: Item
    resolution: Resolution | None
    reviews: tuple[Review, ...]
    project: Project
    item_sha256: str
    review_sha256: tuple[str, ...]
    lineage: Lineage | None = None
    among: tuple[Review, ...] = ()
    """What everybody judged of the item in the first round, where the rows tell it."""
    verdicts: tuple[str, ...] = ()
    """What everybody said of the item in the first round, one verdict each."""
    known: bool = False
    """Whether the resolution is the known answer of a gold item, on which no review rests."""
    calibrated: bool = False
    """Whether the item is or was in a calibration round."""
    unredacted: Case | None = None
    """The case before placeholders took the place of personal data, where they did."""
    _single: Resolution | None = None

    @property
    def is_kept_apart(self) -> bool:
        """Whether the item serves to check reviewers or detectors, so that nobody may train on it."""
        return self.item.gold is not None or self.item.control or self.calibrated

    @property
    def as_sent(self) -> Case:
        """The case with the texts that the source and the reviewers sent."""
        return self.unredacted or self

    @property
    def decision(self) -> Resolution:
        """What was decided; for a single review it is made at first use, since few recipes ask for all of it."""
        if self.resolution is not None:
            return self.resolution
        if self._single is None:
            self._single = resolve(self.item, self.project, self.reviews, "unanimous")
        return self._single

    @property
    def verdict(self) -> str:
        """The final verdict."""
        return self.reviews[0].verdict or "" if self.resolution is None else self.resolution.verdict

    @property
    def agreement(self) -> float | None:
        """Which share of those who judged the item in the first round gave the verdict; None where nobody did."""
        return self.verdicts.count(self.verdict) / len(self.verdicts) if self.verdicts else None

    @property
    def outcome(self) -> str:
        """What the verdict means for training."""
        if self.resolution is not None:
            return self.resolution.outcome
        return self.project.outcome(self.reviews[0].verdict) or "reject"

    @property
    def method(self) -> str:
        """How the decision came about."""
        if self.known:
            return "gold"
        return "single review" if self.resolution is None else self.resolution.method

    @property
    def decided_at(self) -> datetime | None:
        """When it was decided: by the resolution, else when the last review was submitted."""
        if self.resolution is not None and self.resolution.decided_at is not None:
            return self.resolution.decided_at
        return max((review.submitted_at for review in self.reviews if review.submitted_at is not None), default=None)

    @property
    def original(self) -> str | None:
        """Return the text that the correction replaces: the response, or the compared one that was corrected."""
        return self.item.target_text(self.corrected_target)

    @property
    def corrected_target(self) -> str:
        """Where that text stands: `response`, or `response:<id>` of a compared one."""
        if self.item.response is None and self.decision.correction is not None:
            for review in self.reviews:
                if review.correction is not None and review.correction.text == self.decision.correction:
                    return review.correction.target
        return "response"


class CaseView:
    """The fields of a case under the names that a filter may use.

    With a setting, reviewers go by their pseudonyms too, under which a dataset prints its filter.
    """

    def __init__(self, case: Case, setting: Setting | None = None) -> None:
        self._case, self._setting = case, setting

    @property
    def reviewers(self) -> list[str]:
        """The names of the reviewers, and their pseudonyms."""
        names = {review.reviewer for review in self._case.reviews}
        return sorted(names if self._setting is None else names | set(map(self._setting.pseudonym, names)))

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
    "verdict": lambda case: case.verdict,
    "outcome": lambda case: case.outcome,
    "method": lambda case: case.method,
    "decided_at": lambda case: case.decided_at,
    "corrected": lambda case: case.decision.correction is not None,
    "answers": lambda case: case.decision.answers,
    "span_labels": lambda case: sorted({span.label for span in case.decision.spans}),
    "agreement": lambda case: case.agreement,
    "reviews": lambda case: len(case.reviews),
}
