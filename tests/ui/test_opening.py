"""The first item is on screen before its workspace is open; then the claimed one takes its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from reviewer.ui.main_window import MainWindow
from tests.windows import item, part

LONG = "The guarantee of the lamp lasts two years from the day of purchase. " * 200


class Gate:
    """Holds back the opening of a workspace until it is let go, as a slow disk would."""

    def __init__(self) -> None:
        self.begun = 0
        self.pending: Callable[[], None] | None = None

    def hold(self, window: MainWindow) -> None:
        store: Any = window.tasks.store

        def gated(job: Callable[..., Any], done: Any = None, **options: Any) -> None:
            if options.get("key") == "window.open" and "_looked" not in getattr(done, "__name__", ""):
                self.begun += 1
                self.pending = lambda: store(job, done, **options)
            else:
                store(job, done, **options)

        window.tasks.store = gated  # type: ignore[method-assign]

    def let_go(self) -> None:
        assert self.pending is not None
        self.pending()
        self.pending = None


@pytest.fixture
def window(bare_window: MainWindow) -> MainWindow:
    return bare_window


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "support.reviewer"
    hits = [{"id": "h1", "policy": "grounding", "severity": "high"}]
    with create_workspace(path, Project(name="Support"), actor="ana") as made:
        made.ingest.add([item(number, response=f"{number}. {LONG}", policy_hits=hits) for number in range(3)])
    return path


@pytest.fixture
def gate(window: MainWindow) -> Gate:
    made = Gate()
    made.hold(window)
    return made


def preview(window: MainWindow, qtbot: QtBot, gate: Gate, place: Path) -> QWidget:
    """Open a workspace as far as its preview; return the view of the response."""
    window.actions_of_window.open_path(str(place), "ana")
    qtbot.waitUntil(lambda: gate.pending is not None, timeout=20_000)
    view = part(window, "response_view")
    assert view.isVisible()
    return view


def held(window: MainWindow, qtbot: QtBot, gate: Gate) -> None:
    gate.let_go()
    qtbot.waitUntil(lambda: bool(window.property("itemId")), timeout=20_000)


def leases(place: Path) -> int:
    with open_workspace(place, actor="ana") as other:
        return len(other.queue.leases())


def top(view: QWidget) -> int:
    """The place in the text of the first letter that is in sight."""
    return int(view.cursorForPosition(QPoint(1, 1)).position())  # type: ignore[attr-defined]


def scroll_bar(view: QWidget) -> QScrollBar:
    return view.verticalScrollBar()  # type: ignore[attr-defined,no-any-return]


def test_the_first_item_can_be_read_but_not_decided_before_it_is_held(
    window: MainWindow, qtbot: QtBot, gate: Gate, place: Path
) -> None:
    view = preview(window, qtbot, gate, place)
    assert view.property("sourceText") == f"0. {LONG}"
    assert window.property("itemId") is None
    assert window.findChild(QWidget, "lease_label") is None
    for name in ("verdict_approve", "submit_button", "skip_button", "escalate_button"):
        assert not part(window, name).isEnabled(), name
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return):
        QTest.keyClick(window, key)
    assert leases(place) == 0


def test_the_item_that_is_claimed_goes_on_where_its_preview_was(
    window: MainWindow, qtbot: QtBot, gate: Gate, place: Path
) -> None:
    view = preview(window, qtbot, gate, place)
    QApplication.processEvents()
    scroll_bar(view).setValue(40)
    before = top(view)
    assert before > 0
    told: list[str] = []
    view.textChanged.connect(lambda: told.append("text"))  # type: ignore[attr-defined]
    held(window, qtbot, gate)
    assert window.property("itemId") == "item-0"
    assert part(window, "response_view") is view
    assert view.isVisible()
    assert top(view) == before
    assert told == []
    button = part(window, "verdict_approve")
    assert isinstance(button, QPushButton)
    assert button.isEnabled()
    window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_1)
    qtbot.waitUntil(button.isChecked)
    assert leases(place) >= 1


def test_another_item_takes_the_place_of_a_preview_that_was_wrong(
    window: MainWindow, qtbot: QtBot, gate: Gate, place: Path
) -> None:
    view = preview(window, qtbot, gate, place)
    with open_workspace(place, actor="ben") as other:
        other.queue.claim_item("ben", "item-0")
    held(window, qtbot, gate)
    assert window.property("itemId") == "item-1"
    assert view.property("sourceText") == f"1. {LONG}"


def test_a_project_that_changed_meanwhile_is_shown_as_it_is_now(
    window: MainWindow, qtbot: QtBot, gate: Gate, place: Path
) -> None:
    preview(window, qtbot, gate, place)
    with open_workspace(place, actor="ana") as other:
        verdicts = [{"id": "fine", "outcome": "accept"}]
        other.projects.apply(Project.model_validate({"name": "Support", "verdicts": verdicts}))
    held(window, qtbot, gate)
    assert part(window, "verdict_fine").isEnabled()


def test_a_preview_goes_away_when_the_workspace_does_not_open(
    window: MainWindow, qtbot: QtBot, gate: Gate, place: Path
) -> None:
    preview(window, qtbot, gate, place)
    connection = sqlite3.connect(place)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    gate.let_go()
    qtbot.waitUntil(lambda: bool(window.error_banner.text()), timeout=20_000)
    assert "newer Reviewer" in window.error_banner.text()
    assert window.start_screen.isVisible()
    assert window.findChild(QWidget, "review_desk") is None or not part(window, "review_desk").isVisible()


def test_a_damaged_file_is_said_to_be_damaged(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "noise.reviewer").write_bytes(b"\x00\xff" * 4096)
    window.actions_of_window.open_path(str(tmp_path / "noise.reviewer"), "ana")
    qtbot.waitUntil(lambda: bool(window.error_banner.text()), timeout=20_000)
    assert "damaged" in window.error_banner.text()
    assert window.start_screen.isVisible()


def test_another_workspace_may_be_chosen_while_one_opens(
    window: MainWindow, qtbot: QtBot, gate: Gate, place: Path
) -> None:
    preview(window, qtbot, gate, place)
    other = place.with_name("other.reviewer")
    with create_workspace(other, Project(name="Other"), actor="ana") as made:
        made.ingest.add([item(7)])
    window.actions_of_window.open_path(str(other), "ana")
    qtbot.waitUntil(lambda: gate.begun == 2, timeout=20_000)
    held(window, qtbot, gate)
    assert window.property("itemId") == "item-7"
