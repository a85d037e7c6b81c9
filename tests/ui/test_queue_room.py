"""The queue room in a real window over a real workspace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.models.pages import KEPT_PAGES, PAGE_ROWS, PageModel, TableColumn
from reviewer.ui.panes.queue_room import QueueRoom
from reviewer.ui.presenters.review_state import responses_of
from reviewer.ui.safe_text import PlainLabel, SourceView
from tests.windows import item, part

Open = Callable[..., MainWindow]


def entered(window: MainWindow) -> QueueRoom:
    window.go_to("queue")
    QApplication.processEvents()
    room = window.room("queue")
    assert isinstance(room, QueueRoom)
    return room


def ids(room: QueueRoom) -> list[str]:
    return [room.model.data(room.model.index(row, 0)) for row in range(room.model.rowCount())]


def sorted_by(room: QueueRoom) -> str:
    return room.presenter.state.order


def settle(room: QueueRoom) -> None:
    """Let the pause after typing pass."""
    room.presenter.reload()
    ids(room)
    QApplication.processEvents()


def test_the_queue_is_listed_by_priority_then_age(workspace: Workspace, open_window: Open) -> None:
    workspace.ingest.add([item(9, priority=5.0)])
    assert ids(entered(open_window(workspace)))[:2] == ["item-9", "item-0"]


def test_words_of_the_response_find_an_item(workspace: Workspace, open_window: Open) -> None:
    workspace.ingest.add([item(7, response="The lamp came with a broken switch.")])
    room = entered(open_window(workspace))
    QTest.keyClicks(room.search, "broken swi")
    settle(room)
    assert ids(room) == ["item-7"]


def test_a_filter_with_an_unknown_field_says_so_and_the_nearest_name(workspace: Workspace, open_window: Open) -> None:
    room = entered(open_window(workspace))
    QTest.keyClicks(room.where, "langage == 'de'")
    settle(room)
    assert "language" in room.presenter.state.problem


def test_clearing_the_filter_brings_all_items_back(workspace: Workspace, open_window: Open) -> None:
    room = entered(open_window(workspace))
    QTest.keyClicks(room.where, "priority > 3")
    settle(room)
    assert ids(room) == []
    field = room.findChild(QLineEdit, "queue_where")
    assert field is not None
    field.clear()
    settle(room)
    assert len(ids(room)) == 3


def test_enter_opens_the_chosen_item_in_the_review_room(workspace: Workspace, open_window: Open) -> None:
    window = open_window(workspace)
    room = entered(window)
    room.table.selectRow(2)
    QTest.keyClick(room.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.current_room == "review"
    assert window.property("itemId") == "item-2"


def test_the_preview_hides_what_a_reviewer_may_not_see(workspace: Workspace, open_window: Open) -> None:
    hit = {"id": "h", "policy": "p:secret", "detector": "d"}
    workspace.ingest.add([item(8, control=True, policy_hits=[hit], priority=9.0)])
    room = entered(open_window(workspace))
    shown = room.presenter.state.item
    assert shown is not None
    assert shown.id == "item-8"
    assert not shown.control
    assert not shown.policy_hits


def test_an_empty_queue_says_how_to_fill_it(workspace: Workspace, open_window: Open) -> None:
    for number in range(3):
        workspace.reviews.submit({"item_id": f"item-{number}", "reviewer": "bo", "verdict": "approve"})
    room = entered(open_window(workspace))
    assert room.presenter.state.total == 0
    assert room.presenter.state.counts[2] == 3


def test_unreadable_records_can_be_looked_at(workspace: Workspace, open_window: Open) -> None:
    workspace.ingest.add([{"id": "broken"}])
    room = entered(open_window(workspace))
    assert room.unreadable_button.isVisible()
    QTest.mouseClick(room.unreadable_button, Qt.MouseButton.LeftButton)
    texts = [label.text() for label in room._tray.findChildren(PlainLabel)]
    assert any("response" in text for text in texts)


def test_a_table_of_a_million_rows_asks_only_for_the_pages_on_screen(qapp: QApplication) -> None:
    model = PageModel([TableColumn("n", str)])
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    model.show_total(1_000_000)
    model.data(model.index(999_999, 0))
    model.data(model.index(999_998, 0))
    assert asked == [999_999 // PAGE_ROWS]
    for page in range(KEPT_PAGES + 5):
        model.put_page(page, range(page * PAGE_ROWS, (page + 1) * PAGE_ROWS))
    assert model.row(0) is None, "old pages are let go"
    assert model.row((KEPT_PAGES + 4) * PAGE_ROWS) == (KEPT_PAGES + 4) * PAGE_ROWS


def test_headings_sort_by_click_and_by_key_and_those_without_an_order_do_not(
    workspace: Workspace, open_window: Open
) -> None:
    workspace.ingest.add([item(8, due_at="2026-01-01T00:00:00Z", priority=2.0)])
    room = entered(open_window(workspace))
    header = room.table.horizontalHeader()
    assert ids(room)[0] == "item-8"

    def click(place: int) -> None:
        middle = header.sectionViewportPosition(place) + header.sectionSize(place) // 2
        QTest.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.viewport().height() // 2)
        )
        QApplication.processEvents()

    click(0)
    assert ids(room)[0] == "item-0"
    click(0)
    assert ids(room)[0] == "item-8"
    click(4)
    assert sorted_by(room) == "item_id", "there is no order by who holds an item"
    assert header.sortIndicatorSection() == 0
    click(0)
    assert sorted_by(room) == "queue"
    for order in ("item_id", "state", "priority", "reviews", "flagged_at", "due_at", "queue"):
        QTest.keyClick(room.table, Qt.Key.Key_T)
        assert room.presenter.state.order == order
        assert len(ids(room)) == 4
    QTest.keyClick(room.table, Qt.Key.Key_T)
    QTest.keyClick(room.table, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert ids(room)[0] == "item-8"


def test_a_list_of_a_state_without_items_says_so_and_the_tabs_go_on(workspace: Workspace, open_window: Open) -> None:
    window = open_window(workspace)
    room = entered(window)
    QTest.mouseClick(part(window, "queue_tab_2"), Qt.MouseButton.LeftButton)
    empty = part(window, "queue_empty")
    assert empty.isVisible()
    assert any("No item of the project is in this state" in one.text() for one in empty.findChildren(PlainLabel))
    assert not part(window, "queue_empty_button").isVisible()
    QTest.mouseClick(part(window, "queue_tab_4"), Qt.MouseButton.LeftButton)
    assert len(ids(room)) == 3


def test_items_to_compare_stand_in_the_order_and_under_the_names_of_the_reviewer(
    workspace: Workspace, open_window: Open
) -> None:
    texts = {"gpt": "The first.", "own": "The second."}
    responses = [{"id": name, "text": text, "model": name} for name, text in texts.items()]
    workspace.ingest.add([item(9, response=None, responses=responses, priority=9.0)])
    window = open_window(workspace)
    entered(window)
    shown = part(window, "preview_response_view")
    assert isinstance(shown, SourceView)
    text = str(shown.sourceText)
    drawn = responses_of(workspace.queue.get("item-9"), "ana")
    assert text == f"Response A:\n{drawn[0].text}\n\nResponse B:\n{drawn[1].text}"
    assert not any(name in text for name in texts)
