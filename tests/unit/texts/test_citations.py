"""The marks by which a response cites its passages."""

from __future__ import annotations

import time

import pytest

from reviewer.texts.citations import find_citations

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
