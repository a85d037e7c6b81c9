"""How far apart the values of an ordered question are, for the statistics that weigh disagreements."""

from __future__ import annotations

import numpy as np

from reviewer.domain.questions import Level

from .patterns import Floats
from .ratings import Ratings
from .results import Undefined


def positions(ratings: Ratings, level: Level) -> Floats | Undefined:
    """Return where each value lies: its place in the order of those that occur (ordinal), or the number itself."""
    if level == "nominal":
        return Undefined("at the nominal level values are the same or are not, and none is nearer than another")
    if level == "ordinal":
        if not ratings.ordered:
            return Undefined("the ordinal level needs numbers or an order of the values")
        # A value that nobody gave has no place, so that it does not matter whether it was declared.
        occurs = np.bincount(ratings.values, minlength=len(ratings.levels)) > 0
        return np.asarray(np.cumsum(occurs) - 1, np.float64)
    return Undefined(f"the {level} level needs numbers") if ratings.numbers is None else ratings.numbers
