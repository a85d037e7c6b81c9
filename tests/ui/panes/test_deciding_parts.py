"""The parts with which a person decides: questions, the correction, the strip, the passing word, the dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option, Question
from reviewer.domain.questions.comparison import ComparisonQuestion
from reviewer.domain.questions.ranking import RankingQuestion
from reviewer.domain.questions.spans import SpansQuestion
from reviewer.domain.questions.text import TextQuestion
from reviewer.domain.reviews import Correction
from reviewer.texts.word_diff import diff_words
from reviewer.ui.dialogs.escalate import EscalateDialog
from reviewer.ui.dialogs.skip import SkipDialog
from reviewer.ui.panes.correction_pane import CorrectionPane
from reviewer.ui.panes.decision_strip import DecisionStrip
from reviewer.ui.panes.notices import Toast, ToastButton
from reviewer.ui.panes.verdict_bar import VerdictBar
from reviewer.ui.presenters.decisions import Decision
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import PlainEditor
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find

K = Qt.Key
Show = Callable[..., Any]
ABC = (Option(id="a"), Option(id="b"), Option(id="c"))
LONG = "\n".join(f"Line {number} of the response." for number in range(60))


# ---- questions ---------------------------------------------------------------------------------------------


def asking(*questions: Question) -> Project:
    return Project(name="P", questions=questions)


def captions(bar: VerdictBar) -> list[str]:
    return [find(bar, f"question_ranking_{name}").caption() for name in "abc"]


def test_half_an_order_is_forgotten_with_its_item(show: Show) -> None:
    bar, project = show(VerdictBar(no_keys), 1150, 120), asking(RankingQuestion(id="ranking", options=ABC))
    bar.show_state(a_state(project))
    find(bar, "question_ranking_c").click()
    assert captions(bar) == ["a", "b", "1. c"]
    bar.show_state(a_state(project, id="i2"))
    assert captions(bar) == ["a", "b", "c"]


def test_half_an_order_stays_while_its_item_is_on_screen(show: Show) -> None:
    bar, project = show(VerdictBar(no_keys), 1150, 120), asking(RankingQuestion(id="ranking", options=ABC))
    state = a_state(project)
    bar.show_state(state)
    find(bar, "question_ranking_c").click()
    bar.show_state(replace(state, ahead=1))
    assert captions(bar) == ["a", "b", "1. c"]


def test_words_typed_for_one_item_are_not_shown_at_the_next(show: Show) -> None:
    bar, project = show(VerdictBar(no_keys), 1150, 120), asking(TextQuestion(id="text"))
    bar.show_state(a_state(project))
    field = find(bar, "question_text_text")
    field.setFocus()
    QTest.keyClicks(field, "of the first")
    bar.show_state(a_state(project, id="i2"))
    assert field.toPlainText() == ""


def test_the_focus_goes_to_the_controls_of_what_is_missing_or_into_the_response(show: Show, qtbot: QtBot) -> None:
    project = asking(
        RankingQuestion(id="ranking", options=ABC),
        SpansQuestion(id="spans", options=ABC),
        ComparisonQuestion(id="which"),
    )
    two = [{"id": "x", "text": "1"}, {"id": "y", "text": "2"}]
    bar = show(VerdictBar(no_keys), 1150, 120)
    bar.show_state(a_state(project, response=None, responses=two))
    qtbot.waitUntil(find(bar, "question_which_x").isVisible)
    assert bar.focus_on("question:ranking")
    assert find(bar, "question_ranking_a").hasFocus()
    assert bar.focus_on("question:which")
    assert find(bar, "question_which_x").hasFocus() or find(bar, "question_which_y").hasFocus()
    assert not bar.focus_on("question:spans")  # it is answered in the response


# ---- correction --------------------------------------------------------------------------------------------


@pytest.fixture
def pane(show: Show, theme: Theme) -> CorrectionPane:
    made: CorrectionPane = show(CorrectionPane(no_keys, theme), 600, 220)
    return made


def corrected(state: ReviewState, text: str) -> ReviewState:
    assert state.draft is not None
    assert state.response is not None
    draft = state.draft.model_copy(update={"correction": Correction(text=text)})
    return replace(state, draft=draft, diff=diff_words(state.response.text, text), written=state.written + 1)


def test_the_diff_shows_the_place_that_is_being_corrected(pane: CorrectionPane) -> None:
    state = a_state(response=LONG)
    pane.show_state(state)
    pane.show_state(corrected(state, LONG.replace("Line 55", "Row 55")))
    assert pane.diff_view.in_sight(LONG.index("Line 55"))


def test_what_the_program_writes_into_the_correction_can_be_undone(pane: CorrectionPane) -> None:
    state = a_state(response=LONG)
    pane.show_state(state)
    pane.show_state(corrected(state, "Short."))
    assert pane.editor.exact_text() == "Short."
    pane.editor.undo()
    assert pane.editor.exact_text() == LONG


def test_the_text_of_another_item_cannot_be_undone_into_the_one_before(pane: CorrectionPane) -> None:
    pane.show_state(a_state(response=LONG))
    pane.show_state(a_state(response="Other.", id="i2", state={"written": 2}))
    assert not pane.editor.document().isUndoAvailable()


def test_cutting_is_offered_where_something_is_selected(pane: CorrectionPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(response=LONG))
    assert not find(pane, "cut_button").isEnabled()
    pane.show_place(("response", 0, 4))
    with qtbot.waitSignal(pane.cut_wanted):
        find(pane, "cut_button").click()


@pytest.mark.parametrize("width", [340, 600])
def test_nothing_in_the_head_of_the_correction_is_cut_off(pane: CorrectionPane, qtbot: QtBot, width: int) -> None:
    state = a_state(response=LONG, suggestion={"correction": "Short."})
    pane.resize(width, 240)
    pane.show_state(corrected(state, LONG.replace("Line", "Row")))
    qtbot.wait(20)
    for name in ("correction_changes", "suggestion_button", "cut_button", "restore_button"):
        part = find(pane, name)
        assert part.isVisible(), name
        assert part.width() >= part.sizeHint().width(), name
        assert part.mapTo(pane, part.rect().bottomRight()).x() < width, name


@pytest.mark.parametrize("text", ["Two years.", "a\r\nb c\r\nd 😀 e", "x\u00a0y  \n", ""])
def test_rewriting_is_exact_or_changes_nothing(show: Show, text: str) -> None:
    editor = show(PlainEditor())
    editor.set_source("Zwei\u00a0Jahre.\r\n😀 Frei.")
    QTest.keyClicks(editor, "Well ")
    before = editor.exact_text()
    done = editor.rewrite(text)
    assert editor.exact_text() == (text if done else before)
    if done:
        editor.undo()
        assert editor.exact_text() == before


# ---- the strip and the passing word ------------------------------------------------------------------------

MANY = tuple(Decision(f"s{n}", f"item-{n}", "✓", "Approve", "good") for n in range(10))


def strip_with(show: Show, *decisions: Decision, width: int = 1200) -> DecisionStrip:
    strip: DecisionStrip = show(DecisionStrip(no_keys), width, 30)
    strip.show_state(replace(a_state(), recent=decisions))
    strip.resize(width, 30)
    return strip


def test_a_decision_is_told_by_a_sign_and_words_and_never_by_its_colour_alone(show: Show) -> None:
    strip = strip_with(show, Decision("s1", "item-9", "✗", "Reject", "bad", used=True, revision=1))
    button = find(strip, "decision_1")
    assert button.caption() == "✗ item-9"
    assert button.accessibleName() == "Reject, item item-9"
    assert "revision 2" in button.accessibleDescription()
    assert "revision 2" in button.toolTip()


def test_a_click_and_enter_choose_a_decision(show: Show, qtbot: QtBot) -> None:
    strip = strip_with(show, *MANY[:3])
    with qtbot.waitSignal(strip.chosen) as said:
        find(strip, "decision_2").click()
    assert said.args == ["s1"]
    strip.take_focus()
    assert find(strip, "decision_1").hasFocus()
    with qtbot.waitSignal(strip.chosen) as said:
        QTest.keyClick(find(strip, "decision_1"), K.Key_Return)
    assert said.args == ["s0"]


@pytest.mark.parametrize("width", [300, 700, 1400])
def test_only_what_fits_is_shown_and_that_is_whole(show: Show, qtbot: QtBot, width: int) -> None:
    strip = strip_with(show, *MANY, width=width)
    qtbot.wait(20)
    shown = [button for button in strip.findChildren(QPushButton) if button.isVisible()]
    assert shown
    assert all(button.geometry().right() <= width for button in shown)
    assert all(button.width() >= button.sizeHint().width() for button in shown)
    assert len(shown) == 10 or width < 1400


def test_a_passing_word_without_a_button_offers_nothing(show: Show, qtbot: QtBot) -> None:
    window = QWidget()
    line, neighbour = QWidget(), QPushButton("all keys")
    row = QHBoxLayout(line)
    row.addStretch(1)
    row.addWidget(neighbour)
    column = QVBoxLayout(window)
    column.addStretch(1)
    column.addWidget(line)
    show(window, 700, 200)
    toast, pressed = Toast(window, line, neighbour), []
    toast.show_text("Approve recorded.", ToastButton("Undo", "Ctrl+Z", lambda: pressed.append(1)))
    button = find(toast, "toast_button")
    assert (button.isVisible(), button.caption()) == (True, "Undo")
    button.click()
    assert (pressed, toast.text()) == ([1], "")
    toast.show_text("Copied.")
    assert not button.isVisible()
    toast.stop()


# ---- dialogs -----------------------------------------------------------------------------------------------


@pytest.fixture
def ask(qapp: QApplication, theme: Theme) -> Iterator[Callable[[QDialog], Any]]:
    """Opens a dialog that deletes itself when it is closed."""
    opened: list[QDialog] = []

    def asking_with(dialog: QDialog) -> QDialog:
        opened.append(dialog)
        dialog.show()
        dialog.activateWindow()
        qapp.processEvents()
        return dialog

    yield asking_with
    for dialog in opened:
        if isValid(dialog):
            dialog.close()
    qapp.processEvents()


def chosen_by(dialog: SkipDialog, *keys: K) -> list[tuple[str, str | None]]:
    said: list[tuple[str, str | None]] = []
    dialog.chosen.connect(lambda kind, skill: said.append((kind, skill)))
    for key in keys:
        focus = QApplication.focusWidget()
        QTest.keyClick(dialog if focus is None else focus, key)
    return said


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ((K.Key_D,), ("defer", None)),
        ((K.Key_O,), ("out_of_scope", None)),
        ((K.Key_P,), ("opt_out", None)),
        ((K.Key_C, K.Key_2), ("cannot_judge", "german")),
        ((K.Key_C, K.Key_L, K.Key_A, K.Key_W, K.Key_Return), ("cannot_judge", "law")),
        ((K.Key_C, K.Key_Return), ("cannot_judge", None)),
    ],
)
def test_each_word_of_a_skip_has_its_keys(ask: Show, keys: tuple[K, ...], said: tuple[str, str | None]) -> None:
    dialog = ask(SkipDialog(("arabic", "german")))
    assert chosen_by(dialog, *keys) == [said]


def test_cannot_judge_alone_skips_nothing_before_the_skill_was_asked_for(ask: Show) -> None:
    dialog = ask(SkipDialog(("arabic", "german")))
    assert chosen_by(dialog, K.Key_C) == []
    assert find(dialog, "skip_skill_2").caption() == "german"


def test_an_escalation_asks_for_its_reason_in_one_line_and_goes_with_enter(ask: Show, qtbot: QtBot) -> None:
    dialog = ask(EscalateDialog(("lea",)))
    reason = find(dialog, "escalate_reason")
    QTest.keyClick(reason, K.Key_Return)
    assert find(dialog, "escalate_asked").text()
    QTest.keyClicks(reason, "Is this advice?")
    assert find(dialog, "escalate_to").geometry().center().y() == pytest.approx(reason.geometry().center().y(), abs=4)
    find(dialog, "escalate_to").setCurrentIndex(1)
    with qtbot.waitSignal(dialog.escalated) as said:
        QTest.keyClick(reason, K.Key_Return)
    assert said.args == [("Is this advice?", "lea")]
