"""95 % percentile intervals by resampling items, for every statistic alike.

Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7(1), 1-26. Items
of one pattern are alike, so drawing items with replacement is exactly a multinomial draw of how often each
pattern occurs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .patterns import Floats, Ints

CONFIDENCE = 0.95
CELLS_AT_ONCE = 2_000_000
"""Bounds the memory of one batch of resamples."""
DRAW_BY_ITEM = 8
"""With more patterns than an eighth of the items, drawing the items one by one is the faster way."""


class Estimator(Protocol):
    """A statistic made ready for one set of ratings: its value for any number of items per pattern."""

    @property
    def frequency(self) -> Ints:
        """How many items there are of each pattern."""

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""

    @property
    def undefined(self) -> str:
        """Why the value can be undefined."""

    def values(self, weights: Floats) -> Floats:
        """Return one value per row of weights (items per pattern), NaN where it is undefined."""


@dataclass(frozen=True)
class Interval:
    """The middle 95 % of the resampled values, their mean and spread, and how many resamples had none."""

    low: float
    high: float
    mean: float
    spread: float
    undefined: int


def interval(estimator: Estimator, seed: int, resamples: int) -> Interval | None:
    """Return the percentile interval, or None where at most half of the resamples have a value."""
    values = np.concatenate([estimator.values(weights) for weights in draws(estimator, seed, resamples)])
    defined = values[~np.isnan(values)]
    if 2 * len(defined) <= resamples:
        return None
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(float(low), float(high), float(defined.mean()), float(defined.std()), resamples - len(defined))


def draws(estimator: Estimator, seed: int, resamples: int) -> Iterator[Floats]:
    """Yield batches of resamples, each row the number of items drawn of each pattern."""
    frequency = estimator.frequency
    items, patterns = int(frequency.sum()), len(frequency)
    by_item = patterns * DRAW_BY_ITEM > items
    batch = max(1, CELLS_AT_ONCE // max(estimator.cells, patterns))
    generator = np.random.default_rng(abs(seed))
    pattern_of = np.repeat(np.arange(patterns), frequency)
    for start in range(0, resamples, batch):
        rows = min(batch, resamples - start)
        if by_item:
            yield _drawn_by_item(generator, pattern_of, patterns, rows)
        else:
            yield generator.multinomial(items, frequency / items, size=rows).astype(np.float64)


def _drawn_by_item(generator: np.random.Generator, pattern_of: Ints, patterns: int, rows: int) -> Floats:
    """Draw items with replacement and count how many there are of each pattern."""
    items = len(pattern_of)
    drawn = np.empty((rows, patterns))
    for row in drawn:
        row[:] = np.bincount(pattern_of[generator.integers(0, items, size=items)], minlength=patterns)
    return drawn
