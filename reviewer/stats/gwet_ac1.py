"""Gwet's AC1, which stays meaningful where nearly all values are the same.

Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
British Journal of Mathematical and Statistical Psychology 61(1), 29-48. With pi_c as the mean over all
rated items of the share r_ic / r_i and q the number of values that occur, p_e = sum_c pi_c (1 - pi_c) / (q
- 1) and AC1 = (p_a - p_e) / (1 - p_e).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from reviewer.domain.questions import Level

from .chance import ChanceCorrected
from .patterns import Floats
from .ratings import Ratings
from .results import Undefined
from .statistic import Statistic

ONE_VALUE = "all values are the same, so there is no second category that chance could have chosen"


def chance(shares: Floats, categories: int) -> Floats:
    """Return the probability that two reviewers agree by chance when one of them guesses."""
    return np.asarray((shares * (1 - shares)).sum(axis=1) / max(categories - 1, 1))


def prepare(ratings: Ratings, level: Level) -> ChanceCorrected | Undefined:
    """Make AC1 ready over the categories that occur; values are categories at every level."""
    if ratings.refusal is not None or ratings.patterns is None:
        return Undefined(ratings.refusal or "there are no reviews")
    categories = int(ratings.patterns.vectors.any(axis=0).sum())
    return ChanceCorrected(ratings.patterns, partial(chance, categories=categories), ONE_VALUE)


STATISTIC = Statistic(
    id="gwet_ac1",
    title="Gwet's AC1",
    definition="Percent agreement beyond chance, where chance is small if nearly all values are the same.",
    citation="Gwet, K. L. (2008). Computing inter-rater reliability and its variance.",
    prepare=prepare,
)
