"""Precision and recall of one detector for one policy, from what people judged.

Precision is the share of judged hits that were confirmed; what reviewers were unsure of counts for neither side and is
shown beside it. Recall is computed only from items that were judged without sight of the hits, and only where the
reviewer said that the policy was looked for: the control sample, drawn from outputs that nothing flagged, and the
share of flagged items whose hits were hidden. Each of them counts 1 / pi (Horvitz & Thompson 1952, see `proportions`),
so that one broken policy in a control sample of one in a hundred stands for a hundred misses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.stats.patterns import Floats
from reviewer.stats.proportions import Share, share, weighted_share

FEWEST_BROKEN = 5
"""Below so many broken policies in the sample, recall would be told by one or two items."""


@dataclass(frozen=True, eq=False)
class Judged:
    """The items judged with their hits hidden, one row each: was the policy broken, did the detector say so."""

    broken: NDArray[np.bool_]
    flagged: NDArray[np.bool_]
    probability: Floats


@dataclass(frozen=True)
class DetectorQuality:
    """What is known of a detector: precision, recall, miss rate, and the counts that they rest on.

    The miss rate is the share of outputs, among those that the detector let pass, where the policy was broken.
    """

    precision: Share
    recall: Share
    miss_rate: Share
    unsure: int

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the terminal prints them."""
        return {
            "precision": self.precision.to_json(),
            "recall": self.recall.to_json(),
            "miss_rate": self.miss_rate.to_json(),
            "unsure": self.unsure,
        }


def detector_quality(confirmed: int, false_alarms: int, unsure: int, judged: Judged) -> DetectorQuality:
    """Return precision from judged hits, and recall and miss rate from the items judged blind."""
    precision = share(confirmed, confirmed + false_alarms, nothing="no hit was confirmed or called a false alarm")
    return DetectorQuality(precision, _recall(judged), _miss_rate(judged), unsure)


def _recall(judged: Judged) -> Share:
    """Return the share of broken policies that the detector reported."""
    broken = int(judged.broken.sum())
    if not len(judged.broken):
        return _undefined("no item was judged with its hits hidden and this policy looked for")
    if broken < FEWEST_BROKEN:
        found = f"only {broken} of {len(judged.broken):,} items judged blind broke the policy"
        return _undefined(f"{found}, at least {FEWEST_BROKEN} are needed")
    return weighted_share(judged.flagged[judged.broken], judged.probability[judged.broken])


def _miss_rate(judged: Judged) -> Share:
    """Return the share of broken policies among what the detector let pass."""
    passed = ~judged.flagged
    reason = "no item that the detector let pass was judged with this policy looked for"
    return weighted_share(judged.broken[passed], judged.probability[passed], nothing=reason)


def _undefined(reason: str) -> Share:
    return Share(None, None, None, 0, 0, f"undefined: {reason}")
