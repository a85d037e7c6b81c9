"""The bar that decides: verdicts, questions, comment, submit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option, Question
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.domain.questions.comparison import ComparisonQuestion
from reviewer.domain.questions.multi_choice import MultiChoiceQuestion
from reviewer.domain.questions.ranking import RankingQuestion
from reviewer.domain.questions.rating import RatingQuestion
from reviewer.domain.questions.spans import SpansQuestion
from reviewer.domain.questions.text import TextQuestion
from reviewer.ui.panes.verdict_bar import VerdictBar
from reviewer.ui.presenters.draft import Missing
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

ABC = (Option(id="a"), Option(id="b"), Option(id="c"))
QUESTIONS: tuple[Question, ...] = (
    ChoiceQuestion(id="choice", options=ABC),
    MultiChoiceQuestion(id="multi", options=ABC),
    RatingQuestion(id="rating", show_when="verdict == 'reject'"),
    RatingQuestion(id="long", min=0, max=100),
    RankingQuestion(id="ranking", options=ABC),
    TextQuestion(id="text"),
    SpansQuestion(id="spans", options=ABC),
    ComparisonQuestion(id="comparison"),
)
PROJECT = Project(name="P", questions=QUESTIONS, comment_templates=("Wrong",))


@pytest.fixture
def bar(show: Callable[..., Any]) -> VerdictBar:
    made: VerdictBar = show(VerdictBar(no_keys), 1150, 120)
    return made


def press(bar: VerdictBar, name: str) -> None:
    find(bar, name).click()


def test_the_chosen_verdict_is_down_and_no_other(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT, draft={"verdict": "reject"}))
    down = [b.objectName() for b in bar.findChildren(QPushButton) if b.isChecked()]
    assert down == ["verdict_reject"]


def test_a_click_chooses_a_verdict(bar: VerdictBar, qtbot: QtBot) -> None:
    bar.show_state(a_state(PROJECT))
    with qtbot.waitSignal(bar.verdict_chosen) as said:
        press(bar, "verdict_revise")
    assert said.args == ["revise"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("question_choice_b", ("choice", "b")),
        ("question_multi_a", ("multi", ["a"])),
        ("question_rating_4", ("rating", 4)),
    ],
)
def test_questions_are_answered_by_their_buttons(bar: VerdictBar, qtbot: QtBot, name: str, answer: object) -> None:
    bar.show_state(a_state(PROJECT, draft={"verdict": "reject"}))
    with qtbot.waitSignal(bar.answered) as said:
        press(bar, name)
    assert said.args == [answer]


def test_a_second_press_takes_an_answer_back(bar: VerdictBar, qtbot: QtBot) -> None:
    bar.show_state(a_state(PROJECT, draft={"answers": {"choice": "b", "multi": ["a", "c"]}}))
    with qtbot.waitSignal(bar.answered) as said:
        press(bar, "question_choice_b")
    assert said.args == [("choice", None)]
    with qtbot.waitSignal(bar.answered) as said:
        press(bar, "question_multi_a")
    assert said.args == [("multi", ["c"])]


def test_a_ranking_is_given_from_the_best_to_the_worst(bar: VerdictBar, qtbot: QtBot) -> None:
    bar.show_state(a_state(PROJECT))
    press(bar, "question_ranking_c")
    with qtbot.waitSignal(bar.answered) as said:
        press(bar, "question_ranking_a")
    assert said.args == [("ranking", [["c"], ["a"], ["b"]])]


def test_a_question_is_asked_only_when_its_condition_holds(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT, draft={"verdict": "approve"}))
    assert bar.findChild(QWidget, "question_row_rating") is None
    bar.show_state(a_state(PROJECT, draft={"verdict": "reject"}))
    assert find(bar, "question_row_rating").isVisibleTo(bar)
    bar.show_state(a_state(PROJECT, draft={"verdict": "approve"}))
    assert not find(bar, "question_row_rating").isVisibleTo(bar)


def test_responses_are_compared_only_where_there_are_several(bar: VerdictBar, qtbot: QtBot) -> None:
    bar.show_state(a_state(PROJECT))
    assert bar.findChild(QWidget, "question_row_comparison") is None
    two = [{"id": "x", "text": "1"}, {"id": "y", "text": "2"}]
    bar.show_state(a_state(PROJECT, response=None, responses=two))
    with qtbot.waitSignal(bar.answered) as said:
        press(bar, "question_comparison_y")
    assert said.args == [("comparison", "y")]
    with qtbot.waitSignal(bar.answered) as said:
        press(bar, "question_comparison_both_bad")
    assert said.args == [("comparison", "both_bad")]


def test_typing_a_comment_is_told_and_not_written_over(bar: VerdictBar, qtbot: QtBot) -> None:
    state = a_state(PROJECT)
    bar.show_state(state)
    bar.comment.setFocus()
    with qtbot.waitSignal(bar.comment_edited) as said:
        QTest.keyClicks(bar.comment, "n")
    assert said.args == ["n"]
    bar.show_state(replace(state, busy=True))
    assert bar.comment.value() == "n"


def test_a_template_replaces_what_the_editor_holds_even_with_the_focus(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT))
    bar.comment.setFocus()
    bar.show_state(a_state(PROJECT, draft={"comment": "Wrong"}, state={"written": 2}))
    assert bar.comment.value() == "Wrong"


def test_what_is_missing_is_named(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT, state={"asked": (Missing("verdict", "a verdict"), Missing("comment", "a reason"))}))
    assert "Still missing: a verdict, a reason." in texts(bar)


def test_while_a_submission_is_under_way_it_cannot_be_sent_again(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT, state={"busy": True}))
    for name in ("submit_button", "skip_button", "escalate_button", "undo_button"):
        assert not find(bar, name).isEnabled(), name


def test_a_lost_lease_leaves_only_the_way_to_the_next_item(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT, state={"lost": "Somebody else has it."}))
    assert find(bar, "submit_button").isEnabled()
    assert find(bar, "submit_button").caption() == "Next item"
    assert not find(bar, "verdict_approve").isEnabled()


def test_in_a_narrow_window_everything_is_still_inside(bar: VerdictBar, qtbot: QtBot) -> None:
    bar.show_state(a_state(Project(name="P", questions=QUESTIONS[:4]), draft={"verdict": "reject"}))
    bar.resize(700, 400)
    qtbot.wait(20)
    for button in bar.findChildren(QPushButton):
        if button.isVisibleTo(bar) and button.objectName() != "templates_button":
            corner = button.mapTo(bar, button.rect().bottomRight())
            assert bar.rect().contains(corner), button.objectName()
            assert button.width() >= button.sizeHint().width()


def test_another_project_brings_its_own_verdicts(bar: VerdictBar) -> None:
    from reviewer.domain.projects import VerdictOption

    bar.show_state(a_state(PROJECT))
    own = (VerdictOption(id="yes", outcome="accept"), VerdictOption(id="no", outcome="reject"))
    bar.show_state(a_state(Project(name="Q", verdicts=own)))
    assert find(bar, "verdict_yes").isVisibleTo(bar)
    assert not any(b.isVisibleTo(bar) for b in bar.findChildren(QPushButton, "verdict_approve"))


def test_every_control_has_a_name_for_assistive_technology(bar: VerdictBar) -> None:
    bar.show_state(a_state(PROJECT, draft={"verdict": "reject"}))
    for button in bar.findChildren(QPushButton):
        assert button.objectName()
        assert button.accessibleName()


def test_the_focus_goes_to_the_question_that_was_left_out(bar: VerdictBar, qtbot: QtBot) -> None:
    bar.show_state(a_state(PROJECT))
    bar.focus_on("question:text")
    qtbot.waitUntil(lambda: find(bar, "question_text_text").hasFocus())
    bar.focus_on("question:choice")
    assert find(bar, "question_choice_a").hasFocus()
    assert find(bar, "question_choice_a").focusPolicy() & Qt.FocusPolicy.TabFocus
