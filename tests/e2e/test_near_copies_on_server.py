"""Near copies between two people on one server, each at a window of their own: nobody judges what the other one has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from reviewer.ui.app import create_window
from tests.people import Person
from tests.postgres import Database

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SAID = "You can send the lamp back within thirty days, and we will refund the full price to the card you paid with."
COPIES = 12


class Colleague(Person):
    """Somebody at a window of their own."""

    patience_ms = 40_000

    def __init__(self, database: Database, name: str, qtbot: QtBot) -> None:
        super().__init__(create_window(database.url(name), name), qtbot)
        self.idle()

    def to_front(self) -> None:
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def close(self) -> None:
        self.window.close()
        self.window.theme.uninstall()
        self.window.deleteLater()
        QApplication.processEvents()

    def announced(self) -> str:
        button = self.find("near_copies_button")
        return str(button.caption()) if button.isVisible() else ""


@pytest.fixture
def lamps(database: Database) -> Database:
    for name in ("ana", "ben"):
        database.add(name)
    with create_workspace(database.url("lead"), Project(name="Lamps"), actor="lead") as lead:
        lead.ingest.add({"id": f"lamp-{n:02}", "response": SAID, "priority": -n} for n in range(COPIES))
        lead.ingest.add([{"id": "kettle", "response": "The kettle wants vinegar.", "priority": -99}])
        lead.near_copies.index_all()
    return database


@pytest.fixture
def ana(lamps: Database, qtbot: QtBot) -> Iterator[Colleague]:
    made = Colleague(lamps, "ana", qtbot)
    yield made
    made.close()


def verdicts(database: Database) -> dict[str, str]:
    with open_workspace(database.url("lead"), actor="lead") as lead:
        return {review.item_id: review.reviewer for review in lead.reviews.stream()}


def test_a_verdict_for_all_copies_leaves_what_somebody_else_holds_and_one_undo_takes_it_back(
    lamps: Database, ana: Colleague
) -> None:
    ana.to_front()
    ana.sees("lamp-00")
    ana.until(lambda: ana.announced() == f"{COPIES - 1} near copies")
    with open_workspace(lamps.url("ben"), actor="ben") as ben:
        ben.queue.claim_item("ben", "lamp-05")
        ana.press(K.Key_3, (K.Key_D, CTRL))
        ana.until(lambda: QApplication.activeModalWidget() is not None)
        ana.idle()
        ana.press(K.Key_A, K.Key_Return)
        ana.sees("kettle")
        ana.until(lambda: len(verdicts(lamps)) == COPIES - 1)
        ana.idle()
    assert "lamp-05" not in verdicts(lamps)
    ana.press((K.Key_Z, CTRL))
    ana.sees("lamp-00")
    ana.until(lambda: verdicts(lamps) == {})
    ana.idle()
    with open_workspace(lamps.url("lead"), actor="lead") as lead:
        assert lead.audit.verify().sound
