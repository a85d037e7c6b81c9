"""What a statistic says: a value with its interval and n, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Undefined:
    """There is no value, and this is why."""

    reason: str


@dataclass(frozen=True)
class Coefficient:
    """One coefficient with its 95 % interval over pairable items; the note says why something is missing."""

    value: float | None
    low: float | None
    high: float | None
    items: int
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the four keys of the contract; the note goes to the notes of the report."""
        return {
            "value": rounded(self.value),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "items": self.items,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers and how far they agree on the items that both judged."""

    a: str
    b: str
    items: int
    cohen_kappa: float | None
    percent_agreement: float

    def to_json(self) -> dict[str, Any]:
        """Return the pair as the contract has it."""
        return {
            "a": self.a,
            "b": self.b,
            "items": self.items,
            "cohen_kappa": rounded(self.cohen_kappa),
            "percent_agreement": rounded(self.percent_agreement),
        }


@dataclass(frozen=True)
class AgreementReport:
    """How far the reviewers agree on one question."""

    question: str
    level: str
    items: int
    pairable_items: int
    reviewers: int
    reviews: int
    coefficients: Mapping[str, Coefficient]
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the object that `stats agreement --json` prints."""
        return {
            "question": self.question,
            "level": self.level,
            "items": self.items,
            "pairable_items": self.pairable_items,
            "reviewers": self.reviewers,
            "reviews": self.reviews,
            "coefficients": {name: found.to_json() for name, found in self.coefficients.items()},
            "pairs": [pair.to_json() for pair in self.pairs],
            "notes": list(self.notes),
        }


def rounded(value: float | None) -> float | None:
    """Drop the last digits, in which processors differ, so that a file that quotes a report is the same on each."""
    return None if value is None else round(value, 12)
