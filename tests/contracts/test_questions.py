"""The question types: every file of the folder is in the tuple, and each type can be answered in the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

import reviewer.domain.questions as questions
from reviewer.domain.errors import InvalidAnswer
from reviewer.domain.questions import QUESTION_TYPES, Question, read_question, type_name
from reviewer.ui.editors import EDITORS, editor_for

OPTIONS = [{"id": "a"}, {"id": "b"}]
ANSWERS: dict[str, Any] = {
    "choice": "a",
    "multi_choice": ["a", "b"],
    "rating": 3,
    "ranking": [["b"], ["a"]],
    "text": "words",
    "spans": [{"start": 0, "end": 2, "text": "It", "label": "a"}],
    "comparison": "tie",
}


def a_question(kind: type[Question]) -> Question:
    fields: dict[str, Any] = {"id": "q", "type": type_name(kind)}
    if "options" in kind.model_fields:
        fields["options"] = OPTIONS
    return read_question(fields)


def test_every_file_of_the_folder_is_in_the_tuple() -> None:
    files = {path.stem for path in Path(questions.__file__).parent.glob("*.py")} - {"__init__", "base"}
    assert files == {kind.__module__.rpartition(".")[2] for kind in QUESTION_TYPES}


def test_the_names_in_a_project_file_are_those_of_the_contract() -> None:
    names = {type_name(kind) for kind in QUESTION_TYPES}
    assert names == {"choice", "multi_choice", "rating", "ranking", "text", "spans", "comparison"}


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=type_name)
def test_a_right_answer_is_kept_and_a_wrong_one_refused_in_one_sentence(kind: type[Question]) -> None:
    question = a_question(kind)
    answer = question.check(ANSWERS[type_name(kind)])
    assert question.check(answer) == answer
    question.rating(answer)
    with pytest.raises(InvalidAnswer, match="Question 'q' wants"):
        question.check(object())


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=type_name)
def test_each_type_has_an_editor_that_shows_its_answers(kind: type[Question], qtbot: QtBot) -> None:
    assert kind.editor in EDITORS
    editor = editor_for(a_question(kind), lambda _value: "")
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.answered.connect(said.append)
    editor.show_answer(ANSWERS[type_name(kind)])
    editor.show_answer(None)
    assert said == []
    assert editor.accessibleName()
