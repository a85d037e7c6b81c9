"""A project whose truth is known: 20 reviewers of known skill, 5,000 outputs, a detector, a control sample of 5 %.

Everything that the quality room says is held against what was planted, over worlds drawn anew: intervals cover the
truth as often as they promise, and what was not planted is not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.stats import Ratings, agreement
from reviewer.stats.consensus import DawidSkene, dawid_skene, votes
from reviewer.stats.detectors import Judged, WhatIf, detector_quality, what_if
from reviewer.stats.drift import mix_shift, with_alerts
from reviewer.stats.slices import slices

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OUTPUTS = 5_000
REVIEWERS = 20
THRESHOLD = 0.5
CONTROL = 0.05
HIDDEN = 0.2
WORLDS = range(60)
LEAST_COVERED = 0.88
"""Of 60 intervals at 95 %, fewer than 88 % cover the truth in one of fifty runs of a correct program."""


@dataclass(frozen=True)
class World:
    """What is true, and what the program gets to see of it."""

    broken: Bools
    scores: Floats
    skills: Floats
    reviews: tuple[tuple[int, int, bool], ...]
    blind: Ints
    chance: Floats

    @property
    def flagged(self) -> Bools:
        return self.scores >= THRESHOLD


@cache
def world(seed: int) -> World:
    """Draw outputs, scores that tell broken ones apart, and three reviews of each output that is looked at."""
    drawn = np.random.default_rng(seed)
    broken = drawn.random(OUTPUTS) < 0.15
    scores = np.where(broken, drawn.beta(4, 2.5, OUTPUTS), drawn.beta(1.5, 6, OUTPUTS))
    flagged = scores >= THRESHOLD
    chance = np.where(flagged, HIDDEN, CONTROL)
    blind = np.flatnonzero(drawn.random(OUTPUTS) < chance)
    skills = np.concatenate([np.full(6, 0.97), np.full(8, 0.85), np.full(6, 0.62)])
    reviews = []
    for output in np.union1d(np.flatnonzero(flagged), blind):
        for reviewer in drawn.choice(REVIEWERS, size=3, replace=False):
            right = drawn.random() < skills[reviewer]
            reviews.append((int(output), int(reviewer), bool(broken[output] == right)))
    return World(broken, scores, skills, tuple(reviews), blind.astype(np.int64), chance[blind])


def covered(found: Any, truth: float) -> bool:
    return bool(found.low is not None and found.high is not None and found.low <= truth <= found.high)


def test_the_intervals_of_recall_and_miss_rate_cover_the_truth_at_the_promised_rate() -> None:
    recalls, misses = [], []
    for seed in WORLDS:
        one = world(seed)
        judged = Judged(one.broken[one.blind], one.flagged[one.blind], one.chance)
        found = detector_quality(0, 0, 0, judged)
        recalls.append(covered(found.recall, float(one.flagged[one.broken].mean())))
        misses.append(covered(found.miss_rate, float(one.broken[~one.flagged].mean())))
    assert np.mean(recalls) >= LEAST_COVERED
    assert np.mean(misses) >= LEAST_COVERED


def test_the_interval_of_precision_covers_the_truth_at_the_promised_rate() -> None:
    """Half of the flagged outputs were judged; the other half is what the figure speaks of too."""
    hits = []
    for seed in WORLDS:
        one = world(seed)
        drawn = np.random.default_rng(seed + 1000)
        judged = one.flagged & (drawn.random(OUTPUTS) < 0.2)
        confirmed = int(one.broken[judged].sum())
        nothing = Judged(np.zeros(0, bool), np.zeros(0, bool), np.zeros(0))
        found = detector_quality(confirmed, int(judged.sum()) - confirmed, 0, nothing)
        hits.append(covered(found.precision, float(one.broken[one.flagged].mean())))
    assert np.mean(hits) >= LEAST_COVERED


def test_the_interval_of_agreement_covers_that_of_endless_items() -> None:
    """Three reviewers drawn anew for each item: the alpha of all worlds together stands for the truth."""
    pooled = Ratings.from_triples(
        ((seed, item), f"r{who}", str(said)) for seed in range(30) for item, who, said in world(seed).reviews
    )
    truth = agreement(pooled, "verdict", resamples=0).coefficients["krippendorff_alpha"].value
    assert truth is not None
    hits = []
    for seed in range(30):
        rows = Ratings.from_triples((item, f"r{who}", str(said)) for item, who, said in world(seed).reviews)
        hits.append(
            covered(agreement(rows, "verdict", seed=seed, resamples=300).coefficients["krippendorff_alpha"], truth)
        )
    assert np.mean(hits) >= 0.83  # of 30 intervals


def test_weighing_reviewers_beats_counting_them_in_every_world() -> None:
    gains = []
    for seed in range(8):
        one = world(seed)
        ratings = Ratings.from_triples((item, f"r{who:02}", str(said)) for item, who, said in one.reviews)
        order = list(dict.fromkeys(item for item, _, _ in one.reviews))
        truth = np.array([str(bool(one.broken[item])) for item in order])
        found = dawid_skene(ratings)
        assert isinstance(found, DawidSkene)
        levels = np.array([str(level) for level in ratings.levels])
        weighed = levels[found.values] == truth
        counted = levels[votes(ratings).winners] == truth
        gains.append(float(weighed.mean() - counted.mean()))
        assert found.accuracy == pytest.approx(one.skills, abs=0.16)
    assert min(gains) > 0
    assert np.mean(gains) > 0.02


@pytest.mark.parametrize("ratio", [1.0, 5.0])
def test_the_suggested_threshold_costs_at_most_a_tenth_more_than_the_best(ratio: float) -> None:
    extra = []
    for seed in range(20):
        one = world(seed)
        looked = np.union1d(np.flatnonzero(one.flagged), one.blind)
        chance = np.where(one.flagged, 1.0, CONTROL)[looked]
        found = what_if(
            one.scores[looked], one.broken[looked], chance, outputs_per_day=100, cost_ratio=ratio, resamples=50
        )
        assert isinstance(found, WhatIf)
        grid = np.linspace(0.05, 0.95, 91)
        costs = [_cost(one, at, ratio) for at in grid]
        extra.append(_cost(one, found.suggested, ratio) / min(costs) - 1)
    assert np.mean(extra) <= 0.1


def _cost(one: World, at: float, ratio: float) -> float:
    reported = one.scores >= at
    return float(ratio * (one.broken & ~reported).sum() + (~one.broken & reported).sum())


def test_planted_drift_is_found_and_nothing_else() -> None:
    found, wrong = 0, 0
    for seed in WORLDS:
        drawn = np.random.default_rng(seed)
        before, same, moved = (_mix(drawn, n, p) for n, p in ((2000, 0.15), (400, 0.15), (400, 0.35)))
        first, second = with_alerts([mix_shift("same", before, same), mix_shift("moved", before, moved)], {"psi": 0.1})
        found, wrong = found + second.alert, wrong + first.alert
    assert found == len(WORLDS)
    assert wrong == 0


def _mix(drawn: np.random.Generator, items: int, rejected: float) -> dict[str, int]:
    reject = int(drawn.binomial(items, rejected))
    return {"reject": reject, "approve": items - reject}


def test_planted_bias_is_found_and_none_where_none_was_planted() -> None:
    found, wrong = 0, 0
    for seed in WORLDS:
        drawn = np.random.default_rng(seed)
        fair = {name: (int(drawn.binomial(300, 0.15)), 300) for name in "abcdef"}
        biased = {**fair, "f": (int(drawn.binomial(300, 0.32)), 300)}
        wrong += any(part.differs for part in slices(fair))
        found += any(part.differs and part.group == "f" for part in slices(biased))
    assert found / len(WORLDS) >= 0.9
    assert wrong / len(WORLDS) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(WORLDS))
