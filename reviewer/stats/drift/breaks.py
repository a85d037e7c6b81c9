"""The week at which a series of mixes most likely changed, if it did.

For each place where the series could be cut in two, the likelihood of the counts with one mix before and another after
the cut is compared with that of one mix throughout; the cut with the largest ratio is the candidate (Hinkley, D. V., &
Hinkley, E. A. (1970). Inference about the change-point in a sequence of binomial variables. Biometrika 57(3), 477-488,
here for any number of categories). How often chance alone gives a ratio as large is counted over series drawn with one
mix throughout, of the same sizes, since the largest of many ratios has no distribution in a table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.stats.patterns import Floats, Ints
from reviewer.stats.results import Undefined

FEWEST_WEEKS = 4
MOST_CHANCE = 0.05


@dataclass(frozen=True)
class Break:
    """The first week after the likeliest cut, and how often chance alone makes one as clear."""

    place: int
    chance: float

    @property
    def found(self) -> bool:
        """Return whether chance is unlikely enough to speak of a change."""
        return self.chance < MOST_CHANCE


def find_break(counts: Ints, *, seed: int = 0, draws: int = 499) -> Break | Undefined:
    """Look for the likeliest cut in weeks (rows) of counts of categories (columns)."""
    weeks = counts.sum(axis=1)
    if np.count_nonzero(weeks) < FEWEST_WEEKS:
        return Undefined(f"a break needs at least {FEWEST_WEEKS} weeks with items")
    used = counts[:, counts.any(axis=0)]
    ratios = _ratios(used[None].astype(np.float64))[0]
    largest = float(ratios.max())
    generator = np.random.default_rng(abs(seed))
    mix = used.sum(axis=0) / used.sum()
    drawn = np.stack([generator.multinomial(int(size), mix, size=draws) for size in weeks], axis=1)
    as_clear = int((_ratios(drawn.astype(np.float64)).max(axis=1) >= largest).sum())
    return Break(int(ratios.argmax()) + 1, (as_clear + 1) / (draws + 1))


def _ratios(series: NDArray[np.float64]) -> Floats:
    """Return for each series (first axis) and each cut twice the logarithm of the likelihood ratio."""
    before = np.cumsum(series, axis=1)
    whole = before[:, -1:, :]
    after = whole - before
    return np.asarray(2 * (_likelihood(before) + _likelihood(after) - _likelihood(whole))[:, :-1])


def _likelihood(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the largest log-likelihood of counts under one mix: sum n_c ln(n_c / n)."""
    total = counts.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(counts > 0, counts * np.log(counts / total[..., None]), 0.0)
    return np.asarray(parts.sum(axis=-1))
