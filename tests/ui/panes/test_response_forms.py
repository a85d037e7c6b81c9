"""The source of a response and what the user saw of it: one key between them, and the place is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from reviewer.texts.word_diff import diff_words
from reviewer.ui.panes.response_pane import ResponsePane
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import texts

LONG = "".join(
    f"## Part {i}\n\nSome *words* of paragraph number {i}, with `code` and more of them.\n\n" for i in range(200)
)


@pytest.fixture
def pane(show: Callable[..., Any], theme: Theme) -> ResponsePane:
    made: ResponsePane = show(ResponsePane(no_keys, theme), 460)
    return made


def turn(pane: ResponsePane, text: str, rendered: bool, **more: Any) -> None:
    pane.show_state(a_state(response=text, state={"rendered": rendered}, **more))
    QApplication.processEvents()


def at_the_top(pane: ResponsePane) -> str:
    shown = pane.texts[0].shown
    return str(shown.cursorForPosition(QPoint(0, 3)).block().text())


def test_the_reading_position_is_kept_between_the_two_forms(pane: ResponsePane) -> None:
    turn(pane, LONG, False)
    pane.texts[0].view.show_at_top(LONG.index("paragraph number 120") - 15)
    turn(pane, LONG, True)
    assert "120" in at_the_top(pane)
    turn(pane, LONG, False)
    assert "120" in at_the_top(pane)
    turn(pane, LONG, True)
    bar = pane.texts[0].rendered.verticalScrollBar()
    bar.setValue(bar.maximum() // 4)
    before = "".join(filter(str.isdigit, at_the_top(pane)))
    turn(pane, LONG, False)
    assert before in at_the_top(pane)


def test_turning_to_and_fro_does_not_creep(pane: ResponsePane) -> None:
    turn(pane, LONG, False)
    bar = pane.texts[0].view.verticalScrollBar()
    bar.setValue(201)
    before = bar.value()  # lines that were not laid out yet may push it on
    for rendered in (True, False, True, False):
        turn(pane, LONG, rendered)
    assert bar.value() == before


def test_the_next_item_begins_at_its_top(pane: ResponsePane) -> None:
    turn(pane, LONG, True)
    pane.texts[0].rendered.verticalScrollBar().setValue(900)
    turn(pane, LONG, True, id="i2")
    assert pane.texts[0].rendered.verticalScrollBar().value() == 0


def test_what_is_too_long_is_shown_as_its_source_and_the_pane_says_so(pane: ResponsePane) -> None:
    turn(pane, "word " * 50_000, True)
    assert pane.texts[0].view.isVisible()
    assert any("this is the source" in text for text in texts(pane))
    turn(pane, "short", True, id="i2")
    assert pane.texts[0].rendered.isVisible()
    assert not any("this is the source" in text for text in texts(pane))


def test_marks_are_switched_in_both_forms(pane: ResponsePane) -> None:
    turn(pane, "a\u202eb", True)
    pane.set_marks(False)
    assert pane.texts[0].rendered.toPlainText() == pane.texts[0].view.toPlainText() == "a\u202eb"
    pane.set_marks(True)
    assert pane.texts[0].rendered.toPlainText() == "a⟦U+202E⟧b"


def test_the_difference_of_a_correction_has_its_marks_switched_too(pane: ResponsePane) -> None:
    state = a_state(response="a\u202eb", state={"correcting": True})
    pane.show_state(replace(state, diff=diff_words("a\u202eb", "a\u202ec")))
    assert "⟦U+202E⟧" in pane.correction.diff_view.toPlainText()
    pane.set_marks(False)
    assert "⟦" not in pane.correction.diff_view.toPlainText()
