"""Words found in long texts, a part at a time."""

from __future__ import annotations

import time

import pytest

from reviewer.texts.find import MOST_FOUND, Place, Search


def all_of(search: Search) -> list[list[int]]:
    while not search.step(1.0):
        pass
    return [list(found) for found in search.starts]


def test_words_are_found_in_each_text_with_capitals_or_without() -> None:
    assert all_of(Search(("One one", "none"), "ONE")) == [[0, 4], [1]]
    assert all_of(Search(("One one", "none"), "One", match_case=True)) == [[0], []]


@pytest.mark.parametrize("words", ["😀.", "[a](b)", "ß", "é", "\\"])
def test_signs_stand_for_themselves(words: str) -> None:
    assert all_of(Search((f"x{words}y 😀 {words}",), words)) == [[1, 5 + len(words)]]


def test_a_place_over_the_edge_of_a_part_is_found_once() -> None:
    text = "x" * 99_998 + "needle" + "x" * 300_000 + "needle"
    assert all_of(Search((text,), "Needle")) == [[99_998, 400_004]]
    assert all_of(Search(("a" * 400_001,), "aa"))[0][:2] == [0, 2]


def test_what_overlaps_is_counted_as_a_reader_would() -> None:
    assert all_of(Search(("aaaa" * 60_000,), "aa"))[0] == list(range(0, 240_000, 2))[:MOST_FOUND]


def test_one_goes_on_and_back_around_the_ends_and_over_texts() -> None:
    search = Search(("a b a", "b a"), "a")
    all_of(search)
    assert search.neighbour(Place(0, 0), 1) == Place(0, 4)
    assert search.neighbour(Place(0, 4), 1) == Place(1, 2)
    assert search.neighbour(Place(1, 2), 1) == Place(0, 0)
    assert search.neighbour(Place(0, 0), -1) == Place(1, 2)
    assert search.after(Place(0, 1)) == Place(0, 4)
    assert search.number_of(Place(1, 2)) == 2


def test_nothing_is_found_where_nothing_is() -> None:
    assert Search(("a",), "").step(1)
    search = Search(("a", ""), "zz")
    assert all_of(search) == [[], []]
    assert search.neighbour(Place(0, 0), 1) is None


def test_ten_megabytes_are_searched_in_short_steps() -> None:
    search = Search(("The quick brown fox. " * 500_000,), "X. THE")
    longest = 0.0
    while not search.done:
        began = time.perf_counter()
        search.step(0.008)
        longest = max(longest, time.perf_counter() - began)
    assert search.more
    assert longest < 0.2  # alone a twentieth of it; the machine of the tests is shared
