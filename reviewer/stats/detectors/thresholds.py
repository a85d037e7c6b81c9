"""What another threshold would mean: precision, recall, reviews a day and misses per thousand, with intervals.

Each judged item stands for 1 / pi outputs (Horvitz & Thompson 1952, see `proportions`), so that items above and below
the threshold of today are weighed alike. The suggestion is the threshold with the lowest expected cost,

    cost(t) = r · misses(t) + false alarms(t)

with r how many false alarms a miss is worth (Elkan, C. (2001). The foundations of cost-sensitive learning. IJCAI 17).
The intervals of the shares are those of `proportions`, that of the suggestion is by resampling items.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.stats.patterns import Floats
from reviewer.stats.proportions import Share, weighted_share
from reviewer.stats.results import Coefficient, Undefined

from .sums import cell_sums, resampled_cells

MOST_THRESHOLDS = 50
FEWEST_OF_EACH = 5
"""Fewer broken or kept policies than this cannot place a threshold."""


@dataclass(frozen=True)
class Threshold:
    """What to expect if everything from this score on is reported."""

    threshold: float
    precision: Share
    recall: Share
    reviews_per_day: Coefficient
    misses_per_thousand: Coefficient
    cost: float

    def to_json(self) -> dict[str, Any]:
        """Return the row as the terminal prints it."""
        figures = ("precision", "recall", "reviews_per_day", "misses_per_thousand")
        return {
            "threshold": self.threshold,
            **{name: getattr(self, name).to_json() for name in figures},
            "cost": round(self.cost, 12),
        }


@dataclass(frozen=True)
class WhatIf:
    """A row for each threshold, the one of today, and the cheapest for the ratio of costs.

    `suggested_low` and `suggested_high` bound the cheapest threshold in 95 % of the resamples.
    """

    rows: tuple[Threshold, ...]
    suggested: float
    suggested_low: float
    suggested_high: float
    cost_ratio: float

    def to_json(self) -> dict[str, Any]:
        """Return the table as the terminal prints it."""
        return {
            "cost_ratio": self.cost_ratio,
            "suggested": {"threshold": self.suggested, "low": self.suggested_low, "high": self.suggested_high},
            "thresholds": [row.to_json() for row in self.rows],
        }


def what_if(
    scores: Floats,
    broken: NDArray[np.bool_],
    probability: Floats,
    *,
    outputs_per_day: float,
    cost_ratio: float,
    seed: int = 0,
    resamples: int = 500,
) -> WhatIf | Undefined:
    """Return the expectations at each threshold; scores are higher for worse, in any unit."""
    of_each = min(int(broken.sum()), int((~broken).sum())) if len(broken) else 0
    if of_each < FEWEST_OF_EACH:
        return Undefined(
            f"at least {FEWEST_OF_EACH} judged items that break the policy and {FEWEST_OF_EACH} that keep it are needed"
        )
    thresholds = _candidates(scores)
    # Each item adds its weight to one cell: broken or not, and how many thresholds report it.
    place = np.searchsorted(thresholds, scores, side="right")
    cells, size = place + np.where(broken, 0, len(thresholds) + 1), 2 * len(thresholds) + 2
    weights = 1 / probability
    costs = _costs(cell_sums(cells, weights, size)[None, :], cost_ratio)[0]
    drawn = _costs(resampled_cells(cells, weights, size, seed, resamples), cost_ratio)
    cheapest = thresholds[drawn.argmin(axis=1)]
    low, high = np.quantile(cheapest, [0.025, 0.975], method="inverted_cdf")
    expected = [
        _row(at, cost, scores, broken, probability, outputs_per_day) for at, cost in zip(thresholds, costs, strict=True)
    ]
    return WhatIf(tuple(expected), float(thresholds[costs.argmin()]), float(low), float(high), cost_ratio)


def _candidates(scores: Floats) -> Floats:
    """Return the scores at which the set of reported items changes, thinned to a readable number."""
    distinct = np.unique(scores)
    if len(distinct) <= MOST_THRESHOLDS:
        return distinct
    return np.unique(np.quantile(scores, np.linspace(0, 1, MOST_THRESHOLDS), method="inverted_cdf"))


def _costs(sums: Floats, cost_ratio: float) -> Floats:
    """Return the cost of an output, with a row per row of sums over the cells and a column per threshold."""
    bad, good = np.hsplit(sums, 2)
    missed = bad.sum(axis=1, keepdims=True) - _from_above(bad)
    return np.asarray((cost_ratio * missed + _from_above(good)) / sums.sum(axis=1, keepdims=True))


def _from_above(cells: Floats) -> Floats:
    """Return for each threshold the sum of what lies at or above it."""
    return np.asarray(np.cumsum(cells[:, ::-1], axis=1)[:, ::-1][:, 1:])


def _row(
    at: float, cost: float, scores: Floats, broken: NDArray[np.bool_], probability: Floats, per_day: float
) -> Threshold:
    reported = scores >= at
    return Threshold(
        float(at),
        weighted_share(broken[reported], probability[reported]),
        weighted_share(reported[broken], probability[broken]),
        _scaled(weighted_share(reported, probability), per_day),
        _scaled(weighted_share(broken & ~reported, probability), 1000.0),
        float(cost),
    )


def _scaled(found: Share, unit: float) -> Coefficient:
    """Return a share as an amount of its unit."""
    value, low, high = (None if part is None else part * unit for part in (found.value, found.low, found.high))
    return Coefficient(value, low, high, found.items)
