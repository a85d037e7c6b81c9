from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.datasets.cases import Record
from reviewer.datasets.rows.reviews import entropy_bits
from reviewer.datasets.selection import Kept

from .making import chosen, make_item, make_review, shipped_recipe


@pytest.mark.parametrize(
    ("counts", "bits"), [([4], 0.0), ([2, 2], 1.0), ([1, 1, 1, 1], 2.0), ([3, 1], 0.811278), ([0, 5], 0.0), ([], None)]
)
def test_entropy_is_that_of_shannon_in_bits(counts: list[int], bits: float | None) -> None:
    assert entropy_bits(counts) == bits


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_entropy_lies_between_agreement_and_every_label_alike(counts: list[int]) -> None:
    bits = entropy_bits(counts)
    if sum(counts):
        assert bits is not None
        assert 0 <= bits <= math.log2(len(counts)) + 1e-6
    else:
        assert bits is None


def test_every_row_of_an_item_has_the_whole_distribution_and_its_entropy() -> None:
    item = make_item()
    reviews = tuple(
        make_review(item, verdict, name, after_reveal=name == "dan")
        for name, verdict in (("ana", "approve"), ("ben", "approve"), ("cem", "reject"), ("dan", "reject"))
    )
    rows = [
        row
        for kept in chosen(shipped_recipe("reviews"), Record(item, None, reviews))
        if isinstance(kept, Kept)
        for row in kept.rows
    ]
    assert len(rows) == 4
    for row in rows:
        shares = [(each["label"], each["count"], each["share"]) for each in row["label_distribution"]]
        assert shares == [("approve", 2, 0.666667), ("revise", 0, 0.0), ("reject", 1, 0.333333)]
        assert (row["entropy_bits"], row["judgements"]) == (0.918296, 3)


def test_a_filter_that_leaves_reviews_out_does_not_change_what_the_others_are_told() -> None:
    item = make_item()
    reviews = tuple(make_review(item, verdict, verdict) for verdict in ("approve", "reject"))
    recipe = shipped_recipe("reviews", where="verdict == 'reject'")
    (_, kept) = chosen(recipe, Record(item, None, reviews))
    assert isinstance(kept, Kept)
    assert kept.rows[0]["entropy_bits"] == 1.0
