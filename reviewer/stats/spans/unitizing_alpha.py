"""Krippendorff's alpha for unitizing: whether reviewers mark the same stretches, in place and in length.

Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology, 2nd edition. Sage, pages 251-256; first
in Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology 25, 47-76. For two
reviewers of a continuum of length L and a label, b being the lengths of the N units of both and l those of the gaps:

    D_o = sum delta² / L²
    D_e = 2/L · sum_units [ (N - 1)/3 (2b³ - 3b² + b) + b² sum_gaps max(l - b + 1, 0) ] / places
    places = 2L (2L - 1) - sum_units b (b - 1)

with delta² = (difference of the starts)² + (difference of the ends)² for two units that overlap, b² for a unit that
lies within a gap of the other, and 0 else. alpha_u is one minus the sum of D_o over the labels by that of D_e. The
texts that two reviewers share are one continuum, gaps ending with their text; pairs of reviewers are added by length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reviewer.stats.patterns import Floats, Ints
from reviewer.stats.results import Coefficient

from .marked import Marked, merged, pairable, refusal
from .resampled import with_interval

Ends = tuple[int, int]
NOTHING_MARKED = "nobody marked anything, and without variation agreement cannot be told from chance"


@dataclass(frozen=True, eq=False)
class _Continuum:
    """What two reviewers said of one label over the texts that they share, sorted by length for the sums."""

    texts: Ints
    lengths: Floats
    observed: Floats
    units: Floats
    unit_text: Ints
    gaps: Floats
    gap_text: Ints

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return L D_o and L D_e for each row of texts drawn."""
        drawn = weights[:, self.texts]
        length = drawn @ self.lengths
        units, gaps = weights[:, self.unit_text], weights[:, self.gap_text]
        b, count = self.units, units.sum(axis=1)
        place = np.searchsorted(self.gaps, b, side="left")
        many, total = _from_end(gaps)[:, place], _from_end(gaps * self.gaps)[:, place]
        among_units = (count - 1) / 3 * (units @ (2 * b**3 - 3 * b**2 + b))
        within_gaps = (units * b**2 * (total - many * (b - 1))).sum(axis=1)
        places = 2 * length * (2 * length - 1) - units @ (b * (b - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = np.where(length > 0, drawn @ self.observed / length, 0.0)
            expected = np.where(places > 0, 2 * (among_units + within_gaps) / places, 0.0)
        return observed, expected


def _from_end(columns: Floats) -> Floats:
    """Return the sums from each column to the last, and 0 after it."""
    sums = np.zeros((len(columns), columns.shape[1] + 1))
    sums[:, :-1] = np.cumsum(columns[:, ::-1], axis=1)[:, ::-1]
    return sums


@dataclass(frozen=True, eq=False)
class _Units:
    """All pairs of reviewers and all labels; a text is a pattern of its own."""

    texts: int
    parts: tuple[_Continuum, ...]
    undefined: str = NOTHING_MARKED

    @property
    def frequency(self) -> Ints:
        """Each text is drawn by itself."""
        return np.ones(self.texts, np.int64)

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return sum(len(part.units) + len(part.gaps) for part in self.parts)

    def values(self, weights: Floats) -> Floats:
        """Return alpha_u for each row of texts drawn."""
        observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
        for part in self.parts:
            of_part = part.disagreements(weights)
            observed += of_part[0]
            expected += of_part[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(expected > 0, 1 - observed / expected, np.nan)


def unitizing_alpha(
    texts: Iterable[Marked], *, label: str | None = None, seed: int = 0, resamples: int = 1000
) -> Coefficient:
    """Return alpha_u of all labels together, or of one of them."""
    found = pairable(texts)
    if reason := refusal(found):
        return Coefficient(None, None, None, len(found), f"undefined: {reason}")
    labels = sorted({s.label for text in found for marks in text.by_reviewer.values() for s in marks})
    chosen = [name for name in labels if label in (None, name)]
    pairs = sorted({pair for text in found for pair in combinations(sorted(text.by_reviewer), 2)})
    parts = tuple(_continuum(found, pair, name) for pair in pairs for name in chosen)
    return with_interval(_Units(len(found), parts), f"unitizing_alpha {label or ''}", seed, resamples)


def _continuum(texts: list[Marked], pair: tuple[str, str], label: str) -> _Continuum:
    shared = [n for n, text in enumerate(texts) if all(reviewer in text.by_reviewer for reviewer in pair)]
    observed, units, gaps = [], list[tuple[int, int]](), list[tuple[int, int]]()
    for number in shared:
        length = texts[number].length
        first, second = (merged(texts[number].by_reviewer[reviewer], label) for reviewer in pair)
        observed.append(_observed(first, second, length))
        for marks in (first, second):
            units += [(end - start, number) for start, end in marks]
            gaps += [(end - start, number) for start, end in _gaps(marks, length)]
    gaps.sort()
    return _Continuum(
        np.array(shared, np.int64),
        np.array([texts[number].length for number in shared], np.float64),
        np.array(observed, np.float64),
        np.array([size for size, _ in units], np.float64),
        np.array([text for _, text in units], np.int64),
        np.array([size for size, _ in gaps], np.float64),
        np.array([text for _, text in gaps], np.int64),
    )


def _gaps(marks: list[Ends], length: int) -> Iterator[Ends]:
    """Yield the stretches between the units, before the first and after the last."""
    before = 0
    for start, end in [*marks, (length, length)]:
        if start > before:
            yield before, start
        before = end


def _observed(first: list[Ends], second: list[Ends], length: int) -> float:
    """Return the sum of delta² over the units and gaps of two reviewers of one text."""
    total = 0.0
    for start, end in first:
        for other, until in second:
            if start < until and other < end:
                total += (start - other) ** 2 + (end - until) ** 2
    for units, others in ((first, second), (second, first)):
        free = list(_gaps(others, length))
        total += sum((end - start) ** 2 for start, end in units if any(a <= start and end <= b for a, b in free))
    return total
