"""Somebody starts the program for the first time: welcome, demo, five hints, the palette, and a key of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reviewer.config.recent import missing_workspaces, recent_workspaces, remember_workspace
from reviewer.config.settings import load_settings
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.main_window import MainWindow
from reviewer.ui.memory import Memory
from reviewer.ui.theme import Theme
from tests.people import Person

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NEXT_HINT = (Qt.Key.Key_Period, CTRL)


@pytest.fixture
def newcomer(qapp: QApplication, qtbot: QtBot) -> Iterator[Person]:
    """Somebody before the window of a first start."""
    theme = Theme("light", 11)
    theme.install(qapp)
    window = MainWindow(theme, LiveSettings(), memory=Memory())
    window.keyboard.set_overrides({})
    window.resize(1280, 800)
    window.actions_of_window.show_hints_once()
    window.show()
    window.activateWindow()
    yield Person(window, qtbot)
    window.close()
    theme.uninstall()
    window.deleteLater()
    qapp.processEvents()


def opens_the_demo(person: Person) -> None:
    person.press((Qt.Key.Key_T, CTRL | SHIFT))
    person.until(lambda: person.item is not None)
    person.idle()


def hint(person: Person) -> str:
    text: str = person.find("hint_text", QLabel).text()
    return text


def test_the_welcome_leads_to_the_demo_and_five_hints_that_stop_no_key(newcomer: Person) -> None:
    assert newcomer.find("welcome_panel").isVisible()
    assert newcomer.focus().objectName() == "start_open"
    opens_the_demo(newcomer)
    newcomer.until(lambda: newcomer.window.actions_of_window.hints_on)
    assert newcomer.focus().objectName() == "response_view"
    assert newcomer.find("hint_number", QLabel).text() == "Hint 1 of 5"
    first = newcomer.item
    newcomer.press(Qt.Key.Key_J, Qt.Key.Key_C, Qt.Key.Key_1)
    newcomer.press((Qt.Key.Key_2, SHIFT), (Qt.Key.Key_Return, CTRL))
    newcomer.until(lambda: newcomer.item != first)
    told = [hint(newcomer)]
    for _ in range(4):
        newcomer.press(NEXT_HINT)
        told.append(hint(newcomer))
    assert len(set(told)) == 5
    assert "Ctrl K finds any action" in told[4]
    newcomer.press(NEXT_HINT)
    assert not newcomer.window.actions_of_window.hints_on
    assert load_settings().hints is False


def test_escape_dismisses_the_hints_for_good_and_the_help_menu_brings_them_back(newcomer: Person) -> None:
    opens_the_demo(newcomer)
    window = newcomer.window
    newcomer.until(lambda: window.actions_of_window.hints_on)
    newcomer.press(Qt.Key.Key_T)
    newcomer.write("A comment")
    newcomer.press(Qt.Key.Key_Escape)  # belongs to the text field
    assert window.actions_of_window.hints_on
    newcomer.find("response_view").setFocus()
    newcomer.press(Qt.Key.Key_Escape)
    assert not window.actions_of_window.hints_on
    assert load_settings().hints is False
    window.actions_of_window.show_hints_once()
    window.item_shown.emit()
    newcomer.qtbot.wait(1000)
    assert not window.actions_of_window.hints_on
    newcomer.press((Qt.Key.Key_K, CTRL))
    newcomer.until(lambda: newcomer.focus().objectName() == "palette_search")
    newcomer.write("five hints")
    newcomer.press(Qt.Key.Key_Return)
    newcomer.until(lambda: window.actions_of_window.hints_on)


def test_the_hints_point_at_the_part_that_they_are_about(newcomer: Person) -> None:
    opens_the_demo(newcomer)
    newcomer.until(lambda: newcomer.window.actions_of_window.hints_on)
    ground = newcomer.window.centralWidget()
    assert ground is not None
    for name in ("response_pane", "policy_pane", "evidence_pane", "verdict_bar", "keys_button"):
        target, ring, bubble = (newcomer.find(one) for one in (name, "hint_ring", "hint_bubble"))
        place = target.mapTo(ground, target.rect().center())
        assert (ring.geometry().center() - place).manhattanLength() < 4
        assert ground.rect().contains(bubble.geometry())
        assert bubble.accessibleName().startswith("Hint ")
        newcomer.window.resize(1180, 760)
        newcomer.press(NEXT_HINT)
        newcomer.qtbot.wait(20)


def test_a_workspace_whose_file_is_gone_is_grey_says_so_and_goes_by_a_key(newcomer: Person, tmp_path: Path) -> None:
    gone, there = tmp_path / "gone.reviewer", tmp_path / "there.reviewer"
    there.write_bytes(b"")
    for path in (there, gone):
        remember_workspace(path)
    screen = newcomer.window.start_screen
    recent = recent_workspaces()
    screen.show_recent(recent, missing_workspaces(recent))
    assert newcomer.find("recent_0_missing", QLabel).text().startswith("The file is not there now")
    assert newcomer.window.findChild(QLabel, "recent_1_missing") is None
    assert newcomer.focus().objectName() == "recent_0"
    newcomer.press(Qt.Key.Key_Delete)
    newcomer.until(lambda: recent_workspaces() == [str(there)])
    assert newcomer.focus().objectName() == "recent_0"


def test_a_key_of_ones_own_is_recorded_after_a_conflict_and_used_for_the_next_item(newcomer: Person) -> None:
    opens_the_demo(newcomer)
    newcomer.until(lambda: newcomer.window.actions_of_window.hints_on)
    newcomer.press((Qt.Key.Key_6, CTRL))
    assert not newcomer.window.actions_of_window.hints_on
    newcomer.press((Qt.Key.Key_F, CTRL))
    newcomer.write("write a correction")
    table = newcomer.find("keys_table")
    table.setFocus()
    newcomer.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    newcomer.until(lambda: newcomer.focus().objectName() == "key_recorder")
    newcomer.press(Qt.Key.Key_T)
    assert "“Write a comment”" in newcomer.find("key_recorder_why", QLabel).text()
    newcomer.press(Qt.Key.Key_F9)
    newcomer.until(lambda: load_settings().keys == {"review.correct": "F9"})
    newcomer.until(lambda: newcomer.focus().objectName() == "keys_table")
    newcomer.press((Qt.Key.Key_1, CTRL))
    newcomer.press(Qt.Key.Key_F9)
    newcomer.until(lambda: newcomer.focus().objectName() == "correction_editor")
