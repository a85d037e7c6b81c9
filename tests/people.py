"""Somebody at a window, for the end-to-end tests: presses real keys and waits until something is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.services.workspace import Workspace
from reviewer.ui.app import create_window
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


@pytest.fixture
def sit_down(qtbot: QtBot) -> Iterator[Callable[..., Person]]:
    """Open windows on workspaces for people, and close them at the end."""
    windows: list[MainWindow] = []

    def open_window(workspace: Workspace, reviewer: str = "ana") -> Person:
        window = create_window(workspace, reviewer)
        windows.append(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow(), timeout=10_000)
        return Person(window, qtbot)

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.processEvents()
