"""Krippendorff's alpha for answers that are sets of labels, where sets that share labels disagree less.

Passonneau, R. (2006). Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation. LREC 2006.
The distance of two sets is 1 - J M, with J the labels that both have over those that either has (Jaccard), and M = 1
for the same set, 2/3 where one holds the other, 1/3 where they only overlap, 0 where they share nothing. Two empty sets
are the same. The distance takes the place of delta² in alpha, see `krippendorff_alpha`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewer.domain.questions import Level

from .krippendorff_alpha import ONE_VALUE
from .patterns import Floats, Ints, Patterns
from .ratings import Ratings
from .results import Coefficient, Undefined
from .statistic import Statistic

Sets = frozenset[str]


def masi(first: Sets, second: Sets) -> float:
    """Return the MASI distance of two sets, from 0 for the same to 1 for disjoint ones."""
    if first == second:
        return 0.0
    both, either = first & second, first | second
    if not both:
        return 1.0
    weight = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - len(both) / len(either) * weight


@dataclass(frozen=True, eq=False)
class _SetAlpha:
    """Alpha over pairable patterns with a distance between any two values."""

    patterns: Patterns
    metric: Floats
    undefined: str = ONE_VALUE

    @property
    def frequency(self) -> Ints:
        """How many items there are of each pattern."""
        return self.patterns.frequency

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return sum(self.patterns.vectors.shape)

    @cached_property
    def _counts(self) -> Floats:
        return self.patterns.vectors.astype(np.float64)

    @cached_property
    def _observed(self) -> Floats:
        within = ((self._counts @ self.metric) * self._counts).sum(axis=1)
        return np.asarray(within / (self.patterns.sizes - 1))

    def values(self, weights: Floats) -> Floats:
        """Return alpha for each row of items per pattern, NaN where only one set is left."""
        totals = weights @ self._counts
        expected = ((totals @ self.metric) * totals).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            alpha = 1 - (totals.sum(axis=1) - 1) * (weights @ self._observed) / expected
        return np.where(np.count_nonzero(totals, axis=1) > 1, alpha, np.nan)


def set_alpha(
    triples: Iterable[tuple[Hashable, str, Iterable[str]]], *, seed: int = 0, resamples: int = 1000
) -> Coefficient:
    """Return alpha over (item, reviewer, set of labels) with its 95 % interval, or the reason why there is none."""
    names: dict[Sets, str] = {}
    coded = [
        (item, reviewer, names.setdefault(frozenset(labels), f"{len(names):09}")) for item, reviewer, labels in triples
    ]
    ratings = Ratings.from_triples(coded)
    sets = {name: labels for labels, name in names.items()}

    def prepare(found: Ratings, _: Level) -> _SetAlpha | Undefined:
        if found.refusal is not None or found.patterns is None:
            return Undefined(found.refusal or "there are no reviews")
        known = [sets[str(level)] for level in found.levels]
        metric = np.array([[masi(first, second) for second in known] for first in known])
        return _SetAlpha(found.patterns.pairable(), metric)

    statistic = Statistic(
        id="set_alpha",
        title="Krippendorff's alpha for sets",
        definition="Krippendorff's alpha, where sets disagree less the more labels they share.",
        citation="Passonneau, R. (2006). Measuring Agreement on Set-valued Items (MASI).",
        prepare=prepare,
        uses_level=True,
    )
    return statistic.compute(ratings, seed=seed, resamples=resamples)
