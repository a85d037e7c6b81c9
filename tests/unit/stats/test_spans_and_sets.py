"""Agreement on stretches of text and on sets of labels."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.stats import Ratings, agreement
from reviewer.stats.ratings import InvalidRatings
from reviewer.stats.set_alpha import masi, set_alpha
from reviewer.stats.spans import Marked, Stretch, character_alpha, unitizing_alpha

FIRST = (("c", 225, 70), ("c", 370, 30), ("k", 180, 60), ("k", 300, 50))
SECOND = (("c", 220, 80), ("c", 355, 20), ("c", 400, 20), ("k", 180, 60), ("k", 300, 50))


def krippendorffs_example() -> Marked:
    """Return the continuum from 150 to 450 of Krippendorff (2004), page 254."""
    rows = ([Stretch(at - 150, at - 150 + size, label) for label, at, size in found] for found in (FIRST, SECOND))
    return Marked(300, dict(zip("ij", rows, strict=True)))


def test_the_unitizing_alpha_of_the_book_is_reached() -> None:
    text = krippendorffs_example()
    assert unitizing_alpha([text], label="c").value == pytest.approx(0.7286, abs=5e-5)
    assert unitizing_alpha([text], label="k").value == pytest.approx(1.0)
    assert unitizing_alpha([text]).value == pytest.approx(0.8591, abs=5e-4)


def test_texts_that_are_alike_have_the_alpha_of_their_character_counts() -> None:
    """By hand: each character is an item of its own for the ordinary alpha."""
    texts = [
        Marked(10, {"a": [Stretch(0, 4, "x")], "b": [Stretch(2, 6, "x")], "c": []}),
        Marked(7, {"a": [Stretch(0, 7, "y")], "b": [Stretch(0, 3, "y"), Stretch(2, 5, "x")]}),
    ]
    rows = []
    for number, text in enumerate(texts):
        for place in range(text.length):
            for reviewer, marks in text.by_reviewer.items():
                value = "+".join(sorted({m.label for m in marks if m.start <= place < m.end}))
                rows.append(((number, place), reviewer, value or "-"))
    expected = agreement(Ratings.from_triples(rows), "spans", resamples=0).coefficients["krippendorff_alpha"].value
    assert character_alpha(texts).value == pytest.approx(expected)


def marked(seed: int, texts: int, noise: float) -> list[Marked]:
    drawn = random.Random(seed)

    def around(start: int, end: int) -> Stretch:
        moved = [max(0, min(400, edge + int(drawn.gauss(0, noise)))) for edge in (start, end)]
        return Stretch(min(moved), max(*moved, min(moved) + 1), "x")

    found = []
    for _ in range(texts):
        planted = [(at, at + drawn.randrange(20, 60)) for at in (30, 150, 270)]
        found.append(Marked(420, {name: [around(*ends) for ends in planted] for name in "ab"}))
    return found


def test_more_noise_means_less_agreement_and_the_interval_holds_the_value() -> None:
    for compute in (character_alpha, unitizing_alpha):
        exact, near, far = (compute(marked(1, 40, noise), resamples=200) for noise in (0, 4, 25))
        assert exact.value == pytest.approx(1.0)
        assert near.value is not None
        assert far.value is not None
        assert 1 > near.value > far.value > 0
        assert near.low is not None
        assert near.high is not None
        assert near.low <= near.value <= near.high
        assert (near.items, near.note) == (40, None)


def test_nothing_marked_or_nobody_to_compare_is_undefined_with_the_reason() -> None:
    for compute in (character_alpha, unitizing_alpha):
        assert "nobody marked anything" in (compute([Marked(10, {"a": [], "b": []})]).note or "")
        assert "two reviewers" in (compute([Marked(10, {"a": [Stretch(0, 3, "x")]})]).note or "")
        few = compute([Marked(10, {"a": [Stretch(0, 3, "x")], "b": [Stretch(0, 3, "x")]})])
        assert few.value == pytest.approx(1.0)
        assert "at least 10" in (few.note or "")


def test_a_stretch_outside_its_text_is_refused() -> None:
    with pytest.raises(InvalidRatings, match="a marked 5 to 12 in a text of 10"):
        Marked(10, {"a": [Stretch(5, 12, "x")]})


stretches = st.lists(
    st.tuples(st.integers(0, 28), st.integers(1, 12), st.sampled_from("xy")).map(
        lambda row: Stretch(row[0], min(row[0] + row[1], 30), row[2])
    ),
    max_size=4,
)


@given(texts=st.lists(st.dictionaries(st.sampled_from("abc"), stretches, min_size=2), min_size=1, max_size=5))
def test_values_are_at_most_one_and_names_do_not_matter(texts: list[dict[str, list[Stretch]]]) -> None:
    other = dict(zip("abc", ("zoë", "李", "m"), strict=True))
    found = [Marked(30, marks) for marks in texts]
    renamed = [Marked(30, {other[name]: marks for name, marks in text.items()}) for text in texts]
    for compute in (character_alpha, unitizing_alpha):
        value, again = compute(found, resamples=0).value, compute(renamed, resamples=0).value
        assert (value is None) == (again is None)
        if value is not None:
            assert value == pytest.approx(again)
            assert value <= 1 + 1e-9


def test_sets_are_as_far_apart_as_the_paper_says() -> None:
    a, ab, abc, bc, d = map(frozenset, ("a", "ab", "abc", "bc", "d"))
    assert masi(ab, ab) == 0
    assert masi(a, d) == 1
    assert masi(ab, abc) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert masi(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), frozenset()) == 0
    assert masi(frozenset(), a) == 1


def test_sets_that_share_labels_agree_more_than_alpha_over_categories_says() -> None:
    drawn = np.random.default_rng(3)
    rows = []
    for item in range(60):
        truth = set(drawn.choice(list("abcd"), size=2, replace=False))
        for reviewer in ("p", "q"):
            extra = {drawn.choice(list("abcd"))} if drawn.random() < 0.5 else set()
            rows.append((item, reviewer, truth | extra))
    found = set_alpha(rows)
    plain = agreement(Ratings.from_triples((i, r, "+".join(sorted(s))) for i, r, s in rows), "q", resamples=0)
    assert found.value is not None
    assert found.value > (plain.coefficients["krippendorff_alpha"].value or 0)
    assert found.low is not None
    assert found.low < found.value
    assert set_alpha([(1, "p", "a"), (1, "q", "a")]).value is None
