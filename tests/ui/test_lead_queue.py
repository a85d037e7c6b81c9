"""The lead's part of the queue room: the list of leases, the buttons, the dialogs, and lists that are read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from reviewer.services.workspace import Workspace
from reviewer.ui.dialogs.lead_queue import AssignDialog, PriorityDialog, ReleaseDialog, ReleasePersonDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.models.pages import PAGE_ROWS, PageModel, TableColumn
from reviewer.ui.panes.lead_queue_bar import DEEDS, SELECT_FIRST
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.queue_room import QueueRoom
from tests.windows import item, part

Open = Callable[..., MainWindow]
K = Qt.Key


def entered(window: MainWindow) -> QueueRoom:
    window.go_to("queue")
    QApplication.processEvents()
    room = window.room("queue")
    assert isinstance(room, QueueRoom)
    return room


def button(room: QueueRoom, deed: str) -> QPushButton:
    found = room.findChild(QPushButton, f"queue_{deed}_button")
    assert found is not None
    return found


def press(room: QueueRoom, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(room.table if not room.held_button.isChecked() else room.lead.page.table, key, modifier)
    QApplication.processEvents()


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    """Three items; ana leads, bo and cleo review, bo holds two items and cleo one of them."""
    workspace.members.add("bo", "reviewer")
    workspace.members.add("cleo", "reviewer")
    workspace.ingest.add([item(number, priority=-1.0) for number in range(3, 6)])
    return workspace


def held_by_bo(workspace: Workspace) -> None:
    workspace.queue.claim_item("bo", "item-3")
    workspace.queue.claim_item("bo", "item-4")


# ---- lists that are read again -----------------------------------------------------------------------------


@pytest.fixture
def table(qapp: QApplication) -> Iterator[PageTable]:
    made = PageTable(PageModel([TableColumn("n", str)]), "table", "Numbers", [80], many=True)
    made.resize(300, 400)
    yield made
    made.deleteLater()
    qapp.processEvents()


def shown(model: PageModel, rows: list[int]) -> None:
    pages = {start // PAGE_ROWS: rows[start : start + PAGE_ROWS] for start in range(0, len(rows), PAGE_ROWS)}
    model.renew(len(rows), pages)


def chosen(table: PageTable) -> list[Any]:
    model = table.model()
    assert isinstance(model, PageModel)
    return [model.peek(number) for rows in table.chosen_ranges() for number in rows]


def test_what_is_chosen_stays_chosen_where_its_row_has_moved_to(table: PageTable) -> None:
    model = table.model()
    assert isinstance(model, PageModel)
    shown(model, list(range(100)))
    table.selectRow(70)
    table.selectionModel().select(
        model.index(80, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    shown(model, [-2, -1, *range(100)])
    assert chosen(table) == [70, 80]
    assert table.chosen_row() == 72
    shown(model, [number for number in range(100) if number != 3])
    assert chosen(table) == [70, 80]


def test_a_row_that_is_gone_is_chosen_no_more_and_no_other_takes_its_place(table: PageTable) -> None:
    model = table.model()
    assert isinstance(model, PageModel)
    shown(model, list(range(10)))
    table.selectRow(4)
    shown(model, [number for number in range(10) if number != 4])
    assert chosen(table) == []
    shown(model, [])
    assert model.rowCount() == 0


def test_the_last_row_stays_chosen_when_one_above_it_goes(table: PageTable) -> None:
    model = table.model()
    assert isinstance(model, PageModel)
    shown(model, list(range(10)))
    table.selectRow(9)
    shown(model, list(range(1, 10)))
    assert chosen(table) == [9]


def test_a_list_that_did_not_change_is_not_painted_anew(table: PageTable) -> None:
    model = table.model()
    assert isinstance(model, PageModel)
    shown(model, list(range(10)))
    heard: list[str] = []
    model.layoutChanged.connect(lambda: heard.append("layout"))
    model.modelReset.connect(lambda: heard.append("reset"))
    shown(model, list(range(10)))
    assert heard == []
    shown(model, list(range(11)))
    assert heard == ["layout"]


def test_looking_again_shows_what_others_did_and_keeps_the_selection(team: Workspace, open_window: Open) -> None:
    room = entered(open_window(team))
    room.table.selectRow(4)
    team.ingest.add([item(9, priority=5.0)])
    room.look_again(at_once=True)
    assert room.model.rowCount() == 7
    assert [room.model.peek(n).item_id for rows in room.table.chosen_ranges() for n in rows] == ["item-4"]  # type: ignore[union-attr]
    assert room.presenter.state.row is not None
    assert room.presenter.state.row.item_id == "item-4"


def test_the_room_looks_again_only_while_it_is_seen(team: Workspace, open_window: Open) -> None:
    window = open_window(team)
    room = entered(window)
    assert room._timer.isActive()
    window.go_to("review")
    QApplication.processEvents()
    assert not room._timer.isActive()


# ---- what a lead sees --------------------------------------------------------------------------------------


def test_the_list_of_leases_says_who_holds_what_and_for_how_long(team: Workspace, open_window: Open) -> None:
    held_by_bo(team)
    room = entered(open_window(team))
    press(room, K.Key_H)
    model = room.lead.page.model
    rows = [[model.data(model.index(row, column)) for column in range(4)] for row in range(model.rowCount())]
    assert [row[:2] for row in rows if row[0] == "bo"] == [["bo", "item-3"], ["bo", "item-4"]]
    assert rows[0][3] == "0 min"
    assert "of 2 people" in room.lead.page.summary.text()
    press(room, K.Key_H)
    assert room.table.isVisible()


def test_a_queue_that_nobody_holds_says_so(team: Workspace, open_window: Open) -> None:
    window = open_window(team, "ana")
    room = entered(window)
    team.queue.release_all("ana")
    press(room, K.Key_H)
    assert "Nobody holds anything now" in [label.text() for label in part(room, "held_empty").findChildren(QWidget)
                                           if hasattr(label, "text")]  # fmt: skip
    assert not button(room, "release_person").isEnabled()
    assert "Nobody holds anything now." in button(room, "release_person").toolTip()


def test_beside_the_list_stands_who_holds_the_selected_item(team: Workspace, open_window: Open) -> None:
    held_by_bo(team)
    team.queue.assign("item-4", "cleo")
    room = entered(open_window(team))
    room.table.selectRow(4)
    text = room.holders._lines.text()
    assert "Held by bo since " in text
    assert "Reserved for cleo" in text
    room.table.selectRow(5)
    assert room.holders._lines.text() == "Nobody holds this item now."


def test_a_reviewer_finds_the_buttons_disabled_with_the_reason(team: Workspace, open_window: Open) -> None:
    held_by_bo(team)
    room = entered(open_window(team, "bo"))
    for deed, _title in DEEDS:
        assert not button(room, deed).isEnabled(), deed
        assert "bo is reviewer here and may not" in button(room, deed).toolTip()
    assert not room.held_button.isEnabled()
    assert "bo is reviewer here" in room.held_button.toolTip()
    press(room, K.Key_A)
    assert room.lead.dialog is None
    assert not room.holders.isVisible()


def test_a_lead_can_use_them_and_is_told_what_is_missing(team: Workspace, open_window: Open) -> None:
    room = entered(open_window(team))
    assert button(room, "assign").isEnabled()
    assert button(room, "assign").toolTip() == ""
    room.table.selectRow(5)
    assert "Nobody holds what is selected." in button(room, "release").toolTip()
    room.table.clearSelection()
    assert SELECT_FIRST in button(room, "assign").toolTip()


def test_more_than_five_hundred_items_are_not_changed_at_once(team: Workspace, open_window: Open) -> None:
    team.ingest.add([item(number, priority=-2.0) for number in range(100, 700)])
    window = open_window(team)
    room = entered(window)
    room.table.selectAll()
    press(room, K.Key_F)
    assert "606 items are selected: select at most 500 at once" in window.error_banner.text()
    assert team.queue.row("item-0").priority == 0.0


def test_rows_that_were_never_on_screen_are_changed_too(team: Workspace, open_window: Open) -> None:
    team.ingest.add([item(number, priority=-2.0) for number in range(100, 400)])
    room = entered(open_window(team))
    room.table.selectAll()
    press(room, K.Key_P)
    assert room.lead.dialog is not None
    assert isinstance(room.lead.dialog, PriorityDialog)
    room.lead.dialog.number.setText("7")
    QTest.keyClick(room.lead.dialog.number, K.Key_Return)
    assert {row.priority for row in team.queue.page(limit=1000)} == {7.0}


def test_a_role_that_changes_takes_the_list_of_leases_away(team: Workspace, open_window: Open) -> None:
    team.members.add("lea", "lead")
    room = entered(open_window(team, "lea"))
    press(room, K.Key_H)
    team.members.set_role("lea", "reviewer")
    room.look_again(at_once=True)
    assert room.table.isVisible()
    assert not room.held_button.isEnabled()


# ---- dialogs -----------------------------------------------------------------------------------------------


@pytest.fixture
def ask(qapp: QApplication) -> Any:
    opened: list[QDialog] = []

    def show(dialog: Any) -> Any:
        opened.append(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.open()
        qapp.processEvents()
        return dialog

    yield show
    for dialog in opened:
        dialog.close()
        dialog.deleteLater()
    qapp.processEvents()


def test_a_name_is_completed_while_it_is_typed_and_return_takes_it(ask: Any) -> None:
    dialog = ask(AssignDialog(None, "“item-1”", ("ana", "bo"), ("cleo",), release=True))
    heard: list[tuple[object, bool]] = []
    dialog.chosen.connect(lambda name, release: heard.append((name, release)))
    QTest.keyClicks(dialog.name, "b")
    assert dialog.ok_button.caption() == "For bo"
    QTest.keyClick(dialog.name, K.Key_Return)
    assert heard == [("bo", True)]
    assert not dialog.isVisible()


def test_an_empty_name_is_nobody_and_an_unknown_one_is_refused(ask: Any) -> None:
    dialog = ask(AssignDialog(None, "“item-1”", ("ana", "bo"), (), release=False))
    heard: list[tuple[object, bool]] = []
    dialog.chosen.connect(lambda name, release: heard.append((name, release)))
    QTest.keyClicks(dialog.name, "bob")
    QTest.keyClick(dialog.name, K.Key_Return)
    assert dialog.isVisible()
    assert "did you mean bo?" in dialog._wrong.text()
    assert heard == []
    dialog.name.clear()
    assert dialog.ok_button.caption() == "For whoever comes next"
    QTest.keyClick(dialog.name, K.Key_Return)
    assert heard == [(None, False)]


def test_one_holder_of_several_can_be_chosen(ask: Any) -> None:
    dialog = ask(ReleaseDialog(None, "2 leases end", ("bo", "cleo")))
    heard: list[object] = []
    dialog.chosen.connect(heard.append)
    assert dialog.whose.isVisible()
    dialog.whose.setCurrentIndex(2)
    dialog.ok_button.click()
    assert heard == ["cleo"]


def test_releasing_a_person_says_how_much_and_refuses_who_holds_nothing(ask: Any) -> None:
    dialog = ask(ReleasePersonDialog(None, {"bo": 4, "cleo": 1}, "bo"))
    heard: list[str] = []
    dialog.chosen.connect(heard.append)
    assert dialog._count.text() == "bo holds 4 items."
    dialog.name.setText("zoe")
    dialog.ok_button.click()
    assert "holds nothing now" in dialog._wrong.text()
    dialog.name.setText("cleo")
    dialog.ok_button.click()
    assert heard == ["cleo"]


@pytest.mark.parametrize("text", ["", "high", "inf", "nan", "1,5"])
def test_what_is_no_number_is_refused(ask: Any, text: str) -> None:
    dialog = ask(PriorityDialog(None, "“item-1”", 1.0, "F"))
    dialog.number.setText(text)
    dialog.ok_button.click()
    assert dialog.isVisible()
    assert "Write a number" in dialog._wrong.text()


def test_a_number_with_a_true_minus_is_one(ask: Any) -> None:
    dialog = ask(PriorityDialog(None, "“item-1”", 1.0, "F"))
    heard: list[float] = []
    dialog.chosen.connect(heard.append)
    dialog.number.setText("\N{MINUS SIGN}1.5")
    dialog.ok_button.click()
    assert heard == [-1.5]


def test_a_hostile_name_is_shown_as_it_is(team: Workspace, open_window: Open, ask: Any) -> None:
    name = '<img src="x">\u202egnp'
    team.queue.claim_item(name, "item-5")
    room = entered(open_window(team))
    press(room, K.Key_H)
    model = room.lead.page.model
    names = [model.data(model.index(row, 0)) for row in range(model.rowCount())]
    assert any(shown.startswith('<img src="x">') for shown in names)
    assert not any("\u202e" in shown for shown in names)
    dialog = ask(ReleaseDialog(None, f"held by {name}", (name, "bo")))
    assert "\u202e" not in dialog.about.text()
    assert "\u202e" not in dialog.whose.itemText(1)


def test_selecting_a_million_rows_asks_nothing_of_each_of_them(qapp: QApplication) -> None:
    asked: list[int] = []

    class Counting(PageModel):
        def flags(self, index: Any) -> Qt.ItemFlag:
            asked.append(index.row())
            return super().flags(index)

    table = PageTable(Counting([TableColumn("n", str)]), "table", "Numbers", [80], many=True)
    model = table.model()
    assert isinstance(model, PageModel)
    model.show_total(1_000_000)
    table.resize(300, 400)
    table.show()
    table.selectAll()
    qapp.processEvents()
    table.grab()
    assert table.chosen_ranges() == (range(1_000_000),)
    assert len(asked) < 1000
    table.close()
    table.deleteLater()
    qapp.processEvents()
