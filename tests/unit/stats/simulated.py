"""Made-up ratings for the tests: wild ones for hypothesis and plausible ones of any size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from reviewer.stats import Value

Triples = Sequence[tuple[int, str, Value]]


def triples(values: st.SearchStrategy[Value], items: int = 12, reviewers: int = 5) -> st.SearchStrategy[Triples]:
    """Any set of ratings with at most one value per item and reviewer, gaps included."""
    places = st.tuples(st.integers(0, items - 1), st.integers(0, reviewers - 1).map("r{}".format))
    table = st.dictionaries(places, values, max_size=items * reviewers)
    return table.map(lambda rows: [(item, reviewer, value) for (item, reviewer), value in rows.items()])


def plausible(
    items: int, reviewers: int = 3, values: int = 4, gaps: float = 0.2, skill: float = 0.7, seed: int = 1
) -> list[tuple[int, str, Value]]:
    """Reviewers who see the truth with some skill and guess otherwise; some items are left out by each."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, values, (items, 1))
    guess = rng.integers(0, values, (items, reviewers))
    said = np.where(rng.random((items, reviewers)) < skill, truth, guess)
    kept = rng.random((items, reviewers)) >= gaps
    return [(int(i), f"r{r}", int(said[i, r])) for i, r in zip(*np.nonzero(kept), strict=True)]
