"""Who errs on items with a known answer is told so at the real window: a passing word first, then why nothing comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.ui.app import create_window
from tests.factories import item
from tests.people import Person

ERRORS = 3


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Ten items whose answer is known, each before an ordinary one; three errors are enough for a warning."""
    rules = Project(name="Lamps", gold_share=1.0, gold_pause_below=0.9, gold_minimum=ERRORS)
    path = tmp_path / "lamps.reviewer"
    with create_workspace(path, rules, actor="lead") as made:
        made.ingest.add([item(f"g{number}", gold={"verdict": "approve"}) for number in range(10)])
        made.ingest.add([item(f"p{number}") for number in range(5)])
        made.members.add("ana")
    with open_workspace(path, actor="ana") as made:
        yield made


@pytest.fixture
def ana(workspace: Workspace, qtbot: QtBot) -> Iterator[Person]:
    window = create_window(workspace, "ana")
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow(), timeout=10_000)
    person = Person(window, qtbot)
    person.patience_ms = 30_000
    yield person
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def reads(person: Person, text: str) -> bool:
    return any(text in label.text() for label in person.window.findChildren(QLabel) if label.isVisible())


def told(person: Person) -> str:
    """The last passing word; on a busy machine it may have passed before anybody looks."""
    return str(person.find("toast_text", QLabel).text())


def err(person: Person) -> None:
    """Reject the item on screen, whose known answer is to approve, and wait for the next one or for the word why not.

    Between two items there may be none for a moment, in which a key would judge nothing.
    """
    before = person.item
    person.press(Qt.Key.Key_3, (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
    person.until(lambda: person.item not in (before, None) or reads(person, "No item for you now"))
    person.idle()


def test_errors_on_known_answers_warn_then_pause_and_a_lead_lets_the_person_go_on(
    workspace: Workspace, ana: Person
) -> None:
    ana.until(lambda: ana.item is not None)
    ana.idle()
    for _ in range(ERRORS):
        assert "differ from known ones" not in told(ana)
        err(ana)
    ana.until(lambda: "Several of your answers differ from known ones" in told(ana))
    while ana.item is not None:
        err(ana)
    ana.until(lambda: reads(ana, "No item for you now"))
    assert reads(ana, "Please talk to a lead")
    with open_workspace(str(workspace.path), actor="lead") as made:
        made.members.resume("ana", "We read the guideline together.")
    ana.press(Qt.Key.Key_F5)
    ana.until(lambda: ana.item is not None)
