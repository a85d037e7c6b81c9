from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from reviewer.services.workspace import Workspace
from reviewer.ui.dialogs.key_sheet import KeySheet
from reviewer.ui.dialogs.new_workspace import NewWorkspaceDialog
from reviewer.ui.dialogs.palette import PaletteDialog, match
from reviewer.ui.dialogs.person import PersonDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.safe_text import PlainLabel
from tests.windows import part

Open = Callable[..., MainWindow]


def test_the_palette_finds_an_action_by_a_few_letters_and_runs_it(
    open_window: Open, workspace: Workspace, qapp: QApplication
) -> None:
    window = open_window(workspace)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(PaletteDialog)
    assert palette is not None
    QTest.keyClicks(palette.search, "settroom")
    assert palette.titles()[0] == "Settings room"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    QTest.qWait(1)
    assert window.current_room == "settings"


def test_the_arrows_move_in_the_palette_while_letters_go_to_its_field(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    window.actions_of_window.show_palette()
    palette = window.findChild(PaletteDialog)
    assert palette is not None
    QTest.keyClicks(palette.search, "room")
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.found.currentRow() == 1
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


@pytest.mark.parametrize(
    ("wanted", "better", "worse"),
    [("set", "Settings", "Reset"), ("room", "Queue room", "Bedrooms"), ("qr", "Queue room", "Quality lair of")],
)
def test_the_nearer_title_comes_first(wanted: str, better: str, worse: str) -> None:
    first, second = match(wanted, better), match(wanted, worse)
    assert first is not None
    assert second is None or first < second


def test_letters_that_do_not_occur_match_nothing() -> None:
    assert match("xyz", "Settings room") is None


def test_the_key_sheet_shows_keys_of_the_room_and_of_the_window(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    QTest.keyClick(window, Qt.Key.Key_Question)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    texts = {label.text() for label in sheet.findChildren(PlainLabel)}
    assert {"Review room", "Everywhere", "Ctrl K", "Ctrl ⏎", "Choose a verdict: Approve", "1"} <= texts


def test_a_person_without_a_name_is_refused_in_the_dialog(qapp: QApplication) -> None:
    dialog = PersonDialog(None, "ana")
    names: list[str] = []
    dialog.chosen.connect(names.append)
    dialog.open()
    QTest.mouseClick(part(dialog, "person_dialog_ok"), Qt.MouseButton.LeftButton)
    assert part(dialog, "person_dialog_wrong").isVisible()
    QTest.keyClicks(part(dialog, "person_name"), "  Ben ")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert names == ["Ben"]
    assert not dialog.isVisible()
    dialog.deleteLater()


def test_a_new_workspace_never_takes_the_place_of_a_file(qapp: QApplication, tmp_path: Path) -> None:
    taken = tmp_path / "taken.reviewer"
    taken.write_bytes(b"precious")
    dialog = NewWorkspaceDialog(None)
    wanted: list[tuple[str, str]] = []
    dialog.wanted.connect(lambda place, name, template: wanted.append((place, name)))
    dialog.open()
    QTest.keyClicks(part(dialog, "workspace_name"), "My project")
    place = part(dialog, "workspace_place")
    assert isinstance(place, QLineEdit)
    assert place.text().endswith("my-project.reviewer")
    place.setText(str(tmp_path / "taken"))
    dialog.ok_button.click()
    assert wanted == []
    place.setText(str(tmp_path / "free"))
    dialog.ok_button.click()
    assert wanted == [(str(tmp_path / "free.reviewer"), "My project")]
    dialog.deleteLater()
