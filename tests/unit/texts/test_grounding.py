"""What the grounding lens finds of a response in its passages, and what it does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.texts.grounding import MOST_RESPONSE, Grounding, Support, ground
from reviewer.texts.passages import MOST_PASSAGES

RESPONSE = (
    "Your Lumen lamp is covered by our five-year refund guarantee [1]. Return shipping is free for all customers in "
    "Europe. I have emailed dana.w@example.com.\n\nRefunds arrive within 5 to 7 working days, from 5 March 2026."
)
PASSAGES = [
    "Lumen lamps carry a two-year warranty. Faulty parts are repaired or refunded.",
    "Return labels are free within Germany and Austria. Elsewhere the customer pays the carrier.",
    "We pay refunds in 5 to 7 working days once the parcel is scanned (2026-03-05).",
]


def missing(response: str, *passages: str) -> list[str]:
    return [response[term.start : term.end] for term in ground(response, passages).missing]


def found(response: str, *passages: str) -> list[tuple[str, str]]:
    terms = ground(response, passages).terms
    return [
        (response[term.start : term.end], passages[place.passage][place.start : place.end])
        for term in terms
        for place in term.places
    ]


def test_what_stands_in_no_passage_is_named_and_what_stands_in_one_is_not() -> None:
    named = missing(RESPONSE, *PASSAGES)
    assert {"five-year", "guarantee", "Europe", "dana.w@example.com", "arrive"} <= set(named)
    assert not {"lamp", "refund", "free", "customers", "5 to 7 working days", "5 March 2026"} & set(named)


def test_a_row_of_words_is_found_whole_with_its_passage() -> None:
    assert ("5 to 7 working days", "5 to 7 working days") in found(RESPONSE, *PASSAGES)


@pytest.mark.parametrize(
    ("response", "passage"),
    [
        ("Price: 1,000 euros.", "The price: 1000 euros."),
        ("Price: 1 000 euros.", "The price: 1.000 euros."),
        ("Price: 1,234.50 euros.", "The price: 1234.5 euros."),
        ("Price: 1.234,5 euros.", "The price: 1234.5 euros."),
        ("It has 3 million users.", "It has 3,000,000 users."),
        ("It has two hundred users.", "It has 200 users."),
        ("It has five users.", "It has 5 users."),
        ("It has 5 users.", "It has five users."),
        ("It is the 3rd.", "It is the 3."),
        ("٥ users", "5 users"),
        ("Until 5 March 2026.", "Until 2026-03-05."),
        ("Until March 5th, 2026.", "Until 05.03.2026."),
        ("Until 3/4/2026.", "Until 4 March 2026."),
        ("Until March 2026.", "Until 5 Mar. 2026."),
        ("The café of Zoë Müller.", "the cafe of ZOE MULLER"),
        ("Refunded customers.", "refunds: customer"),
        ("See https://www.Example.org/a/.", "see example.org/a or http://example.org/a"),
        ("To Dana@Example.com!", "dana@example.com"),
        ("It is “two years from purchase”.", "two years, from purchase"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("हिन्दी भाषा", "यह हिन्दी भाषा है"),
        ("退款需要五天", "我们的退款需要五天时间"),
        ("السلام عليكم", "السَّلَام عَلَيْكُم"),
    ],
)
def test_two_spellings_of_one_thing_are_one_thing(response: str, passage: str) -> None:
    result = ground(response, [passage])
    assert result.terms
    assert result.missing == ()


@pytest.mark.parametrize(
    ("response", "passage", "expected"),
    [
        ("It costs 1,001 euros.", "It costs 1,000 euros.", "1,001"),
        ("It is 1.5 long.", "It is 15 long.", "1.5"),
        ("It has 3 million users.", "It has 3 thousand users.", "3 million"),
        ("Until 5 March 2026.", "Until March 2026.", "5 March 2026"),
        ("Until 13 March 2026.", "Until 2026-03-14.", "13 March 2026"),
        ("A five-year guarantee.", "A two-year guarantee, five lamps of this year or that.", "five-year"),
        (
            "It is Anna Miller.",
            "It is Anna Smith, and many years later, far from there, Paul Miller.",
            "Anna Miller",
        ),
        ("It is “two years of purchase”.", "two years from purchase, years of purchase", "two years of purchase"),
        ("To dana@example.com!", "dana@example.org", "dana@example.com"),
        ("हिन्दी भाषा", "यह हिन्दू भाषा है", "हिन्दी"),
        ("退款需要六天", "我们的退款需要五天时间", "六天"),
    ],
)
def test_what_differs_is_not_found(response: str, passage: str, expected: str) -> None:
    assert missing(response, passage) == [expected]


def test_citations_and_numbers_of_a_list_are_not_looked_up() -> None:
    assert missing("1. It is free [3].\n2) It is free [4, 5].", "It is free.") == []


def test_words_that_were_not_found_and_stand_together_are_one_entry() -> None:
    assert missing("It is cheap for all the pupils, and slow.", "It is here.") == [
        "cheap for all the pupils",
        "slow",
    ]


def test_offsets_count_code_points_before_emoji_and_accents() -> None:
    response, passage = "👩‍👩‍👧 é 😀 guarantee of Zürich", "😀😀 in Zurich"
    result = ground(response, [passage])
    assert [response[t.start : t.end] for t in result.missing] == ["guarantee"]
    assert ("Zürich", "Zurich") in found(response, passage)


def test_without_a_passage_that_has_text_nothing_is_compared() -> None:
    for passages in ([], [""], ["", " \n"]):
        result = ground(RESPONSE, passages)
        assert not result.compared
        assert result.terms == ()
        assert result.sentences == ()


def test_a_place_names_its_passage_among_those_without_text() -> None:
    (term,) = ground("Germany", ["", "in Germany"]).terms
    assert [(place.passage, place.start, place.end) for place in term.places] == [(1, 3, 10)]


def test_a_sentence_of_which_next_to_nothing_is_found_is_thin() -> None:
    response = "Return labels are free within Germany and Austria. Dragons guard seven golden mountains beyond Europe."
    thin = ground(response, PASSAGES).thin
    assert [response[sentence.start : sentence.end] for sentence in thin] == [
        "Dragons guard seven golden mountains beyond Europe."
    ]


def test_words_of_the_question_do_not_make_a_sentence_grounded() -> None:
    response, passage = "The refund of the lamp takes months.", "The refund of the lamp takes days, of all lamps."
    assert ground(response, [passage]).support(0, 36) == Support(words=4, found=3, beyond=3)
    assert ground(response, [passage], "How long takes the refund?").support(0, 36).beyond == 1


def test_the_term_at_an_offset_and_the_terms_of_a_place_find_each_other() -> None:
    result = ground(RESPONSE, PASSAGES)
    for term in result.terms:
        assert result.term_at(term.start) is term
        assert result.term_at(term.end - 1) is term
        for place in term.places:
            assert term in result.terms_of(place.passage, place.start)
    assert result.term_at(len(RESPONSE)) is None
    assert Grounding().term_at(0) is None


def test_what_is_too_long_is_cut_and_said_so() -> None:
    assert ground("x" * (MOST_RESPONSE + 1), ["x"]).cut
    assert ground("x", ["y " * MOST_PASSAGES, "x"]).cut
    assert not ground(RESPONSE, PASSAGES).cut


@pytest.mark.parametrize(
    "piece",
    ["a", "a ", "a\u0301\u0323", "1", "1,000 ", "1.", "A@", "www.", "“a", '"a ', "- ", "a-1-", "Ab Cd ", "退", "May 1 ",
     "1/1/", "\u202e\u200b", "[1]", "\ud800", "\0", "the ", "'", "a’s", ". ", "a b c "],
)  # fmt: skip
def test_a_hundred_thousand_signs_of_anything_are_read_in_a_bounded_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    ground(text, [text, text[1:]], text)
    assert time.perf_counter() - began < 10


PIECES = st.sampled_from(
    ["lamp", "Lumen", "5", "five", "million", "1,000", "2026-03-05", "5 March", "“", "”", '"', "-", "’s", "@", "a.b",
     "www.x.y", "[1]", "\n", "1. ", "退款", "한국", "ا", "हि", "\u0301", "\u200d", "😀", "\ud800", "\0", "the", "of"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=4), TEXTS)
def test_no_text_makes_it_fail_and_all_offsets_lie_in_their_texts(
    response: str, passages: list[str], question: str
) -> None:
    result = ground(response, passages, question)
    last = 0
    for term in result.terms:
        assert last <= term.start < term.end <= len(response)
        last = term.end
        for place in term.places:
            assert 0 <= place.start < place.end <= len(passages[place.passage])
    for sentence in result.sentences:
        assert 0 <= sentence.start < sentence.end <= len(response)
        support = sentence.support
        assert 0 <= support.beyond <= support.found <= support.words


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_a_text_stands_in_itself(text: str) -> None:
    result = ground(text, [text])
    assert [text[term.start : term.end] for term in result.missing] == []
    assert result.thin == ()


def test_terms_are_told_apart_by_kind() -> None:
    response = 'Dr Anna Miller said "it is never free" on 5 March 2026 to a@b.org, for 30 pupils of the Alps.'
    kinds = {response[term.start : term.end]: term.kind for term in ground(response, ["x"]).terms}
    assert kinds["it is never free"] == "quotation"
    assert kinds["5 March 2026"] == "date"
    assert kinds["a@b.org"] == "address"
    assert kinds["30 pupils"] == "number"
    assert kinds["Alps"] == "name"
    assert kinds["Dr Anna Miller"] == "name"
