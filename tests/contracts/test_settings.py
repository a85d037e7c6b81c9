"""Every setting can be shown in the settings room and is explained in the manual."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from reviewer.config.settings import SECTIONS, SettingRow, Settings, setting_rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def manual() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reviewer_manual_writer", ROOT / "packaging" / "manual.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("row", setting_rows(), ids=lambda row: row.name)
def test_a_setting_says_what_it_is(row: SettingRow) -> None:
    assert row.title
    assert row.title[0].isupper()
    assert row.description.endswith(".")
    assert row.section in SECTIONS


@pytest.mark.parametrize("row", setting_rows(), ids=lambda row: row.name)
def test_a_setting_has_a_default_that_fits(row: SettingRow) -> None:
    assert getattr(Settings(), row.name) == row.default
    assert Settings.model_validate({row.name: row.default}) == Settings()


def test_every_field_is_a_row_and_no_section_is_empty() -> None:
    assert {row.name for row in setting_rows()} == set(Settings.model_fields)
    assert {row.section for row in setting_rows()} == set(SECTIONS)


@pytest.mark.parametrize("row", setting_rows(), ids=lambda row: row.name)
def test_the_manual_has_a_line_for_each_setting(row: SettingRow) -> None:
    page = (ROOT / "docs" / "manual" / "settings.md").read_text("utf-8")
    assert f"| {row.title} | `{row.name}` |" in page
    assert row.description in page


def test_the_generated_parts_of_the_manual_are_up_to_date(manual: ModuleType) -> None:
    assert manual.differing_pages() == [], "run: python3 packaging/dev.py docs"


def test_a_page_without_its_comments_is_refused_by_name(
    manual: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs" / "manual").mkdir(parents=True)
    (tmp_path / "docs" / "manual" / "settings.md").write_text("# Settings\n", "utf-8")
    monkeypatch.setattr(manual, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="lacks the comments"):
        manual.generated("manual/settings.md")
