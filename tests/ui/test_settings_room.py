from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QTableView

from reviewer.config.settings import load_settings
from reviewer.services.workspace import Workspace
from reviewer.ui.actions import ACTIONS
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.main_window import MainWindow
from reviewer.ui.models.key_table import KEYS_COLUMN
from reviewer.ui.presenters.settings import SettingsPresenter, SettingsState
from tests.windows import part

Open = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: Open, workspace: Workspace) -> MainWindow:
    made = open_window(workspace)
    made.go_to("settings")
    return made


def test_another_theme_is_shown_and_saved_at_once(window: MainWindow) -> None:
    theme = part(window, "setting_theme")
    assert isinstance(theme, QComboBox)
    theme.setCurrentIndex(theme.findData("dark"))
    assert window.theme.dark
    assert load_settings().theme == "dark"


def test_the_text_size_has_the_bounds_of_the_model(window: MainWindow) -> None:
    size = part(window, "setting_text_size")
    assert isinstance(size, QSpinBox)
    assert (size.minimum(), size.maximum()) == (9, 24)
    size.setValue(14)
    assert load_settings().text_size == 14
    assert window.theme.text_size == 14


def test_the_name_is_saved_when_the_field_is_left(window: MainWindow) -> None:
    profile = part(window, "setting_profile")
    assert isinstance(profile, QLineEdit)
    profile.setFocus()
    QTest.keyClicks(profile, "Dana")
    QTest.keyClick(profile, Qt.Key.Key_Return)
    assert load_settings().profile == "Dana"


def _type_keys(window: MainWindow, action: str, keys: str) -> None:
    table = part(window, "keys_table")
    assert isinstance(table, QTableView)
    row = [one.id for one in ACTIONS].index(action)
    table.model().setData(table.model().index(row, KEYS_COLUMN), keys)
    table.setCurrentIndex(table.model().index(row, KEYS_COLUMN))


def test_a_key_of_ones_own_acts_at_once_and_can_be_taken_back(window: MainWindow) -> None:
    _type_keys(window, "go.review", "f6")
    assert load_settings().keys == {"go.review": "F6"}
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.current_room == "review"
    window.go_to("settings")
    QTest.mouseClick(part(window, "keys_reset"), Qt.MouseButton.LeftButton)
    assert load_settings().keys == {}
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.current_room == "settings"


def test_a_key_that_is_taken_is_refused_with_both_names(window: MainWindow) -> None:
    _type_keys(window, "review.skip", "E")
    refused = part(window, "keys_refused")
    assert refused.isVisible()
    assert "“Skip…”" in refused.text()  # type: ignore[attr-defined]
    assert "“Write a correction”" in refused.text()  # type: ignore[attr-defined]
    assert load_settings().keys == {}


def test_what_is_no_key_is_refused(window: MainWindow) -> None:
    _type_keys(window, "review.skip", "banana")
    assert part(window, "keys_refused").isVisible()
    assert load_settings().keys == {}


def test_a_setting_from_the_environment_says_so_and_cannot_be_changed(
    monkeypatch: pytest.MonkeyPatch, open_window: Open, workspace: Workspace
) -> None:
    monkeypatch.setenv("REVIEWER_TEXT_SIZE", "13")
    window = open_window(workspace)
    window.go_to("settings")
    assert not part(window, "setting_text_size").isEnabled()


def test_the_presenter_works_without_a_window() -> None:
    presenter = SettingsPresenter(LiveSettings())
    states: list[SettingsState] = []
    presenter.changed.connect(states.append)
    presenter.change("backups_kept", 3)
    presenter.change("backups_kept", 3)
    assert len(states) == 1
    assert load_settings().backups_kept == 3
    presenter.change("backups_kept", 0)
    assert "backups_kept" in states[-1].refused
    assert load_settings().backups_kept == 3
