"""Gwet's AC2: AC1 for ordered values, where a near miss is half an agreement.

Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th edition. Advanced Analytics. With w_ck the weight of the
values c and k, r_ic how many of the r_i reviewers of item i gave c, r*_ic = sum_k w_ck r_ik and q the number of values
that occur,

    p_a = mean over items with two values or more of  sum_c r_ic (r*_ic - 1) / (r_i (r_i - 1))
    p_e = sum_ck w_ck / (q (q - 1)) · sum_c pi_c (1 - pi_c)          AC2 = (p_a - p_e) / (1 - p_e)

The weights are 1 - M_ck / M_max with M_ck = d (d + 1) / 2 for values d + 1 places apart (ordinal), or 1 - (c - k)² /
(max - min)² (interval and ratio).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewer.domain.questions import Level

from .distances import positions
from .gwet_ac1 import ONE_VALUE
from .patterns import Floats, Ints, Patterns
from .ratings import Ratings
from .results import Undefined
from .statistic import Statistic


@dataclass(frozen=True, eq=False)
class WeightedChance:
    """AC2 over the values that occur, with the weights between them."""

    patterns: Patterns
    weights: Floats
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
    def _shares(self) -> Floats:
        return np.asarray(self.patterns.vectors / self.patterns.sizes[:, None])

    @cached_property
    def _agreeing(self) -> Floats:
        counts, sizes = self.patterns.vectors.astype(np.float64), self.patterns.sizes
        within = (counts * (counts @ self.weights - 1)).sum(axis=1)
        return np.where(sizes >= 2, within / np.maximum(sizes * (sizes - 1), 1), 0.0)

    @cached_property
    def _pairable(self) -> Floats:
        return (self.patterns.sizes >= 2).astype(np.float64)

    def values(self, weights: Floats) -> Floats:
        """Return AC2 for each row of items per pattern, NaN where all values are the same."""
        shares = (weights @ self._shares) / weights.sum(axis=1)[:, None]
        categories = len(self.weights)
        spread = (shares * (1 - shares)).sum(axis=1)
        expected = self.weights.sum() / max(categories * (categories - 1), 1) * spread
        varied = np.count_nonzero(weights @ self.patterns.vectors, axis=1) > 1
        with np.errstate(divide="ignore", invalid="ignore"):
            agreed = (weights @ self._agreeing) / (weights @ self._pairable)
            return np.where(varied, (agreed - expected) / (1 - expected), np.nan)


def prepare(ratings: Ratings, level: Level) -> WeightedChance | Undefined:
    """Make AC2 ready at a level, or say why the values have no distances."""
    if ratings.refusal is not None or ratings.patterns is None:
        return Undefined(ratings.refusal or "there are no reviews")
    places = positions(ratings, level)
    if isinstance(places, Undefined):
        return places
    occurs = ratings.patterns.vectors.any(axis=0)
    found = Patterns(ratings.patterns.vectors[:, occurs], ratings.patterns.frequency)
    return WeightedChance(found, _weights(places[occurs], level))


def _weights(places: Floats, level: Level) -> Floats:
    if len(places) < 2:
        return np.ones((len(places), len(places)))
    if level == "ordinal":
        ranks = np.arange(len(places))
        apart = np.abs(ranks[:, None] - ranks)
        scaled = apart * (apart + 1) / 2
    else:
        scaled = (places[:, None] - places) ** 2
    return np.asarray(1 - scaled / scaled.max())


STATISTIC = Statistic(
    id="gwet_ac2",
    title="Gwet's AC2",
    definition="Agreement beyond chance by AC1's notion of chance, where a disagreement counts by its distance.",
    citation="Gwet, K. L. (2014). Handbook of Inter-Rater Reliability.",
    prepare=prepare,
    uses_level=True,
    needs_order=True,
)
