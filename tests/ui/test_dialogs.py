from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.services.workspace import Workspace
from reviewer.ui.dialogs.key_sheet import KeySheet
from reviewer.ui.dialogs.new_workspace import NewWorkspaceDialog
from reviewer.ui.dialogs.palette import PaletteDialog
from reviewer.ui.dialogs.person import PersonDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.presenters.palette import match
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
    assert match("zebra", "Settings room") is None


@pytest.mark.parametrize("slip", ["guidline", "giudeline", "guidelime"])
def test_a_slip_of_the_finger_still_finds_its_action(slip: str) -> None:
    titles = ["Skip…", "Open or close the guideline beside the work", "Larger text", "Grounding lens on or off"]
    ranks = {title: rank for title in titles if (rank := match(slip, title)) is not None}
    assert min(ranks, key=lambda title: ranks[title]) == "Open or close the guideline beside the work"


def an_open_palette(window: MainWindow) -> PaletteDialog:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return next(one for one in window.findChildren(PaletteDialog) if one.isVisible())


def test_what_was_used_last_stands_first_also_after_a_restart(
    open_window: Open, workspace: Workspace, qapp: QApplication
) -> None:
    window = open_window(workspace)
    palette = an_open_palette(window)
    assert palette.titles()[0] != "About Reviewer"
    QTest.keyClicks(palette.search, "about")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    QTest.qWait(1)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert an_open_palette(window).titles()[0] == "About Reviewer"
    window.close()
    assert an_open_palette(open_window(workspace)).titles()[0] == "About Reviewer"


def test_what_cannot_be_done_now_is_listed_and_says_why(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    palette = an_open_palette(window)
    QTest.keyClicks(palette.search, "next policy hit")
    assert palette.titles()[0] == "Next policy hit"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    why = part(palette, "palette_why")
    assert palette.isVisible()
    assert why.text() == "Next policy hit: needs a policy hit to judge."  # type: ignore[attr-defined]


def test_an_action_of_another_room_leads_to_that_room(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    palette = an_open_palette(window)
    QTest.keyClicks(palette.search, "reload the ledger")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    QTest.qWait(1)
    assert window.current_room == "audit"


def test_the_id_of_an_item_leads_to_the_item(open_window: Open, workspace: Workspace, qtbot: QtBot) -> None:
    window = open_window(workspace)
    assert window.property("itemId") == "item-0"
    palette = an_open_palette(window)
    QTest.keyClicks(palette.search, "item-2")
    qtbot.waitUntil(lambda: palette.titles()[:1] == ["Review item item-2"], timeout=3000)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.property("itemId") == "item-2", timeout=3000)


def test_a_key_finds_its_action(open_window: Open, workspace: Workspace) -> None:
    palette = an_open_palette(open_window(workspace))
    QTest.keyClicks(palette.search, "ctrl+shift+r")
    assert palette.titles()[0] == "Restore the original response"


def test_the_key_sheet_shows_keys_of_the_room_and_of_the_window(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    QTest.keyClick(window, Qt.Key.Key_Question)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    texts = {label.text() for label in sheet.findChildren(PlainLabel)}
    assert {"Review room", "Everywhere", "Ctrl K", "Ctrl ⏎", "Choose a verdict: Approve", "1"} <= texts
    assert {"Queue room", "Reload the queue", "F5"} <= texts


def test_the_passages_of_a_claim_are_one_row_of_the_key_sheet_below_what_is_done_more_often(
    open_window: Open, workspace: Workspace
) -> None:
    window = open_window(workspace)
    QTest.keyClick(window, Qt.Key.Key_Question)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    texts = [label.text() for label in sheet.findChildren(PlainLabel)]
    assert texts.count("Claim: choose a passage, or take it back") == 1
    assert "1–9" in texts
    assert "While a claim is linked" in texts
    titles = sheet.titles()
    claims = [place for place, title in enumerate(titles) if title.startswith("Claim:")]
    submit = next(place for place, title in enumerate(titles) if title.startswith("Submit, next item"))
    assert submit < min(claims)
    sheet.filter.setText("claim 5")
    assert len(sheet.titles()) == 1, "each of its figures finds the row"


def test_the_key_sheet_leaves_what_fits_the_typed_letters(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    QTest.keyClicks(sheet.filter, "policy false hit")
    assert [title.split(" X")[0] for title in sheet.titles()] == ["Policy hit is a false alarm"]
    sheet.filter.setText("ctrl+k")
    assert any("Find an action" in title for title in sheet.titles())
    sheet.filter.setText("nothing of the kind")
    assert part(sheet, "key_sheet_none").isVisible()


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
