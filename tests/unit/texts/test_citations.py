"""The marks by which a response cites its passages."""

from __future__ import annotations

import time

import pytest

from reviewer.texts.citations import find_citations, find_dead_citations

IDS = ("e1", "doc-2", "e3")


def found(text: str) -> list[tuple[str, int]]:
    return [(text[each.start : each.end], each.passage) for each in find_citations(text, IDS)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("So it is [1].", [("[1]", 0)]),
        ("Both [1, 3] and [2][3].", [("1", 0), ("3", 2), ("[2]", 1), ("[3]", 2)]),
        ("A note[^2] and 【3†source】.", [("[^2]", 1), ("【3†source】", 2)]),
        ("By id [doc-2].", [("[doc-2]", 1)]),
        ("😀 [2]", [("[2]", 1)]),
    ],
)
def test_marks_name_a_passage_by_number_or_id(text: str, marks: list[tuple[str, int]]) -> None:
    assert found(text) == marks


@pytest.mark.parametrize(
    "text", ["[4]", "[0]", "[1](http://x)", "[1]: http://x", "[some words]", "[1, 9]", "[]", "[ ]", "[1\n]", "x = a[i]"]
)
def test_other_brackets_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("piece", ["[", "[1", "[1] ", "【1", "[1, 2, 3, ", "[1][", "]"])
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    find_citations(text, IDS)
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("So it is [4].", ("[4]",)),
        ("Both [1, 9] and [0].", ("[1, 9]", "[0]")),
        ("By id [doc-3] and [e2].", ("[doc-3]", "[e2]")),
        ("A note[^5] and 【4†source】.", ("[^5]", "【4†source】")),
        ("Fine: [1], [doc-2], [e1, 3].", ()),
        ("[4](http://x), `a[9]`, [x], [2024], [some words], [4] is one.", ("[4]",)),
        ("```\nb[9]\n```", ()),
        ("[7]: http://x", ()),
    ],
)
def test_marks_that_cite_what_is_not_there(text: str, dead: tuple[str, ...]) -> None:
    assert find_dead_citations(text, IDS) == dead


def test_without_passages_a_number_in_brackets_may_be_anything() -> None:
    assert find_dead_citations("See [1].", ()) == ()
    assert find_dead_citations("See 【1†source】.", ()) == ("【1†source】",)


@pytest.mark.parametrize("piece", ["`", "```", "[1", "[9] ", "【9】", "[9, 8, 7, "])
def test_looking_for_dead_marks_in_a_hostile_text_takes_no_time(piece: str) -> None:
    begun = time.perf_counter()
    find_dead_citations(piece * (200_000 // len(piece)), IDS)
    assert time.perf_counter() - begun < 2
