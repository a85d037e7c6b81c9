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

NO_VARIATION = "no pair of reviewers varies: each used one and the same value on all items they share"


class GroupSum:
    """Sums rows by group; group -1 is left out."""

    def __init__(self, groups: Ints, size: int) -> None:
        kept = np.flatnonzero(groups >= 0)
        self._members = kept[np.argsort(groups[kept], kind="stable")]
        ordered = groups[self._members]
        self._starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        self._found = ordered[self._starts]
        self._size = size

    def __call__(self, rows: Floats) -> Floats:
        """Return the sum of the rows of each group."""
        sums = np.zeros((self._size, rows.shape[1]))
        if len(self._members):
            sums[self._found] = np.add.reduceat(rows[self._members], self._starts, axis=0)
        return sums


@dataclass(frozen=True, eq=False)
class PairCells:
    """The joint histogram of all pairs: distinct (pair, value of the first, value of the second), sorted."""

    cells: Ints
    values: int

    @cached_property
    def pairs(self) -> Ints:
        """Return the distinct pairs, coded as first * reviewers + second."""
        return np.unique(self.cells // self.values**2)

    @cached_property
    def _pair(self) -> Ints:
        return np.searchsorted(self.pairs, self.cells // self.values**2).astype(np.int64)

    @cached_property
    def _sums(self) -> tuple[GroupSum, GroupSum, GroupSum, GroupSum]:
        first, second = np.divmod(self.cells % self.values**2, self.values)
        margins = len(self.pairs) * self.values
        same = np.where(first == second, self._pair, -1)
        return (
            GroupSum(self._pair, len(self.pairs)),
            GroupSum(same, len(self.pairs)),
            GroupSum(self._pair * self.values + first, margins),
            GroupSum(self._pair * self.values + second, margins),
        )

    def kappas(self, counts: Floats) -> tuple[Floats, Floats, Floats]:
        """Return shared items, share of agreement and kappa: a row per pair, a column as in the counts."""
        shared, agreed, first, second = (sums(counts) for sums in self._sums)
        by_value = (len(self.pairs), self.values, counts.shape[1])
        chance = np.einsum("pvb,pvb->pb", first.reshape(by_value), second.reshape(by_value))
        # In whole numbers, so that "no variation" is an exact comparison and not a question of rounding.
        room = shared**2 - chance
        with np.errstate(divide="ignore", invalid="ignore"):
            kappa = np.where(room > 0, (shared * agreed - chance) / room, np.nan)
            return shared, agreed / shared, kappa


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
        return max(len(self.cell_of), 2 * len(self.table.pairs) * self.table.values)

    def values(self, weights: Floats) -> Floats:
        """Return the mean kappa for each row of items per pattern."""
        size = len(self.table.cells)
        counts = [np.bincount(self.cell_of, items[self.pattern_of], size) for items in weights]
        return mean_kappa(self.table, np.stack(counts, axis=1))


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


def mean_kappa(table: PairCells, counts: Floats) -> Floats:
    """Return the mean of the defined kappas weighted by shared items, for each column of cell counts."""
    shared, _, kappa = table.kappas(counts)
    shared = np.where(np.isnan(kappa), 0, shared)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((np.nan_to_num(kappa) * shared).sum(axis=0) / shared.sum(axis=0))


def joint_histogram(ratings: Ratings) -> tuple[PairCells, Floats]:
    """Return the joint histogram of all pairs of reviewers and, as one column, the count of each cell."""
    reviewers, values = len(ratings.reviewer_names), len(ratings.levels)
    size = reviewers**2 * values**2
    if size <= 8 * ratings.reviews + 4096:
        dense = np.zeros(size, np.int64)
        for _, codes in _pair_codes(ratings.items, ratings.reviewers, ratings.values, reviewers, values):
            dense += np.bincount(codes, minlength=size)
        cells = np.flatnonzero(dense).astype(np.int64)
        return PairCells(cells, values), dense[cells].astype(np.float64)[:, None]
    parts = [
        np.unique(codes, return_counts=True)
        for _, codes in _pair_codes(ratings.items, ratings.reviewers, ratings.values, reviewers, values)
    ]
    cells, place = np.unique(np.concatenate([found for found, _ in parts]), return_inverse=True)
    counts = np.bincount(place, np.concatenate([count for _, count in parts])).astype(np.float64)
    return PairCells(cells.astype(np.int64), values), counts[:, None]


def all_pairs(ratings: Ratings) -> tuple[Pair, ...]:
    """Return each pair of reviewers who share an item, with Cohen's kappa and percent agreement."""
    if not ratings.pairable_items:
        return ()
    table, counts = joint_histogram(ratings)
    shared, agreed, kappa = table.kappas(counts)
    first, second = np.divmod(table.pairs, len(ratings.reviewer_names))
    names = ratings.reviewer_names
    return tuple(
        Pair(names[a], names[b], int(items), None if np.isnan(value) else value, share)
        for a, b, items, value, share in zip(
            first.tolist(),
            second.tolist(),
            shared[:, 0].tolist(),
            kappa[:, 0].tolist(),
            agreed[:, 0].tolist(),
            strict=True,
        )
    )


def prepare(ratings: Ratings, level: Level) -> PairKappa | WholeSet | Undefined:
    """Make the mean kappa ready; values are categories at every level."""
    if ratings.refusal is not None:
        return Undefined(ratings.refusal)
    reviewers, values = len(ratings.reviewer_names), len(ratings.levels)
    pattern_of_item, frequency = _distinct_rows(ratings)
    sizes = ratings.sizes[pattern_of_item >= 0]
    pairs_of_reviews = int((sizes * (sizes - 1) // 2).sum())
    if pairs_of_reviews > MOST_CELLS:
        table, counts = joint_histogram(ratings)
        return WholeSet(float(mean_kappa(table, counts)[0]), pairs_of_reviews)
    pattern = pattern_of_item[ratings.items]
    chosen = pattern >= 0
    parts = list(_pair_codes(pattern[chosen], ratings.reviewers[chosen], ratings.values[chosen], reviewers, values))
    cells, cell_of = np.unique(np.concatenate([codes for _, codes in parts]), return_inverse=True)
    pattern_of = np.concatenate([patterns for patterns, _ in parts])
    # Walking through the patterns in order keeps each resample in the processor's cache.
    order = np.argsort(pattern_of, kind="stable")
    table = PairCells(cells.astype(np.int64), values)
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


def _pair_codes(
    items: Ints, reviewers: Ints, values: Ints, reviewer_count: int, value_count: int
) -> Iterator[tuple[Ints, Ints]]:
    """Yield (item, coded cell) of each two ratings of an item: neighbours first, then two apart and so on."""
    order = _by_item_and_reviewer(items, reviewers, reviewer_count)
    items, reviewers, values = items[order], reviewers[order], values[order]
    left = reviewers * (reviewer_count * value_count**2) + values * value_count
    right = reviewers * value_count**2 + values
    ends = np.cumsum(np.bincount(items))[items]
    followers = ends - np.arange(len(items)) - 1
    here, distance = np.flatnonzero(followers), 1
    while len(here):
        yield items[here], left[here] + right[here + distance]
        distance += 1
        here = here[followers[here] >= distance]


STATISTIC = Statistic(
    id="cohen_kappa",
    title="Cohen's kappa",
    definition="The agreement of two reviewers beyond chance, averaged over pairs by shared items.",
    citation="Cohen, J. (1960). A coefficient of agreement for nominal scales.",
    prepare=prepare,
    averages_pairs=True,
)
