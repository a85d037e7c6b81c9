"""Rates by group: planted bias is found, none where none was planted, and small groups stay hidden."""

from __future__ import annotations

import numpy as np
import pytest

from reviewer.stats.slices import slices


def test_the_ratio_and_its_interval_are_those_of_the_literature() -> None:
    # Altman, D. G. (1991). Practical Statistics for Medical Research: 2 of 10 against 1 of 20 computed by hand.
    first = next(part for part in slices({"a": (20, 100), "b": (10, 100)}) if part.group == "a")
    assert first.ratio == pytest.approx(2.0)
    reach = 1.959963984540054 * np.sqrt(1 / 20 - 1 / 100 + 1 / 10 - 1 / 100)
    assert (first.low, first.high) == pytest.approx((2 * np.exp(-reach), 2 * np.exp(reach)))


def test_planted_bias_is_found_and_the_other_groups_are_left_in_peace() -> None:
    drawn, found, wrong = np.random.default_rng(1), 0, 0
    for _ in range(100):
        rates = {"en": 0.1, "de": 0.1, "fr": 0.1, "hi": 0.3, "zh": 0.1}
        groups = {name: (int(drawn.binomial(400, rate)), 400) for name, rate in rates.items()}
        differing = {part.group for part in slices(groups) if part.differs and (part.ratio or 0) > 1}
        found += "hi" in differing
        wrong += bool(differing - {"hi"})
    assert found == 100
    assert wrong <= 5


def test_without_bias_any_group_is_named_in_one_of_twenty_looks_at_most() -> None:
    drawn = np.random.default_rng(2)
    looks = [
        any(part.differs for part in slices({name: (int(drawn.binomial(200, 0.2)), 200) for name in "abcdefgh"}))
        for _ in range(300)
    ]
    assert np.mean(looks) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)  # what 300 looks can tell


def test_a_small_group_is_suppressed_and_never_alone() -> None:
    found = {part.group: part for part in slices({"en": (50, 400), "de": (9, 90), "sv": (3, 9)})}
    assert found["sv"].rate is None
    assert found["de"].rate is None  # the totals would give the small group away
    assert found["en"].rate is not None
    assert "suppressed" in (found["sv"].note or "")
    assert found["sv"].to_json()["rate"] is None


def test_an_outcome_that_is_missing_on_one_side_has_a_finite_ratio_and_says_how() -> None:
    found = {part.group: part for part in slices({"en": (0, 50), "de": (10, 50)})}
    assert found["de"].ratio is not None
    assert 1 < found["de"].ratio < float("inf")
    assert "half an item" in (found["de"].note or "")
    assert all("occurs in no group" in (part.note or "") for part in slices({"en": (0, 50), "de": (0, 50)}))
