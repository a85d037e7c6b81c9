from __future__ import annotations

from typing import Any

from reviewer.domain.items import Item
from reviewer.domain.near_copies import copied_review, is_the_same
from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.domain.questions.spans import SpansQuestion
from reviewer.domain.reviews import Review
from tests.factories import item

PROJECT = Project(name="Support")
SAID = "The warranty of the lamp is two years."


def made(name: str, said: str = SAID, **fields: Any) -> Item:
    return Item.model_validate(item(name, response=said, **fields))


def given(**fields: Any) -> Review:
    return Review.model_validate(
        {"item_id": "a", "reviewer": "ana", "verdict": "reject", "submission_id": "s", **fields}
    )


def hit(name: str, policy: str, detector: str = "d") -> dict[str, Any]:
    return {"id": name, "policy": policy, "detector": detector}


def test_verdict_answers_and_comment_go_along_and_nothing_that_belongs_to_the_item_that_was_shown() -> None:
    review = given(
        answers={"tone": "kind"}, comment="Wrong.", active_seconds=31.0, suggestion_use="kept", after_reveal=True
    )
    copy = copied_review(review, PROJECT, made("a"), made("b", "The warranty of a lamp is two years."))
    assert (copy.item_id, copy.source, copy.verdict, copy.comment) == ("b", "test", "reject", "Wrong.")
    assert copy.answers == {"tone": "kind"}
    assert (copy.active_seconds, copy.suggestion_use, copy.after_reveal, copy.submission_id) == (
        None,
        "unseen",
        False,
        None,
    )


def test_a_correction_goes_along_only_where_the_response_is_the_same() -> None:
    review = given(correction="Three years.", missed_hits=[{"policy": "p"}], policies_checked=["p"])
    same = copied_review(review, PROJECT, made("a"), made("b"))
    assert same.correction == review.correction
    assert (same.missed_hits, same.policies_checked) == (review.missed_hits, ("p",))
    other = copied_review(review, PROJECT, made("a"), made("b", SAID + " Indeed."))
    assert (other.correction, other.missed_hits, other.policies_checked) == (None, (), ())


def test_spans_go_where_their_quotes_stand_in_the_copy() -> None:
    spans = [
        {"start": 28, "end": 37, "text": "two years", "label": "wrong"},
        {"start": 20, "end": 24, "text": "lamp", "label": "wrong"},
    ]
    copy = copied_review(
        given(spans=spans), PROJECT, made("a"), made("b", "Here: the warranty of a chair is two years.")
    )
    (span,) = copy.spans
    assert (span.start, span.end, span.text, span.anchored) == (33, 42, "two years", True)


def test_judgements_go_to_the_hits_of_the_same_policy_by_the_same_detector() -> None:
    shown = made("a", policy_hits=[hit("1", "p"), hit("2", "q"), hit("3", "r"), hit("4", "r"), hit("5", "s", "d1")])
    copy = made("b", policy_hits=[hit("x", "q"), hit("y", "p"), hit("z", "r"), hit("w", "s", "d2")])
    judged = [{"hit": name, "judgement": "confirmed"} for name in "12345"]
    found = copied_review(given(hits=judged), PROJECT, shown, copy)
    assert {one.hit for one in found.hits} == {"x", "y"}


def test_links_to_passages_go_along_only_with_the_same_passages() -> None:
    evidence = [{"id": "e1", "text": "Two years."}]
    claims = [{"start": 0, "end": 12, "text": "The warranty", "relation": "supports", "passages": [{"evidence": "e1"}]}]
    shown = made("a", evidence=evidence)
    assert copied_review(given(claims=claims), PROJECT, shown, made("b", evidence=evidence)).claims
    other = made("b", evidence=[{"id": "e1", "text": "Three years."}])
    assert copied_review(given(claims=claims), PROJECT, shown, other).claims == ()


def test_an_answer_about_places_stays_with_its_text() -> None:
    tone = ChoiceQuestion(id="tone", options=(Option(id="k"), Option(id="c")))
    project = Project(name="S", questions=(SpansQuestion(id="where", options=(Option(id="wrong"),)), tone))
    review = given(answers={"where": [], "tone": "k"})
    assert copied_review(review, project, made("a"), made("b")).answers == {"where": [], "tone": "k"}
    assert copied_review(review, project, made("a"), made("b", SAID + " Yes.")).answers == {"tone": "k"}


def test_two_items_are_the_same_when_question_evidence_and_response_are() -> None:
    assert is_the_same(made("a"), made("b"))
    assert not is_the_same(made("a"), made("b", prompt="Another one?"))
    assert not is_the_same(made("a"), made("b", evidence=[{"id": "e", "text": "Two years."}]))
    assert not is_the_same(made("a"), made("b", SAID + " "))
