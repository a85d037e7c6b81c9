"""The queue room: every item in a paged table, filtered by state, words and an expression, with one item beside it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.domain.listing import ItemRow, UnreadableRow
from reviewer.ui.actions import Binding
from reviewer.ui.models.pages import PageModel, TableColumn
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.item_preview import ItemPreview
from reviewer.ui.panes.notices import EmptyState, LoadingState
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.parts import Hint, Panel, ScrollColumn, label
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.queue import STATES, QueuePresenter, QueueState
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID


def _time(at: datetime | None) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def _reviews(row: ItemRow) -> str:
    return f"{row.reviews} of {row.needed}"


COLUMNS = (
    TableColumn("Item", lambda row: one_line(row.item_id, 80), "item_id"),
    TableColumn("State", lambda row: row.state.replace("_", " "), "state"),
    TableColumn("Priority", lambda row: f"{row.priority:g}", "priority", numbers=True),
    TableColumn("Reviews", _reviews, "reviews", numbers=True),
    TableColumn("Flagged", lambda row: _time(row.flagged_at), "flagged_at"),
    TableColumn("Due", lambda row: _time(row.due_at), "due_at"),
    TableColumn("Language", lambda row: one_line(row.language, 20), "language"),
    TableColumn("Model", lambda row: one_line(row.model, 40), "model"),
    TableColumn("Held by", lambda row: one_line(", ".join(row.holders), 60)),
    TableColumn("Response", lambda row: one_line(row.excerpt, 200)),
)
WIDTHS = (104, 88, 60, 70, 146, 146, 74, 92, 76, 200)
NO_ITEMS = ("No items yet", "Import flagged outputs with Ctrl+I, or with “reviewer import FILE” in a terminal.")
NO_MATCH = ("Nothing matches", "No item has these words, this state or these values. Change or clear the filter.")


class QueueRoom(Room):
    """Where a lead looks for an item, and a reviewer for what waits."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.presenter = QueuePresenter(context.workspace, context.reviewer, context.tasks, self)
        self._version = -1
        self._asked: object = None
        self.model = PageModel(COLUMNS)
        self.table = PageTable(self.model, "queue_table", "Items", WIDTHS)
        self.preview = ItemPreview(context.theme)
        self._build()
        self.model.page_wanted.connect(self.presenter.load_page)
        self.model.sort_wanted.connect(self.presenter.sort)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(lambda _row: self._open())
        self.presenter.changed.connect(self._show)
        self.presenter.page_ready.connect(self._put_page)
        self.presenter.page_failed.connect(self.model.forget_page)
        self.presenter.opened.connect(self._opened)

    def activated(self) -> None:
        """Count again, and let the arrow keys walk the list."""
        self.presenter.reload()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Count again where items changed, if somebody looks."""
        if self.isVisible() and changes.touches("items", "leases", "resolutions", "project"):
            self.presenter.reload()

    def bindings(self) -> list[Binding]:
        """Return the keys of this room."""
        return [
            Binding("queue.search", self._focus_search),
            Binding("queue.open", self._open, enabled=lambda: self.presenter.state.row is not None),
            Binding("queue.reload", self.presenter.reload),
        ]

    def status(self) -> str:
        """Return how many items are shown."""
        total = self.presenter.state.total
        return "" if total is None else f"{total:,} {'item' if total == 1 else 'items'} shown"

    def close_down(self) -> None:
        """Stop asking."""
        self.presenter.close()

    def _build(self) -> None:
        panel = Panel("Queue", "queue_panel")
        self._tabs = QButtonGroup(self)
        for number, (title, _) in enumerate(STATES):
            button = QuietButton(title, f"queue_tab_{number}", checkable=True)
            self._tabs.addButton(button, number)
            panel.header.addWidget(button)
        self._tabs.button(0).setChecked(True)
        self._tabs.idClicked.connect(self.presenter.choose_tab)
        self.search = self._field("queue_search", "Search prompt and response", self.presenter.search)
        self.where = self._field("queue_where", "Filter, as in: language == 'de'", self.presenter.filter_where)
        self.unreadable_button = QuietButton("", "queue_unreadable_button")
        self.unreadable_button.clicked.connect(self._show_unreadable)
        self.unreadable_button.hide()
        fields = QHBoxLayout()
        fields.setSpacing(GRID)
        fields.addWidget(self.search, 3)
        fields.addWidget(self.where, 2)
        fields.addWidget(self.unreadable_button)
        self._problem = Hint("", "queue_problem", tone="bad")
        self._problem.setWordWrap(True)
        self._problem.hide()
        panel.body.addLayout(fields)
        panel.body.addWidget(self._problem)
        self._pages = QStackedWidget()
        self._empty = EmptyState(*NO_ITEMS, name="queue_empty")
        self._tray = ScrollColumn("queue_tray", "Unreadable records")
        for page in (LoadingState(name="queue_loading"), self.table, self._empty, self._tray_page()):
            self._pages.addWidget(page)
        panel.body.addWidget(self._pages, 1)
        QVBoxLayout(self).addWidget(split("queue_split", panel, self._item_panel(), sizes=(1000, 460), grow=(3, 2)))

    def _item_panel(self) -> Panel:
        panel = Panel("Item", "queue_item_panel")
        self.open_button = PrimaryButton("Review this item", "queue_open_button", self.context.key_of("queue.open"))
        self.open_button.setEnabled(False)
        self.open_button.clicked.connect(self._open)
        panel.body.addWidget(self.preview, 1)
        panel.body.addWidget(self.open_button)
        self.item_panel = panel
        return panel

    def _tray_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        back = KeyButton("Back to the items", "queue_tray_back")
        back.clicked.connect(lambda: self._show(self.presenter.state))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._tray, 1)
        return page

    def _field(self, name: str, hint: str, changed: object) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(hint)
        field.setPlaceholderText(hint)
        field.setClearButtonEnabled(True)
        field.textEdited.connect(changed)
        field.textChanged.connect(lambda text: None if text else field.textEdited.emit(""))
        return field

    def _show(self, state: QueueState) -> None:
        for number, (title, _) in enumerate(STATES):
            button = self._tabs.button(number)
            if isinstance(button, KeyButton):
                button.set_caption(f"{title} {state.counts[number]:,}")
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self.unreadable_button.set_caption(f"{state.unreadable:,} unreadable")
        self.unreadable_button.setVisible(state.unreadable > 0)
        self._show_item(state)
        if state.version != self._version and state.total is not None:
            self._version = state.version
            self._show_list(state)
            self.status_changed.emit()

    def _show_list(self, state: QueueState) -> None:
        self.model.show_total(state.total or 0)
        asked = (state.wanted, state.order, state.descending)
        if asked != self._asked:  # another list begins at its top; the same one, read again, stays where it was
            self._asked = asked
            self.table.scrollToTop()
        filtered = bool(state.wanted.text.strip() or state.wanted.where or sum(state.counts))
        self._empty.show_text(*(NO_MATCH if filtered else NO_ITEMS))
        self._pages.setCurrentIndex(1 if state.total else 2)
        if state.total:
            self.model.row(0)  # ask for the first page before anything is painted
        else:
            self.presenter.choose(None)

    def _put_page(self, page: int, rows: tuple[ItemRow, ...]) -> None:
        self.model.put_page(page, rows)
        if page == 0:
            self.table.choose_first()
        self._choose(self.table.chosen_row())

    def _choose(self, number: int) -> None:
        row = self.model.row(number) if number >= 0 else None
        if row != self.presenter.state.row:
            self.presenter.choose(row)

    def _show_item(self, state: QueueState) -> None:
        row = state.row
        self.item_panel.note("" if row is None else f"{_reviews(row)} reviews")
        self.open_button.setEnabled(row is not None and row.state == "open")
        self.preview.show_item(state.item if row is not None else None, state.hits_hidden)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _open(self) -> None:
        row = self.presenter.state.row
        if row is not None and row.state in ("adjudication", "escalated"):
            self.context.go_to("quality")
            return
        self.presenter.open(self.context.show_error)

    def _opened(self, changes: Changes) -> None:
        self.context.broadcast(changes)
        self.context.go_to("review")

    def _show_unreadable(self) -> None:
        self.presenter.unreadable(self._put_unreadable)

    def _put_unreadable(self, rows: tuple[UnreadableRow, ...]) -> None:
        self._tray.empty()
        for row in rows:
            place = f"{row.origin}, line {row.line}, {_time(row.received_at)}"
            for text, role in ((place, "muted"), (row.reason, "strong"), (one_line(row.excerpt, 300), "plain")):
                line = label(text, role)
                line.setWordWrap(True)
                self._tray.column.addWidget(line)
        self._tray.column.addStretch(1)
        self._pages.setCurrentIndex(3)
