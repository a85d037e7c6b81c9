"""Where characters, words and sentences end, in several scripts, and that nothing is ever cut in half."""

from __future__ import annotations

import time
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.ui.boundaries import moved, trimmed, unit_at, whole

FAMILY = "👨‍👩‍👧‍👦"
FLAGS = "🇩🇪🇫🇷"
CHARACTERS = [FAMILY, "🇩🇪", "🇫🇷", "👍🏽", "❤\ufe0f", "e\u0301", "u\u0308\u0323", "a", "Z", " ", "\n",
              "\r\n", ".", "!", "क", "त्रि", "नि",
              "।", "மி", "พ", "مَ", "؟", "咖", "。", "한", "\ud800", "\x00", "\u202e"]  # fmt: skip
characters = st.lists(st.sampled_from(CHARACTERS), max_size=40)
texts = characters.map("".join) | st.text(max_size=60)


def edges(pieces: list[str]) -> set[int]:
    """Where each of these characters of a reader begins or ends in their text."""
    return {0, *accumulate(map(len, pieces))}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"Hi {FAMILY} and {FLAGS}!", ["Hi", FAMILY, "and", "🇩🇪", "🇫🇷", "!"]),
        ("e\u0301te\u0301, Zu\u0308rich", ["e\u0301te\u0301", ",", "Zu\u0308rich"]),
        ("مَرْحَبًا بالعالم؟", ["مَرْحَبًا", "بالعالم", "؟"]),
        ("क्षत्रिय कौन है?", ["क्षत्रिय", "कौन", "है", "?"]),
        ("我喝咖啡。カタカナ", ["我", "喝", "咖", "啡", "。", "カタカナ"]),
        ("don't pay 3.14\r\nnow", ["don't", "pay", "3.14", "now"]),
    ],
)
def test_an_edge_stops_at_each_word_of_a_script_and_at_no_blank(text: str, words: list[str]) -> None:
    at, seen = 0, []
    while at < len(text):
        end = moved(text, at, 1, "word")
        seen.append(text[slice(*trimmed(text, at, end))])
        at = end
    assert seen == words
    back = len(text)
    for word in reversed(words):
        back = moved(text, back, -1, "word")
        assert text[back:].startswith(word)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (f"The lamp {FAMILY} works. Does it? Yes!", [f"The lamp {FAMILY} works.", "Does it?", "Yes!"]),
        ("कौन है? नमस्ते दुनिया। अच्छा", ["कौन है?", "नमस्ते दुनिया।", "अच्छा"]),
        ("مرحبا بالعالم. كيف حالك؟ جيد", ["مرحبا بالعالم.", "كيف حالك؟", "جيد"]),
        ("我喝咖啡。你呢？好", ["我喝咖啡。", "你呢？", "好"]),
        ("One\n\nTwo three.", ["One", "Two three."]),
    ],
)
def test_the_sentence_at_a_place_is_found_in_each_script(text: str, sentences: list[str]) -> None:
    for sentence in sentences:
        start = text.index(sentence)
        for at in range(start, start + len(sentence)):
            assert text[slice(*unit_at(text, at, "sentence"))] == sentence
    assert text[slice(*unit_at(text, len(text), "sentence"))] == sentences[-1]


def test_half_a_word_is_made_whole_and_blanks_beside_it_are_left_out() -> None:
    text = f"A five-year guarantee {FAMILY} here"
    start = text.index("ear")
    assert text[slice(*whole(text, start, start + 8))] == "year guarantee"
    inside = text.index(FAMILY) + 2
    assert text[slice(*whole(text, inside, inside + 2))] == FAMILY
    assert text[slice(*whole(text, 1, 6))] == "five"
    assert whole(text, 1, 2) == (1, 1)


@given(characters, st.integers(-1, 200), st.integers(-1, 200))
def test_nothing_is_ever_cut_within_a_character(pieces: list[str], one: int, other: int) -> None:
    text, known = "".join(pieces), edges(pieces)
    start, end = sorted((one, other))
    for unit in ("character", "word", "sentence"):
        assert set(unit_at(text, one, unit)) <= known
        if text[max(0, start) : max(0, end)].strip():
            first, last = whole(text, start, end, unit)
            assert {first, last} <= known
            assert first <= max(0, start) or text[max(0, start) : first].isspace()
            assert last >= min(end, len(text)) or text[last:end].isspace()
        for step in (1, -1):
            assert moved(text, one, step, unit) in known


@given(characters)
def test_each_step_by_characters_goes_over_one_and_no_less(pieces: list[str]) -> None:
    text, at = "".join(pieces).replace("\r\n", "\n"), 0
    for piece in pieces:
        at += len(piece.replace("\r\n", "\n"))
        assert moved(text, at - 1, 1, "character") == at


@given(texts)
def test_steps_reach_the_end_of_any_text_and_its_beginning_again(text: str) -> None:
    for unit in ("character", "word", "sentence"):
        at, steps = 0, 0
        while (there := moved(text, at, 1, unit)) != at:
            assert there > at
            at, steps = there, steps + 1
        assert not text[at:].strip()
        while (there := moved(text, at, -1, unit)) != at:
            assert there < at
            at = there
        assert not text[:at].strip()


def test_a_flag_in_a_long_row_of_flags_stays_whole() -> None:
    text = FLAGS * 2_000 + "🇫"
    assert {moved(text, at, 1, "character") % 2 for at in range(5_001, 5_021)} == {0}


@pytest.mark.parametrize("text", ["a" * 1_000_000, "a" + "\u0301" * 1_000_000, "word " * 200_000, FLAGS * 250_000])
def test_a_key_press_in_a_megabyte_is_answered_at_once(text: str) -> None:
    for unit in ("character", "word", "sentence"):
        began = time.perf_counter()
        there = moved(text, 500_001, 1, unit)
        assert time.perf_counter() - began < 0.5  # a tenth of that on a machine at rest
        assert there > 500_001
