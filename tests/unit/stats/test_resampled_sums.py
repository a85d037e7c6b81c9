"""Drawing the sums of many items in the place of the items changes no interval."""

from __future__ import annotations

import numpy as np
import pytest

from reviewer.stats.detectors import Calibration, WhatIf, calibration, sums, what_if


def _judged(items: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    drawn = np.random.default_rng(5)
    scores = drawn.random(items).round(3)
    return scores, drawn.random(items) < scores**2, np.where(drawn.random(items) < 0.2, 0.1, 1.0)


def test_the_intervals_of_a_calibration_are_those_of_drawn_items(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = _judged(5_000)
    one_by_one = calibration(*judged)
    monkeypatch.setattr(sums, "MANY_ITEMS", 0)
    at_once = calibration(*judged)
    assert isinstance(one_by_one, Calibration)
    assert isinstance(at_once, Calibration)
    for first, second in ((one_by_one.ece, at_once.ece), (one_by_one.brier, at_once.brier)):
        assert first.value == second.value
        assert first.low is not None
        assert first.high is not None
        width = first.high - first.low
        assert (second.low, second.high) == pytest.approx((first.low, first.high), abs=width / 10)


def test_the_range_of_a_suggested_threshold_is_that_of_drawn_items(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = _judged(5_000)
    one_by_one = what_if(*judged, outputs_per_day=100, cost_ratio=2, resamples=2000)
    monkeypatch.setattr(sums, "MANY_ITEMS", 0)
    at_once = what_if(*judged, outputs_per_day=100, cost_ratio=2, resamples=2000)
    assert isinstance(one_by_one, WhatIf)
    assert isinstance(at_once, WhatIf)
    assert one_by_one.rows == at_once.rows
    ends = at_once.suggested_low, at_once.suggested_high
    assert ends == pytest.approx((one_by_one.suggested_low, one_by_one.suggested_high), abs=0.03)
