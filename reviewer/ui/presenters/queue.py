"""The queue room's presenter: what is wanted, the pages of the list, the chosen item, and opening it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.config.queue_views import SavedView
from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError, Unreachable
from reviewer.domain.leases import as_served
from reviewer.domain.listing import Column, FacetValue, ItemFilter, ItemRow, UnreadableRow
from reviewer.ui.models.pages import PAGE_ROWS

from .pace import Pace
from .queue_list import Counts, Listed, Reading
from .queue_state import (
    AGES,
    OF_FACET,
    STATES,
    Chip,
    Kind,
    QueueState,
    is_direct,
    tab_of,
    with_chip,
    without_chip,
)
from .queue_views import for_person
from .shield import Shield
from .wellbeing import VeilChoice

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.ui.tasks import Runner

__all__ = ["STATES", "QueuePresenter", "QueueState"]

TYPING_PAUSE_MS = 250
INDEX_SECONDS = 0.3
"""So long a search waits for the index; what is missing then is said, and found later."""
MOST_PAGES_WANTED = 6
QUICK_SECONDS = 0.5
"""A narrowed list that took longer is not made again by itself."""


class QueuePresenter(QObject):
    """Reads pages in the store's lane and long lists beside it; only the last question asked is answered."""

    changed = Signal(object)
    page_ready = Signal(int, object)
    page_failed = Signal(int)
    opened = Signal(object)

    def __init__(self, workspace: Workspace, reviewer: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reviewer = reviewer
        self._tasks = tasks
        self._reading = Reading(workspace, reviewer)
        self.state = QueueState()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.reload)
        self._indexing = False
        self._closed = False
        self._pace = Pace()
        self._counting = False
        self._question = 0
        self._pages_wanted: list[int] = []
        self._page_under_way = False
        self._took = 0.0
        self._found_in_part = False
        """Whether the list rests on an index that did not know every item yet."""
        self._asked_item: tuple[str, str] | None = None
        self._shield: Shield | None = None
        self.veil_choice: VeilChoice = "project"
        """What the person chose of texts that start veiled."""

    # What is wanted

    def choose_tab(self, tab: int) -> None:
        """Show the items in other states."""
        wanted = self.state.wanted.model_copy(update={"states": STATES[tab][1]})
        self._set(tab=tab, wanted=wanted, view="")
        self.reload()

    def search(self, text: str) -> None:
        """Show the items that have these words in prompt, response or evidence, once the person stops typing."""
        self._set(wanted=self.state.wanted.model_copy(update={"text": text}), view="")
        self._typing.start()

    def filter_where(self, where: str) -> None:
        """Show the items that fulfil an expression, once the person stops typing."""
        self._set(wanted=self.state.wanted.model_copy(update={"where": where.strip() or None}), view="")
        self._typing.start()

    def add_chip(self, chip: Chip) -> None:
        """Narrow the list by one more value."""
        self._want(with_chip(self.state.wanted, self.state.tab, chip))

    def remove_chip(self, chip: Chip) -> None:
        """Take one value back."""
        self._want(without_chip(self.state.wanted, self.state.tab, chip))

    def clear_filters(self) -> None:
        """Show the whole tab."""
        self._want(ItemFilter(states=STATES[self.state.tab][1]))

    def show_items(self, wanted: ItemFilter) -> None:
        """Show the items behind a figure, in the order of the queue."""
        self._set(order="queue", descending=False)
        self._want(wanted)

    def show_view(self, view: SavedView) -> None:
        """Show the list of a view."""
        self._set(order=view.order, descending=view.descending)
        self._want(for_person(view.wanted, self._reviewer), view.name)

    def named(self, name: str) -> SavedView:
        """Return the list that is shown as a view of this name."""
        state = self.state
        return SavedView(name=name, wanted=state.wanted, order=state.order, descending=state.descending)

    def call_view(self, name: str) -> None:
        """Take another name for the list that is shown, or none where its view was deleted."""
        self._set(view=name)

    def _want(self, wanted: ItemFilter, view: str = "") -> None:
        self._set(wanted=wanted, tab=tab_of(wanted, self.state.tab), view=view)
        self.reload()

    def sort(self, order: str, descending: bool) -> None:
        """Show the items in another order."""
        if (order, descending) != (self.state.order, self.state.descending):
            self._set(order=cast("Column", order), descending=descending)
            self.reload()

    def values_of(self, kind: Kind, done: Callable[[tuple[FacetValue, ...]], None]) -> None:
        """Read the values that the list can be narrowed to, with the number of their items where it is known."""
        queue = self._workspace.queue

        def job() -> tuple[FacetValue, ...]:
            if kind == "state":
                counts = queue.counts()
                known = {state for _, states in STATES for state in states}
                return tuple(FacetValue(value=state, items=counts.get(state, 0)) for state in sorted(known))
            if kind == "person":
                return tuple(FacetValue(value=name) for name in queue.people())
            if kind == "age":
                return tuple(FacetValue(value=age) for age in AGES)
            return queue.facet_values(OF_FACET[kind])

        self._tasks.io(job, done, failed=self._say, key="queue.values")

    # The list

    def reload(self) -> None:
        """Read the list anew; its pages follow as the table asks for them."""
        self._typing.stop()
        self._question += 1
        question, asked = self._question, self.state
        self._reading.withhold = self.veil_choice == "always"
        self._counting = True
        self._tasks.drop("queue.look")
        self._tasks.drop("queue.list")
        self._pace.end()
        if is_direct(asked):
            self._tasks.store(
                lambda: (self._reading.counts(), self._listed(asked, question)),
                self._read,
                failed=self._not_read,
                key="queue.list",
            )
        else:  # a long list must not hold up who claims and submits
            self._tasks.io(
                lambda report: self._read_long(asked, question, report),
                self._read,
                failed=self._not_read,
                key="queue.list",
                progress=self._read_first,
            )

    def _listed(self, asked: QueueState, question: int) -> Listed | None:
        return self._reading.listed(asked, lambda: question == self._question, lambda _first: None)

    def _read_long(
        self, asked: QueueState, question: int, report: Callable[[tuple[Counts, Listed]], None]
    ) -> tuple[Counts, Listed | None]:
        began = time.monotonic()
        if asked.wanted.text.split() or asked.wanted.facets():
            self._index_for_a_moment()
        counts = self._reading.counts()
        listed = self._reading.listed(asked, lambda: question == self._question, lambda first: report((counts, first)))
        self._took = time.monotonic() - began
        return counts, listed

    def _index_for_a_moment(self) -> None:
        until = time.monotonic() + INDEX_SECONDS
        while time.monotonic() < until and self._workspace.queue.index_some():
            pass

    def _read_first(self, answer: tuple[Counts, Listed]) -> None:
        self._show(*answer, None)

    def _read(self, answer: tuple[Counts, Listed | None]) -> None:
        self._counting = False
        counts, listed = answer
        if listed is None:
            return
        wanted = self.state.wanted
        self._found_in_part = bool(wanted.text.split() or wanted.facets()) and not counts.indexed.complete
        if self.state.counting:  # the beginning is on screen already and stays there
            self._set(total=listed.total, counting=False, numbers=listed.numbers)
        else:
            self._show(counts, listed, None)
        self._index_in_background()
        self._set_milestones()

    def _set_milestones(self) -> None:
        """Prepare a long list for jumps, beside everything else."""
        state, question = self.state, self._question
        if self._reading.needs_milestones(state):
            self._tasks.io(
                lambda: self._reading.set_milestones(state, lambda: question == self._question),
                failed=self._say,
                key="queue.milestones",
            )

    def _not_read(self, error: Exception) -> None:
        self._counting = False
        self._failed(error)

    def _show(self, counts: Counts, listed: Listed, pages: Mapping[int, tuple[ItemRow, ...]] | None) -> None:
        self._set(
            total=listed.total,
            counting=listed.counting,
            numbers=listed.numbers,
            counts=counts.tabs,
            unreadable=counts.unreadable,
            own_only=counts.own_only,
            may_review=counts.may_review,
            index=counts.indexed,
            problem="",
            lost=False,
            version=self.state.version + 1,
            pages=pages,
        )

    def look_again(self, pages: Collection[int], *, at_once: bool = False) -> None:
        """Read the same list again, with these pages of it; a slow database is asked less often."""
        asked, question = self.state, self._question
        if self._counting or self._typing.isActive() or asked.total is None:
            return
        if asked.lost:
            self.reload()
            return
        if not self._pace.begin(at_once=at_once):
            return

        def job() -> tuple[Counts, Listed | None, dict[int, tuple[ItemRow, ...]]]:
            listed: Listed | None = Listed(asked.total or 0, numbers=asked.numbers)
            if asked.numbers is None or at_once or self._took < QUICK_SECONDS:
                listed = self._listed(asked, question)
            counts = self._reading.counts()
            if listed is None:
                return counts, None, {}
            now = replace(asked, numbers=listed.numbers)
            return counts, listed, self._reading.pages(now, listed.total, pages)

        # A list without an index may take long, and must not hold up who claims and submits.
        run = self._tasks.store if asked.numbers is None else self._tasks.io
        run(job, lambda answer: self._looked(asked, *answer), failed=self._not_looked, key="queue.look")

    def _looked(
        self, asked: QueueState, counts: Counts, listed: Listed | None, pages: dict[int, tuple[ItemRow, ...]]
    ) -> None:
        self._pace.end()
        now = self.state
        if listed is None or (asked.wanted, asked.order, asked.descending) != (now.wanted, now.order, now.descending):
            return
        self._show(counts, listed, pages)

    def _not_looked(self, error: Exception) -> None:
        self._pace.end()
        self._say(error)

    def _say(self, error: Exception) -> None:
        """Say what went wrong; what was read before stays on screen."""
        if not isinstance(error, ReviewerError):
            raise error
        self._set(problem=error.message)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, ReviewerError):
            raise error
        lost = isinstance(error, Unreachable)
        self._set(
            problem=error.message, total=0, counting=False, numbers=None, lost=lost, version=self.state.version + 1
        )

    def load_page(self, page: int) -> None:
        """Read one page of the list, the one asked for last first; who scrolls past many leaves most of them behind."""
        self._pages_wanted.append(page)
        if len(self._pages_wanted) > MOST_PAGES_WANTED:
            self.page_failed.emit(self._pages_wanted.pop(0))
        if not self._page_under_way:
            self._load_next()

    def _load_next(self) -> None:
        if not self._pages_wanted:
            return
        page, state = self._pages_wanted.pop(), self.state
        self._page_under_way = True

        def done(rows: tuple[ItemRow, ...]) -> None:
            self._page_under_way = False
            if state.version == self.state.version:
                self.page_ready.emit(page, rows)
            self._load_next()

        def failed(error: Exception) -> None:
            self._page_under_way = False
            self._pages_wanted.clear()
            self.page_failed.emit(page)
            self._failed(error)

        self._tasks.store(lambda: self._reading.page(state, page), done, failed=failed)

    def read_rows(self, numbers: Collection[int], done: Callable[[tuple[ItemRow, ...]], None]) -> None:
        """Read rows of the list by their numbers, such as those that were chosen without having been on screen."""
        state = self.state

        def job() -> tuple[ItemRow, ...]:
            pages = {page: self._reading.page(state, page) for page in sorted({n // PAGE_ROWS for n in numbers})}
            places = (divmod(number, PAGE_ROWS) for number in sorted(numbers))
            return tuple(pages[page][place] for page, place in places if place < len(pages[page]))

        self._tasks.store(job, done, failed=self._say, key="queue.rows")

    # The chosen item

    def choose(self, row: ItemRow | None) -> None:
        """Show one item beside the list, as a reviewer may see it before the verdict."""
        if row is None:
            self._asked_item = None
            self._tasks.drop("queue.item")
            self._shield = None
            self._set(row=None, item=None, veil="")
            return
        self._set(row=row)
        self.choose_item(row.item_id, row.source)

    def choose_item(self, item_id: str, source: str) -> None:
        """Show an item beside a list that does not hold its row; the one that is shown already stays as it is."""
        if self._asked_item != (source, item_id):
            self._asked_item = (source, item_id)
            self._show_item(item_id, source)

    def _show_item(self, item_id: str, source: str) -> None:
        workspace = self._workspace

        choice = self.veil_choice

        def job() -> tuple[ItemRow, Shield, bool]:
            item, hidden = workspace.queue.get(item_id, source), workspace.queue.hides_hits(item_id, source)
            served = as_served(item, workspace.project, hidden)
            finder = workspace.personal_data.finder
            shield = Shield(served, workspace.project, workspace.taxonomy, choice, hits_hidden=hidden, finder=finder)
            return workspace.queue.row(item_id, source), shield, hidden

        def done(answer: tuple[ItemRow, Shield, bool]) -> None:
            row, self._shield, hidden = answer
            self._set(row=row, hits_hidden=hidden, **_shown(self._shield))

        self._tasks.store(job, done, failed=self._not_shown, key="queue.item")

    def unveil(self) -> None:
        """Show the text of the chosen item, which started veiled."""
        if self._shield is not None:
            self._shield.open_all()
            self._set(**_shown(self._shield))

    def _not_shown(self, error: Exception) -> None:
        self._asked_item = None
        self._say(error)

    def open(self, refused: Callable[[ReviewerError], None]) -> None:
        """Claim the chosen item, so that the review room shows it next; tell why where that cannot be."""
        row = self.state.row
        if row is None:
            return

        def job() -> str:
            held = self._workspace.queue.held(self._reviewer)
            if not any(claim.item.key == (row.source, row.item_id) for claim in held):
                self._workspace.queue.claim_item(self._reviewer, row.item_id, row.source)
            return row.item_id

        def done(item_id: str) -> None:
            self.opened.emit(Changes(nouns=frozenset({"leases"}), item_ids=(item_id,)))

        def failed(error: Exception) -> None:
            if not isinstance(error, ReviewerError):
                raise error
            refused(error)

        self._tasks.store(job, done, failed=failed, key="queue.open")

    def unreadable(self, show: Callable[[tuple[UnreadableRow, ...]], None]) -> None:
        """Read the newest of what could not be read."""
        self._tasks.store(lambda: self._workspace.queue.unreadable(limit=200), show, key="queue.unreadable")

    def close(self) -> None:
        """Stop asking."""
        self._closed = True
        self._question += 1
        self._typing.stop()

    def _index_in_background(self) -> None:
        """Bring the search index up to date a little at a time, and say how far it is."""
        if self._indexing or self._closed:
            return
        self._indexing = True

        def job() -> tuple[int, object]:
            return self._workspace.queue.index_some(), self._workspace.queue.index_progress()

        def done(answer: tuple[int, object]) -> None:
            self._indexing = False
            added, progress = answer
            if progress != self.state.index:
                self._set(index=progress)
            if added:
                QTimer.singleShot(50, self, self._index_in_background)
            elif self._found_in_part:
                self.reload()

        def failed(_error: Exception) -> None:
            self._indexing = False  # a search indexes what is missing, and says what is wrong

        self._tasks.store(job, done, failed=failed, key="queue.index")

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        self.changed.emit(self.state)


def _shown(shield: Shield) -> dict[str, object]:
    veil = shield.veil
    return {"item": shield.item, "veil": veil.summary if veil is not None else ""}
