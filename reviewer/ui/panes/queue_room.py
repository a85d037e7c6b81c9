"""The queue room: every item in a paged table, filtered by state, words and an expression, with one item beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.domain.leases import ItemState
from reviewer.domain.listing import ItemRow, UnreadableRow
from reviewer.ui.actions import Binding
from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import PAGE_ROWS, PageModel, TableColumn
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.item_preview import ItemPreview
from reviewer.ui.panes.lead_queue import MOST_AT_ONCE, ItemList, LeadQueue
from reviewer.ui.panes.lead_queue_held import HolderLines, holder_text
from reviewer.ui.panes.notices import EmptyState, LoadingState
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.parts import Hint, Panel, ScrollColumn, label
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.lead_state import HeldRow, LeadState, Target, items_text, leases_text
from reviewer.ui.presenters.queue import STATES, QueuePresenter, QueueState
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.safe_text import one_line, set_plain_tooltip
from reviewer.ui.theme import GRID

_STATES: dict[ItemState, str] = {
    "open": later("open"),
    "adjudication": later("adjudication"),
    "escalated": later("escalated"),
    "resolved": later("resolved"),
    "set_aside": later("set aside"),
}


def _time(at: datetime | None) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def _reviews(row: ItemRow) -> str:
    return tr("{reviews} of {needed}").format(reviews=row.reviews, needed=row.needed)


COLUMNS = (
    TableColumn(later("Item"), lambda row: one_line(row.item_id, 80), "item_id"),
    TableColumn(later("State"), lambda row: tr(_STATES[row.state]), "state"),
    TableColumn(later("Priority"), lambda row: f"{row.priority:g}", "priority", numbers=True),
    TableColumn(later("Reviews"), _reviews, "reviews", numbers=True),
    TableColumn(later("Held by"), lambda row: one_line(", ".join(row.holders), 60)),
    TableColumn(later("Reserved for"), lambda row: one_line(row.assigned_to or "", 60)),
    TableColumn(later("Flagged"), lambda row: _time(row.flagged_at), "flagged_at"),
    TableColumn(later("Due"), lambda row: _time(row.due_at), "due_at"),
    TableColumn(later("Language"), lambda row: one_line(row.language, 20), "language"),
    TableColumn(later("Model"), lambda row: one_line(row.model, 40), "model"),
    TableColumn(later("Response"), lambda row: one_line(row.excerpt, 200)),
)
WIDTHS = (150, 84, 60, 66, 92, 94, 128, 128, 72, 80, 200)
HELD_TAB = len(STATES)
NO_REVIEWER = later("Your role does not review: an admin can change it.")
LOOK_AGAIN_MS = 3000
MOST_PAGES = 12
NO_ITEMS = (
    later("No items yet"),
    later("Import flagged outputs with Ctrl+I, or with “reviewer import FILE” in a terminal."),
)
NOT_YOURS = (
    later("Nothing of yours is here"),
    later("A server shows you only the items that you hold or have judged; the review room brings you the next one."),
)
NOT_KNOWN = (later("Not known now"), later("The list could not be read; it is tried again by itself."))
NO_MATCH = (
    later("Nothing matches"),
    later("No item has these words, this state or these values. Change or clear the filter."),
)


class QueueRoom(Room):
    """Where a lead looks for an item, and a reviewer for what waits."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.presenter = QueuePresenter(context.workspace, context.reviewer, context.tasks, self)
        self._version = -1
        self._asked: object = None
        self._on_tray = False
        self.model = PageModel(COLUMNS, lambda row: (row.source, row.item_id))
        self.table = PageTable(self.model, "queue_table", tr("Items"), WIDTHS, many=True)
        self.preview = ItemPreview(context.theme)
        items = ItemList(self._shows_leases, self.table.chosen_ranges, self.model.peek, self.presenter.read_rows)
        self.lead = LeadQueue(context, self, items)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)
        self._build()
        self.model.page_wanted.connect(self.presenter.load_page)
        self.model.sort_wanted.connect(self.presenter.sort)
        self.table.row_chosen.connect(self._choose)
        self.table.selection_changed.connect(self.lead.refresh_bar)
        self.table.row_opened.connect(lambda _row: self._open())
        self.presenter.changed.connect(self._show)
        self.presenter.page_ready.connect(self._put_page)
        self.presenter.page_failed.connect(self.model.forget_page)
        self.presenter.opened.connect(self._opened)
        self.lead.chosen.connect(self._choose_lease)
        self.lead.shown.connect(self._show_lead)

    def activated(self) -> None:
        """Look what is new, and let the arrow keys walk the list."""
        if self.presenter.state.total is None:
            self.presenter.reload()
            self.lead.presenter.look()
        else:
            self.look_again(at_once=True)
        self._focus_list()

    def refresh(self, changes: Changes) -> None:
        """Count again where items changed, if somebody looks."""
        if self.isVisible() and changes.touches("items", "leases", "resolutions", "project", "members"):
            self.look_again(at_once=True)

    def look_again(self, *, at_once: bool = False) -> None:
        """Read what is on screen again; selection and place stay. Nothing of it is done on this thread."""
        if sum(len(part) for part in self.table.chosen_ranges()) <= MOST_AT_ONCE:  # to follow more would take long here
            self.presenter.look_again(self._pages_to_read(), at_once=at_once)
        self.lead.presenter.look(at_once=at_once)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again from time to time as long as somebody looks."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the store alone while nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def bindings(self) -> list[Binding]:
        """Return the keys of this room."""
        return [
            Binding("queue.search", self._focus_search),
            Binding("queue.open", self._open, enabled=self._may_open),
            Binding("queue.reload", self._reload),
            Binding("queue.held", self._toggle_held, enabled=lambda: not self.lead.state.refused),
            *self.lead.bindings(),
        ]

    def status(self) -> str:
        """Return how many items are shown."""
        if self._shows_leases():
            return leases_text(len(self.lead.state.held))
        total = self.presenter.state.total
        if total is None:
            return ""
        shown = tr("{items} shown: those that you hold or have judged")
        return (shown if self.presenter.state.own_only else tr("{items} shown")).format(items=items_text(total))

    def close_down(self) -> None:
        """Stop asking."""
        self._timer.stop()
        self.lead.close_dialog()
        self.presenter.close()

    def _build(self) -> None:
        panel = Panel(tr("Queue"), "queue_panel")
        self._tabs = QButtonGroup(self)
        for number, (title, _) in enumerate(STATES):
            button = QuietButton(tr(title), f"queue_tab_{number}", checkable=True)
            self._tabs.addButton(button, number)
            panel.header.addWidget(button)
        self.held_button = QuietButton(
            tr("Held now"), "queue_tab_held", self.context.key_of("queue.held"), checkable=True
        )
        self._tabs.addButton(self.held_button, HELD_TAB)
        panel.header.addWidget(self.held_button)
        self._tabs.button(0).setChecked(True)
        self._tabs.idClicked.connect(self._choose_tab)
        self.search = self._field("queue_search", tr("Search prompt and response"), self.presenter.search)
        self.where = self._field("queue_where", tr("Filter, as in: language == 'de'"), self.presenter.filter_where)
        self.unreadable_button = QuietButton("", "queue_unreadable_button")
        self.unreadable_button.clicked.connect(self._show_unreadable)
        self.unreadable_button.hide()
        self._fields = QWidget()
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(GRID)
        fields.addWidget(self.search, 3)
        fields.addWidget(self.where, 2)
        fields.addWidget(self.unreadable_button)
        self._problem = Hint("", "queue_problem", tone="bad")
        self._problem.setWordWrap(True)
        self._problem.hide()
        panel.body.addWidget(self._fields)
        panel.body.addWidget(self._problem)
        self._pages = QStackedWidget()
        self._empty = EmptyState(*_translated(NO_ITEMS), name="queue_empty")
        self._tray = ScrollColumn("queue_tray", tr("Unreadable records"))
        for page in (LoadingState(name="queue_loading"), self.table, self._empty, self._tray_page(), self.lead.page):
            self._pages.addWidget(page)
        panel.body.addWidget(self._pages, 1)
        panel.body.addWidget(self.lead.bar)
        self.lead.selected.connect(panel.note)
        QVBoxLayout(self).addWidget(split("queue_split", panel, self._item_panel(), sizes=(1080, 400), grow=(5, 2)))

    def _item_panel(self) -> Panel:
        panel = Panel(tr("Item"), "queue_item_panel")
        self.open_button = PrimaryButton(tr("Review this item"), "queue_open_button", self.context.key_of("queue.open"))
        self.open_button.setEnabled(False)
        self.open_button.clicked.connect(self._open)
        self.holders = HolderLines()
        panel.body.addWidget(self.preview, 1)
        panel.body.addWidget(self.holders)
        panel.body.addWidget(self.open_button)
        self.item_panel = panel
        return panel

    def _tray_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        back = KeyButton(tr("Back to the items"), "queue_tray_back")
        back.clicked.connect(lambda: self._choose_tab(self.presenter.state.tab))
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
                button.set_caption(f"{tr(title)} {state.counts[number]:,}")
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self.unreadable_button.set_caption(tr("{unreadable:,} unreadable").format(unreadable=state.unreadable))
        self.unreadable_button.setVisible(state.unreadable > 0)
        self._show_item(state)
        if state.version != self._version and state.total is not None:
            self._version = state.version
            self._show_list(state)
            self.status_changed.emit()

    def _show_list(self, state: QueueState) -> None:
        asked = (state.wanted, state.order, state.descending)
        if state.pages is not None and asked == self._asked:
            self._renew(state.total or 0, state.pages)
        else:
            self.model.show_total(state.total or 0)
        if asked != self._asked:  # another list begins at its top; the same one, read again, stays where it was
            self._asked = asked
            self.table.scrollToTop()
        if not self._shows_leases():
            self._show_page(state)
            if not state.total:
                self.presenter.choose(None)
        if state.total:
            self.model.row(0)  # ask for the first page before anything is painted

    def _show_page(self, state: QueueState) -> None:
        self._empty.show_text(*_why_empty(state))
        if not self._on_tray:
            self._pages.setCurrentIndex(1 if state.total else 2)

    def _renew(self, total: int, pages: Mapping[int, Sequence[ItemRow]]) -> None:
        """Show a later reading of the same list; where the chosen item has gone, the next one is chosen."""
        before = self.table.chosen_row()
        self.model.renew(total, pages)
        if total and before >= 0 and self.table.chosen_row() < 0:
            self.table.move_to(min(before, total - 1))
        self.lead.refresh_bar()
        if not self._shows_leases():
            self._choose(self.table.chosen_row())

    def _put_page(self, page: int, rows: tuple[ItemRow, ...]) -> None:
        self.model.put_page(page, rows)
        if page == 0:
            self.table.choose_first()
        self.lead.refresh_bar()
        if not self._shows_leases():
            self._choose(self.table.chosen_row())

    def _choose(self, number: int) -> None:
        row = self.model.row(number) if number >= 0 else None
        if row != self.presenter.state.row:
            self.presenter.choose(row)

    def _show_item(self, state: QueueState) -> None:
        row = state.row
        self.item_panel.note("" if row is None else tr("{reviews} reviews").format(reviews=_reviews(row)))
        self.open_button.setEnabled(row is not None and row.state == "open" and state.may_review)
        set_plain_tooltip(self.open_button, "" if state.may_review else tr(NO_REVIEWER))
        self.preview.show_item(state.item if row is not None else None, state.hits_hidden)
        self._show_holders()

    # ---- for leads --------------------------------------------------------------------------------------

    def _show_lead(self, state: LeadState) -> None:
        self.held_button.set_caption(
            tr("Held now") if state.refused else tr("Held now {count:,}").format(count=len(state.held))
        )
        self.held_button.setEnabled(not state.refused)
        set_plain_tooltip(self.held_button, state.refused)
        if state.refused and self._shows_leases():
            self._toggle_held()
        self._show_holders()
        if self._shows_leases():
            self.status_changed.emit()

    def _show_holders(self) -> None:
        row, lead = self.presenter.state.row, self.lead.state
        if row is None or lead.refused or not lead.known:
            self.holders.show_text("")
        else:
            self.holders.show_text(holder_text(lead.holding(Target(row.item_id, row.source)), row.assigned_to))

    def _shows_leases(self) -> bool:
        return self._tabs.checkedId() == HELD_TAB

    def _choose_tab(self, tab: int) -> None:
        on_leases, self._on_tray = tab == HELD_TAB, False
        self._fields.setVisible(not on_leases)
        if on_leases:
            self._pages.setCurrentWidget(self.lead.page)
            self.lead.presenter.look()
            self.lead.page.table.choose_first()
            self._choose_lease(self.lead.page.model.peek(self.lead.page.table.chosen_row()))
        elif tab != self.presenter.state.tab:
            self.presenter.choose_tab(tab)
        else:
            self._show_page(self.presenter.state)
            self._choose(self.table.chosen_row())
        self._focus_list()
        self.lead.refresh_bar()
        self.status_changed.emit()

    def _toggle_held(self) -> None:
        tab = self.presenter.state.tab if self._shows_leases() else HELD_TAB
        self._tabs.button(tab).setChecked(True)
        self._choose_tab(tab)

    def _choose_lease(self, row: HeldRow | None) -> None:
        if not self._shows_leases():
            return
        if row is None:
            self.presenter.choose(None)
        else:
            self.presenter.choose_item(row.item_id, row.source)

    def _reload(self) -> None:
        self.presenter.reload()
        self.lead.presenter.look()

    def _focus_list(self) -> None:
        (self.lead.page.table if self._shows_leases() else self.table).setFocus()

    def _pages_to_read(self) -> list[int]:
        """Return the pages on screen, and those where the selected rows are or may have moved to."""
        sight = self.table.rows_in_sight()
        wanted = {number // PAGE_ROWS for number in (sight.start, sight.stop, max(0, self.table.chosen_row()))}
        for part in self.table.chosen_ranges():
            wanted |= {page for page in range((part.start // PAGE_ROWS) - 1, (part.stop // PAGE_ROWS) + 2) if page >= 0}
        return sorted(wanted)[:MOST_PAGES]

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _may_open(self) -> bool:
        row = self.presenter.state.row
        return row is not None and (self.presenter.state.may_review or row.state != "open")

    def _open(self) -> None:
        row = self.presenter.state.row if self._may_open() else None
        if row is None:
            return
        if row.state in ("adjudication", "escalated"):
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
            place = tr("{origin}, line {line}, {time}").format(
                origin=row.origin, line=row.line, time=_time(row.received_at)
            )
            for text, role in ((place, "muted"), (row.reason, "strong"), (one_line(row.excerpt, 300), "plain")):
                line = label(text, role)
                line.setWordWrap(True)
                self._tray.column.addWidget(line)
        self._tray.column.addStretch(1)
        self._on_tray = True
        self._pages.setCurrentIndex(3)


def _why_empty(state: QueueState) -> tuple[str, str]:
    """Return why no item is listed, and what to do about it."""
    if state.problem:
        return _translated(NOT_KNOWN)
    filtered = bool(state.wanted.text.strip() or state.wanted.where)
    if state.own_only and not filtered:
        return _translated(NOT_YOURS)
    return _translated(NO_MATCH if filtered or any(state.counts) else NO_ITEMS)


def _translated(texts: tuple[str, str]) -> tuple[str, str]:
    return tr(texts[0]), tr(texts[1])
