from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QSpinBox, QTableView

from reviewer.config.settings import Settings, load_settings
from reviewer.services.workspace import Workspace
from reviewer.ui.actions import ACTIONS
from reviewer.ui.dialogs.key_recorder import KeyRecorder
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
    _type_keys(window, "go.review", "f12")
    assert load_settings().keys == {"go.review": "F12"}
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert window.current_room == "review"
    window.go_to("settings")
    QTest.mouseClick(part(window, "keys_reset"), Qt.MouseButton.LeftButton)
    assert load_settings().keys == {}
    QTest.keyClick(window, Qt.Key.Key_F12)
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
    editor = part(window, "setting_text_size")
    assert not editor.isEnabled()
    assert "Set by REVIEWER_TEXT_SIZE in the environment" in editor.accessibleDescription()
    assert not part(window, "reset_text_size").isVisible()


def record(window: MainWindow, action: str) -> KeyRecorder:
    """Press Return on an action in the table of keys."""
    table = part(window, "keys_table")
    assert isinstance(table, QTableView)
    row = [one.id for one in ACTIONS].index(action)
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    return next(one for one in window.findChildren(KeyRecorder) if one.isVisible())


def test_a_key_is_recorded_by_pressing_it(window: MainWindow) -> None:
    recorder = record(window, "review.skip")
    QTest.keyClick(recorder, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert not recorder.isVisible()
    assert load_settings().keys == {"review.skip": "Shift+F6"}
    assert part(window, "keys_table").hasFocus()


def test_even_a_key_that_the_window_uses_is_recorded_and_not_run(window: MainWindow) -> None:
    recorder = record(window, "review.skip")
    QTest.keyClick(recorder, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert recorder.isVisible()
    assert "“Find an action”" in part(recorder, "key_recorder_why").text()  # type: ignore[attr-defined]
    assert window.findChild(QDialog, "palette_dialog") is None


def test_a_taken_key_names_both_and_can_be_taken_over(window: MainWindow) -> None:
    recorder = record(window, "review.skip")
    QTest.keyClick(recorder, Qt.Key.Key_E)
    why = part(recorder, "key_recorder_why").text()  # type: ignore[attr-defined]
    assert "“Skip…”" in why
    assert "“Write a correction”" in why
    assert load_settings().keys == {}
    QTest.mouseClick(part(recorder, "key_recorder_take"), Qt.MouseButton.LeftButton)
    assert load_settings().keys == {"review.skip": "E", "review.correct": ""}
    assert not part(window, "keys_refused").isVisible()


def test_a_key_of_the_project_cannot_be_taken(window: MainWindow) -> None:
    recorder = record(window, "review.skip")
    QTest.keyClick(recorder, Qt.Key.Key_2)
    assert "verdict 'revise'" in part(recorder, "key_recorder_why").text()  # type: ignore[attr-defined]
    assert part(recorder, "key_recorder_take").isHidden()
    QTest.keyClick(recorder, Qt.Key.Key_Escape)
    assert load_settings().keys == {}


def test_backspace_takes_the_keys_away_and_all_come_back(window: MainWindow) -> None:
    QTest.keyClick(record(window, "review.skip"), Qt.Key.Key_Backspace)
    QTest.keyClick(record(window, "review.escalate"), Qt.Key.Key_F7)
    assert load_settings().keys == {"review.skip": "", "review.escalate": "F7"}
    QTest.mouseClick(part(window, "keys_reset_all"), Qt.MouseButton.LeftButton)
    assert load_settings().keys == {}
    assert not part(window, "keys_reset_all").isEnabled()


def test_the_keys_of_the_project_are_not_recorded(window: MainWindow) -> None:
    with pytest.raises(StopIteration):
        record(window, "review.verdict")


def test_the_search_leaves_the_settings_and_keys_that_fit(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(part(window, "settings_search"), "text size")
    assert part(window, "setting_text_size").isVisible()
    assert not part(window, "setting_theme").isVisible()
    search = part(window, "settings_search")
    assert isinstance(search, QLineEdit)
    table = part(window, "keys_table")
    assert isinstance(table, QTableView)
    search.setText("correction")
    assert part(window, "settings_none").isVisible()
    assert table.model().data(table.model().index(0, 0)) == "Write a correction"
    search.setText("")
    assert part(window, "setting_theme").isVisible()
    assert table.model().rowCount() == len(ACTIONS)


def test_one_setting_and_all_of_them_come_back_as_shipped(window: MainWindow) -> None:
    size = part(window, "setting_text_size")
    assert isinstance(size, QSpinBox)
    size.setValue(14)
    part(window, "setting_show_marks").click()  # type: ignore[attr-defined]
    QTest.mouseClick(part(window, "reset_text_size"), Qt.MouseButton.LeftButton)
    assert (load_settings().text_size, load_settings().show_marks) == (11, False)
    assert not part(window, "reset_text_size").isVisible()
    restore = part(window, "settings_restore")
    QTest.mouseClick(restore, Qt.MouseButton.LeftButton)
    assert load_settings().show_marks is False
    QTest.mouseClick(restore, Qt.MouseButton.LeftButton)
    assert load_settings() == Settings()
    assert not restore.isEnabled()


def test_a_setting_that_does_not_hold_at_once_says_when(window: MainWindow) -> None:
    assert "next start" in part(window, "setting_restore_last_workspace").accessibleDescription()
    assert "holds" not in part(window, "setting_theme").accessibleDescription()


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
