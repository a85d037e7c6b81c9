"""Somebody at a window, for the end-to-end tests: presses real keys and waits until something is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui.main_window import MainWindow


class Person:
    """One person at one window."""

    patience_ms = 10_000

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    @property
    def item(self) -> str | None:
        value = self.window.property("itemId")
        return None if value is None else str(value)

    def sees(self, item: str | None) -> None:
        self.until(lambda: self.item == item)
        self.idle()

    def idle(self) -> None:
        self.until(lambda: self.window.tasks.busy == 0)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=self.patience_ms)

    def press(self, *keys: Any) -> None:
        """Press one key after the other; a pair is a key with its modifier."""
        for key in keys:
            key, modifier = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
            QTest.keyClick(self.focus(), key, modifier)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def find(self, name: str, kind: type[QWidget] = QWidget) -> Any:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def submit(self, following: str | None) -> None:
        """Submit, and wait for the item that follows."""
        self.press((Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
        self.sees(following)
