"""A lead and a reviewer work on one queue in two windows, by real keys: the lead routes, the reviewer is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.ui.app import create_window
from reviewer.ui.panes.queue_room import QueueRoom
from tests.people import Person

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Seat(Person):
    """One person at a window of their own, on a connection of their own."""

    def __init__(self, path: Path, name: str, qtbot: QtBot) -> None:
        self.workspace = open_workspace(path, actor=name)
        super().__init__(create_window(self.workspace, name), qtbot)
        self.turn_to()

    def turn_to(self) -> None:
        """Sit down at this window: the keys go here from now on."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.idle()

    def dialog(self, name: str) -> Any:
        """Wait until a dialog has opened."""
        self.until(lambda: (found := self.window.findChild(QWidget, name)) is not None and found.isActiveWindow())
        return self.window.findChild(QWidget, name)

    @property
    def queue(self) -> QueueRoom:
        room = self.window.room("queue")
        assert isinstance(room, QueueRoom)
        return room

    def held(self) -> list[tuple[str, str]]:
        return sorted((row.reviewer, row.item_id) for row in self.queue.lead.state.held)

    def leave(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.workspace.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Six items, a lead and two reviewers."""
    path = tmp_path / "lamps.reviewer"
    with create_workspace(path, Project(name="Lamps"), actor="lea") as made:
        made.members.set_role("lea", "admin")
        for name in ("ana", "ben"):
            made.members.add(name, "reviewer")
        made.ingest.add([{"id": f"item-{n}", "response": f"Answer {n}.", "priority": 10 - n} for n in range(6)])
    return path


@pytest.fixture
def seat(place: Path, qtbot: QtBot) -> Iterator[Callable[[str], Seat]]:
    taken: list[Seat] = []

    def sit_down(name: str) -> Seat:
        taken.append(Seat(place, name, qtbot))
        return taken[-1]

    yield sit_down
    for one in taken:
        one.leave()
    QApplication.processEvents()


def told(workspace: Workspace, action: str) -> list[tuple[str, str]]:
    """Who did this to which item, as the ledger has it."""
    return [(event.actor, event.subject) for event in workspace.audit.log(limit=200) if event.action == action]


def test_a_lead_releases_by_force_and_the_reviewer_is_told_and_keeps_the_draft(seat: Callable[[str], Seat]) -> None:
    ana = seat("ana")
    ana.sees("item-0")
    ana.press(K.Key_1, K.Key_T)
    ana.write("half a thought")

    lea = seat("lea")
    lea.press((K.Key_2, CTRL))
    lea.idle()
    lea.press(K.Key_H)
    lea.until(lambda: ("ana", "item-0") in lea.held())
    rows = [lea.queue.lead.page.model.peek(n) for n in range(len(lea.held()))]
    lea.queue.lead.page.table.selectRow(next(n for n, row in enumerate(rows) if row and row.item_id == "item-0"))
    lea.press(K.Key_R)
    lea.dialog("release_dialog")
    lea.press(K.Key_Return)
    lea.until(lambda: ("ana", "item-0") not in lea.held())
    lea.idle()
    assert "“item-0” goes back to the queue. ana keeps the work as a draft" in lea.window.toast.text()
    assert ("lea", "item-0") in told(lea.workspace, "item.released")

    ana.turn_to()
    ana.press((K.Key_Return, CTRL))
    ana.idle()
    ana.until(lambda: bool(ana.window.room("review").presenter.state.lost))  # type: ignore[union-attr]
    state = ana.window.room("review").presenter.state  # type: ignore[union-attr]
    assert "no longer held for you" in state.lost
    assert "draft" in state.problem.text
    assert ana.workspace.reviews.for_item("item-0") == ()
    kept = [draft for draft in ana.workspace.drafts.all("ana") if draft.item_id == "item-0"]
    assert [(draft.verdict, draft.comment) for draft in kept] == [("approve", "half a thought")]


def test_who_is_not_released_sends_as_ever(seat: Callable[[str], Seat]) -> None:
    ana = seat("ana")
    ana.sees("item-0")
    lea = seat("lea")
    lea.press((K.Key_2, CTRL))
    lea.idle()
    ana.turn_to()
    ana.press(K.Key_1, (K.Key_Return, CTRL))
    ana.until(lambda: ana.window.property("itemId") != "item-0")
    ana.idle()
    assert [review.verdict for review in ana.workspace.reviews.for_item("item-0")] == ["approve"]


def test_a_lead_reassigns_and_moves_to_the_front_by_keys_alone(seat: Callable[[str], Seat]) -> None:
    ana = seat("ana")
    ana.sees("item-0")
    lea = seat("lea")
    lea.press((K.Key_2, CTRL))
    lea.until(lambda: lea.queue.model.peek(5) is not None)
    lea.idle()
    lea.press((K.Key_A, SHIFT))
    assert "ana" in lea.dialog("assign_dialog").release.text()
    lea.write("be")
    assert isinstance(lea.focus(), QLineEdit)
    assert lea.focus().text() == "ben", "the name is completed while it is typed"  # type: ignore[attr-defined]
    lea.press(K.Key_Return)
    lea.until(lambda: lea.workspace.queue.row("item-0").assigned_to == "ben")
    lea.idle()
    assert "ana" not in [name for name, item in lea.held() if item == "item-0"]
    assert ("lea", "item-0") in told(lea.workspace, "item.assigned")

    lea.press(K.Key_End, K.Key_F)
    lea.until(lambda: lea.queue.model.peek(0).item_id == "item-5")  # type: ignore[union-attr]
    lea.idle()
    assert lea.queue.table.chosen_row() == 0, "the selection went along"
    assert ("lea", "item-5") in told(lea.workspace, "item.prioritised")
    assert "item-5" in lea.window.toast.text()


def test_somebody_went_home_and_all_that_they_held_is_free(seat: Callable[[str], Seat], place: Path) -> None:
    with open_workspace(place, actor="ben") as home:
        for _ in range(3):
            home.queue.claim("ben")
    lea = seat("lea")
    lea.press((K.Key_2, CTRL))
    lea.until(lambda: sum(name == "ben" for name, _ in lea.held()) == 3)
    lea.press((K.Key_R, SHIFT))
    dialog = lea.dialog("release_person_dialog")
    dialog.name.clear()
    lea.write("ben")
    lea.press(K.Key_Return)
    lea.until(lambda: not any(name == "ben" for name, _ in lea.held()))
    lea.idle()
    assert lea.window.toast.text().startswith("3 items of ben go back to the queue")
    assert len(told(lea.workspace, "item.released")) == 3


def test_what_others_do_appears_by_itself_and_selection_and_place_stay(
    seat: Callable[[str], Seat], place: Path
) -> None:
    with open_workspace(place, actor="lea") as more:
        more.ingest.add([{"id": f"more-{n:03}", "response": "More.", "priority": -n} for n in range(300)])
    lea = seat("lea")
    lea.window.resize(1280, 800)
    lea.press((K.Key_2, CTRL))
    lea.until(lambda: lea.queue.model.rowCount() == 306)
    lea.idle()
    table = lea.queue.table
    table.clearSelection()
    table.selectRow(150)
    lea.until(lambda: lea.queue.model.peek(150) is not None)
    lea.press((K.Key_Down, SHIFT))
    lea.idle()
    chosen = [lea.queue.model.peek(number).item_id for part in table.chosen_ranges() for number in part]  # type: ignore[union-attr]
    stands = table.verticalScrollBar().value()
    assert len(chosen) == 2
    assert stands > 0
    with open_workspace(place, actor="ben") as other:
        other.reviews.submit({"item_id": "item-5", "reviewer": "ben", "verdict": "approve"})
        other.queue.claim_item("ben", chosen[0])
    lea.until(lambda: lea.queue.model.rowCount() == 305)
    lea.until(lambda: ("ben", chosen[0]) in lea.held())
    now = [lea.queue.model.peek(number) for part in table.chosen_ranges() for number in part]
    assert [row.item_id for row in now if row] == chosen
    assert now[0] is not None
    assert now[0].holders == ("ben",)
    assert table.verticalScrollBar().value() == stands
