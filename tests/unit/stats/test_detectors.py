"""Detectors judged against a population whose truth is known: precision, recall, scores and thresholds."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.stats.detectors import (
    Calibration,
    Judged,
    WhatIf,
    calibration,
    detector_quality,
    what_if,
)
from reviewer.stats.results import Undefined

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
OUTPUTS = 50_000


def population(seed: int) -> tuple[Floats, Bools]:
    """Return scores that mean what they say, and whether each output breaks the policy."""
    drawn = np.random.default_rng(seed)
    scores = drawn.beta(0.4, 3.0, OUTPUTS)
    return scores, drawn.random(OUTPUTS) < scores


def sample(seed: int, scores: Floats, threshold: float = 0.5) -> tuple[NDArray[np.int64], Floats]:
    """Draw half of what is flagged and one in twenty of the rest; return their places and their chances."""
    chance = np.where(scores >= threshold, 0.5, 0.05)
    chosen = np.flatnonzero(np.random.default_rng(seed).random(OUTPUTS) < chance)
    return chosen.astype(np.int64), chance[chosen]


def test_recall_comes_from_what_was_judged_blind_and_its_interval_covers_the_truth() -> None:
    scores, broken = population(1)
    truth = float((scores[broken] >= 0.5).mean())
    covered, naive = 0, []
    for seed in range(100):
        chosen, chance = sample(seed, scores)
        judged = Judged(broken[chosen], scores[chosen] >= 0.5, chance)
        recall = detector_quality(80, 20, 3, judged).recall
        assert recall.value is not None
        assert recall.low is not None
        assert recall.high is not None
        covered += recall.low <= truth <= recall.high
        naive.append(float((scores[chosen] >= 0.5)[broken[chosen]].mean()))
    assert covered >= 90
    assert np.mean(naive) > truth + 0.2  # without the weights the flagged items would make any detector look good


def test_precision_counts_the_judged_hits_and_leaves_the_unsure_beside_it() -> None:
    empty = Judged(np.zeros(0, bool), np.zeros(0, bool), np.zeros(0))
    found = detector_quality(30, 10, 5, empty)
    assert (found.precision.value, found.precision.items, found.unsure) == (0.75, 40, 5)
    assert found.recall.value is None
    assert found.recall.note == "undefined: no item was judged with its hits hidden and this policy looked for"
    assert detector_quality(0, 0, 2, empty).precision.note == (
        "undefined: no hit was confirmed or called a false alarm"
    )


def test_recall_is_refused_where_too_few_broken_policies_were_seen() -> None:
    judged = Judged(np.arange(200) < 4, np.zeros(200, bool), np.full(200, 0.1))
    found = detector_quality(1, 0, 0, judged)
    assert found.recall.value is None
    assert found.recall.note == "undefined: only 4 of 200 items judged blind broke the policy, at least 5 are needed"
    assert found.miss_rate.value == pytest.approx(0.02)


def test_scores_that_mean_what_they_say_lie_on_the_curve_and_others_do_not() -> None:
    scores, broken = population(2)
    chosen, chance = sample(3, scores)
    honest = calibration(scores[chosen], broken[chosen], chance, resamples=200)
    boasting = calibration(np.sqrt(scores[chosen]), broken[chosen], chance, resamples=200)
    assert isinstance(honest, Calibration)
    assert isinstance(boasting, Calibration)
    assert honest.ece.value is not None
    assert boasting.ece.low is not None
    assert honest.ece.value < 0.03
    assert boasting.ece.low > 0.1
    inside = [b.broken.low <= b.score <= b.broken.high for b in honest.bins if b.broken.low and b.broken.high]
    assert np.mean(inside) >= 0.7
    assert sum(b.broken.items for b in honest.bins) == len(chosen)


def test_the_brier_score_is_that_of_the_definition() -> None:
    scores, broken = np.linspace(0, 1, 40), np.arange(40) % 2 == 0
    found = calibration(scores, broken, np.ones(40), resamples=50)
    assert isinstance(found, Calibration)
    assert found.brier.value == pytest.approx(float(((scores - broken) ** 2).mean()))


def test_few_items_or_scores_that_are_no_probabilities_are_refused_with_the_reason() -> None:
    few = calibration(np.full(3, 0.5), np.zeros(3, bool), np.ones(3))
    assert isinstance(few, Undefined)
    assert few.reason == "3 judged items have a score, at least 30 are needed"
    logits = calibration(np.linspace(-4, 4, 50), np.arange(50) > 25, np.ones(50))
    assert isinstance(logits, Undefined)
    assert "between 0 and 1" in logits.reason


def true_costs(scores: Floats, broken: Bools, ratio: float, thresholds: Floats) -> Floats:
    return np.array([ratio * (broken & (scores < t)).sum() + (~broken & (scores >= t)).sum() for t in thresholds])


@pytest.mark.parametrize("ratio", [1.0, 4.0])
def test_the_suggested_threshold_costs_little_more_than_the_best_one(ratio: float) -> None:
    scores, broken = population(4)
    chosen, chance = sample(5, scores)
    found = what_if(scores[chosen], broken[chosen], chance, outputs_per_day=1000, cost_ratio=ratio, resamples=100)
    assert isinstance(found, WhatIf)
    grid = np.linspace(0.01, 0.99, 99)
    costs = true_costs(scores, broken, ratio, grid)
    suggested = true_costs(scores, broken, ratio, np.array([found.suggested]))[0]
    assert suggested <= 1.05 * costs.min()
    assert found.suggested_low <= 1 / (1 + ratio) + 0.1
    assert found.suggested_high >= 1 / (1 + ratio) - 0.1


def test_the_rows_tell_what_would_happen_at_each_threshold() -> None:
    scores, broken = population(6)
    chosen, chance = sample(7, scores)
    found = what_if(scores[chosen], broken[chosen], chance, outputs_per_day=2000, cost_ratio=1, resamples=200)
    assert isinstance(found, WhatIf)
    row = min(found.rows, key=lambda row: abs(row.threshold - 0.5))
    above = scores >= row.threshold
    for figure, truth in (
        (row.precision, broken[above].mean()),
        (row.recall, above[broken].mean()),
        (row.reviews_per_day, 2000 * above.mean()),
        (row.misses_per_thousand, 1000 * (broken & ~above).mean()),
    ):
        assert figure.low is not None
        assert figure.high is not None
        assert 0.8 * figure.low <= truth <= 1.2 * figure.high
    reviews = [row.reviews_per_day.value or 0 for row in found.rows]
    assert reviews == sorted(reviews, reverse=True)


def test_one_sided_judgements_place_no_threshold() -> None:
    found = what_if(np.linspace(0, 1, 50), np.ones(50, bool), np.ones(50), outputs_per_day=10, cost_ratio=1)
    assert isinstance(found, Undefined)
    assert "at least 5" in found.reason
