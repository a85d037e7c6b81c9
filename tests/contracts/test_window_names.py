"""What assistive technology and outside tests need: names on everything that can be used, and no text that is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from reviewer.config.paths import shipped
from reviewer.services.demo import open_demo
from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.buttons import KeyButton, NavButton
from reviewer.ui.rooms import ROOMS
from reviewer.ui.safe_text import ElidedLabel
from tests.windows import part

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
PROMISED = (
    "prompt_pane", "response_pane", "evidence_pane", "policy_pane", "verdict_bar", "correction_pane", "prompt_view",
    "response_view", "evidence_view", "correction_editor", "comment_editor", "verdict_approve", "verdict_revise",
    "verdict_reject", "submit_button", "undo_button", "skip_button", "escalate_button", "progress_label",
    "saved_label", "lease_label",
)  # fmt: skip


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workspace]:
    """The shipped demo queue, which has something of everything."""
    assert shipped("resources/demo/items.jsonl").is_file()
    with open_demo("ana", tmp_path) as workspace:
        yield workspace


def inner(widget: QWidget) -> bool:
    """Whether Qt itself made this part of a larger control."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit) or parent.inherits(
            "QMenuBar"
        ):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_") or widget.inherits("QHeaderView")


def enter(window: MainWindow, room: str, qapp: QApplication) -> None:
    window.go_to(room)
    for _ in range(5):  # layouts inside layouts settle one after the other
        qapp.processEvents()
    assert window.room(room) is not None, window.error_banner.text()


def nameless(top: QWidget) -> list[str]:
    found = []
    for widget in top.findChildren(QWidget):
        if isinstance(widget, INTERACTIVE) and not inner(widget):
            text = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if not widget.objectName() or not text:
                found.append(f"{type(widget).__name__} {widget.objectName()!r} {text!r}")
    return found


@pytest.mark.parametrize("room", [room.id for room in ROOMS])
def test_everything_that_can_be_used_has_a_name_and_says_what_it_is(
    room: str, open_window: Callable[..., MainWindow], demo: Workspace, qapp: QApplication
) -> None:
    window = open_window(demo)
    enter(window, room, qapp)
    assert nameless(window) == []


@pytest.mark.parametrize("opened", ["show_palette", "show_keys", "ask_person", "new_workspace", "show_about"])
def test_the_same_holds_in_the_dialogs_of_the_window(
    opened: str, open_window: Callable[..., MainWindow], demo: Workspace, qapp: QApplication
) -> None:
    window = open_window(demo)
    getattr(window.actions_of_window, opened)()
    qapp.processEvents()
    dialog = window.findChild(QDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.windowTitle()
    assert nameless(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_promised_names_are_there(
    open_window: Callable[..., MainWindow], demo: Workspace, qapp: QApplication
) -> None:
    window = open_window(demo)
    enter(window, "review", qapp)
    for name in PROMISED:
        part(window, name)
    assert window.property("itemId")
    for view in ("prompt_view", "response_view", "evidence_view"):
        assert isinstance(part(window, view).property("sourceText"), str)


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 800)])
@pytest.mark.parametrize("room", [room.id for room in ROOMS])
def test_no_text_is_cut(
    room: str,
    size: tuple[int, int],
    open_window: Callable[..., MainWindow],
    demo: Workspace,
    qapp: QApplication,
) -> None:
    window = open_window(demo)
    window.resize(*size)
    enter(window, room, qapp)
    assert (window.width(), window.height()) == size
    cut = []
    for button in window.findChildren(QPushButton):
        if button.isVisible() and isinstance(button, KeyButton | NavButton):
            wanted = button.sizeHint()
            if button.width() < wanted.width() or button.height() < wanted.height():
                cut.append(f"button {button.objectName()} {button.size().toTuple()} of {wanted.toTuple()}")
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not isinstance(label, ElidedLabel):
            wide = 0 if label.wordWrap() else label.sizeHint().width()
            high = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            if label.width() < wide or label.height() < high:
                cut.append(f"label {label.objectName()!r} {label.text()[:40]!r} {label.size().toTuple()}")
    assert not cut


def test_the_whole_window_can_be_walked_with_the_tab_key(
    open_window: Callable[..., MainWindow], demo: Workspace, qapp: QApplication
) -> None:
    window = open_window(demo)
    window.go_to("review")
    qapp.processEvents()
    reached: set[str] = set()
    widget: QWidget | None = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget.objectName())
        widget = widget.nextInFocusChain()
    assert {"nav_queue", "verdict_approve", "submit_button", "person_button"} <= reached
