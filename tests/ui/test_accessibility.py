"""Everything can be reached by the keyboard, shows that it has the focus, and says what it is to a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

import reviewer.ui
from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes import review_room
from tests.pseudo import greek, greek_workspace

ROOMS = ("review", "queue", "quality", "datasets", "audit", "settings")
DIALOGS = ("S", "F", "M", "?", "Ctrl+K", "Ctrl+N", "Ctrl+D")
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit, QTextEdit)
# These never take the focus, so that a selection or what is typed stays: each has a key of its own, or the arrows of
# the field above move in it. Of tabs and other groups the chosen one takes the focus, and the arrows choose.
BY_KEY = ("span_label_", "cut_button", "palette_list", "missed_hit_list", "correction_diff", "qt_")
NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)
JUST_SEEN = 40
SEEN_FROM = 0.25
"""How much of the edge of a control, at least, must look different while it has the focus."""


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Workspace]:
    with greek_workspace(tmp_path) as made:
        yield made


@pytest.fixture
def window(support: Workspace, open_window: Callable[..., MainWindow]) -> MainWindow:
    made = open_window(support, greek("ana"))
    made.resize(1600, 1000)
    QApplication.processEvents()
    return made


def _press(widget: QWidget, key: str) -> None:
    combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know that it can be indexed
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def _dialog(window: MainWindow, key: str) -> QWidget:
    view = window.findChild(QWidget, "response_view")
    assert view is not None
    view.setFocus()
    _press(view, key)
    dialog = QApplication.activeWindow()
    assert dialog is not None
    assert dialog is not window
    return dialog


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


def controls(root: QWidget) -> list[QWidget]:
    """Return what can be used in a window now; a part of another control is not one of its own."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or widget.window() is not root:
            continue
        tabs = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        part = isinstance(widget, QHeaderView) or isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit)
        if (tabs or isinstance(widget, CONTROLS)) and not part and not widget.objectName().startswith("qt_"):
            found.append(widget)
    return found


def reached_by_tab(root: QWidget) -> set[QWidget]:
    """Return what the Tab key leads to, going round once."""
    reached: set[QWidget] = set()
    for _ in range(400):
        focus = QApplication.focusWidget() or root
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
    return reached


def not_reached(root: QWidget) -> list[str]:
    """Return the controls of a window that the Tab key never leads to."""
    reached = reached_by_tab(root)
    group = {button.group() for button in reached if isinstance(button, QAbstractButton)} - {None}
    missed = []
    for widget in controls(root):
        alone = not (isinstance(widget, QAbstractButton) and widget.group() in group)
        inside = any(widget.isAncestorOf(one) for one in reached)  # a box whose field takes the focus
        if widget not in reached and alone and not inside and not widget.objectName().startswith(BY_KEY):
            missed.append(_name(widget))
    return missed


def test_a_control_that_tab_does_not_lead_to_is_found(window: MainWindow) -> None:
    lost = QPushButton("Lost", window)
    lost.setObjectName("lost_button")
    lost.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    lost.show()
    assert not_reached(window) == ["QPushButton lost_button"]


def unnamed(root: QWidget) -> list[str]:
    """Return the controls that tell assistive technology no name or no role."""
    found = []
    for widget in controls(root):
        told = QAccessible.queryAccessibleInterface(widget)
        scrolls = isinstance(widget, QAbstractScrollArea)
        if not told.text(QAccessible.Text.Name) or (told.role() in NO_ROLE and not scrolls):
            found.append(f"{_name(widget)} is {told.text(QAccessible.Text.Name)!r}, {told.role().name}")
        if not widget.objectName():
            found.append(f"{_name(widget)} has no object name")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_control_of_a_room_tells_its_name_and_role_and_tab_leads_to_it(room: str, window: MainWindow) -> None:
    window.go_to(room)
    QApplication.processEvents()
    assert unnamed(window) == []
    assert not_reached(window) == []


@pytest.mark.parametrize("key", DIALOGS)
def test_every_control_of_a_dialog_tells_its_name_and_role_and_tab_leads_to_it(key: str, window: MainWindow) -> None:
    dialog = _dialog(window, key)
    assert unnamed(dialog) == []
    assert not_reached(dialog) == []


def test_a_card_says_how_it_is_chosen(window: MainWindow) -> None:
    cards = [one for one in controls(window) if one.property("role") == "card"]
    assert cards
    for card in cards:
        told = QAccessible.queryAccessibleInterface(card)
        assert told.text(QAccessible.Text.Description).startswith("Space "), _name(card)


