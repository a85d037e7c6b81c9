"""What every statistic of the folder is: a name, a definition with its source, and a way to compute it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reviewer.domain.questions import Level

from .bootstrap import Estimator, interval
from .patterns import MOST_CELLS
from .ratings import Ratings
from .results import Coefficient, Undefined

MINIMUM_ITEMS = 10
UNSTABLE_SHARE = 0.05
DOUBTFUL_BIAS = 0.25
"""A bias above this share of the spread matters: Efron & Tibshirani (1993), Introduction to the Bootstrap."""


@dataclass(frozen=True)
class Statistic:
    """One agreement coefficient; `prepare` makes it ready for some ratings or says why it is undefined.

    `averages_pairs` marks a mean over pairs of reviewers, whose bias stays if items and reviewers grow together;
    `needs_order` one that only says something of its own where values can be nearer to each other or further apart.
    """

    id: str
    title: str
    definition: str
    citation: str
    prepare: Callable[[Ratings, Level], Estimator | Undefined]
    minimum_items: int = MINIMUM_ITEMS
    chance_corrected: bool = True
    uses_level: bool = False
    needs_order: bool = False
    averages_pairs: bool = False

    def compute(
        self, ratings: Ratings, level: Level = "nominal", *, seed: int = 0, resamples: int = 1000
    ) -> Coefficient:
        """Return the value with its 95 % interval; the note says why a part is missing or doubtful."""
        estimator = self.prepare(ratings, level)
        if isinstance(estimator, Undefined):
            return Coefficient(None, None, None, ratings.pairable_items, f"undefined: {estimator.reason}")
        value = float(estimator.values(estimator.frequency[None, :].astype(np.float64))[0])
        if np.isnan(value):
            return Coefficient(None, None, None, ratings.pairable_items, f"undefined: {estimator.undefined}")
        return self._with_interval(value, estimator, ratings.pairable_items, seed, resamples)

    def _with_interval(self, value: float, estimator: Estimator, items: int, seed: int, resamples: int) -> Coefficient:
        """Add the interval, or the reason why none is given."""
        if resamples < 1:
            return Coefficient(value, None, None, items)
        if items < self.minimum_items:
            have = "item has" if items == 1 else "items have"
            reason = f"no interval: {items} {have} two reviews, at least {self.minimum_items} are needed"
            return Coefficient(value, None, None, items, reason)
        if estimator.cells > MOST_CELLS:
            return Coefficient(value, None, None, items, "no interval: too many pairs of reviews to resample")
        # Each statistic draws its own numbers, so that a new one does not change the intervals of the others.
        found = interval(estimator, abs(seed) << 32 | zlib.crc32(self.id.encode()), resamples)
        if found is None:
            return Coefficient(value, None, None, items, "no interval: undefined in most resamples of the items")
        low, high, notes = found.low, found.high, []
        if found.undefined > UNSTABLE_SHARE * resamples:
            notes.append(f"undefined in {found.undefined:,} of {resamples:,} resamples, which are left out")
        if found.low == found.high:
            notes.append("the same in every resample, so the interval does not show how rare exceptions may be")
        bias = found.mean - value
        if self.averages_pairs and abs(bias) > DOUBTFUL_BIAS * found.spread:
            low, high = max(low - bias, -1.0), min(high - bias, 1.0)
            notes.append("the interval is moved by the bias of the resamples, since many pairs share few items")
        return Coefficient(value, low, high, items, "; ".join(notes) or None)
