"""Windows onto long texts: bounded in every direction, and every offset still means the same character."""

from __future__ import annotations

import random

import pytest

from reviewer.texts.layout import (
    LONGEST_LINE,
    MOST_CHARACTERS,
    MOST_LINES,
    lay_out,
    lay_out_all,
    lay_out_before,
)

SHAPES = {
    "prose": "The quick brown fox jumps over the lazy dog.\n" * 60_000,
    "one line": "word " * 300_000,
    "one word": "x" * 1_000_000,
    "han": "漢" * 500_000,
    "emoji": "😀" * 300_000,
    "bidi": "\u202e" * 300_000,
    "stacked accents": "a" + "\u0301" * 500_000,
    "line ends": "\n" * 500_000,
    "windows line ends": "\r\n" * 300_000,
    "old line ends": "\r" * 300_000,
    "separators": "\u2028\u2029" * 150_000,
    "half surrogates": "\ud800" * 300_000,
    "nulls": "\0" * 300_000,
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("marks", [True, False], ids=["marks", "raw"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_window_is_bounded_whatever_the_text_is(shape: str, marks: bool) -> None:
    window = lay_out(SHAPES[shape], marks=marks)
    lines = window.shown.text.split("\n")
    assert max(map(units, lines)) <= LONGEST_LINE
    assert len(lines) <= MOST_LINES + MOST_CHARACTERS // LONGEST_LINE * 2
    assert len(window.shown.text) <= MOST_CHARACTERS + MOST_CHARACTERS // LONGEST_LINE
    assert window.end > window.start == 0


def test_windows_one_after_another_show_the_whole_source() -> None:
    source = "".join(f"line {i} \u202e\r\n" for i in range(30_000))
    at, windows = 0, 0
    while at < len(source):
        window = lay_out(source, at)
        assert window.start == at
        assert source[window.start : window.end].endswith("\r\n")
        at, windows = window.end, windows + 1
    assert at == len(source)
    assert windows > 2


@pytest.mark.parametrize("shape", SHAPES)
def test_the_part_before_a_window_ends_where_the_window_begins(shape: str) -> None:
    source = SHAPES[shape]
    first = lay_out(source)
    before = lay_out_before(source, first.end)
    assert before.start < first.end <= before.end


def test_a_blank_stands_for_the_line_end_of_a_long_line() -> None:
    source = "word " * 5_000
    shown = lay_out_all(source)
    assert len(shown.text) == len(source)
    assert shown.steps == ()
    assert shown.text.replace("\n", " ") == source


def test_a_line_without_blanks_is_cut_between_signs() -> None:
    source = "e\u0301" * 3_000
    lines = lay_out_all(source).text.split("\n")
    assert "".join(lines) == source
    assert not any(line.startswith("\u0301") for line in lines)


def test_offsets_survive_marks_line_ends_and_cut_lines() -> None:
    rng = random.Random(4)
    pieces = [
        "a",
        "é",
        "漢",
        "😀",
        "\r\n",
        "\n",
        "\r",
        "\u2028",
        "\u2029",
        "\u202e",
        "\ufeff",
        "\ud800",
        "x" * 1_500,
        "w " * 900,
    ]
    for _ in range(400):
        source = "".join(rng.choices(pieces, k=rng.randrange(1, 20)))
        for marks in (True, False):
            window = lay_out(source, rng.randrange(len(source)), marks=marks)
            body = source[window.start : window.end]
            places = [window.shown.to_shown(index) for index in range(len(body) + 1)]
            assert places == sorted(places)
            assert places[-1] == len(window.shown.text)
            assert all(
                window.shown.to_source(place) == index or body[index - 1 : index + 1] == "\r\n"
                for index, place in enumerate(places)
            )


def test_only_real_marks_are_told_as_marks() -> None:
    shown = lay_out("typed ⟦U+202E⟧ and real \u202e").shown
    (mark,) = shown.marks
    assert shown.text[slice(*mark)] == "⟦U+202E⟧"
    assert mark[0] > 20
