"""The engineer's way to training data in the real window, by real keys."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.datasets_room import DatasetsRoom
from tests.windows import item

IO_WORKERS = 3
K = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "lamps.reviewer", Project(name="Lamps"), actor="ana") as made:
        made.ingest.add(item(n, metadata={"language": "de" if n % 2 else "en"}) for n in range(10))
        for n in range(8):
            made.reviews.submit(
                {"item_id": f"item-{n}", "reviewer": "bo", "verdict": "revise", "correction": f"Better answer {n}. 😀"}
            )
        yield made


class Engineer:
    """Somebody in the datasets room: presses keys, waits until something is seen."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.press(K.Key_4, CTRL)
        self.until(lambda: isinstance(window.room("datasets"), DatasetsRoom))
        room = window.room("datasets")
        assert isinstance(room, DatasetsRoom)
        self.room = room
        self.until(lambda: room.presenter.state.counted is not None)

    def press(self, key: K, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    def tab_to(self, name: str) -> None:
        for _ in range(80):
            focus = QApplication.focusWidget()
            if focus is not None and focus.objectName() == name:
                return
            self.press(K.Key_Tab)
        raise AssertionError(f"{name} cannot be reached with the Tab key")

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def choose(self, letter: K, name: str) -> None:
        self.tab_to("recipe_list")
        self.press(K.Key_Home)
        self.press(letter)
        current = self.room.presenter.state
        assert current.name == name
        self.until(lambda: self.room.presenter.state.counted is not None)

    def name_folder(self, folder: Path) -> None:
        self.tab_to("export_folder")
        self.press(K.Key_A, CTRL)
        self.write(str(folder))

    def export(self) -> None:
        self.press(K.Key_E, CTRL)
        self.until(lambda: not self.room.export.state.running)


@pytest.fixture
def engineer(workspace: Workspace, qtbot: QtBot) -> Iterator[Engineer]:
    window = create_window(workspace, "ana")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    yield Engineer(window, qtbot)
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def test_preference_pairs_are_chosen_filtered_and_exported_by_keys_alone_and_load_as_they_are(
    engineer: Engineer, tmp_path: Path
) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.tab_to("datasets_where")
    engineer.write("language == 'de'")
    engineer.until(lambda: engineer.room.export.state.rows == 4)
    engineer.name_folder(tmp_path / "pairs")
    engineer.export()
    assert engineer.room.export.state.problem == ""

    import datasets

    loaded = datasets.load_dataset(str(tmp_path / "pairs"), cache_dir=str(tmp_path / "cache"))
    rows = [row for split in loaded.values() for row in split]
    assert len(rows) == 4
    assert {row["chosen"][0]["content"] for row in rows} == {f"Better answer {n}. 😀" for n in (1, 3, 5, 7)}
    assert {row["rejected"][0]["content"] for row in rows} == {f"Answer {n}." for n in (1, 3, 5, 7)}


def test_escape_stops_an_export_and_nothing_is_left(engineer: Engineer, workspace: Workspace, tmp_path: Path) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(tmp_path / "pairs")
    gate = threading.Event()
    for _ in range(IO_WORKERS):  # the export of eight rows would be over before a hand reaches Escape
        engineer.window.tasks.io(lambda: gate.wait(20))
    engineer.press(K.Key_E, CTRL)
    engineer.press(K.Key_Escape)
    gate.set()
    engineer.until(lambda: not engineer.room.export.state.running)
    assert "cancelled" in engineer.room.export.state.problem
    assert not (tmp_path / "pairs").exists()
    assert not list(tmp_path.glob(".*"))
    assert workspace.datasets.list() == ()


def test_a_filter_with_a_mistake_is_explained_and_exports_nothing(engineer: Engineer, tmp_path: Path) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.tab_to("datasets_where")
    engineer.write("verdct == 'reject'")
    assert "did you mean verdict" in engineer.room.presenter.state.where_problem
    engineer.name_folder(tmp_path / "pairs")
    engineer.press(K.Key_E, CTRL)
    assert engineer.room.export.state.problem
    assert not (tmp_path / "pairs").exists()


def test_a_folder_that_is_taken_keeps_what_is_in_it(engineer: Engineer, tmp_path: Path) -> None:
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "mine.txt").write_text("keep me")
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(tmp_path / "pairs")
    engineer.export()
    assert "not empty" in engineer.room.export.state.problem
    assert (tmp_path / "pairs" / "mine.txt").read_text() == "keep me"
    assert [path.name for path in (tmp_path / "pairs").iterdir()] == ["mine.txt"]


def test_a_window_that_closes_during_an_export_leaves_nothing_half_written(
    engineer: Engineer, workspace: Workspace, tmp_path: Path
) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(tmp_path / "pairs")
    engineer.press(K.Key_E, CTRL)
    engineer.window.close()
    folder = tmp_path / "pairs"
    assert folder.exists() == bool(workspace.datasets.list())
    assert not list(tmp_path.glob(".*"))
