"""Offsets: what a person marks in a view is what the program keeps, whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.offsets import OffsetMap, anchor, from_utf16, to_utf16

PIECES = [
    "a",
    "é",
    "漢",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\r\n",
    "\u00a0",
    "\ufeff",
    "\u202e",
    "\U00020000",
    "e\u0301",
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(texts)
def test_every_code_point_offset_agrees_with_python_s_own_encoder(text: str) -> None:
    offsets = OffsetMap(text)
    for index in range(len(text) + 1):
        assert offsets.to_utf16(index) == utf16_units(text[:index]) == to_utf16(text, index)


@given(texts)
def test_going_to_utf16_and_back_changes_nothing(text: str) -> None:
    offsets = OffsetMap(text)
    assert [offsets.from_utf16(offsets.to_utf16(i)) for i in range(len(text) + 1)] == list(range(len(text) + 1))


def test_an_offset_inside_a_surrogate_pair_rounds_down_to_the_character() -> None:
    text = "a\U0001f600b"
    assert [from_utf16(text, unit) for unit in range(5)] == [0, 1, 1, 2, 3]


def test_offsets_outside_the_text_end_at_its_border() -> None:
    offsets = OffsetMap("\U0001f600")
    assert (offsets.to_utf16(9), offsets.to_utf16(-3), offsets.from_utf16(9), offsets.from_utf16(-3)) == (
        2,
        0,
        1,
        0,
    )


def test_lone_surrogates_count_as_one_unit() -> None:
    offsets = OffsetMap("a\ud800b\udc00\U0001f600c")
    assert [offsets.to_utf16(i) for i in range(7)] == [0, 1, 2, 3, 4, 6, 7]


@given(texts, st.data())
def test_a_span_counted_in_any_of_the_three_units_is_found_again(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "replace").decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    counted_as = {
        "code points": (start, end),
        "utf-16": (utf16_units(text[:start]), utf16_units(text[:end])),
        "utf-8": (len(text[:start].encode()), len(text[:end].encode())),
    }
    for unit, (first, last) in counted_as.items():
        found = anchor(text, first, last, quote)
        if quote:
            assert found is not None, unit
            assert text[slice(*found)] == quote
    assert anchor(text, start, end, quote) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("\U0001f600\U0001f600 SECRET b", 5, 11), ("\U0001f468\u200d\U0001f469\u200d\U0001f467 SECRET", 9, 15)],
)
def test_a_span_from_a_browser_behind_emoji_lands_on_its_quote(text: str, start: int, end: int) -> None:
    assert text[start:end] != "SECRET"
    found = anchor(text, start, end, "SECRET")
    assert found is not None
    assert text[slice(*found)] == "SECRET"


def test_a_quote_that_moved_is_found_at_the_occurrence_nearest_to_where_it_was() -> None:
    text = "refund now, and later another refund here"
    assert anchor(text, 28, 34, "refund") == (30, 36)
    assert anchor(text, 2, 8, "refund") == (0, 6)


def test_two_equally_near_occurrences_leave_the_span_unanchored() -> None:
    assert anchor("ab--ab", 2, 4, "ab") is None


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (90, 96), (3, 1)])
def test_impossible_offsets_are_saved_by_a_quote_that_occurs(start: int, end: int) -> None:
    assert anchor("one refund", start, end, "refund") == (4, 10)


def test_a_quote_that_does_not_occur_leaves_the_span_unanchored() -> None:
    assert anchor("one refund", 4, 10, "return") is None


def test_without_a_quote_only_a_span_inside_the_text_is_taken() -> None:
    assert anchor("abc", 1, 3, None) == (1, 3)
    assert anchor("abc", 1, 4, None) is None
    assert anchor("abc", 2, 1, "") is None


def test_a_million_emoji_are_mapped_without_walking_the_text_for_each_offset() -> None:
    text = "\U0001f600x" * 500_000
    offsets = OffsetMap(text)
    assert offsets.to_utf16(len(text)) == offsets.utf16_length == 1_500_000
    assert all(offsets.from_utf16(offsets.to_utf16(i)) == i for i in range(0, len(text), 997))
