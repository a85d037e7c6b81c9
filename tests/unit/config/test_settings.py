"""Settings of a person on a machine."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from reviewer.config.settings import Settings, load_settings, save_settings, settings_file
from reviewer.domain.errors import InvalidInput


def write(text: str) -> None:
    settings_file().write_text(text, "utf-8")


def test_without_a_file_every_setting_has_its_default() -> None:
    assert load_settings() == Settings()


def test_saved_settings_come_back() -> None:
    wanted = Settings(profile="Ana Lovrić", theme="dark", text_size=14, keys={"submit": "Ctrl+Return"})
    save_settings(wanted)
    assert load_settings() == wanted


def test_a_comment_and_a_key_of_a_newer_version_survive_saving() -> None:
    write('# mine\nfrom_the_future = "kept"\ntheme = "light"  # at night dark\n')
    save_settings(load_settings().model_copy(update={"text_size": 12}))
    text = settings_file().read_text("utf-8")
    assert "# mine" in text
    assert 'from_the_future = "kept"' in text
    assert 'theme = "light"  # at night dark' in text
    assert load_settings().text_size == 12


def test_a_key_that_was_taken_back_is_gone_after_saving() -> None:
    save_settings(Settings(keys={"submit": "F5", "undo": "F6"}))
    save_settings(load_settings().model_copy(update={"keys": {"undo": "F6"}}))
    assert load_settings().keys == {"undo": "F6"}


def test_a_name_that_was_taken_back_is_gone_after_saving() -> None:
    save_settings(Settings(profile="ana"))
    save_settings(load_settings().model_copy(update={"profile": None}))
    assert load_settings().profile is None


def test_the_environment_wins_over_the_file_and_is_not_written_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write('theme = "light"\n')
    monkeypatch.setenv("REVIEWER_THEME", "dark")
    assert load_settings().theme == "dark"
    save_settings(load_settings().model_copy(update={"text_size": 20}))
    monkeypatch.delenv("REVIEWER_THEME")
    assert load_settings() == Settings(theme="light", text_size=20)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "blue"', "theme"),
        ("text_size = 200", "text_size"),
        ('keys = {"" = "F5"}', "keys"),
        ("theme = ", "not valid TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_named_and_left_as_it_is(text: str, said: str) -> None:
    write(text)
    with pytest.raises(InvalidInput, match=said) as caught:
        load_settings()
    assert str(settings_file()) in str(caught.value)
    with pytest.raises(InvalidInput):
        save_settings(Settings(text_size=12))
    assert settings_file().read_text("utf-8") == text


def test_a_file_that_is_not_text_is_named() -> None:
    settings_file().write_bytes(b'profile = "\xff\xfe"')
    with pytest.raises(InvalidInput, match="UTF-8"):
        load_settings()


def test_a_variable_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_KEYS", "{not json")
    with pytest.raises(InvalidInput, match="REVIEWER_KEYS"):
        load_settings()


def test_each_kind_of_setting_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("TEXT_SIZE", "14"), ("SHOW_MARKS", "false"), ("KEYS", '{"submit": "F5"}'), ("PROFILE", "")):
        monkeypatch.setenv(f"REVIEWER_{name}", text)
    assert load_settings() == Settings(text_size=14, show_marks=False, keys={"submit": "F5"})


def test_a_value_out_of_bounds_is_not_saved() -> None:
    with pytest.raises(InvalidInput, match="text_size"):
        save_settings(Settings().model_copy(update={"text_size": 99}))
    assert load_settings() == Settings()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_owner_can_read_the_settings() -> None:
    save_settings(Settings(theme="dark"))
    assert stat.S_IMODE(settings_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(settings_file()).parent.stat().st_mode) == 0o700
