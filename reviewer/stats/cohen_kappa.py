"""Cohen's kappa of each pair of reviewers, and their mean weighted by the items that each pair shares.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement
20(1), 37-46. For two reviewers over the items that both judged, kappa = (p_o - p_e) / (1 - p_e) with p_e =
sum_c p_c1 p_c2 from the shares of each. For more than two reviewers the coefficient of the whole set is the
mean over the pairs, weighted by shared items; pairs without variation have no kappa and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewer.domain.questions import Level

from .patterns import MOST_CELLS, Floats, Ints
from .ratings import Ratings
from .results import Pair, Undefined
from .statistic import Statistic

CELLS_AT_ONCE = 100_000
NO_VARIATION = "no pair of reviewers varies: each used one and the same value on all items they share"


@dataclass(frozen=True, eq=False)
class PairCells:
    """The joint histogram of all pairs: distinct (pair, value of the first, value of the second), sorted."""

    cells: Ints
    value_count: int
    distance: Floats | None = None
    """How far apart two values are; None where values are the same or are not."""

    @cached_property
    def _pair_of_cell(self) -> Ints:
        return self.cells // self.value_count**2

    @cached_property
    def _first_cells(self) -> Ints:
        return np.flatnonzero(np.diff(self._pair_of_cell, prepend=-1)).astype(np.int64)

    @cached_property
    def pairs(self) -> Ints:
        """Return the distinct pairs, coded as first * reviewers + second."""
        return self._pair_of_cell[self._first_cells]

    @cached_property
    def _margins(self) -> tuple[Ints, Ints, Ints]:
        """Return where each cell adds to the first margin and the second, and which cells are agreement."""
        first, second = np.divmod(self.cells % self.value_count**2, self.value_count)
        pair = np.repeat(np.arange(len(self.pairs)), np.diff(self._first_cells, append=len(self.cells)))
        agreement = np.flatnonzero(first == second).astype(np.int64)
        return pair * self.value_count + first, pair * self.value_count + second, agreement

    def kappas(self, counts: Floats) -> tuple[Floats, Floats, Floats]:
        """Return shared items, share of agreement and kappa, a row per row of counts and a column per pair."""
        first, second, agreement = self._margins
        pairs, width = len(self.pairs), self.value_count
        by_first = _sums(first, counts, pairs * width).reshape(-1, pairs, width)
        by_second = _sums(second, counts, pairs * width).reshape(-1, pairs, width)
        agreed = _sums(first[agreement] // width, counts[:, agreement], pairs)
        shared, chance = by_first.sum(axis=2), (by_first * by_second).sum(axis=2)
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.distance is not None:
                return shared, agreed / shared, self._weighted(self.distance, counts, by_first, by_second)
            # In whole numbers, so that "no variation" is an exact comparison and not a question of rounding.
            room = shared**2 - chance
            return shared, agreed / shared, np.where(room > 0, (shared * agreed - chance) / room, np.nan)

    def _weighted(self, distance: Floats, counts: Floats, by_first: Floats, by_second: Floats) -> Floats:
        """Return one minus the mean distance of what was said over that expected by chance, for each pair."""
        first, second, _ = self._margins
        apart = distance[first % self.value_count, second % self.value_count]
        observed = _sums(first // self.value_count, counts * apart, len(self.pairs))
        expected = ((by_first @ distance) * by_second).sum(axis=2)
        return np.where(expected > 0, 1 - by_first.sum(axis=2) * observed / expected, np.nan)

    def mean_kappas(self, counts: Floats) -> Floats:
        """Return for each row the mean of the defined kappas weighted by shared items, NaN where none is defined."""
        shared, _, kappa = self.kappas(counts)
        defined = ~np.isnan(kappa)
        total = np.where(defined, shared, 0.0).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(defined, kappa * shared, 0.0).sum(axis=1) / np.where(total > 0, total, np.nan))


def _sums(places: Ints, counts: Floats, size: int) -> Floats:
    """Add up the counts of each row by their places."""
    cells = np.arange(len(counts))[:, None] * size + places
    return np.bincount(cells.ravel(), counts.ravel(), len(counts) * size).reshape(-1, size).astype(np.float64)


@dataclass(frozen=True, eq=False)
class PairKappa:
    """The weighted mean of the kappas of all pairs; a pattern here is who said what about an item."""

    table: PairCells
    frequency: Ints
    pattern_of: Ints
    cell_of: Ints
    undefined: str = NO_VARIATION

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return len(self.cell_of)

    def values(self, weights: Floats) -> Floats:
        """Return the mean kappa for each row of items per pattern, so many rows at once as a cache holds."""
        rows = max(1, CELLS_AT_ONCE // self.cells)
        return np.concatenate([self._values(weights[start : start + rows]) for start in range(0, len(weights), rows)])

    def _values(self, weights: Floats) -> Floats:
        return self.table.mean_kappas(_sums(self.cell_of, weights[:, self.pattern_of], len(self.table.cells)))


@dataclass(frozen=True, eq=False)
class WholeSet:
    """A mean kappa over so many pairs of reviews that resampling them would take too long."""

    kappa: float
    cells: int
    undefined: str = NO_VARIATION

    @property
    def frequency(self) -> Ints:
        """The whole set counts as one pattern."""
        return np.ones(1, np.int64)

    def values(self, weights: Floats) -> Floats:
        """Return the same value for each row."""
        return np.full(len(weights), self.kappa)


def joint_histogram(ratings: Ratings, distance: Floats | None = None) -> tuple[PairCells, Floats]:
    """Return the joint histogram of all pairs of reviewers and the count of each cell."""
    reviewers, values = len(ratings.reviewer_names), len(ratings.levels)
    size = reviewers**2 * values**2
    if size <= 8 * ratings.reviews + 4096:
        dense = np.zeros(size, np.int64)
        for codes in _codes_apart(ratings):
            dense += np.bincount(codes, minlength=size)
        cells = np.flatnonzero(dense).astype(np.int64)
        return PairCells(cells, values, distance), dense[cells].astype(np.float64)
    parts = [np.unique(codes, return_counts=True) for codes in _codes_apart(ratings)]
    cells, place = np.unique(np.concatenate([found for found, _ in parts]), return_inverse=True)
    counts = np.bincount(place, np.concatenate([count for _, count in parts])).astype(np.float64)
    return PairCells(cells.astype(np.int64), values, distance), counts


def all_pairs(ratings: Ratings) -> tuple[Pair, ...]:
    """Return each pair of reviewers who share an item, with Cohen's kappa and percent agreement."""
    if not ratings.pairable_items:
        return ()
    table, counts = joint_histogram(ratings)
    shared, agreed, kappa = (found[0] for found in table.kappas(counts[None, :]))
    first, second = np.divmod(table.pairs, len(ratings.reviewer_names))
    names = ratings.reviewer_names
    return tuple(
        Pair(names[a], names[b], int(items), None if np.isnan(value) else value, share)
        for a, b, items, value, share in zip(
            first.tolist(),
            second.tolist(),
            shared.tolist(),
            kappa.tolist(),
            agreed.tolist(),
            strict=True,
        )
    )