def test_a_control_without_a_name_is_found(window: MainWindow) -> None:
    silent = QPushButton("", window)
    silent.setObjectName("silent_button")
    silent.show()
    assert unnamed(window) == ["QPushButton silent_button is '', Button"]


# ---- the ring around what has the focus -------------------------------------------------------------------


def _looks(widget: QWidget) -> NDArray[np.int16]:
    """Return the pixels of a control and of what is just around it: rows, columns, colours."""
    root = widget.window()
    corner = widget.mapTo(root, widget.rect().topLeft())
    picture = root.grab(widget.rect().translated(corner).adjusted(-3, -3, 3, 3)).toImage()
    shown = picture.convertToFormat(QImage.Format.Format_RGB32)  # four bytes each, the last of which says nothing
    pixels = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.width(), 4)
    return pixels[:, :, :3].astype(np.int16)


def edge_that_differs(widget: QWidget, rest: QWidget | None) -> float:
    """Return which share of the edge of a control looks different once it has the focus."""
    around = widget.parentWidget()
    while around is not None:  # the Tab key would scroll there
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
    if rest is None:
        widget.clearFocus()
    else:
        rest.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    before = _looks(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = _looks(widget)
    differs = (np.abs(before - after) >= JUST_SEEN).any(axis=2)  # what can be told apart at a glance
    height, width = differs.shape
    sides = (differs[:8], differs[-8:], differs[:, :8], differs[:, -8:])
    lengths = (width, width, height, height)
    shares: list[float] = sorted(float(side.sum()) / length for side, length in zip(sides, lengths, strict=True))
    return shares[1]


def not_seen(root: QWidget) -> list[str]:
    """Return the controls that look the same, or nearly so, with and without the focus."""
    focusable = [
        widget
        for widget in controls(root)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QMenuBar)
    ]
    found = []
    for widget in focusable:
        others = (one for one in focusable if one is not widget and not one.isAncestorOf(widget))
        rest = next(others, None)
        share = edge_that_differs(widget, rest)
        if share < SEEN_FROM:
            found.append(f"{_name(widget)} {share:.2f}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_control_of_a_room_shows_that_it_has_the_focus_in_both_palettes(room: str, window: MainWindow) -> None:
    window.theme.choose("light", 11)
    window.go_to(room)
    QApplication.processEvents()
    assert not_seen(window) == [], "light"
    window.theme.choose("dark", 11)
    QApplication.processEvents()
    assert not_seen(window) == [], "dark"


@pytest.mark.parametrize("key", DIALOGS)
def test_every_control_of_a_dialog_shows_that_it_has_the_focus(key: str, window: MainWindow) -> None:
    assert not_seen(_dialog(window, key)) == []


def test_a_control_that_hides_the_focus_is_found(window: MainWindow) -> None:
    plain = QWidget(window)
    plain.setObjectName("plain")
    plain.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    plain.setGeometry(600, 300, 80, 40)
    plain.show()
    assert [one.partition(" 0")[0] for one in not_seen(window) if "plain" in one] == ["QWidget plain"]


# ---- what is announced ------------------------------------------------------------------------------------


def test_a_new_item_is_announced(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    class Listening:
        """What a screen reader would hear; Qt gives no other way to listen to its events from Python."""

        isActive = staticmethod(lambda: True)  # noqa: N815  the name is Qt's

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            said.append(event.message())  # type: ignore[attr-defined]  # an announcement

    monkeypatch.setattr(review_room, "QAccessible", Listening)
    before = window.property("itemId")
    view = window.findChild(QWidget, "response_view")
    assert view is not None
    view.setFocus()
    _press(view, "S")
    dialog = QApplication.activeWindow()
    assert dialog is not None
    _press(dialog, "D")
    now = window.property("itemId")
    assert now not in (None, before)
    assert any(now in text and "1 policy hit" in text and "2 passages" in text for text in said)


# ---- nothing moves by itself -------------------------------------------------------------------------------

MOVING = re.compile(r"\bQ\w*Animation\w*\b|\bQTimeLine\b|\bQMovie\b|\bsetAnimated\(True|\bsetEffectEnabled\([^)]*True")


def test_nothing_in_the_window_is_animated() -> None:
    folder = Path(reviewer.ui.__file__).parent
    assert [file.name for file in folder.rglob("*.py") if MOVING.search(file.read_text("utf-8"))] == []
    assert MOVING.search("self._slide = QPropertyAnimation(panel)")
