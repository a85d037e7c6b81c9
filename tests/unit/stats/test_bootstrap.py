"""Intervals by resampling items."""

from __future__ import annotations

import numpy as np
import pytest

from reviewer.domain.questions import Level
from reviewer.stats import STATISTICS, Ratings, Statistic, Value
from reviewer.stats.bootstrap import Estimator, draws, interval
from reviewer.stats.patterns import Floats
from reviewer.stats.results import Undefined
from tests.unit.stats.simulated import Triples, plausible

STATISTIC = {statistic.id: statistic for statistic in STATISTICS}


def ready(statistic: Statistic, rows: Triples) -> Estimator:
    estimator = statistic.prepare(Ratings.from_triples(rows), "ordinal")
    assert not isinstance(estimator, Undefined)
    return estimator


def by_hand(statistic: Statistic, rows: Triples, resamples: int, seed: int) -> list[float]:
    """Draw items with replacement one by one and compute the statistic anew from the drawn items."""
    rng = np.random.default_rng(seed)
    of_item: dict[int, list[tuple[int, str, Value]]] = {}
    for row in rows:
        of_item.setdefault(row[0], []).append(row)
    items = [item for item, found in of_item.items() if len(found) > 1]
    values = []
    for _ in range(resamples):
        drawn = rng.choice(items, len(items))
        again = [(place, r, v) for place, item in enumerate(drawn) for _, r, v in of_item[int(item)]]
        value = statistic.compute(Ratings.from_triples(again), "ordinal", resamples=0).value
        if value is not None:
            values.append(value)
    return values


def distance(first: Floats, second: Floats) -> float:
    """Return the largest gap between the two distributions (Kolmogorov and Smirnov)."""
    first, second = np.sort(first.round(9)), np.sort(second.round(9))
    places = np.concatenate([first, second])
    below = [np.searchsorted(values, places, side="right") / len(values) for values in (first, second)]
    return float(np.abs(below[0] - below[1]).max())


@pytest.mark.parametrize("statistic", STATISTICS, ids=lambda statistic: statistic.id)
@pytest.mark.parametrize(("items", "values"), [(25, 3), (150, 2)], ids=["drawn by item", "drawn by pattern"])
def test_resampling_patterns_is_resampling_items(statistic: Statistic, items: int, values: int) -> None:
    rows = plausible(items, reviewers=2, values=values, gaps=0)
    estimator = ready(statistic, rows)
    mine = np.concatenate([estimator.values(weights) for weights in draws(estimator, 1, 8000)])
    theirs = by_hand(statistic, rows, 1500, seed=2)
    assert distance(mine[~np.isnan(mine)], np.array(theirs)) < 0.055


@pytest.mark.parametrize("items", [30, 2000])
def test_each_resample_draws_as_many_items_as_there_are(items: int) -> None:
    estimator = ready(STATISTIC["krippendorff_alpha"], plausible(items))
    weights = np.concatenate(list(draws(estimator, 5, 400)))
    assert weights.shape == (400, len(estimator.frequency))
    assert (weights.sum(axis=1) == estimator.frequency.sum()).all()
    assert weights.mean(axis=0) == pytest.approx(estimator.frequency, abs=0.5 * np.sqrt(estimator.frequency.max()))


def test_the_same_seed_gives_the_same_interval_and_another_seed_a_similar_one() -> None:
    ratings = Ratings.from_triples(plausible(300))
    for statistic in STATISTICS:
        level: Level = "ordinal" if statistic.needs_order else "nominal"
        first, again = statistic.compute(ratings, level, seed=7), statistic.compute(ratings, level, seed=7)
        other = statistic.compute(ratings, level, seed=-8)
        assert first == again
        assert (first.low, first.high) != (other.low, other.high)
        assert first.low == pytest.approx(other.low, abs=0.03)
        assert first.high == pytest.approx(other.high, abs=0.03)


