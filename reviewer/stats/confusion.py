"""Which two values are taken for each other, and how often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ratings import Ratings, Value


@dataclass(frozen=True)
class LabelPair:
    """Two values that reviewers of the same item gave: in how many pairs of reviews, on how many items."""

    a: Value
    b: Value
    reviews: int
    items: int


def label_pairs(ratings: Ratings) -> tuple[LabelPair, ...]:
    """Return the confused pairs of values, the most frequent first."""
    if ratings.patterns is None or not ratings.reviews:
        return ()
    counts, frequency = ratings.patterns.vectors, ratings.patterns.frequency
    reviews = counts.T @ (counts * frequency[:, None])
    given = (counts > 0).astype(np.int64)
    items = given.T @ (given * frequency[:, None])
    first, second = np.nonzero(np.triu(reviews, 1))
    found = [
        LabelPair(ratings.levels[a], ratings.levels[b], int(reviews[a, b]), int(items[a, b]))
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda pair: -pair.reviews))
