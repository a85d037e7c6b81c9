from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer.ui.actions import Binding
from reviewer.ui.keys import Keyboard

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """A small window with two text fields and a reading view, and what its keys have run."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.line, self.text, self.reading = QLineEdit(), QPlainTextEdit(), QPlainTextEdit("to read")
        self.reading.setReadOnly(True)
        column = QVBoxLayout(self.window)
        for field in (self.line, self.text, self.reading):
            column.addWidget(field)
        self.ran: list[str] = []
        self.selected = False
        self.keyboard = Keyboard(self.window)
        self.keyboard.bind(
            [
                self._binding("review.submit"),
                self._binding("review.undo"),
                self._binding("review.hit_unsure"),
                self._binding("app.palette"),
                self._binding("app.keys"),
                Binding("review.verdict", lambda: self.ran.append("approve"), slot="approve", keys=("1",)),
                Binding("review.rating", lambda: self.ran.append("rated 2"), slot="2", keys=("Shift+2",)),
                Binding(
                    "review.span_label",
                    lambda: self.ran.append("label"),
                    lambda: self.selected,
                    slot="unsupported",
                    keys=("u",),
                ),
            ]
        )

    def _binding(self, action: str) -> Binding:
        return Binding(action, lambda: self.ran.append(action))


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    made.window.show()
    made.window.activateWindow()
    made.window.setFocus()
    qapp.processEvents()
    yield made
    made.keyboard.release()
    made.window.close()
    made.window.deleteLater()


def test_a_letter_acts_where_nothing_is_typed(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_1)
    QTest.keyClick(desk.window, Qt.Key.Key_U)
    QTest.keyClick(desk.window, Qt.Key.Key_2, SHIFT)
    assert desk.ran == ["approve", "review.hit_unsure", "rated 2"]


def test_a_letter_acts_while_a_text_is_only_read(desk: Desk) -> None:
    desk.reading.setFocus()
    QTest.keyClick(desk.reading, Qt.Key.Key_1)
    assert desk.ran == ["approve"]
    assert desk.reading.toPlainText() == "to read"


@pytest.mark.parametrize("field", ["line", "text"])
def test_a_letter_is_typed_where_a_text_is_written(desk: Desk, field: str) -> None:
    widget = getattr(desk, field)
    widget.setFocus()
    QTest.keyClicks(widget, "1u? 2")
    assert desk.ran == []
    assert (desk.line.text() if field == "line" else desk.text.toPlainText()) == "1u? 2"


@pytest.mark.parametrize("field", ["line", "text"])
def test_return_in_a_text_field_submits_nothing_but_control_return_does(desk: Desk, field: str) -> None:
    widget = getattr(desk, field)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert desk.ran == []
    QTest.keyClick(widget, Qt.Key.Key_Return, CONTROL)
    assert desk.ran == ["review.submit"]


def test_return_outside_text_submits(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_Return)
    QTest.keyClick(desk.window, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert desk.ran == ["review.submit", "review.submit"]


@pytest.mark.parametrize("field", ["line", "text"])
def test_undo_belongs_to_the_text_first_and_to_the_last_submission_after(desk: Desk, field: str) -> None:
    widget = getattr(desk, field)
    widget.setFocus()
    QTest.keyClicks(widget, "abc")
    for _ in range(5):
        QTest.keyClick(widget, Qt.Key.Key_Z, CONTROL)
        if desk.ran:
            break
    assert (desk.line.text() if field == "line" else desk.text.toPlainText()) == ""
    assert desk.ran == ["review.undo"]


def test_the_palette_opens_from_a_text_field_that_would_keep_the_key(desk: Desk) -> None:
    desk.line.setFocus()
    desk.line.setText("keep this")
    desk.line.setCursorPosition(0)
    QTest.keyClick(desk.line, Qt.Key.Key_K, CONTROL)
    assert desk.ran == ["app.palette"]
    assert desk.line.text() == "keep this"


def test_a_label_key_wins_over_a_fixed_key_while_text_is_selected(desk: Desk) -> None:
    desk.selected = True
    QTest.keyClick(desk.window, Qt.Key.Key_U)
    desk.selected = False
    QTest.keyClick(desk.window, Qt.Key.Key_U)
    assert desk.ran == ["label", "review.hit_unsure"]


def test_a_key_of_ones_own_replaces_the_shipped_one(desk: Desk) -> None:
    desk.keyboard.set_overrides({"review.hit_unsure": "Ctrl+J"})
    desk.keyboard.bind([Binding("review.hit_unsure", lambda: desk.ran.append("unsure"))])
    QTest.keyClick(desk.window, Qt.Key.Key_U)
    assert desk.ran == []
    QTest.keyClick(desk.window, Qt.Key.Key_J, CONTROL)
    assert desk.ran == ["unsure"]


def test_a_field_that_is_deleted_while_it_has_the_focus_harms_nothing(desk: Desk, qapp: QApplication) -> None:
    desk.text.setFocus()
    desk.text.deleteLater()
    qapp.sendPostedEvents()
    qapp.processEvents()
    desk.line.setFocus()
    desk.window.setFocus()
    QTest.keyClick(desk.window, Qt.Key.Key_1)
    assert desk.ran == ["approve"]