def test_the_interval_contains_the_true_alpha_about_as_often_as_it_promises() -> None:
    alpha = STATISTIC["krippendorff_alpha"]
    truth = alpha.compute(Ratings.from_triples(plausible(60_000, seed=999)), resamples=0).value
    assert truth is not None
    hits = 0
    for seed in range(300):
        found = alpha.compute(Ratings.from_triples(plausible(80, seed=seed)), seed=seed, resamples=300)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= truth <= found.high
    assert 0.90 <= hits / 300 <= 0.985


def test_more_items_make_the_interval_narrower() -> None:
    def width(items: int) -> float:
        found = STATISTIC["krippendorff_alpha"].compute(Ratings.from_triples(plausible(items)))
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    assert width(100) == pytest.approx(10 * width(10_000), rel=0.3)


@pytest.mark.parametrize("statistic", STATISTICS, ids=lambda statistic: statistic.id)
def test_below_ten_pairable_items_there_is_a_value_but_no_interval(statistic: Statistic) -> None:
    few = [(item, reviewer, (item + len(reviewer)) % 3) for item in range(9) for reviewer in ("a", "bb")]
    rows = Ratings.from_triples([*few, *((100 + n, "a", 1) for n in range(50))])
    found = statistic.compute(rows, "ordinal" if statistic.needs_order else "nominal")
    assert found.value is not None
    assert (found.low, found.high, found.items) == (None, None, 9)
    assert found.note == "no interval: 9 items have two reviews, at least 10 are needed"


def test_one_item_is_spoken_of_as_one() -> None:
    found = STATISTIC["percent_agreement"].compute(Ratings.from_triples([(0, "a", 1), (0, "b", 1), (1, "a", 2)]))
    assert found.note == "no interval: 1 item has two reviews, at least 10 are needed"


def test_resamples_without_variation_are_counted_and_reported() -> None:
    rare = [(item, reviewer, "y" if item == 0 else "x") for item in range(40) for reviewer in "ab"]
    found = STATISTIC["krippendorff_alpha"].compute(Ratings.from_triples(rare))
    assert found.value == 1.0
    assert found.note is not None
    assert "resamples, which are left out" in found.note
    assert "how rare exceptions may be" in found.note


def test_an_interval_that_most_resamples_could_not_support_is_refused() -> None:
    class MostlyUndefined:
        frequency = np.array([10, 10])
        cells = 2
        undefined = "for the test"

        def values(self, weights: np.ndarray) -> np.ndarray:
            return np.where(weights[:, 0] > 11, 0.5, np.nan)

    assert interval(MostlyUndefined(), 1, 500) is None
    statistic = Statistic("x", "X", "x", "x", lambda ratings, level: MostlyUndefined())
    found = statistic.compute(Ratings.from_triples(plausible(30)))
    assert (found.value, found.note) == (None, "undefined: for the test")


def test_the_mean_over_many_thin_pairs_lies_within_its_interval() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 5, 3000)
    thin = [
        (item, f"r{reviewer:02}", int(truth[item] if rng.random() < 0.7 else rng.integers(0, 5)))
        for item in range(3000)
        for reviewer in rng.choice(40, 3, replace=False)
    ]
    found = STATISTIC["cohen_kappa"].compute(Ratings.from_triples(thin), resamples=200)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found.note is not None
    assert "many pairs share few items" in found.note


def test_too_many_pairs_of_reviews_give_a_value_without_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = plausible(60, reviewers=6)
    full = STATISTIC["cohen_kappa"].compute(Ratings.from_triples(rows))
    monkeypatch.setattr("reviewer.stats.cohen_kappa.MOST_CELLS", 100)
    monkeypatch.setattr("reviewer.stats.statistic.MOST_CELLS", 100)
    found = STATISTIC["cohen_kappa"].compute(Ratings.from_triples(rows))
    assert full.value is not None
    assert found.value == pytest.approx(full.value)
    assert (found.low, found.high, found.items) == (None, None, full.items)
    assert found.note == "no interval: too many pairs of reviews to resample"
