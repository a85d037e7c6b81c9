"""The consensus of reviewers: votes, and Dawid and Skene's estimate against a planted truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.stats import Ratings
from reviewer.stats.consensus import DawidSkene, dawid_skene, votes
from reviewer.stats.results import Undefined
from tests.unit.stats.simulated import Triples, triples

VALUES = ("approve", "reject", "revise")


def simulated(
    seed: int, *, items: int = 2000, skills: tuple[float, ...] = (0.95, 0.9, 0.6, 0.55, 0.5), per_item: int = 3
) -> tuple[Ratings, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Draw items of known class and reviewers of known skill; a wrong reviewer takes one of the other values."""
    drawn = np.random.default_rng(seed)
    truth = drawn.choice(3, size=items, p=[0.5, 0.3, 0.2])
    rows = []
    for item in range(items):
        for reviewer in drawn.choice(len(skills), size=per_item, replace=False):
            right = drawn.random() < skills[reviewer]
            value = truth[item] if right else (truth[item] + drawn.integers(1, 3)) % 3
            rows.append((item, f"r{reviewer}", VALUES[value]))
    return Ratings.from_triples(rows), truth


def estimated(ratings: Ratings) -> DawidSkene:
    found = dawid_skene(ratings)
    assert isinstance(found, DawidSkene)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_weighing_by_reliability_is_right_more_often_than_the_majority(seed: int) -> None:
    ratings, truth = simulated(seed)
    counted = votes(ratings).winners == truth
    weighed = estimated(ratings).values == truth
    assert weighed.mean() > counted.mean() + 0.05


def test_the_error_rates_of_each_reviewer_are_found() -> None:
    ratings, _ = simulated(5, items=5000)
    found = estimated(ratings)
    assert found.converged
    assert found.accuracy == pytest.approx([0.95, 0.9, 0.6, 0.55, 0.5], abs=0.04)
    assert found.shares == pytest.approx([0.5, 0.3, 0.2], abs=0.03)
    assert found.error_rates.sum(axis=2) == pytest.approx(np.ones((5, 3)))


def test_a_certainty_of_nine_tenths_is_right_nine_times_in_ten() -> None:
    ratings, truth = simulated(7, items=6000)
    found = estimated(ratings)
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        chosen = (found.certainty >= low) & (found.certainty < high)
        assert (found.values == truth)[chosen].mean() == pytest.approx(found.certainty[chosen].mean(), abs=0.06)


def test_one_value_or_one_reviewer_gives_a_reason_instead_of_an_estimate() -> None:
    same = dawid_skene(Ratings.from_triples((item, name, "x") for item in range(5) for name in "ab"))
    assert isinstance(same, Undefined)
    assert "the same" in same.reason
    alone = dawid_skene(Ratings.from_triples((item, "ana", "xy"[item % 2]) for item in range(5)))
    assert isinstance(alone, Undefined)
    assert "one reviewer" in alone.reason


@given(rows=triples(st.sampled_from("abcd")))
def test_a_posterior_is_a_distribution_for_any_reviews(rows: Triples) -> None:
    ratings = Ratings.from_triples(rows)
    found = dawid_skene(ratings)
    if isinstance(found, DawidSkene):
        assert np.isfinite(found.posterior).all()
        assert found.posterior.sum(axis=1) == pytest.approx(np.ones(ratings.item_count))
        assert ((found.error_rates > 0) & (found.error_rates < 1)).all()


def test_a_tie_has_no_winner_and_the_entropy_says_how_far_the_reviewers_differ() -> None:
    rows = [(1, "a", "x"), (1, "b", "x"), (2, "a", "x"), (2, "b", "y"), (3, "a", "y"), (3, "b", "y"), (3, "c", "x")]
    counted = votes(Ratings.from_triples(rows))
    assert counted.winners.tolist() == [0, -1, 1]
    assert counted.entropy == pytest.approx([0.0, 1.0, 0.9182958340544896])
    assert counted.shares[2] == pytest.approx([1 / 3, 2 / 3])
