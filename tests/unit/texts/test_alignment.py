"""Two forms of one text: the same words are found in both."""

from __future__ import annotations

from reviewer.texts.alignment import align

SOURCE = "# Title\n\nSee **the [terms](https://example.com/a/very/long/path)** for `five` years.\n\nThe end & more"
SHOWN = "Title\nSee the terms for five years.\nThe end & more"


def test_a_word_is_found_in_both_forms() -> None:
    both = align(SOURCE, SHOWN)
    for word in ("See", "terms", "years", "end"):
        assert both.to_second(SOURCE.index(word)) == SHOWN.index(word)
        assert both.to_first(SHOWN.index(word)) == SOURCE.index(word)


def test_what_only_the_source_has_stands_where_the_text_goes_on() -> None:
    both = align(SOURCE, SHOWN)
    assert SHOWN.index("terms") <= both.to_second(SOURCE.index("long")) <= SHOWN.index("for")


def test_a_word_that_comes_often_is_not_taken_from_far_ahead() -> None:
    both = align("a b " + "x " * 900 + "b c", "a zz b c")
    assert both.to_first(5) < 10


def test_forms_without_a_common_word_begin_together() -> None:
    assert align("—", "…").to_second(1) == 0
