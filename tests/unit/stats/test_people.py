"""Signs of hasty reviewing: seen where they are, and rare where people read."""

from __future__ import annotations

import numpy as np
import pytest

from reviewer.stats.people import Pace, Run, longest_run, pace, reading_seconds, reveal_effect
from reviewer.stats.results import Undefined


def test_a_page_of_english_takes_about_two_minutes() -> None:
    assert reading_seconds(476) == pytest.approx(120)
    assert reading_seconds(0, 255) == pytest.approx(60)


def test_who_clicks_through_is_fast_and_who_reads_is_not() -> None:
    drawn = np.random.default_rng(1)
    expected = np.full(200, 60.0)
    reading, clicking = pace(drawn.gamma(4, 12, 200), expected), pace(drawn.gamma(2, 2, 200), expected)
    assert isinstance(reading, Pace)
    assert isinstance(clicking, Pace)
    assert reading.fast.value is not None
    assert clicking.fast.low is not None
    assert reading.fast.value < 0.1
    assert clicking.fast.low > 0.9
    assert clicking.median < clicking.p90 < clicking.expected


def test_few_reviews_tell_nothing_and_say_so() -> None:
    found = pace(np.ones(3), np.ones(3))
    assert isinstance(found, Undefined)
    assert found.reason == "3 reviews have a time, at least 20 are needed"
    assert isinstance(longest_run(np.ones(3, int)), Undefined)


def test_one_button_for_an_hour_is_no_chance() -> None:
    drawn = np.random.default_rng(2)
    mixed = drawn.integers(0, 2, 200)
    stamped = np.concatenate([mixed, np.ones(60, int)])
    by_chance, planted = longest_run(mixed), longest_run(stamped)
    assert isinstance(by_chance, Run)
    assert isinstance(planted, Run)
    assert by_chance.chance > 0.05
    assert (planted.length >= 60, planted.chance < 0.01) == (True, True)


def test_long_runs_are_what_nearly_always_the_same_verdict_looks_like() -> None:
    drawn = np.random.default_rng(3)
    found = [longest_run((drawn.random(300) < 0.95).astype(int), shuffles=99) for _ in range(100)]
    assert np.mean([isinstance(run, Run) and run.chance < 0.05 for run in found]) <= 0.12


def test_a_run_is_counted_as_people_count_it() -> None:
    found = longest_run(np.array([0, 1, 1, 1, 0, 0] * 4))
    assert isinstance(found, Run)
    assert found.length == 3


def test_a_reveal_that_helps_is_told_from_one_that_misleads() -> None:
    found = reveal_effect(shown=100, changed=20, to_right=15, from_right=3)
    assert (found.changed.value, found.helped.value, found.misled.value) == (0.2, 0.75, 0.15)
    untouched = reveal_effect(50, 0, 0, 0)
    assert untouched.changed.value == 0
    assert untouched.helped.note == "undefined: no verdict was changed after a reveal"
