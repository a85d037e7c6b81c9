"""The input of the agreement on spans: what each reviewer of a text marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.stats.ratings import InvalidRatings


class Stretch(NamedTuple):
    """A stretch of a text with its label: code points, start inclusive, end exclusive."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Marked:
    """One text of `length` code points, and the stretches that each of its reviewers marked; none is an answer too."""

    length: int
    by_reviewer: Mapping[str, Sequence[Stretch]]

    def __post_init__(self) -> None:
        for reviewer, stretches in self.by_reviewer.items():
            for found in stretches:
                if not 0 <= found.start < found.end <= self.length:
                    raise InvalidRatings(
                        f"{reviewer} marked {found.start} to {found.end} in a text of {self.length}: place it anew."
                    )


def pairable(texts: Iterable[Marked]) -> list[Marked]:
    """Return the texts that two reviewers or more have read."""
    return [text for text in texts if len(text.by_reviewer) >= 2 and text.length]


def refusal(texts: Sequence[Marked]) -> str | None:
    """Return why no agreement on spans can be computed from pairable texts, or None where it can."""
    if not texts:
        return "no text was read by two reviewers"
    if not any(text.by_reviewer[reviewer] for text in texts for reviewer in text.by_reviewer):
        return "nobody marked anything, and without variation agreement cannot be told from chance"
    return None


def merged(stretches: Iterable[Stretch], label: str) -> list[tuple[int, int]]:
    """Return the stretches of one label in order, those that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end, _ in sorted(stretch for stretch in stretches if stretch.label == label):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
