"""The queue room: every item in a paged table that can be narrowed, with one item beside it or all of it to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout

from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError, Unreachable
from reviewer.domain.listing import ItemFilter, ItemRow, UnreadableRow
from reviewer.ui.actions import Binding
from reviewer.ui.language import tr
from reviewer.ui.models.pages import PAGE_ROWS, PageModel
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.lead_queue import MOST_AT_ONCE, ItemList, LeadQueue
from reviewer.ui.panes.lead_queue_held import holder_text
from reviewer.ui.panes.notices import EmptyState, LoadingState
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.parts import Hint, Panel
from reviewer.ui.panes.queue_columns import COLUMNS, WIDTHS, ColumnKeeper
from reviewer.ui.panes.queue_dialogs import QueueDialogs
from reviewer.ui.panes.queue_filters import FilterBar
from reviewer.ui.panes.queue_item import ItemPanel
from reviewer.ui.panes.queue_reading import QueueReading
from reviewer.ui.panes.queue_sorting import ColumnSorter
from reviewer.ui.panes.queue_states import count_text, tab_caption, why_empty
from reviewer.ui.panes.queue_tray import UnreadableTray
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.lead_state import HeldRow, LeadState, Target, leases_text
from reviewer.ui.presenters.queue import STATES, QueuePresenter, QueueState
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.safe_text import set_plain_tooltip

HELD_TAB = len(STATES)
LOOK_AGAIN_MS = 3000
MOST_PAGES = 12


class QueueRoom(Room):
    """Where a lead looks for an item, and a reviewer for what waits."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.presenter = QueuePresenter(context.workspace, context.reviewer, context.tasks, self)
        self._version = -1
        self._asked: object = None
        self._on_tray = False
        self._said = ""
        self.model = PageModel(COLUMNS, lambda row: (row.source, row.item_id))
        self.table = PageTable(self.model, "queue_table", tr("Items"), WIDTHS, many=True)
        self.columns = ColumnKeeper(self.table)
        self.sorter = ColumnSorter(self.table)
        self.item_panel = ItemPanel(context)
        self.preview, self.holders = self.item_panel.preview, self.item_panel.holders
        self.dialogs = QueueDialogs(self, self.presenter, self.columns, context.workspace)
        self.reading = QueueReading(context, self)
        items = ItemList(self._shows_leases, self.table.chosen_ranges, self.model.peek, self.presenter.read_rows)
        self.lead = LeadQueue(context, self, items)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)
        self._build()
        self.model.page_wanted.connect(self.presenter.load_page)
        self.sorter.chosen.connect(self.presenter.sort)
        self.table.row_chosen.connect(self._choose)
        self.table.selection_changed.connect(self.lead.refresh_bar)
        self.table.row_opened.connect(lambda _row: self._open())
        self.item_panel.open_wanted.connect(self._open)
        self.item_panel.read_wanted.connect(self._read)
        self.item_panel.unveil_wanted.connect(self.presenter.unveil)
        self.reading.left.connect(self._back)
        self.reading.review_wanted.connect(self._open)
        context.settings.changed.connect(self._settings_changed)
        context.theme.changed.connect(self.preview.restyle)
        self._settings_changed()
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
        if not self.reading.opened:
            self._focus_list()

    def refresh(self, changes: Changes) -> None:
        """Count again where items changed, if somebody looks."""
        if self.isVisible() and changes.touches("items", "leases", "resolutions", "project", "members"):
            self.look_again(at_once=True)

    def show_items(self, wanted: ItemFilter) -> None:
        """List the items behind a figure; what was read or who holds what is left."""
        if self.reading.opened or self._on_tray:
            self._back()
        if self._shows_leases():
            self._toggle_held()
        self.presenter.show_items(wanted)
        self._focus_list()

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
        """Return the keys of this room; those of the list rest while an item is read."""
        of_list = [
            Binding("queue.narrow", self.dialogs.narrow),
            Binding("queue.clear", self.presenter.clear_filters, enabled=lambda: self.presenter.state.narrowed),
            Binding("queue.views", self.dialogs.views),
            Binding("queue.save_view", lambda: self.dialogs.views(save=True)),
            Binding("queue.columns", self.dialogs.choose_columns),
            Binding("queue.sort", self.sorter.step, enabled=lambda: not self._shows_leases()),
            Binding("queue.sort_turn", self.sorter.turn, enabled=lambda: not self._shows_leases()),
            Binding("queue.unveil", self.presenter.unveil, enabled=lambda: bool(self.presenter.state.veil)),
            Binding("queue.reload", self._reload),
            Binding("queue.held", self._toggle_held, enabled=lambda: not self.lead.state.refused),
            *self.lead.bindings(),
        ]
        return [
            Binding("queue.search", self._search),
            Binding("queue.open", self._open, enabled=self._has_row),
            Binding("queue.view", self._read, enabled=self._has_item),
            Binding("queue.back", self._back, enabled=self._may_go_back),
            Binding("queue.marks", self._toggle_marks, checked=lambda: self.context.settings.current.show_marks),
            *self.reading.bindings(),
            *(replace(one, enabled=partial(self._list_may, one.enabled)) for one in of_list),
        ]

    def _list_may(self, enabled: Callable[[], bool]) -> bool:
        return not self.reading.opened and enabled()

    def status(self) -> str:
        """Return how many items are shown."""
        if self._shows_leases():
            return leases_text(len(self.lead.state.held))
        return count_text(self.presenter.state)

    def close_down(self) -> None:
        """Stop asking."""
        self._timer.stop()
        self.context.settings.changed.disconnect(self._settings_changed)
        self.context.theme.changed.disconnect(self.preview.restyle)
        self.reading.close()
        self.columns.close()
        self.dialogs.close()
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
        self._problem = Hint("", "queue_problem", tone="bad")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._build_filters()
        panel.body.addWidget(self._filters)
        panel.body.addWidget(self._problem)
        self._pages = QStackedWidget()
        self._empty = EmptyState("", "", name="queue_empty")
        self._empty.clicked.connect(self._help_empty)
        self._tray = UnreadableTray()
        self._tray.back_wanted.connect(lambda: self._choose_tab(self.presenter.state.tab))
        for page in (LoadingState(name="queue_loading"), self.table, self._empty, self._tray, self.lead.page):
            self._pages.addWidget(page)
        panel.body.addWidget(self._pages, 1)
        panel.body.addWidget(self.lead.bar)
        self.lead.selected.connect(panel.note)
        self._outer = QStackedWidget()
        self._outer.addWidget(split("queue_split", panel, self.item_panel, sizes=(1080, 400), grow=(5, 2)))
        QVBoxLayout(self).addWidget(self._outer)

    def _build_filters(self) -> None:
        bar, presenter = FilterBar(self.context.key_of), self.presenter
        self._filters, self.search, self.where, self.unreadable_button = bar, bar.search, bar.where, bar.unreadable
        bar.searched.connect(presenter.search)
        bar.where_given.connect(presenter.filter_where)
        bar.chip_removed.connect(presenter.remove_chip)
        bar.clear_wanted.connect(presenter.clear_filters)
        bar.narrow_wanted.connect(self.dialogs.narrow)
        bar.views_wanted.connect(self.dialogs.views)
        bar.columns_wanted.connect(self.dialogs.choose_columns)
        bar.unreadable_wanted.connect(lambda: presenter.unreadable(self._put_unreadable))
        bar.left.connect(self._focus_list)

    def _show(self, state: QueueState) -> None:
        for number in range(len(STATES)):
            button = self._tabs.button(number)
            if isinstance(button, KeyButton):
                button.set_caption(tab_caption(state, number))
        if not self._shows_leases():
            self._tabs.button(state.tab).setChecked(True)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self.sorter.show_order(state.order, state.descending)
        self._filters.show_state(state, self.context.workspace.taxonomy)
        self.item_panel.show_state(state)
        self._show_holders()
        if state.total is None:
            return
        if state.version != self._version:
            self._version = state.version
            self._show_list(state)
        elif state.total != self.model.rowCount():
            self.model.grow(state.total)
        elif not self._status_differs(state):
            return
        self.status_changed.emit()

    def _status_differs(self, state: QueueState) -> bool:
        said = count_text(state)
        differs, self._said = said != self._said, said
        return differs

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
        self._empty.show_text(*why_empty(state))
        if not self._on_tray:
            self._pages.setCurrentIndex(1 if state.total else 2)

    def _help_empty(self) -> None:
        state = self.presenter.state
        if state.lost:
            self.presenter.reload()
        elif state.narrowed:
            self.presenter.clear_filters()
            self._focus_list()
        else:
            self.context.go_to("review")

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
        self._filters.setVisible(not on_leases)
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

    def _search(self) -> None:
        if self.reading.opened:
            self.reading.find()
        else:
            self._filters.focus_search()

    def _settings_changed(self, _settings: object = None) -> None:
        current = self.context.settings.current
        self.presenter.veil_choice = current.veil
        self.preview.set_marks(current.show_marks)
        self.reading.set_marks(current.show_marks)

    def _toggle_marks(self) -> None:
        self.context.settings.update(show_marks=not self.context.settings.current.show_marks)

    # ---- one item ---------------------------------------------------------------------------------------

    def _has_row(self) -> bool:
        return self.presenter.state.row is not None

    def _has_item(self) -> bool:
        return self._has_row() and self.presenter.state.item is not None

    def _open(self) -> None:
        """Take the item and go to the review room; where that cannot be, show all of it and say why."""
        row, state = self.presenter.state.row, self.presenter.state
        if row is None:
            return
        if row.state in ("adjudication", "escalated") and not self.lead.state.refused:
            self.context.go_to("quality")
        elif row.state == "open" and state.may_review:
            self.presenter.open(self._refused)
        else:
            self._read()

    def _refused(self, error: ReviewerError) -> None:
        if isinstance(error, Unreachable):
            self.context.show_error(error.message)
        else:
            self._read(error.message)

    def _opened(self, changes: Changes) -> None:
        self._back()
        self.context.broadcast(changes)
        self.context.go_to("review")

    def _read(self, why: str = "") -> None:
        if self._has_item():
            viewer = self.reading.open(self.presenter.state, why if isinstance(why, str) else "")
            if self._outer.indexOf(viewer) < 0:
                self._outer.addWidget(viewer)
            self._outer.setCurrentWidget(viewer)
            viewer.focus()

    def _may_go_back(self) -> bool:
        return self.reading.opened or self._on_tray

    def _back(self) -> None:
        self.reading.close()
        self._outer.setCurrentIndex(0)
        if self._on_tray:
            self._choose_tab(self.presenter.state.tab)
        self._focus_list()

    def _put_unreadable(self, rows: tuple[UnreadableRow, ...]) -> None:
        self._tray.show_rows(rows)
        self._on_tray = True
        self._pages.setCurrentIndex(3)
        self._tray.back.setFocus()
