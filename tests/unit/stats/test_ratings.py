"""What may come in as ratings, and how it is coded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.stats import InvalidRatings, Ratings, agreement
from reviewer.stats.patterns import distinct_counts
from tests.unit.stats.simulated import Triples, plausible, triples


def test_missing_values_are_left_out() -> None:
    ratings = Ratings.from_triples([(1, "ana", "x"), (1, "ben", None), (2, "ana", None)])
    assert (ratings.reviews, ratings.rated_items, ratings.reviewer_count) == (1, 1, 1)


def test_two_values_by_one_reviewer_for_one_item_are_refused_by_name() -> None:
    with pytest.raises(InvalidRatings, match=r"'i1' has two values by ana"):
        Ratings.from_triples([("i1", "ana", 1), ("i1", "ben", 1), ("i1", "ana", 2)])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400])
def test_a_number_that_cannot_be_compared_is_refused(value: float) -> None:
    with pytest.raises(InvalidRatings, match=r"not a number that can be compared"):
        Ratings.from_triples([(1, "ana", value)])


def test_a_value_that_is_neither_text_nor_number_is_refused_with_item_and_reviewer() -> None:
    with pytest.raises(InvalidRatings, match=r"'i1' by ana is a list"):
        Ratings.from_triples([("i1", "ana", ["a", "b"])])  # type: ignore[list-item]


def test_a_value_outside_the_given_order_is_refused() -> None:
    with pytest.raises(InvalidRatings, match="'huge' is not in the order"):
        Ratings.from_triples([(1, "ana", "huge")], order=["low", "high"])
    with pytest.raises(InvalidRatings, match="names a value twice"):
        Ratings.from_triples([(1, "ana", "low")], order=["low", "low"])


def test_numbers_come_in_their_natural_order_and_text_in_the_given_one() -> None:
    assert Ratings.from_triples([(1, "a", 10), (2, "a", 9), (3, "a", 2.5)]).levels == (2.5, 9, 10)
    assert Ratings.from_triples([(1, "a", "mid")], order=["low", "mid"]).levels == ("low", "mid")


def test_the_order_in_which_ratings_arrive_changes_nothing() -> None:
    rows = plausible(200)
    assert agreement(Ratings.from_triples(rows), "q") == agreement(Ratings.from_triples(rows[::-1]), "q")


@given(triples(st.integers(0, 4)))
def test_packed_ratings_say_the_same_as_triples(rows: Triples) -> None:
    reviewers, levels = [f"r{n}" for n in range(5)], [0, 1, 2, 3, 4]
    packed = [(item * 5 + reviewers.index(reviewer)) * 5 + int(value) for item, reviewer, value in rows]
    one, other = Ratings.from_packed(packed, reviewers, levels), Ratings.from_triples(rows)
    mine, theirs = agreement(one, "q", "ordinal", resamples=0), agreement(other, "q", "ordinal", resamples=0)
    assert (mine.items, mine.pairable_items, mine.reviewers) == (
        theirs.items,
        theirs.pairable_items,
        theirs.reviewers,
    )
    for name, coefficient in mine.coefficients.items():
        assert coefficient.value == pytest.approx(theirs.coefficients[name].value)


def test_packed_ratings_may_have_item_numbers_far_apart() -> None:
    far = Ratings.from_packed([8, 10**12 * 4 + 0, 10**12 * 4 + 3], ["ana", "ben"], ["x", "y"])
    assert (far.rated_items, far.pairable_items, far.reviews) == (2, 1, 3)


def test_packed_ratings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InvalidRatings, match="negative"):
        Ratings.from_packed([-1], ["ana"], ["x"])
    with pytest.raises(InvalidRatings, match="names no reviewer"):
        Ratings.from_packed([1], [], [])
    with pytest.raises(InvalidRatings, match="two values by ana"):
        Ratings.from_packed([0, 1], ["ana"], ["x", "y"])


@given(st.integers(1, 70), st.integers(1, 40), st.integers(0, 300), st.integers(0, 9))
def test_distinct_count_vectors_are_those_of_the_whole_table(
    value_count: int, item_count: int, reviews: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    items, values = rng.integers(0, item_count, reviews), rng.integers(0, value_count, reviews)
    table = np.zeros((item_count, value_count), np.int64)
    np.add.at(table, (items, values), 1)
    vectors, frequency = np.unique(table[table.any(axis=1)], axis=0, return_counts=True)
    found = distinct_counts(items, values, item_count, value_count)
    assert found is not None
    mine = sorted(zip(found.vectors.tolist(), found.frequency.tolist(), strict=True))
    assert mine == sorted(zip(vectors.tolist(), frequency.tolist(), strict=True))


def test_free_text_is_refused_with_a_reason_and_not_with_a_table_of_all_texts() -> None:
    rows = [(item, reviewer, f"text {item} {reviewer}") for item in range(5000) for reviewer in ("a", "b")]
    coefficient = agreement(Ratings.from_triples(rows), "comment").coefficients["krippendorff_alpha"]
    assert coefficient.value is None
    assert coefficient.note is not None
    assert "10,000 different values" in coefficient.note
