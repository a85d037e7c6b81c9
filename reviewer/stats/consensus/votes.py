"""The votes on each item: how many for each value, who wins, and how much the reviewers differ.

The disagreement of an item is the entropy of its label distribution, H = -sum_c p_c log2 p_c in bits, with p_c the
share of its reviewers who chose c (Shannon, C. E. (1948). A Mathematical Theory of Communication). It is 0 where all
agree and log2 of the number of values at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewer.stats.patterns import Floats, Ints
from reviewer.stats.ratings import Ratings


@dataclass(frozen=True, eq=False)
class Votes:
    """A row for each item and a column for each value: how many reviewers gave it."""

    counts: Ints

    @cached_property
    def shares(self) -> Floats:
        """The label distribution of each item; a row of zeros where nobody judged it."""
        return np.asarray(self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1))

    @cached_property
    def winners(self) -> Ints:
        """The value with the most votes for each item, -1 where two lead alike or nobody voted."""
        most = self.counts.max(axis=1, initial=0)
        leading = (self.counts == most[:, None]).sum(axis=1)
        return np.where((leading == 1) & (most > 0), self.counts.argmax(axis=1), -1).astype(np.int64)

    @cached_property
    def entropy(self) -> Floats:
        """The disagreement of each item in bits."""
        shares = self.shares
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(-np.where(shares > 0, shares * np.log2(shares), 0.0).sum(axis=1) + 0.0)


def votes(ratings: Ratings) -> Votes:
    """Count the votes of each item."""
    width = len(ratings.levels)
    cells = np.bincount(ratings.items * width + ratings.values, minlength=ratings.item_count * width)
    return Votes(cells.reshape(ratings.item_count, width).astype(np.int64))
