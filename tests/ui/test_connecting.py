"""Connecting the window to a team's database: the address, the password, and a server that does not answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.config.addresses import secret_name
from reviewer.config.recent import recent_workspaces
from reviewer.config.secrets import find_secret, forget_secret
from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace
from reviewer.ui.dialogs.connect import ConnectDialog
from reviewer.ui.dialogs.password import PasswordDialog
from reviewer.ui.main_window import MainWindow
from tests.postgres import Database
from tests.server_passwords import CANARY, guarded
from tests.windows import part

__all__ = ["guarded"]


@pytest.fixture
def window(bare_window: MainWindow) -> MainWindow:
    return bare_window


@pytest.fixture
def team(database: Database, guarded: str) -> str:
    with create_workspace(database.url("lead"), Project(name="Support")):
        pass
    return guarded


def press(window: MainWindow, name: str) -> None:
    button = part(window, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(window: MainWindow, qtbot: QtBot) -> PasswordDialog:
    def shown() -> bool:
        found = window.findChild(PasswordDialog)
        return found is not None and found.isVisible()

    qtbot.waitUntil(shown, timeout=20_000)
    found = window.findChild(PasswordDialog)
    assert found is not None
    return found


def type_password(dialog: PasswordDialog, text: str, qtbot: QtBot) -> None:
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(dialog.password, text)
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)


def every_text(thing: QObject) -> str:
    """All that widgets below this one say of themselves."""
    told = []
    for child in thing.findChildren(QObject):
        for name in ("text", "accessibleName", "accessibleDescription", "toolTip", "windowTitle", "sourceText"):
            told.append(str(child.property(name) or ""))
    return "\n".join(told)


def test_a_person_connects_with_address_log_in_and_password(window: MainWindow, qtbot: QtBot, team: str) -> None:
    press(window, "start_connect")
    dialog = window.findChild(ConnectDialog)
    assert dialog is not None
    dialog.address.setText(team.replace("wary@", ""))
    dialog.login.setText("wary")
    QTest.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    wrong = dialog_of(window, qtbot)
    type_password(wrong, "wrong", qtbot)
    qtbot.waitUntil(lambda: not wrong.isVisible())
    again = dialog_of(window, qtbot)
    assert "does not take this password" in every_text(again)
    type_password(again, CANARY, qtbot)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    assert window.reviewer == "wary"
    assert recent_workspaces() == [team]
    qtbot.waitUntil(lambda: "kept in memory" in window.toast._text.text(), timeout=5000)
    assert find_secret(secret_name(team)) == CANARY
    assert CANARY not in every_text(window) + window.windowTitle()
    forget_secret(secret_name(team))


def test_the_password_of_an_address_is_neither_shown_nor_kept(
    window: MainWindow, qtbot: QtBot, team: str, reviewer_home: Path
) -> None:
    window.actions_of_window.open_path(team.replace("wary@", f"wary:{CANARY}@"))
    told = every_text(window)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    told += every_text(window) + window.windowTitle()
    window.close_workspace()
    window.actions_of_window.open_path(team.replace("wary@", f"wary:{CANARY}x@"))
    wrong = dialog_of(window, qtbot)
    told += every_text(window)
    wrong.reject()
    qtbot.waitUntil(part(window, "unreachable_panel").isVisible)
    told += every_text(window)
    window.memory.save()
    assert "wary@127.0.0.1" in told
    assert CANARY not in told
    files = [path for path in reviewer_home.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert json.loads((next(path for path in files if path.name == "recent.json")).read_text()) == [team]


def test_a_server_that_does_not_answer_can_be_tried_again(window: MainWindow, qtbot: QtBot, database: Database) -> None:
    with create_workspace(database.url("lead"), Project(name="Support")):
        pass
    address = database.url("lead")
    gone = address.replace(f"port={database.postgres.port}", "port=1")
    window.actions_of_window.open_path(gone)
    panel = part(window, "unreachable_panel")
    qtbot.waitUntil(panel.isVisible, timeout=20_000)
    assert "cannot be reached now" in every_text(panel)
    assert window.error_banner.isHidden()
    press(window, "unreachable_again")
    qtbot.waitUntil(lambda: not panel.isVisible())
    qtbot.waitUntil(panel.isVisible, timeout=20_000)
    window.actions_of_window.open_path(address)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    window.close_workspace()
    assert not panel.isVisible()


def test_a_log_in_without_a_part_in_the_workspace_is_told_so(
    window: MainWindow, qtbot: QtBot, database: Database
) -> None:
    database.postgres.make_login("stranger", "reviewer")
    window.actions_of_window.open_path(database.url("stranger"))
    panel = part(window, "unreachable_panel")
    qtbot.waitUntil(panel.isVisible, timeout=20_000)
    assert "The server answered, but nothing is open to you yet" in every_text(panel)
    assert "is no member" in every_text(panel)
    assert window.error_banner.isHidden()


def test_the_window_opens_the_project_that_was_asked_for_and_opens_it_again(
    window: MainWindow, qtbot: QtBot, database: Database
) -> None:
    with create_workspace(database.url("lead"), Project(name="Support")) as made:
        made.projects.apply(Project(name="Summaries"))
    for project in ("Summaries", None):
        window.actions_of_window.open_path(database.url("lead"), project=project)
        qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
        assert window.workspace is not None
        assert window.workspace.project_name == "Summaries"
        window.close_workspace()


def test_on_a_server_nobody_becomes_somebody_else(window: MainWindow, qtbot: QtBot, database: Database) -> None:
    with create_workspace(database.url("lead"), Project(name="Support")):
        pass
    window.actions_of_window.open_path(database.url("lead"))
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    window.actions_of_window.show_person_menu()
    assert "You are lead: on a server people act under their log-in." in window.toast._text.text()
    change = next(binding for binding in window.bindings_now() if binding.action == "app.change_person")
    assert not change.enabled()


@pytest.mark.parametrize(
    ("address", "login", "said"),
    [
        ("", "ana", "Write the address"),
        ("https://db.example.org", "ana", "Write the address"),
        ("postgresql://db.example.org/reviews", "", "Write the name of your log-in"),
        ("postgresql://bo@db.example.org/reviews", "ana", "names another log-in"),
        (f"postgresql://ana:{CANARY}@db.example.org/reviews", "", "Leave the password out"),
        (f"postgresql://ana:{CANARY}/@db.example.org/reviews", "", "cannot be read"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_before_anything_is_sent(
    address: str, login: str, said: str, qtbot: QtBot
) -> None:
    dialog = ConnectDialog(None)
    qtbot.addWidget(dialog)
    dialog.address.setText(address)
    dialog.login.setText(login)
    assert said in dialog.confirm()


@pytest.mark.parametrize(
    ("address", "login", "whole"),
    [
        ("postgresql://db.example.org/reviews", "ana", "postgresql://ana@db.example.org/reviews"),
        ("db.example.org/reviews", "a@b c", "postgresql://a%40b%20c@db.example.org/reviews"),
        ("postgresql://ana@db.example.org/reviews", "", "postgresql://ana@db.example.org/reviews"),
        ("postgresql://ana@db.example.org/reviews", "ana", "postgresql://ana@db.example.org/reviews"),
    ],
)
def test_the_log_in_goes_into_the_address(address: str, login: str, whole: str, qtbot: QtBot) -> None:
    dialog = ConnectDialog(None)
    qtbot.addWidget(dialog)
    dialog.address.setText(address)
    dialog.login.setText(login)
    with qtbot.waitSignal(dialog.wanted) as told:
        assert dialog.confirm() == ""
    assert told.args == [whole]