def prepare(ratings: Ratings, level: Level) -> PairKappa | WholeSet | Undefined:
    """Make the mean kappa ready; values are categories at every level."""
    return mean_over_pairs(ratings)


def mean_over_pairs(ratings: Ratings, distance: Floats | None = None) -> PairKappa | WholeSet | Undefined:
    """Make the mean kappa ready, weighted by the distance of the values where there is one."""
    if ratings.refusal is not None:
        return Undefined(ratings.refusal)
    reviewers, values = len(ratings.reviewer_names), len(ratings.levels)
    pattern_of_item, frequency = _distinct_rows(ratings)
    sizes = ratings.sizes[pattern_of_item >= 0]
    pairs_of_reviews = int((sizes * (sizes - 1) // 2).sum())
    if pairs_of_reviews > MOST_CELLS:
        table, counts = joint_histogram(ratings, distance)
        return WholeSet(float(table.mean_kappas(counts[None, :])[0]), pairs_of_reviews)
    pattern = pattern_of_item[ratings.items]
    chosen = pattern >= 0
    parts = list(_pair_codes(pattern[chosen], ratings.reviewers[chosen], ratings.values[chosen], reviewers, values))
    cells, cell_of = np.unique(np.concatenate([codes.ravel() for _, codes in parts]), return_inverse=True)
    pattern_of = np.concatenate([np.repeat(alike, codes.shape[1]) for alike, codes in parts])
    # Walking through the patterns in order keeps each resample in the processor's cache.
    order = np.argsort(pattern_of, kind="stable")
    table = PairCells(cells.astype(np.int64), values, distance)
    return PairKappa(table, frequency, pattern_of[order], cell_of[order].astype(np.int64))


def _distinct_rows(ratings: Ratings) -> tuple[Ints, Ints]:
    """Return the pattern of one pairable item of each kind, -1 for all others, and the items of each kind."""
    order = _by_item_and_reviewer(ratings.items, ratings.reviewers, len(ratings.reviewer_names))
    items = ratings.items[order]
    codes = (ratings.reviewers * len(ratings.levels) + ratings.values)[order] + 1
    place = np.arange(len(items)) - (np.cumsum(ratings.sizes) - ratings.sizes)[items]
    base = len(ratings.reviewer_names) * len(ratings.levels) + 1
    keys = np.zeros(ratings.item_count, np.int64)
    room = 1
    for column in range(int(ratings.sizes.max())):
        if room > np.iinfo(np.int64).max // base:
            keys = np.unique(keys, return_inverse=True)[1].astype(np.int64)
            room = ratings.item_count
        here = place == column
        keys *= base
        keys[items[here]] += codes[here]
        room *= base
    pairable = np.flatnonzero(ratings.sizes >= 2)
    _, first, frequency = np.unique(keys[pairable], return_index=True, return_counts=True)
    pattern_of_item = np.full(ratings.item_count, -1, np.int64)
    pattern_of_item[pairable[first]] = np.arange(len(first))
    return pattern_of_item, frequency.astype(np.int64)


def _by_item_and_reviewer(items: Ints, reviewers: Ints, reviewer_count: int) -> Ints:
    """Return the order of the ratings by item and then reviewer, cheaply where they already are in it."""
    keys = items * reviewer_count + reviewers
    if (keys[1:] > keys[:-1]).all():
        return np.arange(len(keys))
    return np.argsort(keys)


def _codes_apart(ratings: Ratings) -> Iterator[Ints]:
    """Yield the coded cells of all pairs that are 1 apart among the ratings of an item, then 2 apart, and so on."""
    width = len(ratings.levels)
    order = _by_item_and_reviewer(ratings.items, ratings.reviewers, len(ratings.reviewer_names))
    items, second = ratings.items[order], (ratings.reviewers * width**2 + ratings.values)[order]
    first = (ratings.reviewers * (len(ratings.reviewer_names) * width**2) + ratings.values * width)[order]
    apart, here = 1, np.flatnonzero(items[1:] == items[:-1])
    while len(here):
        yield first[here] + second[here + apart]
        apart += 1
        here = here[: np.searchsorted(here, len(items) - apart)]
        here = here[items[here + apart] == items[here]]


def _pair_codes(
    items: Ints, reviewers: Ints, values: Ints, reviewer_count: int, value_count: int
) -> Iterator[tuple[Ints, Ints]]:
    """Yield items of one size, and coded cells with a row per item and a column per two ratings `distance` apart."""
    order = _by_item_and_reviewer(items, reviewers, reviewer_count)
    left = (reviewers * (reviewer_count * value_count**2) + values * value_count)[order]
    right = (reviewers * value_count**2 + values)[order]
    sizes = np.bincount(items)
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes >= 2]).tolist():
        alike = np.flatnonzero(sizes == size).astype(np.int64)
        places = starts[alike, None] + np.arange(size)
        first, second = left[places], right[places]
        for distance in range(1, size):
            yield alike, first[:, :-distance] + second[:, distance:]


STATISTIC = Statistic(
    id="cohen_kappa",
    title="Cohen's kappa",
    definition="The agreement of two reviewers beyond chance, averaged over pairs by shared items.",
    citation="Cohen, J. (1960). A coefficient of agreement for nominal scales.",
    prepare=prepare,
    averages_pairs=True,
)
