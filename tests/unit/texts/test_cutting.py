"""A stretch of a response cut out of its correction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.texts.cutting import without_stretch

BEFORE = "The lamp has a five-year guarantee. Write to us."


def cut(after: str, what: str) -> str:
    start = BEFORE.index(what)
    return without_stretch(BEFORE, after, start, start + len(what))


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (BEFORE, "The lamp has a . Write to us."),
        ("Sorry! " + BEFORE, "Sorry! The lamp has a . Write to us."),
        ("The lamp has a five-year guarantee. Write to Ana.", "The lamp has a . Write to Ana."),
        ("The lamp. Write to us.", "The lamp. Write to us."),
    ],
)
def test_what_stayed_of_the_stretch_goes_and_nothing_else(after: str, left: str) -> None:
    assert cut(after, "five-year guarantee") == left


def test_what_was_put_into_the_stretch_meanwhile_stays() -> None:
    after = "The lamp has a five-year NOT guarantee. Write to us."
    left = cut(after, "five-year guarantee")
    assert "NOT" in left
    assert "five-year" not in left
    assert "guarantee" not in left


@given(before=st.text(max_size=60), start=st.integers(0, 60), end=st.integers(0, 60))
def test_an_untouched_text_loses_exactly_the_stretch(before: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(before)), min(end, len(before))))
    assert without_stretch(before, before, start, end) == before[:start] + before[end:]


@given(before=st.text("ab c\n", max_size=40), after=st.text("ab c\n", max_size=40), end=st.integers(0, 40))
def test_nothing_is_ever_put_in(before: str, after: str, end: int) -> None:
    rest = iter(after)
    assert all(character in rest for character in without_stretch(before, after, 0, min(end, len(before))))
