"""An item with placeholders: no value is left in it, and what is written on it comes back on the original."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.items import Item, read_item
from reviewer.domain.reviews import Review, read_review
from reviewer.texts.placeholders import placeholders_for
from reviewer.texts.veiled_item import VeiledItem

MAIL, OTHER, PHONE = "dana.w@example.com", "bo@example.org", "+49 30 1234567"
VALUES = (MAIL, "Dana.W@example.com", OTHER, PHONE, "030/7654321", "DE89 3704 0044 0532 0130 00")


def item(**fields: Any) -> Item:
    return read_item({"id": "a", "response": f"Write to {MAIL} or {PHONE}.", **fields})[0]


def review(**fields: Any) -> Review:
    return read_review({"item_id": "a", "reviewer": "ana", "verdict": "revise", **fields})


def test_one_value_has_one_number_in_every_text_of_the_item() -> None:
    veiled = VeiledItem(
        item(
            messages=[{"role": "user", "content": f"I am {MAIL.upper()}", "reasoning": f"asks {OTHER}"}],
            evidence=[{"id": "e1", "source": f"mail of {MAIL}", "text": f"From {MAIL}", "mine": {"deep": [OTHER]}}],
            policy_hits=[
                {"id": "h", "policy": "p", "explanation": f"has {MAIL}", "start": 9, "end": 14, "text": "dana."},
            ],
            metadata={"user": OTHER},
        )
    )
    shown = veiled.shown
    assert shown.response == "Write to [e-mail 1b] or [phone 1]."
    assert shown.messages[0].content == "I am [e-mail 1]"
    assert shown.evidence[0].text == "From [e-mail 1b]"
    assert shown.metadata == {"user": "[e-mail 2]"}
    assert shown.policy_hits[0].spans[0].text == "[e-mail 1b]"
    assert veiled.placeholders.counts == {"e-mail": 2, "phone": 1}
    whole = shown.model_dump_json().casefold()
    assert not [value for value in (MAIL, OTHER, "dana", "1234567") if value in whole]


def test_an_item_without_personal_data_is_shown_as_it_is() -> None:
    plain = item(response="Write to us.")
    assert VeiledItem(plain).shown is plain


def test_a_placeholder_that_stands_in_a_text_already_is_not_given_again() -> None:
    veiled = VeiledItem(item(response=f"[e-mail 1] is {MAIL}"))
    assert veiled.shown.response == "[e-mail 1] is [e-mail 2]"
    assert veiled.placeholders.restore("[e-mail 1] is [e-mail 2]") == f"[e-mail 1] is {MAIL}"


def test_a_span_that_touches_a_placeholder_grows_to_the_whole_original() -> None:
    veiled = VeiledItem(item())
    text = veiled.shown.response or ""
    start = text.index("mail 1]")
    written = veiled.as_written(
        review(
            spans=[{"start": start, "end": start + 2, "text": "ma", "label": "x"}],
            missed_hits=[{"policy": "p", "spans": [{"start": start, "end": start + 2, "text": "ma"}]}],
            claims=[{"start": 0, "end": start, "text": text[:start], "relation": "no_passage"}],
            answers={"where": [{"start": start, "end": start + 2, "text": "ma", "label": "x"}], "why": "[e-mail 1]"},
            comment="about [e-mail 1]",
        )
    )
    assert written.spans[0].text == written.missed_hits[0].spans[0].text == written.answers["where"][0]["text"] == MAIL
    assert written.claims[0].text == f"Write to {MAIL}"
    assert (written.comment, written.answers["why"]) == ("about [e-mail 1]", "[e-mail 1]")


def test_a_correction_is_written_with_placeholders_and_kept_with_the_originals() -> None:
    veiled = VeiledItem(item())
    written = veiled.as_written(review(correction="Call [phone 1], not [e-mail 1] or [e-mail 7]."))
    assert written.correction is not None
    assert written.correction.text == f"Call {PHONE}, not {MAIL} or [e-mail 7]."


def test_what_another_reviewer_wrote_in_words_is_veiled_too() -> None:
    said = review(comment=f"{MAIL} is real", answers={"why": f"see {OTHER}"}, correction=f"Ask {OTHER}")
    texts = [said.comment, said.answers["why"], "Ask " + OTHER]
    shown = VeiledItem(item(), texts).for_others(said)
    assert (shown.comment, shown.answers["why"]) == ("[e-mail 1] is real", "see [e-mail 2]")
    assert shown.correction is not None
    assert shown.correction.text == "Ask [e-mail 2]"


pieces = st.lists(st.sampled_from(VALUES) | st.text(max_size=12), max_size=8).map(" ".join)


@given(pieces, pieces, st.data())
def test_places_and_texts_come_back_to_the_original(first: str, second: str, data: st.DataObject) -> None:
    known = placeholders_for([first, second])
    for text in (first, second):
        veiled = known.veil(text)
        assert known.restore(veiled.shown) == text
        assert not [one for one in VALUES if one in veiled.shown]
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        shown = veiled.to_shown(start, end)
        assert 0 <= shown[0] <= shown[1] <= len(veiled.shown)
        back = veiled.to_source(*shown)
        assert back[0] <= start <= end <= back[1]
        assert veiled.to_shown(*back) == shown
        assert known.restore(veiled.shown[slice(*shown)]) == text[slice(*back)]


@given(pieces.filter(bool), pieces, st.data())
def test_the_quotes_of_a_review_equal_the_text_in_both_forms(response: str, passage: str, data: st.DataObject) -> None:
    veiled = VeiledItem(item(response=response, evidence=[{"id": "e1", "text": passage}]))
    source = veiled.item.response or ""
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    quote = {"start": start, "end": end, "text": source[start:end]}
    said = review(spans=[{**quote, "label": "x"}], claims=[{**quote, "relation": "no_passage"}], correction=passage)
    shown = veiled.as_shown(said)
    text = veiled.shown.response or ""
    assert shown.spans[0].text == text[shown.spans[0].start : shown.spans[0].end]
    written = veiled.as_written(shown)
    span = written.spans[0]
    assert span.text == source[span.start : span.end]
    assert span.start <= start <= end <= span.end
    assert written.correction == said.correction
    assert veiled.as_shown(written) == shown
