"""What another threshold would mean: precision, recall, reviews a day and misses per thousand, with intervals.

Each judged item stands for 1 / pi outputs (Horvitz & Thompson 1952, see `proportions`), so that items above and below
the threshold of today are weighed alike. The suggestion is the threshold with the lowest expected cost,

    cost(t) = r · misses(t) + false alarms(t)

with r how many false alarms a miss is worth (Elkan, C. (2001). The foundations of cost-sensitive learning. IJCAI 17).
The intervals are by resampling items.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.stats.patterns import Floats
from reviewer.stats.results import Coefficient, Undefined

MOST_THRESHOLDS = 50
FEWEST_OF_EACH = 5
"""Fewer broken or kept policies than this cannot place a threshold."""
CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Threshold:
    """What to expect if everything from this score on is reported."""

    threshold: float
    precision: Coefficient
    recall: Coefficient
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
    weights = 1 / probability
    table = _Table(scores, broken.astype(np.float64), thresholds, cost_ratio)
    point = table.figures(weights[None, :])
    items = len(scores)
    drawn = np.random.default_rng(abs(seed))
    batch = max(1, CELLS_AT_ONCE // items)
    parts = []
    for start in range(0, resamples, batch):
        rows = min(batch, resamples - start)
        counts = np.stack([np.bincount(drawn.integers(0, items, items), minlength=items) for _ in range(rows)])
        parts.append(table.figures(counts * weights))
    again = {name: np.concatenate([part[name] for part in parts]) for name in point}
    cheapest = thresholds[again["cost"].argmin(axis=1)]
    low, high = np.quantile(cheapest, [0.025, 0.975], method="inverted_cdf")
    return WhatIf(
        tuple(_row(place, thresholds, point, again, outputs_per_day, items) for place in range(len(thresholds))),
        float(thresholds[point["cost"][0].argmin()]),
        float(low),
        float(high),
        cost_ratio,
    )


def _candidates(scores: Floats) -> Floats:
    """Return the scores at which the set of reported items changes, thinned to a readable number."""
    distinct = np.unique(scores)
    if len(distinct) <= MOST_THRESHOLDS:
        return distinct
    return np.unique(np.quantile(scores, np.linspace(0, 1, MOST_THRESHOLDS), method="inverted_cdf"))


@dataclass(frozen=True, eq=False)
class _Table:
    """The judged items in the order of their scores, so that a threshold is a place in the order."""

    scores: Floats
    broken: Floats
    thresholds: Floats
    cost_ratio: float

    def figures(self, weights: Floats) -> dict[str, Floats]:
        """Return each figure with a row per row of weights and a column per threshold."""
        place = np.searchsorted(self.thresholds, self.scores, side="right")  # reported at all thresholds before it
        width = len(self.thresholds) + 1
        rows = np.arange(len(weights))[:, None] * width
        cells, size = (rows + place).ravel(), len(weights) * width
        bad = _sums(cells, weights * self.broken, size).reshape(-1, width)
        good = _sums(cells, weights * (1 - self.broken), size).reshape(-1, width)
        found, alarms = _from_above(bad), _from_above(good)
        missed = bad.sum(axis=1, keepdims=True) - found
        total = weights.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                "precision": found / (found + alarms),
                "recall": found / (found + missed),
                "reported": (found + alarms) / total,
                "missed": missed / total,
                "cost": (self.cost_ratio * missed + alarms) / total,
            }


def _sums(cells: NDArray[np.int64], weights: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(cells, weights.ravel(), size), np.float64)


def _from_above(cells: Floats) -> Floats:
    """Return for each threshold the sum of what lies at or above it."""
    return np.asarray(np.cumsum(cells[:, ::-1], axis=1)[:, ::-1][:, 1:])


def _row(
    place: int, thresholds: Floats, point: dict[str, Floats], again: dict[str, Floats], per_day: float, items: int
) -> Threshold:
    def figure(name: str, unit: float = 1.0) -> Coefficient:
        value, spread = point[name][0, place], again[name][:, place]
        defined = spread[~np.isnan(spread)]
        if np.isnan(value) or 2 * len(defined) <= len(spread):
            return Coefficient(None if np.isnan(value) else float(value) * unit, None, None, items)
        low, high = np.quantile(defined, [0.025, 0.975])
        return Coefficient(float(value) * unit, float(low) * unit, float(high) * unit, items)

    return Threshold(
        float(thresholds[place]),
        figure("precision"),
        figure("recall"),
        figure("reported", per_day),
        figure("missed", 1000.0),
        float(point["cost"][0, place]),
    )
