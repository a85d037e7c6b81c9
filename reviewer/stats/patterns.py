"""Items that received the same values are one pattern: statistics then work on few rows instead of many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

EXACT_BITS = 50
"""A key of fewer bits than this is exact in the float64 that a weighted bincount adds up in."""
MOST_CELLS = 20_000_000
"""Above this a table would cost more memory than a laptop has to spare."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """Distinct count vectors (one row each, one column per value) and how many items have each."""

    vectors: Ints
    frequency: Ints

    @property
    def sizes(self) -> Ints:
        """Return how many ratings an item of each pattern has."""
        return np.asarray(self.vectors.sum(axis=1), np.int64)

    def pairable(self) -> Patterns:
        """Return only the patterns with two ratings or more."""
        keep = self.sizes >= 2
        return Patterns(self.vectors[keep], self.frequency[keep])


def tally(keys: Ints, limit: int) -> tuple[Ints, Ints]:
    """Return the distinct keys in order and how often each occurs; all keys lie below the limit."""
    if limit <= 8 * len(keys) + 4096:
        counts = np.bincount(keys, minlength=1)
        distinct = np.flatnonzero(counts)
        return distinct.astype(np.int64), counts[distinct].astype(np.int64)
    found, counts = np.unique(keys, return_counts=True)
    return found, counts.astype(np.int64)


def distinct_counts(items: Ints, values: Ints, item_count: int, value_count: int) -> Patterns | None:
    """Return the distinct count vectors of the rated items, or None where the table would be too large."""
    sizes = np.bincount(items, minlength=item_count)
    base = int(sizes.max(initial=0)) + 1
    width = max(1, int(EXACT_BITS / np.log2(max(base, 2))))
    if value_count <= width:
        keys = _keys(items, values, item_count, base, 0, value_count)
        distinct, frequency = tally(keys, base**value_count)
        vectors = distinct[:, None] // base ** np.arange(value_count, dtype=np.int64) % base
    else:
        keys = np.zeros(item_count, np.int64)
        for first in range(0, value_count, width):
            part = _keys(items, values, item_count, base, first, min(first + width, value_count))
            keys = _merge(keys, part)
        _, representatives, frequency = np.unique(keys, return_index=True, return_counts=True)
        if len(representatives) * value_count > MOST_CELLS:
            return None
        vectors = _rows(items, values, representatives, item_count, value_count)
    rated = vectors.any(axis=1)
    return Patterns(vectors[rated], frequency[rated].astype(np.int64))


def _keys(items: Ints, values: Ints, item_count: int, base: int, first: int, end: int) -> Ints:
    """Return for each item the counts of the values from `first` to `end` as the digits of one number."""
    if first or end <= int(values.max(initial=0)):
        inside = (values >= first) & (values < end)
        items, values = items[inside], values[inside] - first
    powers = float(base) ** np.arange(end - first)
    return np.bincount(items, weights=powers[values], minlength=item_count).astype(np.int64)


def _merge(left: Ints, right: Ints) -> Ints:
    """Return one small key per item that tells apart what either of the two keys tells apart."""
    distinct, place = np.unique(right, return_inverse=True)
    return np.asarray(np.unique(left * len(distinct) + place, return_inverse=True)[1], np.int64)


def _rows(items: Ints, values: Ints, chosen: Ints, item_count: int, value_count: int) -> Ints:
    """Return the count vectors of the chosen items."""
    row_of = np.full(item_count, -1, np.int64)
    row_of[chosen] = np.arange(len(chosen))
    rows = row_of[items]
    inside = rows >= 0
    cells = np.bincount(rows[inside] * value_count + values[inside], minlength=len(chosen) * value_count)
    return cells.reshape(len(chosen), value_count).astype(np.int64)
