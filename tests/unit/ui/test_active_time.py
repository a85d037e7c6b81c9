"""The stopwatch of a review: what counts as work, and how coarsely it is kept."""

from __future__ import annotations

import pytest

from reviewer.ui.presenters.active_time import ActiveTime


class Watch:
    """A clock that a test sets forward."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_time_with_signs_of_life_counts_in_full(watch: Watch) -> None:
    worked = ActiveTime(watch)
    for _ in range(10):
        watch.now += 50
        worked.touch()
    assert worked.seconds() == 500


def test_of_a_pause_only_the_first_minute_counts(watch: Watch) -> None:
    worked = ActiveTime(watch)
    watch.now += 30 * 60
    assert worked.seconds() == 60
    worked.touch()
    watch.now += 10
    assert worked.seconds() == 70


def test_the_person_counts_as_idle_after_a_minute_and_not_before(watch: Watch) -> None:
    worked = ActiveTime(watch)
    watch.now += 59
    assert not worked.idle
    watch.now += 2
    assert worked.idle
    worked.touch()
    assert not worked.idle


def test_what_is_done_elsewhere_in_the_window_does_not_count(watch: Watch) -> None:
    worked = ActiveTime(watch)
    watch.now += 20
    worked.touch()
    for _ in range(10):
        watch.now += 30
        worked.touch(counts=False)
    assert worked.seconds() == 20


def test_an_item_goes_on_with_the_time_that_its_draft_has(watch: Watch) -> None:
    worked = ActiveTime(watch)
    worked.start(31.0)
    watch.now += 4
    assert worked.seconds() == 35


@pytest.mark.parametrize(("seconds", "stored"), [(0, 5), (7, 5), (8, 10), (31.4, 30), (59, 60)])
def test_it_is_stored_to_five_seconds(watch: Watch, seconds: float, stored: float) -> None:
    worked = ActiveTime(watch)
    watch.now += seconds
    assert worked.coarse() == stored
