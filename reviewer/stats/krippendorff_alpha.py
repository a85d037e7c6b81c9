"""Krippendorff's alpha, for any number of reviewers, missing values and four levels of measurement.

Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania. Section and
symbols as there: n_uc is how often item u received value c, m_u how many values it has, n the number of
pairable values, and

    alpha = 1 - D_o / D_e
    D_o = sum_u sum_ck n_uc n_uk delta²_ck / (m_u - 1) / n
    D_e = sum_ck n_c n_k delta²_ck / (n (n - 1))

with delta² = 1 for different values (nominal), the squared distance of the mid-ranks (ordinal), (c - k)²
(interval) and ((c - k) / (c + k))² (ratio). Items with fewer than two values are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewer.domain.questions import Level

from .patterns import Floats, Ints, Patterns
from .ratings import Ratings
from .results import Undefined
from .statistic import Statistic

ONE_VALUE = (
    "all values on the items that two reviewers judged are the same,"
    " and without variation agreement cannot be told from chance"
)


@dataclass(frozen=True, eq=False)
class Alpha:
    """Alpha over pairable patterns; `scale` holds the values as numbers at the interval and ratio level."""

    patterns: Patterns
    level: Level
    scale: Floats
    undefined: str = ONE_VALUE

    @property
    def frequency(self) -> Ints:
        """How many items there are of each pattern."""
        return self.patterns.frequency

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return 3 * self._counts.shape[0] if self.level == "ordinal" else sum(self._counts.shape)

    @cached_property
    def _counts(self) -> Floats:
        return self.patterns.vectors.astype(np.float64)

    @cached_property
    def _sizes(self) -> Floats:
        return self.patterns.sizes.astype(np.float64)

    def values(self, weights: Floats) -> Floats:
        """Return alpha for each row of items per pattern, NaN where only one value is left."""
        totals = weights @ self._counts
        size = totals.sum(axis=1)
        if self.level == "ordinal":
            ranks = np.cumsum(totals, axis=1) - totals / 2
            observed, expected = self._ordinal_observed(weights, ranks), _spread(totals, ranks)
        else:
            observed = weights @ self._observed
            expected = self._expected(totals, size)
        varied = np.count_nonzero(totals, axis=1) > 1
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(varied, 1 - (size - 1) * observed / expected, np.nan)

    @cached_property
    def _observed(self) -> Floats:
        """Return what one item of each pattern adds to n D_o, where delta does not depend on the sample."""
        counts, sizes = self._counts, self._sizes
        if self.level == "nominal":
            within = sizes**2 - (counts**2).sum(axis=1)
        elif self.level == "interval":
            within = _spread(counts, np.broadcast_to(self.scale, counts.shape))
        else:
            within = ((counts @ self._ratio_metric) * counts).sum(axis=1)
        return np.asarray(within / (sizes - 1))

    def _expected(self, totals: Floats, size: Floats) -> Floats:
        """Return n (n - 1) D_e for each row of totals per value."""
        if self.level == "nominal":
            return np.asarray(size**2 - (totals**2).sum(axis=1))
        if self.level == "interval":
            return _spread(totals, np.broadcast_to(self.scale, totals.shape))
        return np.asarray(((totals @ self._ratio_metric) * totals).sum(axis=1))

    def _ordinal_observed(self, weights: Floats, ranks: Floats) -> Floats:
        """Return n D_o with the ranks of each resample; the sums of half-integers here are exact."""
        first, second = ranks @ self._counts.T, ranks**2 @ self._counts.T
        return np.asarray((weights * 2 * (self._sizes * second - first**2) / (self._sizes - 1)).sum(axis=1))

    @cached_property
    def _ratio_metric(self) -> Floats:
        difference, total = self.scale[:, None] - self.scale, self.scale[:, None] + self.scale
        return np.asarray((difference / np.where(total > 0, total, 1)) ** 2)


def _spread(counts: Floats, scale: Floats) -> Floats:
    """Return the sum over all pairs of (c - k)² for each row, by way of the mean, which loses no digits."""
    sizes = counts.sum(axis=1)
    mean = (counts * scale).sum(axis=1) / np.maximum(sizes, 1)
    return np.asarray(2 * sizes * (counts * (scale - mean[:, None]) ** 2).sum(axis=1))


def prepare(ratings: Ratings, level: Level) -> Alpha | Undefined:
    """Make alpha ready at a level, or say why it is undefined."""
    if ratings.refusal is not None or ratings.patterns is None:
        return Undefined(ratings.refusal or "there are no reviews")
    if level == "ordinal" and not ratings.ordered:
        return Undefined("the ordinal level needs numbers or an order of the values")
    if level in ("interval", "ratio") and ratings.numbers is None:
        return Undefined(f"the {level} level needs numbers")
    if level == "ratio" and ratings.numbers is not None and (ratings.numbers < 0).any():
        return Undefined("the ratio level needs numbers of zero or more")
    numbers = np.zeros(len(ratings.levels)) if ratings.numbers is None else ratings.numbers
    # Only the relation of the numbers counts, and numbers up to one cannot overflow when they are squared.
    largest = max(float(np.abs(numbers).max()), np.finfo(np.float64).tiny)
    return Alpha(ratings.patterns.pairable(), level, numbers / largest)


STATISTIC = Statistic(
    id="krippendorff_alpha",
    title="Krippendorff's alpha",
    definition="One minus the disagreement within items divided by the disagreement between all values.",
    citation="Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability.",
    prepare=prepare,
    uses_level=True,
)
