"""Shares and their intervals, equal and unequal chances alike, against known values and a simulated population."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.stats.proportions import effective_items, share, weighted_share


def test_wilsons_interval_has_the_values_of_the_literature() -> None:
    # Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion. Table I, method 3.
    for hits, items, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        found = share(hits, items)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_no_items_are_undefined_with_the_reason() -> None:
    found = share(0, 0, nothing="nobody judged a hit")
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.note == "undefined: nobody judged a hit"


@given(hits=st.integers(0, 500), more=st.integers(1, 500))
def test_equal_chances_change_nothing(hits: int, more: int) -> None:
    items = hits + more
    hit = np.arange(items) < hits
    found, expected = weighted_share(hit, np.full(items, 0.25)), share(hits, items)
    assert found.value == pytest.approx(expected.value)
    # The sample variance has n - 1 where Wilson has n.
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.15 / items)


@given(chances=st.lists(st.floats(0.001, 1), min_size=1, max_size=30), hits=st.lists(st.booleans(), min_size=30))
def test_an_interval_holds_its_share_and_stays_between_zero_and_one(chances: list[float], hits: list[bool]) -> None:
    hit = np.array(hits[: len(chances)])
    found = weighted_share(hit, np.array(chances))
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1
    assert 0 < effective_items(found.value, hit.astype(float), np.array(chances)) <= len(hit) + 1e-9


def test_the_interval_covers_the_truth_at_nearly_the_promised_rate_under_unequal_chances() -> None:
    drawn = np.random.default_rng(11)
    flagged = drawn.random(20_000) < 0.1
    broken = drawn.random(20_000) < np.where(flagged, 0.6, 0.05)
    chance = np.where(flagged, 0.5, 0.05)
    truth, covered = float(broken.mean()), 0
    for _ in range(300):
        sampled = drawn.random(20_000) < chance
        found = weighted_share(broken[sampled], chance[sampled])
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= truth <= found.high
    assert 0.91 <= covered / 300 <= 0.99
