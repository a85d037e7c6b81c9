"""Cohen's kappa with quadratic weights, the mean over pairs of reviewers: a near miss counts less than a far one.

Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit.
Psychological Bulletin 70(4), 213-220. For two reviewers

    kappa = 1 - sum v_ck p_o,ck / sum v_ck p_e,ck    with v_ck = (c - k)²

for the values c and k, p_o what was said and p_e what the shares of each would give by chance. The values are their
places in the order at the ordinal level, and numbers at the interval and ratio level.
"""

from __future__ import annotations

import numpy as np

from reviewer.domain.questions import Level

from .cohen_kappa import PairKappa, WholeSet, mean_over_pairs
from .distances import positions
from .ratings import Ratings
from .results import Undefined
from .statistic import Statistic


def prepare(ratings: Ratings, level: Level) -> PairKappa | WholeSet | Undefined:
    """Make the mean weighted kappa ready, or say why the values have no distances."""
    if ratings.refusal is not None:
        return Undefined(ratings.refusal)
    places = positions(ratings, level)
    if isinstance(places, Undefined):
        return places
    return mean_over_pairs(ratings, np.asarray((places[:, None] - places) ** 2))


STATISTIC = Statistic(
    id="cohen_kappa_quadratic",
    title="Cohen's kappa with quadratic weights",
    definition="The agreement of two reviewers beyond chance, where a disagreement counts by its squared distance.",
    citation="Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement.",
    prepare=prepare,
    uses_level=True,
    needs_order=True,
    averages_pairs=True,
)
