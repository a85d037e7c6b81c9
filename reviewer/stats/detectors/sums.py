"""Sums over items, as they come out when the items are drawn again with replacement.

Drawing n items again is a multinomial draw of how often each comes (Efron, B. (1979). Bootstrap methods: another look
at the jackknife. Annals of Statistics 7(1), 1-26). Of n vectors x the sums then have the mean sum x and the covariance
sum x x' - (sum x)(sum x)' / n; with many items they are as good as normal (Bickel, P. J., & Freedman, D. A. (1981).
Some asymptotic theory for the bootstrap. Annals of Statistics 9(6), 1196-1217), and are drawn as such, which takes no
longer for a million items than for a thousand.
"""

from __future__ import annotations

import numpy as np

from reviewer.stats.patterns import Floats, Ints

MANY_ITEMS = 20_000
"""From so many items on the sums are drawn and not the items."""


def resampled_sums(parts: Floats, seed: int, resamples: int) -> Floats:
    """Return the column sums of `parts`, a row per item, for each of the resamples."""
    generator, items = np.random.default_rng(abs(seed)), len(parts)
    if items < MANY_ITEMS:
        drawn = (np.bincount(generator.integers(0, items, items), minlength=items) for _ in range(resamples))
        return np.array([counts @ parts for counts in drawn]).reshape(resamples, -1)
    return _drawn(parts.sum(axis=0), parts.T @ parts, items, generator, resamples)


def resampled_cells(cells: Ints, weights: Floats, size: int, seed: int, resamples: int) -> Floats:
    """Return the sum of the weights in each cell, where each item lies in one, for each of the resamples."""
    generator, items = np.random.default_rng(abs(seed)), len(cells)
    if items < MANY_ITEMS:
        drawn = (generator.integers(0, items, items) for _ in range(resamples))
        return np.array([np.bincount(cells[again], weights[again], size) for again in drawn]).reshape(resamples, -1)
    sums, squares = cell_sums(cells, weights, size), cell_sums(cells, weights**2, size)
    return _drawn(sums, np.diag(squares), items, generator, resamples)


def cell_sums(cells: Ints, weights: Floats, size: int) -> Floats:
    """Return the sum of the weights in each cell."""
    return np.asarray(np.bincount(cells, weights, size), np.float64)


def _drawn(sums: Floats, squares: Floats, items: int, generator: np.random.Generator, resamples: int) -> Floats:
    spread = squares - np.outer(sums, sums) / items
    return generator.multivariate_normal(sums, spread, resamples, check_valid="ignore", method="eigh")
