"""Fleiss' kappa for any number of reviewers; items may have gaps.

Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76(5),
378-382. Gaps as in Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 2: p_a is
percent agreement over the items with two values or more, pi_c the mean over all rated items of the share
r_ic / r_i, p_e = sum_c pi_c², and kappa = (p_a - p_e) / (1 - p_e). Where each item has the same number of
values this is the formula of 1971.
"""

from __future__ import annotations

import numpy as np

from reviewer.domain.questions import Level

from .chance import ChanceCorrected
from .patterns import Floats
from .ratings import Ratings
from .results import Undefined
from .statistic import Statistic

ONE_VALUE = "all values are the same, and without variation agreement cannot be told from chance"


def chance(shares: Floats) -> Floats:
    """Return the probability that two values drawn at random agree."""
    return np.asarray((shares**2).sum(axis=1))


def prepare(ratings: Ratings, level: Level) -> ChanceCorrected | Undefined:
    """Make Fleiss' kappa ready; values are categories at every level."""
    if ratings.refusal is not None or ratings.patterns is None:
        return Undefined(ratings.refusal or "there are no reviews")
    return ChanceCorrected(ratings.patterns, chance, ONE_VALUE)


STATISTIC = Statistic(
    id="fleiss_kappa",
    title="Fleiss' kappa",
    definition="Percent agreement beyond what reviewers who draw from the shares of the values would reach.",
    citation="Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.",
    prepare=prepare,
)
