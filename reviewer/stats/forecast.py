"""When the queue empties, and what another overlap, threshold or number of people would change.

The past is drawn again week by week, so that weekends stay where they are (Künsch, H. R. (1989). The jackknife and the
bootstrap for general stationary observations. Annals of Statistics 17(3), 1217-1241), and the queue is played forward:
what waits, plus the arrivals of the day, minus its decisions. Each play has a past of its own, drawn from the real one,
since a few weeks do not tell the rates exactly. The forecast is the median over the plays, its interval their middle
95 %. A play that has not emptied the queue after a year counts as never.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .patterns import Floats, Ints
from .results import Undefined

FEWEST_DAYS = 14
HORIZON = 365
BLOCK = 7


@dataclass(frozen=True)
class Change:
    """What is asked about: how many times the arrivals, the reviews per item, and the decisions of a day."""

    arrivals: float = 1.0
    reviews_per_item: float = 1.0
    decisions: float = 1.0


@dataclass(frozen=True)
class Forecast:
    """In how many days the queue is empty; None stands for not within a year.

    `never` is the share of the plays in which that happens, `load` the reviews that arrive for each that is done.
    """

    waiting: int
    days: int | None
    low: int | None
    high: int | None
    never: float
    load: float | None
    past_days: int

    def to_json(self) -> dict[str, Any]:
        """Return the forecast as the terminal prints it."""
        return {
            "waiting": self.waiting,
            "days": self.days,
            "low": self.low,
            "high": self.high,
            "never_within_a_year": self.never,
            "load": None if self.load is None else round(self.load, 12),
            "past_days": self.past_days,
        }


def forecast(
    waiting: int, arrivals: Ints, decisions: Ints, change: Change | None = None, *, seed: int = 0, plays: int = 1000
) -> Forecast | Undefined:
    """Play the queue forward; `waiting`, `arrivals` and `decisions` are in reviews, the two series one entry a day."""
    days = len(arrivals)
    if days < FEWEST_DAYS:
        return Undefined(f"the queue has {days} days of history, at least {FEWEST_DAYS} are needed")
    if not decisions.any():
        return Undefined("nothing was decided in this time")
    change = change or Change()
    needed = change.arrivals * change.reviews_per_item
    rest = _played(
        waiting * change.reviews_per_item, needed * arrivals - change.decisions * decisions, seed=seed, plays=plays
    )
    empty = rest <= 0
    first = np.where(empty.any(axis=1), empty.argmax(axis=1) + 1, HORIZON + 1)
    if waiting <= 0:
        first[:] = 0
    low, middle, high = (_day(day) for day in np.quantile(first, [0.025, 0.5, 0.975], method="inverted_cdf"))
    never = float((first > HORIZON).mean())
    load = float(needed * arrivals.sum() / (change.decisions * decisions.sum())) if change.decisions else None
    return Forecast(waiting, middle, low, high, never, load, days)


def _played(start: float, net: Floats, *, seed: int, plays: int) -> Floats:
    """Return what waits at the end of each day (columns) of each play (rows)."""
    days = len(net)
    drawn = np.random.default_rng(abs(seed))
    # A block begins on the weekday on which the play has arrived, so only starts that are whole weeks apart are drawn.
    weeks, latest = days // BLOCK, days % BLOCK
    pasts = drawn.integers(0, weeks, size=(plays, weeks))
    chosen = np.take_along_axis(pasts, drawn.integers(0, weeks, size=(plays, HORIZON // BLOCK + 1)), axis=1)
    places = (chosen[:, :, None] * BLOCK + latest + np.arange(BLOCK)).reshape(plays, -1)[:, :HORIZON]
    return np.asarray(start + np.cumsum(net[places], axis=1))


def _day(day: float) -> int | None:
    return None if day > HORIZON else int(day)
