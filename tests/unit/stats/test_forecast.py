"""The forecast of the queue against queues whose future is known."""

from __future__ import annotations

import numpy as np

from reviewer.stats.forecast import Change, Forecast, forecast
from reviewer.stats.patterns import Ints
from reviewer.stats.results import Undefined

WEEK = np.array([100, 110, 90, 105, 95, 20, 10])


def played(waiting: int, arrivals: Ints, decisions: Ints, change: Change | None = None) -> Forecast:
    found = forecast(waiting, arrivals, decisions, change)
    assert isinstance(found, Forecast)
    return found


def test_a_steady_queue_empties_when_simple_division_says_so() -> None:
    found = played(100, np.full(28, 10), np.full(28, 20))
    assert (found.days, found.low, found.high) == (10, 10, 10)
    assert found.load == 0.5
    assert found.never == 0


def test_the_interval_covers_what_happens_later() -> None:
    drawn, covered = np.random.default_rng(1), 0
    for play in range(200):
        past = drawn.poisson(np.tile(WEEK, 8))
        done = drawn.poisson(np.tile(WEEK * 1.25, 8))
        found = forecast(600, past, done, seed=play, plays=300)
        later = 600 + np.cumsum(drawn.poisson(np.tile(WEEK, 52)) - drawn.poisson(np.tile(WEEK * 1.25, 52)))
        truth = int((later <= 0).argmax()) + 1
        assert isinstance(found, Forecast)
        covered += (found.low or 0) <= truth <= (found.high or 400)
    assert covered >= 170  # eight weeks of history cannot promise the full 95 %


def test_a_queue_that_grows_never_empties_and_says_so() -> None:
    found = played(50, np.full(20, 30), np.full(20, 20))
    assert (found.days, found.low, found.high, found.never) == (None, None, None, 1.0)


def test_twice_the_overlap_doubles_the_load_and_more_people_carry_it() -> None:
    arrivals, decisions = np.full(28, 10), np.full(28, 20)
    assert played(100, arrivals, decisions, Change(reviews_per_item=2)).load == 1.0
    assert played(100, arrivals, decisions, Change(reviews_per_item=2)).days is None
    assert played(100, arrivals, decisions, Change(reviews_per_item=2, decisions=2)).days == 10
    assert played(100, arrivals, decisions, Change(arrivals=0.5)).days == 7


def test_weekends_stay_where_they_are() -> None:
    """The history ends on a Sunday, so a play begins on a Monday, the day with all the work."""
    decisions = np.tile([70, 0, 0, 0, 0, 0, 0], 4)
    assert played(70, np.zeros(28, int), decisions).days == 1
    ended_on_monday = np.concatenate([decisions, [70]])
    assert played(70, np.zeros(29, int), ended_on_monday).days == 7


def test_an_empty_queue_is_empty_today() -> None:
    assert played(0, np.full(20, 5), np.full(20, 6)).days == 0


def test_little_history_or_no_decisions_are_refused_with_the_reason() -> None:
    short = forecast(10, np.ones(5, int), np.ones(5, int))
    assert isinstance(short, Undefined)
    assert short.reason == "the queue has 5 days of history, at least 14 are needed"
    idle = forecast(10, np.ones(20, int), np.zeros(20, int))
    assert isinstance(idle, Undefined)
    assert idle.reason == "nothing was decided in this time"
