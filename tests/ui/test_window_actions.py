from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from reviewer.config.recent import recent_workspaces, remember_workspace
from reviewer.config.settings import load_settings
from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from tests.windows import item, part

Open = Callable[..., MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def entries(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def test_an_import_says_what_came_in_and_what_did_not(open_window: Open, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    lines = [json.dumps(item(2)), json.dumps(item(3)), "this is no JSON"]
    file.write_text("\n".join(lines), "utf-8")
    window = open_window(workspace)
    window.actions_of_window.import_files([str(file)])
    said = window.toast.text()
    assert "1 of 3 items added" in said
    assert "1 was there already" in said
    assert "1 could not be read" in said


def test_a_file_to_import_that_is_gone_is_one_sentence(open_window: Open, workspace: Workspace, tmp_path: Path) -> None:
    window = open_window(workspace)
    handled: list[Exception] = []
    window.tasks._on_error = handled.append
    window.actions_of_window.import_files([str(tmp_path / "gone.jsonl")])
    window.handle_error(handled[0])
    assert "gone.jsonl" in window.error_banner.text()


def test_the_menu_of_people_names_the_members(open_window: Open, workspace: Workspace, qapp: QApplication) -> None:
    workspace.members.add("ben & <b>co</b>", "reviewer")
    window = open_window(workspace, "ana")
    QTest.mouseClick(part(window, "person_button"), Qt.MouseButton.LeftButton)
    menu = part(window, "person_menu")
    assert isinstance(menu, QMenu)
    assert entries(menu) == ["You are ana", "ben && <b>co</b>", "Somebody else…"]
    menu.actions()[2].trigger()
    assert window.reviewer == "ben & <b>co</b>"
    assert load_settings().profile == "ben & <b>co</b>"
    menu.close()
    qapp.processEvents()


def test_the_menus_hold_what_can_be_done_in_the_room_with_its_keys(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    review = part(window, "menu_review")
    assert isinstance(review, QMenu)
    assert {"Submit, next item", "Skip…", "Choose a verdict"} <= set(entries(review))
    verdicts = part(window, "menu_review.verdict")
    assert isinstance(verdicts, QMenu)
    assert entries(verdicts) == ["Approve", "Revise", "Reject"]
    assert "Skip…\tS" in [action.text() for action in review.actions()]
    window.go_to("settings")
    assert entries(review) == []
    for name in ("menu_file", "menu_edit", "menu_view", "menu_help"):
        menu = part(window, name)
        assert isinstance(menu, QMenu)
        assert entries(menu), name


def test_recent_workspaces_are_offered_and_can_be_forgotten(open_window: Open, workspace: Workspace) -> None:
    remember_workspace("/data/a&b.reviewer")
    window = open_window(workspace)
    window.actions_of_window.fill_recent_menu()
    assert entries(window.recent_menu) == ["/data/a&&b.reviewer"]
    window.actions_of_window.forget_recent("/data/a&b.reviewer")
    assert recent_workspaces() == []
    window.actions_of_window.fill_recent_menu()
    assert entries(window.recent_menu) == ["Nothing was opened yet"]


def test_text_grows_and_shrinks_by_keys(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert load_settings().text_size == 12
    QTest.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    assert load_settings().text_size == 10


def test_the_demo_queue_opens_from_the_menu(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    window.actions_of_window.open_demo()
    assert window.workspace is not workspace
    assert window.property("itemId")
    assert "demo" in recent_workspaces()[0]
