"""Krippendorff's alpha over the characters of the texts: each is a unit, its value the labels that lie on it.

Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania, nominal level, see
`krippendorff_alpha`. Long stretches weigh more than short ones here, and where a stretch begins matters little. Between
the ends of stretches all characters are alike, so that each run of them is computed once, with its length as weight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reviewer.stats.patterns import Floats, Ints
from reviewer.stats.results import Coefficient

from .marked import Marked, pairable, refusal
from .resampled import with_interval

ONE_VALUE = "all characters have the same labels, and without variation agreement cannot be told from chance"


@dataclass(frozen=True, eq=False)
class _Characters:
    """For each text what it adds to the observed disagreement and to the totals of the values."""

    observed: Floats
    totals: Floats
    undefined: str = ONE_VALUE

    @property
    def frequency(self) -> Ints:
        """Each text is a pattern of its own."""
        return np.ones(len(self.observed), np.int64)

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return sum(self.totals.shape)

    def values(self, weights: Floats) -> Floats:
        """Return alpha for each row of texts drawn."""
        totals = weights @ self.totals
        size = totals.sum(axis=1)
        expected = size**2 - (totals**2).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(expected > 0, 1 - (size - 1) * (weights @ self.observed) / expected, np.nan)


def character_alpha(
    texts: Iterable[Marked], *, label: str | None = None, seed: int = 0, resamples: int = 1000
) -> Coefficient:
    """Return alpha over characters, of all labels together or of one label against everything else."""
    found = pairable(texts)
    if reason := refusal(found):
        return Coefficient(None, None, None, len(found), f"undefined: {reason}")
    codes: dict[frozenset[str], int] = {}
    parts = [_text(text, label, codes) for text in found]
    totals = np.zeros((len(found), max(len(codes), 1)))
    for row, (_, counts) in enumerate(parts):
        for value, count in counts.items():
            totals[row, value] = count
    estimator = _Characters(np.array([observed for observed, _ in parts]), totals)
    return with_interval(estimator, f"character_alpha {label or ''}", seed, resamples)


def _text(text: Marked, only: str | None, codes: dict[frozenset[str], int]) -> tuple[float, dict[int, float]]:
    """Return n D_o of one text and how many characters have each value, over all its reviewers."""
    marks = [
        [found for found in stretches if only is None or found.label == only] for stretches in text.by_reviewer.values()
    ]
    edges = sorted({0, text.length, *(edge for found in marks for start, end, _ in found for edge in (start, end))})
    observed, counts = 0.0, dict[int, float]()
    for start, end in pairwise(edges):
        values = [frozenset(f.label for f in found if f.start < end and f.end > start) for found in marks]
        here: dict[int, int] = {}
        for value in values:
            code = codes.setdefault(value, len(codes))
            here[code] = here.get(code, 0) + 1
        size, length = len(values), end - start
        observed += length * (size**2 - sum(count**2 for count in here.values())) / (size - 1)
        for code, count in here.items():
            counts[code] = counts.get(code, 0.0) + length * count
    return observed, counts
