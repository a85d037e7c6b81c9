"""Hidden characters: each is found and named, and what ordinary writing needs is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.texts.invisible import find_invisible, show_marks

HIDDEN = {
    "\0": "NULL",
    "\x1b": "ESCAPE",
    "\x85": "NEXT LINE",
    "\x9d": "CONTROL CHARACTER",
    "\u00ad": "SOFT HYPHEN",
    "\u200b": "ZERO WIDTH SPACE",
    "\u200e": "LEFT-TO-RIGHT MARK",
    "\u202e": "RIGHT-TO-LEFT OVERRIDE",
    "\u2028": "LINE SEPARATOR",
    "\u2066": "LEFT-TO-RIGHT ISOLATE",
    "\u3164": "HANGUL FILLER",
    "\u2800": "BRAILLE PATTERN BLANK",
    "\ufe00": "VARIATION SELECTOR-1",
    "\ufeff": "ZERO WIDTH NO-BREAK SPACE",
    "\ufffc": "OBJECT REPLACEMENT CHARACTER",
    "\ufdd0": "UNNAMED CHARACTER",
    "\U000e0041": "TAG LATIN CAPITAL LETTER A",
    "\U000e0100": "VARIATION SELECTOR-17",
    "\U0001ffff": "UNNAMED CHARACTER",
    "\ud800": "LONE SURROGATE",
}


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_a_hidden_character_is_found_named_and_marked(character: str) -> None:
    text = f"safe{character}text"
    (mark,) = find_invisible(text)
    assert (mark.start, mark.end, mark.name) == (4, 5, HIDDEN[character])
    assert show_marks(text).text == f"safe⟦U+{ord(character):04X}⟧text"


@pytest.mark.parametrize(
    "text",
    [
        "two\r\nlines\n\tand a tab",
        "a no-break\u00a0space and a narrow\u202fone",
        "family \U0001f468\u200d\U0001f469\u200d\U0001f467, heart \u2764\ufe0f, keycap 1\ufe0f\u20e3",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "می\u200cخواهم",
        "क्\u200dष",
        "e\u0301 漢字 \U00020000 ไทย",
    ],
)
def test_ordinary_writing_has_no_marks(text: str) -> None:
    assert find_invisible(text) == ()
    assert show_marks(text).text == text


@pytest.mark.parametrize("text", ["pass\u200dword", "a\ufe0fb", "x\u200c", "one\rtwo"])
def test_the_same_characters_are_marked_where_they_have_no_use(text: str) -> None:
    assert len(find_invisible(text)) == 1


@given(st.lists(st.sampled_from(["a", "b", "\u202e", "\0", "\r\n", "😀", "⟦", "\ud800"]), max_size=30).map("".join))
def test_every_offset_leads_to_its_mark_and_back(text: str) -> None:
    shown = show_marks(text)
    for index in range(len(text)):
        place = shown.to_shown(index)
        assert shown.to_source(place) == index
        assert shown.text[place] in (text[index], "⟦")
    assert shown.to_shown(len(text)) == len(shown.text)


def test_half_a_mark_means_the_whole_character() -> None:
    shown = show_marks("a\u202eb")
    assert shown.text == "a⟦U+202E⟧b"
    assert (shown.to_source(4), shown.to_source(4, round_up=True)) == (1, 2)
