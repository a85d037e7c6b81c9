"""With letters of twice the usual size nothing is cut off: it wraps, scrolls, or stands whole in its tooltip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.safe_text import ElidedLabel, PlainLabel
from tests.pseudo import Speaking, greek, greek_workspace

ROOMS = ("review", "queue", "quality", "datasets", "audit", "settings")
USUAL, TWICE, LARGEST = 11, 22, 24
WIDE, NARROW = (1600, 1000), (1280, 800)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Workspace]:
    with greek_workspace(tmp_path) as made:
        yield made


def _settle() -> None:
    for _ in range(4):  # a label that wraps anew asks for another height, and so on upwards
        QApplication.processEvents()


def _window(opened: MainWindow, text_size: int, size: tuple[int, int]) -> MainWindow:
    opened.theme.choose("light", text_size)
    opened.resize(*size)
    _settle()
    return opened


def cut_off(root: QWidget) -> list[str]:
    """Return what a person cannot read whole, neither by scrolling nor in a tooltip."""
    return [
        f"{type(widget).__name__} {widget.objectName()} {why}"
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and widget.window() is root and widget.width() and (why := _why_cut(widget))
    ]


def _why_cut(widget: QWidget) -> str:
    asked, given = widget.sizeHint(), widget.size()
    if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, ElidedLabel):
        if widget.wordWrap() and widget.heightForWidth(given.width()) > given.height() + 1:
            return f"“{widget.text()[:40]}” is higher than {given.height()}"
        if not widget.wordWrap() and (asked.width() > given.width() + 1 or asked.height() > given.height() + 1):
            return f"“{widget.text()[:40]}” is larger than {given.width()} x {given.height()}"
    narrow = asked.width() > given.width() + 1 and not widget.toolTip()
    if isinstance(widget, QAbstractButton) and widget.text() and (narrow or asked.height() > given.height() + 1):
        return f"“{widget.text()[:40]}” is larger than {given.width()} x {given.height()}"
    if isinstance(widget, QLineEdit | QComboBox | QAbstractSpinBox) and asked.height() > given.height() + 1:
        return f"is higher than {given.height()}"
    text = isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox)
    return "lies outside of what is shown" if text and _outside(widget) else ""


def _outside(widget: QWidget) -> bool:
    """Tell whether a part of a widget lies where nothing can bring it into sight."""
    place, inner = QRect(QPoint(0, 0), widget.size()), widget
    while not inner.isWindow():
        outer = inner.parentWidget()
        assert outer is not None
        around = outer.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is outer:
            return False
        place = place.translated(inner.pos())
        if not outer.rect().adjusted(-1, -1, 1, 1).contains(place):
            return True
        inner = outer
    return False


def _rooms(window: MainWindow) -> dict[str, list[str]]:
    """Return what is cut off in each room."""
    found = {}
    for room in ROOMS:
        window.go_to(room)
        _settle()
        found[room] = cut_off(window)
    return {room: cut for room, cut in found.items() if cut}


@pytest.mark.parametrize(("text_size", "size"), [(USUAL, NARROW), (TWICE, NARROW), (TWICE, WIDE), (LARGEST, WIDE)])
def test_no_room_cuts_anything_off(
    text_size: int, size: tuple[int, int], support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _window(open_window(support, greek("ana")), text_size, size)
    assert _rooms(window) == {}
    assert window.size().toTuple() == size


@pytest.mark.parametrize("key", ["S", "F", "M", "?", "Ctrl+K", "Ctrl+N"])
def test_a_dialog_cuts_nothing_off_with_letters_of_twice_the_size(
    key: str, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _window(open_window(support, greek("ana")), TWICE, NARROW)
    view = window.findChild(QWidget, "response_view")
    assert view is not None
    view.setFocus()
    combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know that it can be indexed
    QTest.keyClick(view, combination.key(), combination.keyboardModifiers())
    _settle()
    dialog = QApplication.activeWindow()
    assert dialog is not None
    assert dialog is not window
    assert cut_off(dialog) == []


def test_letters_that_grow_while_the_window_is_open_cut_nothing_off(
    support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _window(open_window(support, greek("ana")), USUAL, NARROW)
    _window(window, TWICE, NARROW)
    assert window.size().toTuple() == NARROW
    assert cut_off(window) == []


def test_a_language_with_longer_words_cuts_nothing_off(
    support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    with Speaking():
        assert _rooms(_window(open_window(support, greek("ana")), USUAL, NARROW)) == {}


def test_a_text_that_is_cut_off_is_found(support: Workspace, open_window: Callable[..., MainWindow]) -> None:
    window = _window(open_window(support, greek("ana")), USUAL, NARROW)
    short = PlainLabel("This sentence does not fit in here", window)
    short.setGeometry(400, 300, 60, 20)
    short.show()
    low = PlainLabel("This sentence does not fit in here", window, wrap=True)
    low.setGeometry(400, 340, 60, 20)
    low.show()
    away = PlainLabel("Away", window)
    away.setGeometry(1270, 400, away.sizeHint().width(), 20)
    away.show()
    assert len(cut_off(window)) == 3
