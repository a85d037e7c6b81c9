"""Krippendorff's nominal alpha that is up to date after each verdict, without reading the others again.

Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. The sums of the formula are kept as
whole numbers, so that a million additions and removals leave no rounding behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Self

from reviewer.domain.errors import NotFound

from .ratings import Ratings, Value


class LiveAlpha:
    """Keeps the values of each item and the sums that alpha needs."""

    def __init__(self) -> None:
        self._values_of: dict[Hashable, tuple[Value, ...]] = {}
        self._totals: Counter[Value] = Counter()
        self._within: Counter[int] = Counter()
        self._size = 0
        self._squares = 0

    @classmethod
    def from_ratings(cls, ratings: Ratings) -> Self:
        """Start from existing ratings; the items are then known by their codes."""
        live = cls()
        for item, value in zip(ratings.items.tolist(), ratings.values.tolist(), strict=True):
            live.add(item, ratings.levels[value])
        return live

    def add(self, item: Hashable, value: Value) -> None:
        """Count one more value of an item."""
        before = self._values_of.get(item, ())
        self._replace(item, before, (*before, value))

    def remove(self, item: Hashable, value: Value) -> None:
        """Count one value of an item less, as when a review is withdrawn."""
        before = self._values_of.get(item, ())
        if value not in before:
            raise NotFound(f"Item {item!r} has no value {value!r} to take back: read the reviews again.")
        place = before.index(value)
        self._replace(item, before, before[:place] + before[place + 1 :])

    @property
    def pairable_values(self) -> int:
        """Return how many values stand on items with two values or more."""
        return self._size

    @property
    def value(self) -> float | None:
        """Return alpha now, or None where there are no two different pairable values."""
        expected = self._size**2 - self._squares
        if not expected:
            return None
        observed = sum(differing / (size - 1) for size, differing in self._within.items())
        return 1 - (self._size - 1) * observed / expected

    def _replace(self, item: Hashable, before: tuple[Value, ...], after: tuple[Value, ...]) -> None:
        self._count(before, -1)
        self._count(after, 1)
        if after:
            self._values_of[item] = after
        else:
            self._values_of.pop(item, None)

    def _count(self, values: tuple[Value, ...], sign: int) -> None:
        """Add an item with these values to the sums, or take it out of them."""
        size = len(values)
        if size < 2:
            return
        counts = Counter(values)
        self._within[size] += sign * (size**2 - sum(count**2 for count in counts.values()))
        self._size += sign * size
        for value, count in counts.items():
            total = self._totals[value]
            self._totals[value] = total + sign * count
            self._squares += (total + sign * count) ** 2 - total**2
