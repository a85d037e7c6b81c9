"""A real workspace and a real window for the tests that need them; their conftest files take the fixtures from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.main_window import MainWindow
from reviewer.ui.tasks import InlineRunner
from reviewer.ui.theme import Theme


def raise_it(error: Exception) -> None:
    """Fail the test with an error that nothing handled."""
    raise error


def part(window: QWidget, name: str) -> QWidget:
    """The one widget of that name in a window."""
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def item(number: int, **fields: Any) -> dict[str, Any]:
    """A small flagged item."""
    return {
        "id": f"item-{number}",
        "source": {"system": "tests"},
        "prompt": f"Question {number}?",
        "response": f"Answer {number}.",
        **fields,
    }


@pytest.fixture(autouse=True)
def no_key_held() -> None:
    """Let go of the modifier that the last key of an earlier test leaves down; with Ctrl down a selection grows."""
    if isinstance(app := QApplication.instance(), QApplication) and app.keyboardModifiers():
        hand = QWidget()
        QTest.keyRelease(hand, Qt.Key.Key_Control, Qt.KeyboardModifier.NoModifier)
        hand.deleteLater()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on disk with three items."""
    with create_workspace(tmp_path / "support.reviewer", Project(name="Support"), actor="ana") as made:
        made.ingest.add([item(number) for number in range(3)])
        yield made


@pytest.fixture
def open_window(qapp: QApplication) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows whose slow work is done at once, and closes them in the end."""
    opened: list[MainWindow] = []

    def opening(workspace: Workspace, reviewer: str = "ana") -> MainWindow:
        window = create_window(workspace, reviewer, tasks=InlineRunner(raise_it))
        opened.append(window)
        window.activateWindow()
        qapp.processEvents()
        return window

    yield opening
    for window in opened:
        window.close()
        window.theme.uninstall()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def bare_window(qapp: QApplication) -> Iterator[MainWindow]:
    """A window on which nothing is open, with the lanes of the running program."""
    theme = Theme("light", 11)
    theme.install(qapp)
    made = MainWindow(theme, LiveSettings())
    made.show()
    qapp.processEvents()
    yield made
    made.close()
    theme.uninstall()
    made.deleteLater()
    qapp.processEvents()
