"""A share with its 95 % interval, also where the items were drawn with different probabilities.

Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22(158), 209-212:
with z = 1.96, p the share and n the items, the interval is

    (p + z²/2n ± z sqrt(p (1 - p) / n + z²/4n²)) / (1 + z²/n)

Weighted shares are ratios of Horvitz-Thompson totals (Horvitz, D. G., & Thompson, D. J. (1952). A generalization of
sampling without replacement from a finite universe. JASA 47(260), 663-685): each item counts 1 / pi, with pi the
probability with which it came to be reviewed. Their interval is Wilson's with the effective number of items in the
place of n (Kish, L. (1965). Survey Sampling; Dean, N., & Pagano, M. (2015). Evaluating confidence interval methods for
binomial proportions in clustered surveys. Journal of Survey Statistics and Methodology 3(4), 484-503).

Two shares are compared by Fisher's exact test (Fisher, R. A. (1922). On the interpretation of chi² from contingency
tables. Journal of the Royal Statistical Society 85(1), 87-94), and by chi² where each expected count is so large that
both say the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .patterns import Floats
from .results import rounded

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
ENOUGH_EXPECTED = 10
"""From this expected count on chi² says the same as the exact test, which takes long."""


@dataclass(frozen=True)
class Share:
    """A share with its interval, and the items that it rests on; without a value the note says why."""

    value: float | None
    low: float | None
    high: float | None
    hits: int
    items: int
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the share as the terminal prints it."""
        interval = {name: rounded(getattr(self, name)) for name in ("value", "low", "high")}
        return {**interval, "hits": self.hits, "items": self.items, "note": self.note}


def share(hits: int, items: int, *, nothing: str = "there are no items") -> Share:
    """Return hits / items with Wilson's interval; `nothing` is the reason given where there are no items."""
    if not items:
        return Share(None, None, None, 0, 0, f"undefined: {nothing}")
    value = hits / items
    low, high = wilson(value, items)
    return Share(value, low, high, hits, items)


def weighted_share(hit: NDArray[np.bool_], probability: Floats, *, nothing: str = "there are no items") -> Share:
    """Return the share of hits in the population from which item i was drawn with `probability[i]`."""
    items = len(hit)
    if not items:
        return Share(None, None, None, 0, 0, f"undefined: {nothing}")
    weights = 1 / probability
    total = float(weights.sum())
    value = float(weights[hit].sum() / total)
    low, high = wilson(value, effective_items(value, hit.astype(np.float64), probability))
    return Share(value, low, high, int(hit.sum()), items)


def effective_items(value: float, hit: Floats, probability: Floats) -> float:
    """Return how many equally drawn items would tell as much as these: p (1 - p) over the variance of the share.

    Where all items are hits, or none is, the variance says nothing, and Kish's (sum w)² / (sum w²) is taken.
    """
    weights = 1 / probability
    kish = float(weights.sum() ** 2 / (weights**2).sum())
    if value in (0.0, 1.0):
        return kish
    deviation = weights * (hit - value)
    items = len(hit)
    correction = items / (items - 1) if items > 1 else 1.0
    variance = float(correction * (deviation**2).sum() / weights.sum() ** 2)
    return min(value * (1 - value) / variance, float(items)) if variance > 0 else kish


def wilson(value: float, items: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share over so many items."""
    square = Z**2
    middle = value + square / (2 * items)
    reach = Z * math.sqrt(value * (1 - value) / items + square / (4 * items**2))
    low, high = (middle - reach) / (1 + square / items), (middle + reach) / (1 + square / items)
    # The ends are exact where all or none are hits; rounding must not push them beyond.
    return (0.0 if value == 0 else max(low, 0.0)), (1.0 if value == 1 else min(high, 1.0))


def chance_of_difference(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return the probability that (hits, items) of two groups differ as much if both had the same share."""
    from scipy.stats import chi2_contingency, fisher_exact

    table = [[hits, items - hits] for hits, items in (first, second)]
    hits, items = first[0] + second[0], first[1] + second[1]
    if not 0 < hits < items:
        return 1.0
    fewest = min(hits, items - hits) * min(first[1], second[1]) / items
    if fewest < ENOUGH_EXPECTED:
        return float(fisher_exact(table).pvalue)
    return float(chi2_contingency(table, correction=True).pvalue)
