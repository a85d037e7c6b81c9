"""The lead's part of the queue room: it joins the list of leases, the buttons, the dialogs and the presenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from reviewer.domain.listing import ItemRow
from reviewer.ui.actions import Binding
from reviewer.ui.dialogs.lead_queue import AssignDialog, PriorityDialog, ReleaseDialog, ReleasePersonDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.lead_queue_bar import DEEDS, Chosen, LeadBar, why_not
from reviewer.ui.panes.lead_queue_held import HeldPage
from reviewer.ui.panes.parts import key_caption
from reviewer.ui.presenters.lead_queue import LeadPresenter
from reviewer.ui.presenters.lead_state import LeadState, Target, items_text, named
from reviewer.ui.rooms import WindowContext

MOST_AT_ONCE = 500
Rows = Sequence[ItemRow]


@dataclass(frozen=True)
class ItemList:
    """What the lead's part must know of the room's list of items: the rows that are selected, and how to read them."""

    shows_leases: Callable[[], bool]
    ranges: Callable[[], tuple[range, ...]]
    peek: Callable[[int], ItemRow | None]
    read: Callable[[list[int], Callable[[Rows], None]], None]


class LeadQueue(QObject):
    """What a lead does with the items that are selected in the room's list, or with the leases of its own list."""

    shown = Signal(object)
    chosen = Signal(object)
    selected = Signal(str)

    def __init__(self, context: WindowContext, room: QWidget, items: ItemList) -> None:
        super().__init__(room)
        self._context = context
        self._items = items
        self._room = room
        self.presenter = LeadPresenter(context.workspace, context.reviewer, context.tasks, self)
        self.bar = LeadBar(context.key_of)
        self.page = HeldPage()
        self.dialog: QDialog | None = None
        self.bar.wanted.connect(self.do)
        self.page.table.selection_changed.connect(self.refresh_bar)
        self.page.table.row_chosen.connect(lambda number: self.chosen.emit(self.page.model.peek(number)))
        self.page.model.sort_wanted.connect(self.presenter.sort)
        self.presenter.changed.connect(self._show)
        self.presenter.wrote.connect(self._wrote)
        self.presenter.failed.connect(context.show_error)

    @property
    def state(self) -> LeadState:
        """What a lead sees now."""
        return self.presenter.state

    def bindings(self) -> list[Binding]:
        """Return the keys of a lead."""
        return [
            Binding(f"queue.{deed}", partial(self.do, deed), enabled=partial(self._may, deed)) for deed, _title in DEEDS
        ]

    def refresh_bar(self) -> None:
        """Look which buttons can be used, after the selection or the leases have changed."""
        self.bar.show_reasons({deed: self.reason(deed) for deed, _title in DEEDS})
        rows = self._chosen().rows
        self.selected.emit(tr("{rows:,} selected").format(rows=rows) if rows > 1 else "")

    def reason(self, deed: str) -> str:
        """Return why a deed cannot be done now, or an empty text."""
        state = self.state
        return why_not(deed, state.refused, state.busy or not state.known, self._chosen(), bool(state.held))

    def do(self, deed: str) -> None:
        """Ask what is needed for a deed, then do it."""
        if not self._may(deed):
            return
        if deed == "release_person":
            self._ask_person()
        elif self._items.shows_leases():
            rows = self.page.rows()
            if deed == "release":
                self._ask_release([(row.target, row.reviewer) for row in rows])
            else:
                self._act(deed, list(dict.fromkeys(row.target for row in rows)))
        else:
            self._with_items(partial(self._act_on_rows, deed))

    def close_dialog(self) -> None:
        """Close what is open."""
        if self.dialog is not None:
            self.dialog.close()

    def _may(self, deed: str) -> bool:
        return not self.reason(deed)

    def _chosen(self) -> Chosen:
        if self._items.shows_leases():
            count = _count(self.page.table.chosen_ranges())
            return Chosen(count, count > 0)
        count, known = _count(self._items.ranges()), self._known()
        unknown = len(known) < count and bool(self.state.held)  # rows that were never on screen may be held too
        return Chosen(count, unknown or any(row.holders for row in known))

    def _known(self) -> list[ItemRow]:
        """Return the selected rows that are here; of more than can be changed at once none is looked at."""
        ranges = self._items.ranges()
        if _count(ranges) > MOST_AT_ONCE:
            return []
        rows = (self._items.peek(number) for part in ranges for number in part)
        return [row for row in rows if row is not None]

    def _with_items(self, act: Callable[[Rows], None]) -> None:
        """Act on the selected rows; those that were never on screen are read first."""
        ranges, known = self._items.ranges(), self._known()
        count = _count(ranges)
        if count > MOST_AT_ONCE:
            self._context.show_error(
                tr(
                    "{count:,} items are selected: select at most {most_at_once} at once, or use 'reviewer queue'."
                ).format(count=count, most_at_once=MOST_AT_ONCE)
            )
        elif len(known) == count:
            act(known)
        else:
            self._items.read([number for part in ranges for number in part], act)

    def _act_on_rows(self, deed: str, rows: Rows) -> None:
        targets = [Target(row.item_id, row.source) for row in rows]
        if deed == "release":
            self._ask_release([(lease.target, lease.reviewer) for t in targets for lease in self.state.holding(t)])
        else:
            self._act(deed, targets, rows)

    def _act(self, deed: str, targets: list[Target], rows: Rows = ()) -> None:
        """Do something with items; `rows` tells how they stand now, where that is known."""
        if deed == "to_front":
            self.presenter.to_front(targets)
        elif deed == "priority":
            key = self._context.key_of("queue.to_front")
            priorities = {row.priority for row in rows}
            now = priorities.pop() if len(priorities) == 1 else None
            asked = PriorityDialog(self._room, _about(targets), now, key_caption(key) if key else "")
            asked.chosen.connect(partial(self.presenter.prioritise, targets))
            self._open(asked)
        else:
            names = {row.assigned_to or "" for row in rows}
            self._ask_assign(targets, names.pop() if len(names) == 1 else "", release=deed == "reassign")

    def _ask_assign(self, targets: list[Target], name: str, *, release: bool) -> None:
        holders = list(dict.fromkeys(row.reviewer for target in targets for row in self.state.holding(target)))
        dialog = AssignDialog(self._room, _about(targets), self.state.people, holders, name, release=release)
        dialog.chosen.connect(lambda name, end: self.presenter.assign(targets, name, release=end))
        self._open(dialog)

    def _ask_release(self, leases: list[tuple[Target, str]]) -> None:
        if not leases:
            self._context.show_toast(tr("Nobody holds what is selected any more."))
            return
        holders = list(dict.fromkeys(name for _target, name in leases))
        dialog = ReleaseDialog(self._room, _release_about(leases), holders)
        dialog.chosen.connect(
            lambda whose: self.presenter.release([(t, name) for t, name in leases if whose in (None, name)])
        )
        self._open(dialog)

    def _ask_person(self) -> None:
        held = {name: len(self.state.held_by(name)) for name in self.state.holders}
        dialog = ReleasePersonDialog(self._room, held, self._person_in_view())
        dialog.chosen.connect(self.presenter.release_person)
        self._open(dialog)

    def _person_in_view(self) -> str:
        """Return whose lease is selected, where it is one person's."""
        if self._items.shows_leases():
            names = {row.reviewer for row in self.page.rows()}
        else:
            names = {name for row in self._known() for name in row.holders}
        return names.pop() if len(names) == 1 else ""

    def _show(self, state: LeadState) -> None:
        self.page.show_state(state)
        self.refresh_bar()
        self.shown.emit(state)

    def _wrote(self, changes: object, said: str) -> None:
        self._context.show_toast(said)
        self._context.broadcast(changes)  # type: ignore[arg-type]  # a signal carries it as an object

    def _open(self, dialog: QDialog) -> None:
        self.close_dialog()
        self.dialog = dialog
        dialog.finished.connect(lambda _code: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
            self._room.window().activateWindow()  # the keys go on at once, also where no window manager does this


def _count(ranges: Sequence[range]) -> int:
    return sum(len(part) for part in ranges)


def _about(targets: Sequence[Target]) -> str:
    if len(targets) == 1:
        return named(targets)
    ids = ", ".join(target.item_id for target in targets[:5])
    return f"{items_text(len(targets))}: {ids}{' …' if len(targets) > 5 else ''}"


def _release_about(leases: Sequence[tuple[Target, str]]) -> str:
    target, name = leases[0]
    if len(leases) == 1:
        return tr("“{item_id}”, held by {name}, goes back to the queue.").format(item_id=target.item_id, name=name)
    pairs = ", ".join(f"{target.item_id} ({name})" for target, name in leases[:5])
    pairs += " …" if len(leases) > 5 else ""
    return tr("{n:,} leases end: {pairs}", "", len(leases)).format(n=len(leases), pairs=pairs)
