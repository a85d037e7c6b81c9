"""Each state without work to do says what to do, and has a button and a key for it; each is provoked for real."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.buttons import KeyButton
from tests.rights import read_only
from tests.windows import item, part

Open = Callable[..., MainWindow]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Workspace]]:
    """Makes workspaces of these items, whose project has these fields."""
    kept: list[Workspace] = []

    def making(*items: dict[str, Any], name: str = "a", **project: Any) -> Workspace:
        path = tmp_path / f"{name}.reviewer"
        kept.append(create_workspace(path, Project.model_validate({"name": "Lamps", **project}), actor="ana"))
        kept[-1].ingest.add(items)
        return kept[-1]

    yield making
    for one in kept:
        one.close()


def says(window: QWidget, name: str = "review_empty") -> str:
    place = part(window, name)
    assert place.isVisible(), name
    return " | ".join(label.text() for label in place.findChildren(QLabel) if label.isVisible())


def ways(window: QWidget) -> list[tuple[str, str]]:
    """What can be pressed on the screen, with the key that is printed on it."""
    buttons = part(window, "review_empty").findChildren(KeyButton)
    return [(one.caption(), one._key) for one in buttons if one.isVisible()]


def submit(window: MainWindow, qtbot: QtBot, following: str | None) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_1)
    QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.property("itemId") == following, timeout=5000)
    if following is None:
        qtbot.waitUntil(part(window, "review_empty").isVisible, timeout=5000)
    QTest.qWait(40)  # what is done after the paint


def test_an_empty_queue_leads_to_the_import_by_button_and_by_key(open_window: Open, made: Any, tmp_path: Path) -> None:
    workspace = made()
    window = open_window(workspace)
    assert "Nothing was imported yet" in says(window)
    assert ways(window) == [("Import flagged outputs…", "Ctrl I"), ("Look again", "F5")]
    QTest.mouseClick(part(window, "review_empty_button"), Qt.MouseButton.LeftButton)
    assert window.findChild(QFileDialog) is not None
    workspace.ingest.add([item(1)])
    window.actions_of_window.close_dialog()
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.property("itemId") == "item-1"


def test_a_finished_queue_says_what_was_done(open_window: Open, made: Any, qtbot: QtBot) -> None:
    window = open_window(made(item(1)))
    submit(window, qtbot, None)
    assert "Everything is judged | 1 review is yours. Every item has its reviews." in says(window)


def test_what_waits_for_others_is_told_and_when_something_comes_back(
    open_window: Open, made: Any, qtbot: QtBot
) -> None:
    workspace = made(item(1), item(2), overlap=2)
    workspace.reviews.submit({"item_id": "item-2", "reviewer": "ben", "verdict": "reject"})
    window = open_window(workspace)
    submit(window, qtbot, "item-2")
    submit(window, qtbot, None)
    told = says(window)
    assert "You are through for now" in told
    assert "2 reviews are yours." in told
    assert "wait for reviews of others" in told or "waits for the review of somebody else" in told
    assert "comes here by itself" in told
    assert ("See all items", "Ctrl 2") in ways(window)


def test_an_item_put_off_comes_back_at_once_where_nothing_else_is_left(
    open_window: Open, made: Any, qtbot: QtBot
) -> None:
    workspace = made(item(1), item(2))
    window = open_window(workspace)
    workspace.reviews.submit({"item_id": "item-1", "reviewer": "ana", "skip": {"kind": "defer"}})
    window.room("review").presenter.start()  # type: ignore[union-attr]
    assert window.property("itemId") == "item-2"
    submit(window, qtbot, "item-1")
    assert window.property("itemId") == "item-1"


def test_no_evidence_no_hits_and_nothing_captured_are_said_in_their_panes(open_window: Open, made: Any) -> None:
    silent = item(1, prompt=None, messages=[{"role": "user", "content": None}], response="")
    window = open_window(made(silent))
    assert "No evidence came with this item" in says(window, "evidence_pane")
    assert "No policy hits came with this item." in says(window, "policy_pane")
    assert "Content not captured" in says(window, "prompt_pane")
    assert "The response is empty." in says(window, "response_pane")


def test_a_file_that_goes_away_loses_nothing_and_work_goes_on_when_it_is_back(
    open_window: Open, made: Any, qtbot: QtBot
) -> None:
    workspace = made(item(1), item(2), item(3))
    window = open_window(workspace)
    away = workspace.path.with_name("away.reviewer")
    workspace.path.rename(away)
    submit(window, qtbot, "item-2")
    submit(window, qtbot, None)
    told = says(window)
    assert "The database cannot be reached" in told
    assert "is not there any more" in told
    assert "2 submissions wait safely on this machine." in told
    assert ways(window)[0] == ("Try again", "F5")
    away.rename(workspace.path)
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.property("itemId") == "item-3", timeout=5000)
    assert [row.state for row in workspace.queue.page()] == ["resolved", "resolved", "open"]


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_read_only_workspace_can_be_read_and_says_why_nothing_can_be_decided(
    open_window: Open, made: Any, folder_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = made(item(1))
    workspace.close()
    home = Path(tempfile.mkdtemp(prefix="home"))
    home.chmod(0o777)
    monkeypatch.setenv("REVIEWER_HOME", str(home))
    with read_only(workspace.path, folder_too=folder_too) as copy, open_workspace(copy, actor="ana") as opened:
        window = open_window(opened)
        told = says(window)
        assert "This workspace can only be read" in told
        assert "read-only for you" in told
        assert ways(window)[0] == ("Read the items", "Ctrl 2")
        QTest.mouseClick(part(window, "review_empty_button"), Qt.MouseButton.LeftButton)
        assert window.current_room == "queue"
        QApplication.processEvents()
        assert _reads(window, "Answer 1.")
        window.close()
    shutil.rmtree(home)


def _reads(window: QWidget, words: str) -> bool:
    return any(words in str(view.property("sourceText") or "") for view in window.findChildren(QWidget))


def test_the_screen_has_the_focus_on_its_first_way_on(open_window: Open, made: Any) -> None:
    window = open_window(made())
    first = part(window, "review_empty_button")
    assert isinstance(first, QPushButton)
    assert first.hasFocus()
    assert "JSONL" in part(window, "review_empty").accessibleDescription()
