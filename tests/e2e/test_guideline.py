"""A reviewer reads the guideline beside the work, with the keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.services.demo import open_demo
from reviewer.services.workspace import Workspace
from reviewer.ui.app import create_window
from tests.people import Person

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workspace]:
    with open_demo("ana", tmp_path) as workspace:
        yield workspace


@pytest.fixture
def ana(demo: Workspace, qapp: QApplication, qtbot: QtBot) -> Iterator[Person]:
    window = create_window(demo, "ana")
    window.resize(1280, 800)
    window.activateWindow()
    person = Person(window, qtbot)
    person.until(lambda: person.item is not None)
    person.idle()
    yield person
    window.close()
    window.theme.uninstall()
    window.deleteLater()
    qapp.processEvents()


def clause(person: Person) -> str:
    text: str = person.find("guideline_clause_title", QLabel).text()
    return text


def test_the_review_goes_on_while_the_guideline_is_open_and_follows_the_hits(ana: Person) -> None:
    first = ana.item
    ana.press(Qt.Key.Key_G)
    pane = ana.find("guideline_pane")
    assert pane.isVisible()
    assert ana.focus().objectName() == "response_view"
    ana.idle()
    before = clause(ana)
    ana.press(Qt.Key.Key_J)
    ana.until(lambda: clause(ana) != before)
    ana.press(Qt.Key.Key_C, Qt.Key.Key_1, (Qt.Key.Key_2, Qt.KeyboardModifier.ShiftModifier))
    ana.press((Qt.Key.Key_Return, CTRL))
    ana.until(lambda: ana.item not in (None, first))
    ana.idle()
    assert pane.isVisible()
    ana.press(Qt.Key.Key_G)
    assert not pane.isVisible()
    ana.until(lambda: ana.focus().objectName() == "response_view")


def test_words_are_found_in_the_guideline_and_escape_leads_back_to_the_work(ana: Person) -> None:
    ana.press((Qt.Key.Key_G, CTRL))
    ana.until(lambda: ana.focus().objectName() == "guideline_find_field")
    ana.write("false alarm")
    ana.until(lambda: ana.find("guideline_find_count", QLabel).text().endswith(" of 3"))
    field = ana.find("guideline_find_field", QLineEdit)
    assert field.text() == "false alarm"
    ana.press(Qt.Key.Key_Escape)
    assert ana.focus().objectName().startswith("guideline_view")
    ana.press(Qt.Key.Key_Escape)
    assert ana.focus().objectName() == "response_view"
    assert ana.find("guideline_pane").isVisible()


def test_in_a_narrow_window_the_guideline_takes_the_place_of_the_prompt_and_gives_it_back(ana: Person) -> None:
    ana.press(Qt.Key.Key_G)
    assert not ana.find("prompt_pane").isVisible()
    assert ana.find("guideline_narrow").isVisible()
    ana.window.resize(1700, 900)
    ana.until(ana.find("prompt_pane").isVisible)
    ana.window.resize(1280, 800)
    ana.until(lambda: not ana.find("prompt_pane").isVisible())
    ana.press(Qt.Key.Key_G)
    assert ana.find("prompt_pane").isVisible()


def test_a_policy_is_read_from_the_palette(ana: Person) -> None:
    ana.press((Qt.Key.Key_K, CTRL))
    ana.until(lambda: ana.focus().objectName() == "palette_search")
    ana.write("read the policy: prompt")
    ana.press(Qt.Key.Key_Return)
    ana.until(lambda: clause(ana) == "Prompt injection")
