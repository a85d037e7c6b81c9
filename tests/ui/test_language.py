"""The window speaks the language of the system where there is a translation into it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from reviewer.services.workspace import Workspace
from reviewer.ui import language
from reviewer.ui.language import later, tr
from reviewer.ui.main_window import MainWindow
from tests.packaging_modules import load
from tests.windows import part

_ENTRY = "<message{plural}><source>{source}</source>{comment}<translation>{translation}</translation></message>"


def _compiled(folder: Path, name: str, texts: dict[str, str], plural: tuple[str, str, list[str]] | None = None) -> None:
    entries = [
        _ENTRY.format(plural="", source=source, comment="", translation=shown) for source, shown in texts.items()
    ]
    if plural is not None:
        source, comment, forms = plural
        shown = "".join(f"<numerusform>{form}</numerusform>" for form in forms)
        entries.append(
            _ENTRY.format(
                plural=' numerus="yes"', source=source, comment=f"<comment>{comment}</comment>", translation=shown
            )
        )
    source_file = folder / f"{name}.ts"
    target = name.partition("_")[2]
    source_file.write_text(
        f'<!DOCTYPE TS><TS version="2.1" language="{target}"><context><name></name>{"".join(entries)}</context></TS>',
        "utf-8",
    )
    lrelease = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run([lrelease, "-silent", source_file, "-qm", folder / f"{name}.qm"], check=True)


@pytest.fixture
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    language.speak(qapp, QLocale("en_GB"))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_english_has_its_two_forms_of_a_count_without_any_translation() -> None:
    assert [tr("%n items", "%n item", n) for n in (0, 1, 2)] == ["0 items", "1 item", "2 items"]
    assert tr("{n:,} items", "{n:,} item", 1).format(n=1) == "1 item"
    assert tr("{n:,} items", "{n:,} item", 1200).format(n=1200) == "1,200 items"
    assert tr("and {n:,} more", "", 1).format(n=1) == "and 1 more"


def test_a_translation_is_found_by_the_language_of_the_system_and_has_its_own_forms_of_a_count(
    qapp: QApplication, tmp_path: Path, english_again: None
) -> None:
    forms = ["%n rzecz", "%n rzeczy", "%n rzeczy wszystkich"]
    _compiled(tmp_path, "reviewer_pl", {"Review room": "Pokój recenzji"}, ("%n items", "%n item", forms))
    assert language.speak(qapp, QLocale("pl_PL"), tmp_path)
    assert tr(later("Review room")) == "Pokój recenzji"
    assert [tr("%n items", "%n item", n) for n in (1, 2, 5)] == ["1 rzecz", "2 rzeczy", "5 rzeczy wszystkich"]
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).text() == "Anuluj"
    buttons.deleteLater()


def test_a_language_without_a_translation_leaves_all_of_the_window_in_english(
    qapp: QApplication, tmp_path: Path, english_again: None
) -> None:
    assert not language.speak(qapp, QLocale("ar_EG"), tmp_path)
    assert tr("Review room") == "Review room"
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "Cancel" in buttons.button(QDialogButtonBox.StandardButton.Cancel).text()
    buttons.deleteLater()


def test_a_language_written_from_right_to_left_mirrors_the_window(
    qapp: QApplication,
    tmp_path: Path,
    english_again: None,
    workspace: Workspace,
    open_window: Callable[..., MainWindow],
) -> None:
    _compiled(tmp_path, "reviewer_ar", {"Review": "مراجعة"})
    window = open_window(workspace)
    left = [
        part(window, name).mapTo(window, part(window, name).rect().center()).x()
        for name in ("nav_review", "prompt_pane")
    ]
    assert language.speak(qapp, QLocale("ar_EG"), tmp_path)
    qapp.processEvents()
    right = [
        part(window, name).mapTo(window, part(window, name).rect().center()).x()
        for name in ("nav_review", "prompt_pane")
    ]
    assert all(before < window.width() / 2 < after for before, after in zip(left, right, strict=True))


def test_the_list_for_translators_holds_every_text_of_the_window() -> None:
    translations = load("translations")
    kept = translations.TEMPLATE.read_text("utf-8")
    assert kept == translations.generated(), "run: python3 packaging/dev.py docs"
    for text in ("Find an action", "Text size", "Not found in any passage", "{n:,} items"):
        assert f"<source>{text}</source>" in kept
    assert "unfinished" in kept
