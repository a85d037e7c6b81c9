"""Signs of hasty reviewing, which are reasons to talk to a person and proof of nothing.

The expected reading time is that of silent reading of non-fiction: 238 words a minute (Brysbaert, M. (2019). How many
words do we read per minute? A review and meta-analysis of reading rate. Journal of Memory and Language 109, 104047),
and 255 signs a minute where words are not set apart (Trauzettel-Klosinski, S., & Dietz, K. (2012). Standardized
assessment of reading performance: the new international reading speed texts IReST. IOVS 53(9), 5452-5461, Chinese).
Nobody reads every passage to its end, so that only a small fraction of this time is called fast.

How long a run of equal verdicts may become by chance is counted over random orders of the person's own verdicts (Good,
P. (2005). Permutation, Parametric and Bootstrap Tests of Hypotheses. Springer).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .patterns import Floats, Ints
from .proportions import Share, share
from .results import Undefined

WORDS_PER_MINUTE = 238
SIGNS_PER_MINUTE = 255
FAST = 0.2
"""A review that took less than this share of the expected reading time counts as fast."""
FEWEST_REVIEWS = 20
MOST_SHUFFLED = 2000
"""Only the latest so many verdicts are put in other orders."""


def reading_seconds(words: int, signs: int = 0) -> float:
    """Return how long reading so many words, and signs of scripts without blanks, is expected to take."""
    return 60 * (words / WORDS_PER_MINUTE + signs / SIGNS_PER_MINUTE)


@dataclass(frozen=True)
class Pace:
    """How long a person takes, beside what reading alone is expected to take; times in seconds."""

    median: float
    p90: float
    expected: float
    fast: Share

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the terminal prints them."""
        times = {name: round(getattr(self, name), 3) for name in ("median", "p90", "expected")}
        return {**times, "fast": self.fast.to_json()}


def pace(seconds: Floats, expected: Floats) -> Pace | Undefined:
    """Compare active seconds with the expected reading time of each item."""
    items = len(seconds)
    if items < FEWEST_REVIEWS:
        return Undefined(f"{items} reviews have a time, at least {FEWEST_REVIEWS} are needed")
    fast = share(int((seconds < FAST * expected).sum()), items)
    median, p90 = np.quantile(seconds, [0.5, 0.9])
    return Pace(float(median), float(p90), float(np.median(expected)), fast)


@dataclass(frozen=True)
class Run:
    """The longest run of equal verdicts, and how often chance alone makes one as long of the same verdicts."""

    length: int
    chance: float
    reviews: int

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the terminal prints them."""
        return {"length": self.length, "chance": round(self.chance, 12), "reviews": self.reviews}


def longest_run(verdicts: Ints, *, seed: int = 0, shuffles: int = 499) -> Run | Undefined:
    """Return the longest run in a person's verdicts, oldest first."""
    if len(verdicts) < FEWEST_REVIEWS:
        return Undefined(f"{len(verdicts)} reviews have a verdict, at least {FEWEST_REVIEWS} are needed")
    latest = np.unique(verdicts[-MOST_SHUFFLED:], return_inverse=True)[1].astype(np.int16)
    found = int(_longest(latest[None, :])[0])
    orders = np.random.default_rng(abs(seed)).permuted(np.tile(latest, (shuffles, 1)), axis=1)
    as_long = int((_longest(orders) >= found).sum())
    return Run(found, (as_long + 1) / (shuffles + 1), len(latest))


def _longest(rows: NDArray[np.int16]) -> Ints:
    """Return the length of the longest run in each row."""
    places = np.arange(rows.shape[1], dtype=np.int16)
    begins = np.ones(rows.shape, bool)
    begins[:, 1:] = rows[:, 1:] != rows[:, :-1]
    begun = np.maximum.accumulate(places * begins, axis=1)
    return np.asarray((places - begun + 1).max(axis=1), np.int64)


@dataclass(frozen=True)
class RevealEffect:
    """What seeing the suggestion or the hits did to verdicts: of those that were changed, how many became right.

    Right is what the item was finally resolved as, where the final value does not rest on this review alone.
    """

    shown: int
    changed: Share
    helped: Share
    misled: Share

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the terminal prints them."""
        parts = {name: getattr(self, name).to_json() for name in ("changed", "helped", "misled")}
        return {"shown": self.shown, **parts}


def reveal_effect(shown: int, changed: int, to_right: int, from_right: int) -> RevealEffect:
    """Return the shares of the verdicts that a reveal changed, of those it made right, and of those it made wrong."""
    nothing = "no verdict was changed after a reveal"
    return RevealEffect(
        shown,
        share(changed, shown, nothing="nothing was revealed"),
        share(to_right, changed, nothing=nothing),
        share(from_right, changed, nothing=nothing),
    )
