"""Percent agreement: how often two reviewers of the same item gave the same value, not corrected for chance.

Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76(5),
378-382, there the mean of P_i; with r_ic of the r_i reviewers of item i choosing c, P_i = sum_c r_ic (r_ic
- 1) / (r_i (r_i - 1)), and the mean is over the items with two reviewers or more.
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


def agreeing_share(patterns: Patterns) -> Floats:
    """Return for each pattern the share of its pairs of ratings that agree; 0 where there is no pair."""
    sizes = patterns.sizes
    agreeing = (patterns.vectors * (patterns.vectors - 1)).sum(axis=1)
    return np.asarray(agreeing / np.maximum(sizes * (sizes - 1), 1))


@dataclass(frozen=True, eq=False)
class PercentAgreement:
    """The mean share of agreeing pairs over pairable patterns."""

    patterns: Patterns
    undefined: str = "no item was judged by two reviewers"

    @property
    def frequency(self) -> Ints:
        """How many items there are of each pattern."""
        return self.patterns.frequency

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return len(self.patterns.frequency)

    @cached_property
    def _share(self) -> Floats:
        return agreeing_share(self.patterns)

    def values(self, weights: Floats) -> Floats:
        """Return the mean share for each row of items per pattern."""
        return np.asarray((weights @ self._share) / weights.sum(axis=1))


def prepare(ratings: Ratings, level: Level) -> PercentAgreement | Undefined:
    """Make percent agreement ready; the level does not matter, since values agree or do not."""
    if ratings.refusal is not None or ratings.patterns is None:
        return Undefined(ratings.refusal or "there are no reviews")
    return PercentAgreement(ratings.patterns.pairable())


STATISTIC = Statistic(
    id="percent_agreement",
    title="Percent agreement",
    definition="The share of pairs of reviewers of an item who gave the same value, chance included.",
    citation="Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.",
    prepare=prepare,
    chance_corrected=False,
)
