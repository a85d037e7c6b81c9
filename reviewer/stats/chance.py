"""Percent agreement corrected by a chance that depends only on the shares of the values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .patterns import Floats, Ints, Patterns
from .percent_agreement import agreeing_share


@dataclass(frozen=True, eq=False)
class ChanceCorrected:
    """(p_a - p_e) / (1 - p_e): p_a over pairable items, p_e from the mean shares of the values."""

    patterns: Patterns
    chance: Callable[[Floats], Floats]
    undefined: str

    @property
    def frequency(self) -> Ints:
        """How many items there are of each pattern."""
        return self.patterns.frequency

    @property
    def cells(self) -> int:
        """How many numbers one resample touches."""
        return sum(self.patterns.vectors.shape)

    @cached_property
    def _shares(self) -> Floats:
        return np.asarray(self.patterns.vectors / self.patterns.sizes[:, None])

    @cached_property
    def _agreeing(self) -> Floats:
        return agreeing_share(self.patterns)

    @cached_property
    def _pairable(self) -> Floats:
        return (self.patterns.sizes >= 2).astype(np.float64)

    def values(self, weights: Floats) -> Floats:
        """Return the coefficient for each row of items per pattern, NaN where all values are the same."""
        expected = self.chance((weights @ self._shares) / weights.sum(axis=1)[:, None])
        varied = np.count_nonzero(weights @ self.patterns.vectors, axis=1) > 1
        with np.errstate(divide="ignore", invalid="ignore"):
            agreed = (weights @ self._agreeing) / (weights @ self._pairable)
            return np.where(varied, (agreed - expected) / (1 - expected), np.nan)
