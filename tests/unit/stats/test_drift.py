"""Drift: what was planted is found, and where nothing was planted alerts stay as rare as promised."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from reviewer.stats.drift import Break, find_break, mix_shift, share_shift, value_shift, with_alerts
from reviewer.stats.drift.shifts import Measure
from reviewer.stats.results import Undefined

LIMITS: dict[Measure, float] = {"psi": 0.1, "ks": 0.1, "share": 0.05}
MIX = {"approve": 0.6, "revise": 0.25, "reject": 0.15}


def counts(drawn: np.random.Generator, items: int, mix: dict[str, float] | None = None) -> dict[str, int]:
    shares = mix or MIX
    return dict(zip(shares, drawn.multinomial(items, list(shares.values())).tolist(), strict=True))


def test_the_index_and_the_divergence_are_those_of_the_definitions() -> None:
    reference, window = {"a": 600, "b": 400}, {"a": 300, "b": 700}
    found = mix_shift("verdicts", reference, window)
    p, q = np.array([300.5, 700.5]) / 1001, np.array([600.5, 400.5]) / 1001
    assert found.value == pytest.approx(((p - q) * np.log(p / q)).sum())
    assert found.divergence == pytest.approx(jensenshannon(p, q, base=2) ** 2)
    assert (found.reference_items, found.window_items) == (1000, 1000)


@pytest.mark.parametrize("items", [40, 300])
def test_the_chance_of_an_index_is_what_happens_where_nothing_changes(items: int) -> None:
    drawn = np.random.default_rng(3)
    chances = [mix_shift("v", counts(drawn, 4 * items), counts(drawn, items)).chance or 0.0 for _ in range(1000)]
    assert np.mean(np.array(chances) < 0.05) == pytest.approx(0.05, abs=0.025)


def test_planted_drift_raises_an_alert_and_its_absence_does_not() -> None:
    drawn, alerts, false_alerts = np.random.default_rng(4), 0, 0
    for _ in range(50):
        same = mix_shift("same", counts(drawn, 2000), counts(drawn, 500))
        other = {"approve": 0.3, "revise": 0.3, "reject": 0.4}
        moved = mix_shift("moved", counts(drawn, 2000), counts(drawn, 500, other))
        scores = value_shift("scores", drawn.beta(2, 5, 2000), drawn.beta(2, 5, 500))
        hits = share_shift("hits", (200, 2000), (110, 500))
        found = {shift.name: shift.alert for shift in with_alerts([same, moved, scores, hits], LIMITS)}
        alerts += found["moved"] + found["hits"]
        false_alerts += found["same"] + found["scores"]
    assert alerts == 100
    assert false_alerts == 0


def test_a_shift_below_the_threshold_of_the_lead_stays_quiet_however_certain_it_is() -> None:
    certain = share_shift("hits", (100_000, 1_000_000), (5_200, 50_000))
    assert certain.chance is not None
    assert certain.chance < 0.005
    assert not with_alerts([certain], {"share": 0.05})[0].alert
    assert with_alerts([certain], {"share": 0.003})[0].alert


def test_small_windows_are_not_compared_and_say_so() -> None:
    found = mix_shift("verdicts", {"a": 500}, {"a": 3, "b": 4})
    assert found.value is None
    assert found.note == "not compared: the window has 7 items, at least 20 are needed"
    assert not with_alerts([found], LIMITS)[0].alert
    assert value_shift("seconds", np.ones(5), np.ones(50)).note == (
        "not compared: the reference has 5 items, at least 20 are needed"
    )


def test_the_week_of_a_planted_change_is_found() -> None:
    drawn = np.random.default_rng(5)
    before = drawn.multinomial(200, [0.7, 0.2, 0.1], size=8)
    after = drawn.multinomial(150, [0.5, 0.3, 0.2], size=5)
    found = find_break(np.concatenate([before, after]))
    assert isinstance(found, Break)
    assert found.found
    assert abs(found.place - 8) <= 1


def test_a_steady_series_has_a_break_no_more_often_than_chance_allows() -> None:
    drawn = np.random.default_rng(6)
    found = [find_break(drawn.multinomial(60, [0.7, 0.2, 0.1], size=12), seed=n, draws=199) for n in range(200)]
    assert np.mean([isinstance(one, Break) and one.found for one in found]) <= 0.1


def test_three_weeks_are_too_few_for_a_break() -> None:
    found = find_break(np.array([[10, 5], [9, 4], [0, 0], [3, 20]]))
    assert isinstance(found, Undefined)
    assert "4 weeks" in found.reason
