"""Whether the scores of a detector mean what they say: the reliability curve, its mean gap, and the Brier score.

Scores are probabilities here, from 0 to 1 and higher for worse. The curve has bins of equal numbers of items. With
n_b items in bin b, conf_b their mean score and acc_b the share that people found broken,

    ECE = sum_b (n_b / n) |acc_b - conf_b|      Brier = mean_i (score_i - y_i)²

Naeini, M. P., Cooper, G., & Hauskrecht, M. (2015). Obtaining well calibrated probabilities using Bayesian binning. AAAI
29. Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78(1), 1-3.
Items that were drawn with a probability count 1 / pi. The intervals are by resampling items, see `sums`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.stats.patterns import Floats
from reviewer.stats.proportions import Share, weighted_share
from reviewer.stats.results import Coefficient, Undefined

from .sums import resampled_sums

BINS = 10
MINIMUM_ITEMS = 30
"""With fewer items a curve of ten bins shows chance."""


@dataclass(frozen=True)
class Bin:
    """One point of the reliability curve: scores from `low` to `high`, their mean, and what people found."""

    low: float
    high: float
    score: float
    broken: Share


@dataclass(frozen=True)
class Calibration:
    """The reliability curve with the mean gap (ECE) and the Brier score, each with its interval."""

    bins: tuple[Bin, ...]
    ece: Coefficient
    brier: Coefficient

    def to_json(self) -> dict[str, Any]:
        """Return the curve and the figures as the terminal prints them."""
        bins = [
            {"low": b.low, "high": b.high, "score": round(b.score, 12), "broken": b.broken.to_json()} for b in self.bins
        ]
        return {"ece": self.ece.to_json(), "brier": self.brier.to_json(), "bins": bins}


def calibration(
    scores: Floats, broken: NDArray[np.bool_], probability: Floats, *, seed: int = 0, resamples: int = 1000
) -> Calibration | Undefined:
    """Compare scores with what people found, or say why that cannot be done."""
    items = len(scores)
    if items < MINIMUM_ITEMS:
        return Undefined(f"{items} judged {_items(items)} a score, at least {MINIMUM_ITEMS} are needed")
    if scores.min() < 0 or scores.max() > 1:
        return Undefined("the scores are not all between 0 and 1, so they cannot be read as probabilities")
    order = np.argsort(scores, kind="stable")
    scores, broken, weights = scores[order], broken[order], 1 / probability[order]
    bin_of = _bins(scores)
    gap = broken - scores
    # What both figures are made of: the gap of each bin, the squares, and the weights.
    parts = np.zeros((items, int(bin_of.max()) + 3))
    parts[np.arange(items), bin_of] = weights * gap
    parts[:, -2], parts[:, -1] = weights * gap**2, weights
    ece, brier = _figures(resampled_sums(parts, seed, resamples))
    whole = _figures(parts.sum(axis=0)[None, :])
    return Calibration(
        _curve(scores, broken, probability[order], bin_of),
        _with_interval(float(whole[0][0]), ece, items),
        _with_interval(float(whole[1][0]), brier, items),
    )


def _items(count: int) -> str:
    return "item has" if count == 1 else "items have"


def _bins(scores: Floats) -> NDArray[np.int64]:
    """Return the bin of each sorted score; equal scores share one bin."""
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, BINS + 1)[1:-1]))
    return np.searchsorted(edges, scores, side="left").astype(np.int64)


def _curve(
    scores: Floats, broken: NDArray[np.bool_], probability: Floats, bin_of: NDArray[np.int64]
) -> tuple[Bin, ...]:
    curve = []
    for number in np.unique(bin_of):
        inside = bin_of == number
        found = scores[inside]
        mean = float(np.average(found, weights=1 / probability[inside]))
        curve.append(Bin(float(found[0]), float(found[-1]), mean, weighted_share(broken[inside], probability[inside])))
    return tuple(curve)


def _figures(sums: Floats) -> tuple[Floats, Floats]:
    """Return ECE and Brier score for each row of sums."""
    total = sums[:, -1]
    return np.asarray(np.abs(sums[:, :-2]).sum(axis=1) / total), np.asarray(sums[:, -2] / total)


def _with_interval(value: float, resampled: Floats, items: int) -> Coefficient:
    if not len(resampled):
        return Coefficient(value, None, None, items)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Coefficient(value, float(low), float(high), items)
