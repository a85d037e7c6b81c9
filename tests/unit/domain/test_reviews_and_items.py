from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import InvalidInput
from reviewer.domain.gold import matches_gold
from reviewer.domain.items import Gold, Item, read_item
from reviewer.domain.reviews import Review, place_in, read_review
from tests.factories import item, review


def made(**fields: Any) -> Item:
    return read_item(item("x", **fields))[0]


def test_a_review_needs_exactly_one_decision() -> None:
    with pytest.raises(InvalidInput, match="needs a verdict, a skip or an escalation"):
        read_review(review("x", verdict=None))
    with pytest.raises(InvalidInput, match="a skip goes with neither"):
        read_review({**review("x"), "skip": {"kind": "defer"}})
    with pytest.raises(InvalidInput, match=r"skip\.kind"):
        read_review(review("x", skip={"kind": "later"}))
    assert read_review({**review("x", verdict=None), "state": "draft"}).state == "draft"


def test_what_is_wrong_with_a_review_is_said_with_its_place() -> None:
    with pytest.raises(InvalidInput, match="unknown"):
        read_review({**review("x"), "unknown": 1})
    with pytest.raises(InvalidInput, match="reviewer"):
        read_review({"item_id": "x", "verdict": "approve"})
    with pytest.raises(InvalidInput, match="JSON object"):
        read_review([])  # type: ignore[arg-type]


def test_a_plain_string_is_the_corrected_response_and_null_is_nothing() -> None:
    found = read_review(review("x", correction="better", spans=None, comment=None))
    assert found.correction is not None
    assert (found.correction.target, found.correction.text, found.spans, found.comment) == (
        "response",
        "better",
        (),
        "",
    )


def test_a_verdict_with_an_escalation_is_no_judgement() -> None:
    assert not read_review({**review("x"), "escalation": {"reason": "?"}}).is_judgement


texts = st.text(alphabet="ab🦉é\u200d\r\n ", max_size=30)


@given(text=texts.filter(bool), data=st.data())
def test_a_placed_span_always_quotes_the_text_or_is_marked_as_lost(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 40))
    end = data.draw(st.integers(0, 40))
    quote = data.draw(st.sampled_from(["", text[3:7], "🦉", "nowhere to be found"]))
    span = {"start": start, "end": end, "text": quote, "label": "l"}
    placed = place_in(read_review(review("x", spans=[span])), made(response=text, policy_hits=[]))
    found = placed.spans[0]
    if found.anchored:
        assert text[found.start : found.end] == found.text
    else:
        assert (found.start, found.end, found.text) == (start, end, quote)
    assert place_in(placed, made(response=text, policy_hits=[])) == placed


@given(st.dictionaries(st.sampled_from(["comment", "verdict"]), st.text(max_size=20)), st.floats(0, 1e9))
def test_a_review_survives_its_canonical_form(fields: dict[str, str], seconds: float) -> None:
    try:
        found = read_review(review("x", active_seconds=seconds) | fields)
        again = Review.model_validate_json(found.canonical())
    except (InvalidInput, UnicodeEncodeError, ValueError):
        return
    assert again == found
    assert again.sha256() == found.sha256()


def test_an_item_needs_an_id_and_something_to_judge() -> None:
    for broken in ({"id": "x"}, {"response": "y"}, {"id": "", "response": "y"}, {"id": "x", "responses": []}):
        with pytest.raises(InvalidInput):
            read_item(broken)
    assert read_item({"id": 7, "response": ""})[0].id == "7"
    assert read_item({"id": "x", "responses": [{"id": "a", "text": "one"}]})[0].response == "one"


def test_unknown_keys_are_kept_with_a_warning() -> None:
    found, warnings = read_item(item("x", team="blue"))
    assert found.metadata["extra"] == {"team": "blue"}
    assert warnings == ["unknown field 'team' kept in metadata.extra"]


def test_two_hits_with_one_id_are_refused() -> None:
    with pytest.raises(InvalidInput, match="same id in 'policy_hits'"):
        read_item(item("x", policy_hits=[{"id": "h", "policy": "a"}, {"id": "h", "policy": "b"}]))


def test_the_text_that_a_target_names_is_found() -> None:
    found = made(
        messages=[{"role": "user", "content": "ask"}],
        responses=[{"id": "a", "text": "one"}, {"id": "b", "text": "two"}],
        evidence=[{"id": "e1", "text": "passage"}],
    )
    texts = [found.target_text(t) for t in ("response:b", "message:0", "evidence:e1", "message:9", "response:z", "?")]
    assert texts == ["two", "ask", "passage", None, None, None]


def test_equal_items_have_equal_hashes_and_a_changed_letter_another() -> None:
    fields = item("x")
    assert read_item(fields)[0].sha256() == read_item(dict(reversed(fields.items())))[0].sha256()
    assert read_item(fields)[0].sha256() != read_item({**fields, "response": "Else."})[0].sha256()


def test_gold_is_matched_by_verdict_and_the_answers_it_names() -> None:
    gold = Gold(verdict="reject", answers={"severity": 3})
    assert matches_gold(read_review(review("x", verdict="reject", answers={"severity": 3, "other": 1})), gold)
    assert not matches_gold(read_review(review("x", verdict="reject")), gold)
    assert not matches_gold(read_review(review("x", answers={"severity": 3})), gold)


def test_null_for_a_field_that_may_be_left_out_is_as_if_it_were_left_out() -> None:
    optional = [name for name in Item.model_fields if name not in ("id", "response")]
    assert read_item({"id": "x", "response": "r", **dict.fromkeys(optional)})[0] == Item(id="x", response="r")
    bare = {
        "policy": "p",
        **dict.fromkeys(("id", "outcome", "score_direction", "target", "spans", "start", "end", "text")),
    }
    found = read_item({"id": "x", "response": "r", "source": {"system": None}, "policy_hits": [bare], "kept": None})[0]
    assert (found.policy_hits[0].outcome, found.policy_hits[0].spans, found.source.system) == ("fail", (), "file")
    assert found.metadata == {"extra": {"kept": None}}
    needed = ("item_id", "reviewer", "verdict")
    row = {name: None for name in Review.model_fields if name not in needed} | {"item_id": 7, "reviewer": "ana"}
    assert read_review({**row, "verdict": "approve"}) == Review(item_id="7", reviewer="ana", verdict="approve")


def test_hits_and_evidence_without_ids_are_numbered_past_those_that_have_one() -> None:
    hits = [{"policy": "p"}, {"policy": "q", "id": "h1"}, {"policy": "s", "start": 0, "end": 1}]
    found, _ = read_item({"id": "x", "response": "r", "policy_hits": hits, "evidence": [{"text": "t"}]})
    assert [hit.id for hit in found.policy_hits] == ["h4", "h1", "h3"]
    assert found.policy_hits[2].spans[0].text == "r"
    assert found.evidence[0].id == "e1"
    with pytest.raises(InvalidInput, match=r"policy_hits\.0\.policy"):
        read_item({"id": "x", "response": "r", "policy_hits": [{"policy": None}]})
    with pytest.raises(InvalidInput, match=r"^id: "):
        read_item({"id": None, "response": "r"})
