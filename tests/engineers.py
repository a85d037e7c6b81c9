"""An engineer at the datasets room, for the end-to-end tests: presses real keys and waits until something is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.datasets_room import DatasetsRoom
from tests.people import Person
from tests.windows import item

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Engineer(Person):
    """Somebody in the datasets room."""

    patience_ms = 20_000

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        super().__init__(window, qtbot)
        self.press((K.Key_4, CTRL))
        self.until(lambda: isinstance(window.room("datasets"), DatasetsRoom))
        room = window.room("datasets")
        assert isinstance(room, DatasetsRoom)
        self.room = room
        self.until(lambda: room.presenter.state.counted is not None)

    def tab_to(self, name: str) -> None:
        for _ in range(80):
            focus = QApplication.focusWidget()
            if focus is not None and focus.objectName() == name:
                return
            self.press(K.Key_Tab)
        raise AssertionError(f"{name} cannot be reached with the Tab key")

    def choose(self, letter: K, name: str) -> None:
        self.tab_to("recipe_list")
        if self.room.presenter.state.name != name:  # two letters soon after each other are one word to look for
            self.press(K.Key_Home)
            self.press(letter)
        assert self.room.presenter.state.name == name
        self.counted()

    def counted(self) -> None:
        self.until(lambda: self.room.presenter.state.counted is not None)

    def name_folder(self, folder: Path) -> None:
        self.tab_to("export_folder")
        self.press((K.Key_A, CTRL))
        self.write(str(folder))

    def export(self) -> None:
        self.press((K.Key_E, CTRL))
        self.until(lambda: not self.room.export.state.running)

    def dialog(self, name: str) -> QDialog:
        """Wait for a dialog and for the focus in it."""
        self.until(lambda: self.window.findChild(QDialog, name) is not None)
        found = self.find(name, QDialog)
        assert isinstance(found, QDialog)
        self.until(lambda: found.isAncestorOf(QApplication.focusWidget() or self.window))
        return found

    def back(self) -> None:
        """Wait for a dialog to close, and give the window the keyboard again, as a desktop does by itself."""
        self.until(lambda: not any(each.isVisible() for each in self.window.findChildren(QDialog)))
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)


@pytest.fixture
def lamps(tmp_path: Path) -> Iterator[Workspace]:
    """Ten items in two languages, eight of them corrected."""
    with create_workspace(tmp_path / "lamps.reviewer", Project(name="Lamps"), actor="ana") as made:
        made.ingest.add(item(n, metadata={"language": "de" if n % 2 else "en"}) for n in range(10))
        for n in range(8):
            made.reviews.submit(
                {"item_id": f"item-{n}", "reviewer": "bo", "verdict": "revise", "correction": f"Better answer {n}. 😀"}
            )
        yield made


@pytest.fixture
def engineer(lamps: Workspace, qtbot: QtBot) -> Iterator[Engineer]:
    """Somebody who looks at the datasets of these items."""
    window = create_window(lamps, "ana")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    yield Engineer(window, qtbot)
    window.close()
    window.deleteLater()
    QApplication.processEvents()
