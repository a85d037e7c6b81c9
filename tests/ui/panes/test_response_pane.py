"""The response: exact, marked, compared, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.reviews import Correction, LabeledSpan
from reviewer.texts.word_diff import diff_words
from reviewer.ui.panes.marks import highlights
from reviewer.ui.panes.response_pane import ResponsePane
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

PROJECT = Project(name="P", span_labels=(Option(id="wrong", title="Wrong", key="d"), Option(id="style")))
SPAN = LabeledSpan(start=9, end=18, text="five-year", label="wrong")


@pytest.fixture
def pane(show: Callable[..., Any], theme: Theme) -> ResponsePane:
    made: ResponsePane = show(ResponsePane(no_keys, theme), 460)
    return made


def test_the_view_holds_the_exact_response(pane: ResponsePane) -> None:
    text = "\ufeff A\u00a0b\r\nc\u2028d "
    pane.show_state(a_state(response=text))
    assert pane.texts[0].view.property("sourceText") == text


def test_hits_citations_and_own_spans_are_marked_in_the_text() -> None:
    state = a_state(
        PROJECT,
        evidence=[{"id": "e1", "text": "x", "citation": {"start": 0, "end": 2}}],
        policy_hits=[{"id": "h", "policy": "p", "severity": "high", "start": 9, "end": 18, "text": "five-year"}],
        draft={"spans": (SPAN,)},
    )
    kinds = {(mark.start, mark.end, mark.kind) for mark in highlights(state, "response")}
    assert kinds == {(0, 2, "citation"), (9, 18, "hit_high"), (9, 18, "own_span")}


def test_a_hit_that_fits_nowhere_marks_nothing() -> None:
    hit = {"id": "h", "policy": "p", "start": 0, "end": 4, "text": "nowhere"}
    assert highlights(a_state(policy_hits=[hit]), "response") == ()


def test_a_selection_is_told_with_its_target(pane: ResponsePane, qtbot: QtBot) -> None:
    pane.show_state(a_state(response="😀 text"))
    with qtbot.waitSignal(pane.span_selected) as said:
        pane.texts[0].view.select_span(2, 6)
    assert said.args == [("response", 2, 6)]


def test_labels_can_be_pressed_only_while_something_is_selected(pane: ResponsePane, qtbot: QtBot) -> None:
    pane.show_state(a_state(PROJECT))
    button = find(pane, "span_label_wrong")
    assert not button.isEnabled()
    pane.show_place(("response", 0, 2))
    with qtbot.waitSignal(pane.label_pressed) as said:
        button.click()
    assert said.args == ["wrong"]


def test_marked_text_is_listed_and_deleted_by_the_key(pane: ResponsePane, qtbot: QtBot) -> None:
    pane.show_state(a_state(PROJECT, draft={"spans": (SPAN,)}))
    assert pane.spans.item(0).text() == "Wrong: “five-year”"
    pane.spans.setCurrentRow(0)
    with qtbot.waitSignal(pane.mark_removed) as said:
        QTest.keyClick(pane.spans, Qt.Key.Key_Delete)
    assert said.args == [("span", 0)]


def test_as_shown_to_the_user_renders_markdown_and_no_html(pane: ResponsePane) -> None:
    text = "# Title\n\n**bold** <b>not</b>"
    pane.show_state(a_state(response=text))
    pane.show_state(a_state(response=text, state={"rendered": True}))
    rendered = pane.texts[0].rendered
    assert rendered.isVisible()
    assert rendered.toPlainText().splitlines()[0] == "Title"
    assert "<b>not</b>" in rendered.toPlainText()
    pane.show_state(a_state(response=text))
    assert pane.texts[0].view.isVisible()


def test_several_responses_have_neutral_names(pane: ResponsePane, qtbot: QtBot) -> None:
    two = [{"id": "x", "text": "One.", "model": "m1"}, {"id": "y", "text": "Two.", "model": "m2"}]
    pane.show_state(a_state(response=None, responses=two))
    assert find(pane, "response_view").property("sourceText") == "One."
    assert find(pane, "response_view_2").property("sourceText") == "Two."
    assert not any("m1" in text for text in texts(pane))
    with qtbot.waitSignal(pane.response_picked) as said:
        find(pane, "response_view_2_pick").click()
    assert said.args == ["y"]
    pane.show_state(a_state(id="i2"))
    assert not find(pane, "response_view_2").isVisible()


def test_the_correction_shows_what_was_changed(pane: ResponsePane) -> None:
    state = a_state(draft={"correction": Correction(text="It has a two-year guarantee.")})
    before = "It has a five-year guarantee."
    pane.show_state(replace(state, correcting=True, diff=diff_words(before, "It has a two-year guarantee.")))
    assert pane.correction.editor.property("sourceText") == "It has a two-year guarantee."
    assert any(text.startswith("1 change · ") for text in texts(pane))
    assert "five" in pane.correction.diff_view.property("sourceText")


def test_what_is_typed_into_the_correction_is_told_and_never_written_over(pane: ResponsePane, qtbot: QtBot) -> None:
    state = a_state(state={"correcting": True})
    pane.show_state(state)
    editor = pane.correction.editor
    with qtbot.waitSignal(pane.correction.edited) as said:
        QTest.keyClicks(editor, "No. ")
        editor.insertPlainText("!")
    assert said.args[0].startswith("N")
    pane.show_state(replace(state, selected_hit="other"))
    assert editor.toPlainText() == "No. !It has a five-year guarantee."


def test_an_untouched_correction_is_the_exact_original(pane: ResponsePane) -> None:
    text = "A\u00a0b\r\nc"
    pane.show_state(a_state(response=text, state={"correcting": True}))
    assert pane.correction.editor.exact_text() == text


def test_a_response_in_arabic_begins_at_the_right(pane: ResponsePane) -> None:
    pane.show_state(a_state(response="مرحبا بك\nHello"))
    document = pane.texts[0].view.document()
    assert document.firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert document.lastBlock().textDirection() == Qt.LayoutDirection.LeftToRight
