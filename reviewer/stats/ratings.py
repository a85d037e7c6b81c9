"""The input of every agreement statistic: who gave which item which value, coded as integers."""

from __future__ import annotations

import math
from array import array
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from reviewer.domain.errors import InvalidInput

from .patterns import MOST_CELLS, Floats, Ints, Patterns, distinct_counts

Value = str | float
MOST_VALUES = 1000
"""More different values than this are free text or a measurement, not categories."""


class InvalidRatings(InvalidInput):
    """The values given to a statistic are not one value per item and reviewer."""


@dataclass(frozen=True, eq=False)
class Ratings:
    """One value per item and reviewer, as three arrays of codes; what is missing is simply not listed."""

    items: Ints
    reviewers: Ints
    values: Ints
    item_count: int
    reviewer_names: tuple[str, ...]
    levels: tuple[Value, ...]
    ordered: bool

    @classmethod
    def from_triples(
        cls, triples: Iterable[tuple[Hashable, str, Value | None]], order: Sequence[Value] | None = None
    ) -> Self:
        """Code (item, reviewer, value) triples; None is a missing value; `order` ranks the values."""
        item_codes: dict[Hashable, int] = {}
        reviewer_codes: dict[str, int] = {}
        value_codes: dict[Value, int] = {}
        coded = array("q")
        for item, reviewer, value in triples:
            if value is None:
                continue
            if not isinstance(value, str | int | float):
                raise InvalidRatings(
                    f"The value of {item!r} by {reviewer} is a {type(value).__name__}: give text or a number."
                )
            row = (
                item_codes.setdefault(item, len(item_codes)),
                reviewer_codes.setdefault(reviewer, len(reviewer_codes)),
                value_codes.setdefault(value, len(value_codes)),
            )
            coded.extend(row)
        levels = _levels(value_codes, order)
        names = tuple(sorted(reviewer_codes))
        table = np.array(coded, np.int64).reshape(-1, 3)
        reviewers = _recode(list(reviewer_codes), names)[table[:, 1]]
        values = _recode(list(value_codes), levels)[table[:, 2]]
        ordered = order is not None or all(not isinstance(value, str) for value in levels)
        _refuse_twice(table[:, 0], reviewers, len(item_codes), names, list(item_codes))
        return cls(table[:, 0].copy(), reviewers, values, len(item_codes), names, levels, ordered)

    @classmethod
    def from_packed(
        cls,
        packed: Iterable[int] | Ints,
        reviewers: Sequence[str],
        levels: Sequence[Value],
        *,
        ordered: bool = True,
    ) -> Self:
        """Read one integer per rating: `(item * len(reviewers) + reviewer) * len(levels) + value`."""
        codes = packed if isinstance(packed, np.ndarray) else np.fromiter(packed, np.int64)
        codes = codes.astype(np.int64, copy=False)
        if len(codes) and (int(codes.min()) < 0 or not reviewers or not levels):
            raise InvalidRatings("A packed rating is negative or names no reviewer or value: pack the ratings again.")
        names, known = tuple(reviewers), tuple(levels)
        pairs, values = np.divmod(codes, max(len(known), 1))
        items, reviewer_codes = np.divmod(pairs, max(len(names), 1))
        item_count = int(items.max(initial=-1)) + 1
        if item_count > 4 * len(items) + 4096:
            items = np.unique(items, return_inverse=True)[1].astype(np.int64)
            item_count = int(items.max(initial=-1)) + 1
        _refuse_twice(items, reviewer_codes, item_count, names, range(item_count))
        return cls(items, reviewer_codes, values, item_count, names, known, ordered)

    @property
    def reviews(self) -> int:
        """Return how many values there are."""
        return len(self.values)

    @cached_property
    def sizes(self) -> Ints:
        """Return how many values each item has."""
        return np.bincount(self.items, minlength=self.item_count)

    @cached_property
    def rated_items(self) -> int:
        """Return how many items have a value."""
        return int(np.count_nonzero(self.sizes))

    @cached_property
    def pairable_items(self) -> int:
        """Return how many items have values of two reviewers or more."""
        return int(np.count_nonzero(self.sizes >= 2))

    @cached_property
    def reviewer_count(self) -> int:
        """Return how many reviewers gave a value."""
        return int(np.count_nonzero(np.bincount(self.reviewers, minlength=1)))

    @cached_property
    def patterns(self) -> Patterns | None:
        """Return the distinct count vectors, or None where there are too many values for a table."""
        if len(self.levels) > MOST_VALUES:
            return None
        return distinct_counts(self.items, self.values, self.item_count, len(self.levels))

    @cached_property
    def numbers(self) -> Floats | None:
        """Return the values as numbers, or None where one of them is text."""
        if any(isinstance(level, str) for level in self.levels):
            return None
        return np.array([float(level) for level in self.levels])

    @cached_property
    def refusal(self) -> str | None:
        """Return why no agreement can be computed from these ratings, or None where it can."""
        if not self.reviews:
            return "there are no reviews"
        if self.reviewer_count < 2:
            return "there is only one reviewer"
        if not self.pairable_items:
            return "no item was judged by two reviewers"
        if self.patterns is None:
            return f"there are {len(self.levels):,} different values, too many to compare as categories"
        return None


def _levels(found: Iterable[Value], order: Sequence[Value] | None) -> tuple[Value, ...]:
    """Return the values in their order; numbers before text where no order is given."""
    known = list(found)
    for value in known:
        if not isinstance(value, str) and not _is_finite(value):
            raise InvalidRatings(f"{value} is not a number that can be compared: leave such values out.")
    if order is None:
        numbers = sorted(value for value in known if not isinstance(value, str))
        return (*numbers, *sorted(value for value in known if isinstance(value, str)))
    if len(set(order)) != len(order):
        raise InvalidRatings("The order of the values names a value twice: name each once.")
    for value in known:
        if value not in order:
            raise InvalidRatings(f"The value {value!r} is not in the order of the values: add it there.")
    return tuple(order)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _recode(found: Sequence[Value], wanted: Sequence[Value]) -> Ints:
    place = {value: code for code, value in enumerate(wanted)}
    return np.array([place[value] for value in found], np.int64)


def _refuse_twice(
    items: Ints, reviewers: Ints, item_count: int, names: Sequence[str], keys: Sequence[Hashable]
) -> None:
    """Raise where one reviewer has two values for one item: only the current review counts."""
    pairs = items * max(len(names), 1) + reviewers
    bound = item_count * max(len(names), 1)
    if bound <= 10 * MOST_CELLS:
        seen = np.zeros(bound, bool)
        seen[pairs] = True
        distinct = int(np.count_nonzero(seen))
    else:
        distinct = len(np.unique(pairs))
    if distinct < len(pairs):
        found, counts = np.unique(pairs, return_counts=True)
        item, reviewer = divmod(int(found[counts > 1][0]), len(names))
        raise InvalidRatings(
            f"Item {keys[item]!r} has two values by {names[reviewer]}: give only the current review of each."
        )
