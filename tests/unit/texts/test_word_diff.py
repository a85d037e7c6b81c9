"""The word diff: exact in every text, and readable in the texts that people correct."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.texts.word_diff import Part, diff_words

WORDS = [
    "refund",
    "refunds",
    "30",
    "days",
    " ",
    " ",
    "\n",
    "\r\n",
    "漢",
    "字",
    "हिन्दी",
    "e\u0301",
    "\U0001f468\u200d\U0001f469",
    "!",
    "\u00a0",
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=60)


def joined(parts: tuple[Part, ...], *kinds: str) -> str:
    return "".join(part.text for part in parts if part.kind in kinds)


@given(texts, texts)
def test_the_parts_always_join_to_both_texts(before: str, after: str) -> None:
    diff = diff_words(before, after)
    assert joined(diff.parts, "same", "removed") == before
    assert joined(diff.parts, "same", "added") == after
    assert (diff.changes == 0) == (before == after)
    assert 0.0 <= diff.kept_share <= 1.0
    assert all(part.text for part in diff.parts)


def test_a_changed_word_is_shown_as_a_word_when_the_two_have_little_in_common() -> None:
    diff = diff_words("You get a refund after 30 days.", "You get a voucher after 30 days.")
    assert diff.parts == (
        Part("same", "You get a "),
        Part("removed", "refund"),
        Part("added", "voucher"),
        Part("same", " after 30 days."),
    )
    assert diff.changes == 1
    assert diff.kept_share == pytest.approx(25 / 31)


@pytest.mark.parametrize(
    ("before", "after"), [("thirteen", "three"), ("sixteen", "sixty"), ("seven", "eleven"), ("nineteen", "nine")]
)
def test_a_word_that_shares_only_scattered_letters_is_struck_out_whole(before: str, after: str) -> None:
    diff = diff_words(f"There were {before} outages.", f"There were {after} outages.")
    assert diff.parts[1:-1] == (Part("removed", before), Part("added", after))


def test_a_typing_error_is_shown_as_its_letters() -> None:
    assert (
        diff_words("a waranty claim", "a warranty claim").parts
        == (
            Part("same", "a war"),
            Part("added", "r"),
            Part("same", "anty claim"),
        )
        or joined(diff_words("a waranty claim", "a warranty claim").parts, "added") == "r"
    )


def test_neighbouring_new_words_are_one_change() -> None:
    diff = diff_words("It is always free.", "It costs ten euros.")
    assert diff.changes == 1
    assert [part.kind for part in diff.parts] == ["same", "removed", "added", "same"]


def test_changes_in_different_sentences_are_counted_apart() -> None:
    before = "One apple. Two pears are here. Three plums."
    assert diff_words(before, before.replace("One", "No").replace("Three", "Many")).changes == 2


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("我们三十天内退款", "我们十四天内退款", "三", "四"),
        ("👨\u200d👩\u200d👧 hello", "👨\u200d👩\u200d👦 hello", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👦"),
        ("the cafe\u0301 is open", "the cafe is open", "e\u0301", "e"),
        ("🇩🇪 and 🇫🇷", "🇩🇪 and 🇫🇮", "🇫🇷", "🇫🇮"),
        ("one\r\ntwo", "one\ntwo", "\r\n", "\n"),
    ],
)
def test_no_sign_is_torn_apart(before: str, after: str, removed: str, added: str) -> None:
    diff = diff_words(before, after)
    assert removed in joined(diff.parts, "removed")
    assert added in joined(diff.parts, "added")
    assert not any(
        part.text.startswith(("\u200d", "\u0301", "\n"))
        for part in diff.parts
        if len(part.text) == 1 and part.kind == "removed"
    )


def test_an_empty_side_is_wholly_added_or_removed() -> None:
    assert diff_words("", "new").parts == (Part("added", "new"),)
    assert diff_words("old", "").parts == (Part("removed", "old"),)
    assert diff_words("", "") == diff_words("", "")
    assert diff_words("", "").kept_share == 1.0
    assert diff_words("", "x").kept_share == 0.0


def test_a_long_text_with_one_change_shows_just_that_change() -> None:
    before = "".join(f"Sentence number {i} about refunds and warranties.\n" for i in range(20_000))
    diff = diff_words(before, before.replace("number 10007 ", "number ten thousand and seven "))
    assert diff.changes == 1
    assert diff.kept_share > 0.999


def test_two_huge_texts_with_nothing_in_common_are_refused_detail_but_stay_exact() -> None:
    before = " ".join(f"a{i}" for i in range(30_000))
    after = " ".join(f"b{i}" for i in range(30_000))
    diff = diff_words(before, after)
    assert (joined(diff.parts, "same", "removed"), joined(diff.parts, "same", "added")) == (before, after)
