"""Somebody looks for items in the queue room by real keys: narrow, search, read, keep a view and the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from reviewer.config.paths import config_dir
from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from reviewer.ui.app import create_window
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.queue_room import QueueRoom
from reviewer.ui.safe_text import ElidedLabel, SourceView
from tests.people import Person

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def flagged(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"i{number}",
        "source": {"system": "tests"},
        "prompt": "How long is the warranty?",
        "response": f"Answer {number}: five years.",
        "metadata": {"language": "de" if number % 2 else "en"},
        **fields,
    }


HIT = {"id": "h", "policy": "p:pii", "detector": "scan", "severity": "high"}
ITEMS = [
    flagged(1, policy_hits=[HIT], priority=9.0),
    flagged(2, evidence=[{"id": "e", "title": "Leaflet", "text": "A FÁLCON circles\u202e above the tower."}]),
    flagged(3, policy_hits=[HIT]),
    flagged(4),
]


class Looker(Person):
    """Somebody in the queue room of a file."""

    def __init__(self, path: Path, name: str, qtbot: QtBot) -> None:
        self.left = False
        self.workspace = open_workspace(path, actor=name)
        super().__init__(create_window(self.workspace, name), qtbot)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.idle()
        self.press((K.Key_2, CTRL))
        self.until(lambda: self.room.presenter.state.total is not None)
        self.idle()

    @property
    def room(self) -> QueueRoom:
        room = self.window.room("queue")
        assert isinstance(room, QueueRoom)
        return room

    def lists(self, *ids: str) -> None:
        """Wait until exactly these items are listed."""
        self.until(lambda: not self.room.presenter._typing.isActive())
        self.idle()
        model = self.room.model
        self.until(lambda: all(model.peek(n) is not None for n in range(model.rowCount())) and self.listed() == ids)

    def listed(self) -> tuple[str, ...]:
        model = self.room.model
        return tuple(row.item_id for n in range(model.rowCount()) if (row := model.peek(n)) is not None)

    def narrow(self, kind: str, value: str) -> None:
        """Add a value with the keys of the dialog."""
        self.press(K.Key_N)
        self.opened("filter_dialog")
        self.write(kind)
        self.press(K.Key_Return)
        found = self.find("filter_list", QListWidget)
        self.until(lambda: self.window.tasks.busy == 0)
        self.write(value)
        assert found.count()
        self.press(K.Key_Return)
        self.gone("filter_dialog")

    def opened(self, name: str) -> QWidget:
        self.until(lambda: (found := self.window.findChild(QWidget, name)) is not None and found.isActiveWindow())
        return self.window.findChild(QWidget, name)  # type: ignore[return-value]  # it was found just now

    def gone(self, name: str) -> None:
        self.until(lambda: self.window.isActiveWindow() and self.window.findChild(QWidget, name) is None)

    def leave(self) -> None:
        if self.left:
            return
        self.left = True
        self.window.close()
        self.window.deleteLater()
        self.workspace.close()
        QApplication.processEvents()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "team.reviewer"
    with create_workspace(path, Project(name="Support", overlap=2), actor="ana") as made:
        made.ingest.add(ITEMS)
    return path


@pytest.fixture
def sit(place: Path, qtbot: QtBot) -> Iterator[Callable[[str], Looker]]:
    seats: list[Looker] = []

    def sitting(name: str) -> Looker:
        seats.append(Looker(place, name, qtbot))
        return seats[-1]

    yield sitting
    for seat in seats:
        seat.leave()


def test_the_list_is_narrowed_and_widened_again_by_keys(sit: Callable[[str], Looker]) -> None:
    ana = sit("ana")
    ana.lists("i1", "i2", "i3", "i4")
    ana.narrow("pol", "pii")
    ana.lists("i1", "i3")
    ana.narrow("lang", "en")
    ana.lists()
    button = ana.find("queue_empty_button", KeyButton)
    assert button.caption() == "Clear filters"
    chip = ana.find("queue_chip_1", KeyButton)
    assert chip.accessibleName() == "Take away Language: en"
    chip.setFocus()
    ana.press(K.Key_Delete)
    ana.lists("i1", "i3")
    ana.press((K.Key_N, SHIFT))
    ana.lists("i1", "i2", "i3", "i4")


def test_a_search_finds_evidence_lights_it_and_shows_it_in_the_list(sit: Callable[[str], Looker]) -> None:
    ana = sit("ana")
    ana.press(K.Key_Slash)
    ana.write("falc")
    ana.lists("i2")
    assert "FÁLCON circles" in ana.room.model.peek(0).excerpt  # type: ignore[union-attr]
    ana.until(lambda: ana.room.presenter.state.item is not None and ana.room.presenter.state.item.id == "i2")
    view = ana.find("preview_evidence_view", SourceView)
    text = view.sourceText
    assert [text[lit.start : lit.end] for lit in view.highlights_at(text.index("FÁLCON"))] == ["FÁLCON"]
    assert not view.highlights_at(text.index("circles"))
    ana.press(K.Key_Escape)
    assert "U+202E" in view.toPlainText()
    ana.press((K.Key_I, SHIFT))
    assert "U+202E" not in view.toPlainText(), "the switch for marks holds here too"


def test_an_item_of_somebody_else_is_read_with_the_reason_and_a_way_back(
    sit: Callable[[str], Looker], place: Path
) -> None:
    with open_workspace(place, actor="bo") as other:
        other.queue.claim_item("bo", "i1")
        other.queue.assign("i1", "bo")
    ana = sit("ana")
    ana.press(K.Key_Home)
    ana.until(lambda: ana.room.presenter.state.item is not None and ana.room.presenter.state.item.id == "i1")
    ana.press(K.Key_Return)
    ana.until(lambda: ana.room.reading.opened)
    assert ana.find("viewer_title", ElidedLabel).whole_text == "Item i1"
    assert "bo" in ana.find("viewer_why", ElidedLabel).whole_text
    assert ana.find("viewer_response_view", SourceView).sourceText == "Answer 1: five years."
    assert not ana.find("viewer_hit_1_confirmed").isVisible(), "nothing is judged here"
    priorities = [row.priority for row in ana.workspace.queue.page()]
    ana.press(K.Key_F, K.Key_N, K.Key_C)
    ana.idle()
    assert [row.priority for row in ana.workspace.queue.page()] == priorities, "the keys of the list rest meanwhile"
    assert ana.room.dialogs.dialog is None
    ana.press(K.Key_V)
    assert ana.room.reading.presenter.state is not None
    assert ana.room.reading.presenter.state.rendered
    ana.press(K.Key_Escape)
    assert not ana.room.reading.opened
    assert QApplication.focusWidget() is ana.room.table
    assert "i1" not in {claim.item.id for claim in ana.workspace.queue.held("ana")}


def test_a_view_and_the_columns_outlive_the_program(sit: Callable[[str], Looker]) -> None:
    ana = sit("ana")
    ana.narrow("sever", "high")
    ana.lists("i1", "i3")
    ana.press((K.Key_S, SHIFT))
    ana.opened("views_dialog")
    ana.write("Grave")
    ana.press(K.Key_Return)
    ana.gone("views_dialog")
    ana.press(K.Key_C)
    dialog = ana.opened("columns_dialog")
    columns = dialog.findChild(QListWidget, "columns_list")
    assert columns is not None
    ana.press(K.Key_Down, K.Key_Space, (K.Key_Down, CTRL))  # the state goes, and one place on
    ana.press(K.Key_Return)
    ana.gone("columns_dialog")
    ana.room.table.setColumnWidth(0, 222)
    ana.leave()
    again = sit("ana")
    header = again.room.table.horizontalHeader()
    assert header.isSectionHidden(1)
    assert header.visualIndex(1) == 2
    assert again.room.table.columnWidth(0) == 222
    again.press(K.Key_S)
    dialog = again.opened("views_dialog")
    names = dialog.findChild(QListWidget, "views_list")
    assert names is not None
    assert [names.item(n).text() for n in range(names.count())] == [
        "Mine", "Overdue", "Escalated", "Disagreement", "Grave",
    ]  # fmt: skip
    again.press(K.Key_End, K.Key_Return)
    again.lists("i1", "i3")
    assert "Grave" in again.find("queue_views_button", KeyButton).caption()


def test_a_view_is_renamed_and_deleted_by_keys_and_a_broken_file_harms_nothing(sit: Callable[[str], Looker]) -> None:
    (config_dir() / "queue-views.json").write_text("{not json", "utf-8")
    ana = sit("ana")
    ana.press((K.Key_S, SHIFT))
    ana.opened("views_dialog")
    ana.write("First")
    ana.press(K.Key_Return)
    ana.gone("views_dialog")
    assert (config_dir() / "queue-views.damaged.json").read_text("utf-8") == "{not json", "it is kept beside"
    ana.press(K.Key_S)
    dialog = ana.opened("views_dialog")
    names = dialog.findChild(QListWidget, "views_list")
    field = dialog.findChild(QLineEdit, "views_name")
    assert names is not None
    assert field is not None
    ana.press(K.Key_End, K.Key_F2)
    ana.write("Mine")
    ana.press(K.Key_F2)
    assert names.item(4).text() == "First", "a name that comes with the program is refused"
    field.selectAll()
    ana.write("Second")
    ana.press(K.Key_F2)
    assert names.item(4).text() == "Second"
    ana.press(K.Key_Delete)
    assert names.count() == 4
    ana.press(K.Key_Escape)


def test_the_view_of_what_is_mine_knows_who_is_looking(sit: Callable[[str], Looker], place: Path) -> None:
    with open_workspace(place, actor="bo") as other:
        other.reviews.submit({"item_id": "i4", "reviewer": "bo", "verdict": "approve"})
    bo = sit("bo")
    bo.until(lambda: bool(bo.workspace.queue.held("bo")))
    held = {claim.item.id for claim in bo.workspace.queue.held("bo")}
    bo.press(K.Key_S)
    bo.opened("views_dialog")
    bo.press(K.Key_Return)
    bo.gone("views_dialog")
    bo.lists(*sorted({"i4", *held}))
