"""A coefficient on spans with its interval: texts are resampled as items are elsewhere."""

from __future__ import annotations

import zlib

import numpy as np

from reviewer.stats.bootstrap import Estimator, interval
from reviewer.stats.results import Coefficient
from reviewer.stats.statistic import MINIMUM_ITEMS


def with_interval(estimator: Estimator, name: str, seed: int, resamples: int) -> Coefficient:
    """Return the value with its 95 % interval, or the reason why a part is missing."""
    items = int(estimator.frequency.sum())
    value = float(estimator.values(estimator.frequency[None, :].astype(np.float64))[0])
    if np.isnan(value):
        return Coefficient(None, None, None, items, f"undefined: {estimator.undefined}")
    if items < MINIMUM_ITEMS or resamples < 1:
        few = f"no interval: {items} texts have two reviews, at least {MINIMUM_ITEMS} are needed"
        return Coefficient(value, None, None, items, few if resamples else None)
    found = interval(estimator, abs(seed) << 32 | zlib.crc32(name.encode()), resamples)
    if found is None:
        return Coefficient(value, None, None, items, "no interval: undefined in most resamples of the texts")
    return Coefficient(value, found.low, found.high, items)
