from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import InvalidAnswer
from reviewer.domain.questions import QUESTION_TYPES, Question, read_question

OPTIONS = [{"id": "a", "title": "A"}, {"id": "b"}, {"id": "c"}]
QUESTIONS = [
    read_question(
        {"id": "q", "type": kind.model_fields["type"].default, "options": OPTIONS}
        if "options" in kind.model_fields
        else {"id": "q", "type": kind.model_fields["type"].default}
    )
    for kind in QUESTION_TYPES
]
words = st.sampled_from(["a", "b", "c", "", "tie", "x" * 70])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
spans = st.lists(
    st.fixed_dictionaries({"start": st.integers(0, 9), "end": st.integers(0, 9), "label": words}), max_size=3
)


@given(question=st.sampled_from(QUESTIONS), answer=anything | spans | st.permutations(["a", "b", "c"]).map(list))
def test_an_answer_is_stored_as_it_is_checked_again_or_refused_in_a_sentence(question: Question, answer: Any) -> None:
    try:
        stored = question.check(answer)
    except InvalidAnswer:
        return
    assert question.check(json.loads(json.dumps(stored))) == stored
    rated = question.rating(stored)
    assert rated is None or isinstance(rated, str | float)


@pytest.mark.parametrize(
    ("kind", "answer", "stored", "rated"),
    [
        ("choice", "b", "b", "b"),
        ("multi_choice", ["c", "a", "c"], ["a", "c"], "a + c"),
        ("rating", 3.0, 3, 3.0),
        ("ranking", ["b", ["c", "a"]], [["b"], ["c", "a"]], "b > a = c"),
        ("text", " as typed ", " as typed ", None),
        ("comparison", "tie", "tie", "tie"),
    ],
)
def test_each_type_has_its_form(kind: str, answer: Any, stored: Any, rated: Any) -> None:
    question = next(question for question in QUESTIONS if question.type == kind)
    assert question.check(answer) == stored
    assert question.rating(stored) == rated


def test_an_unknown_type_is_named_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match="'slider' is not one of choice, multi_choice"):
        read_question({"id": "q", "type": "slider"})
