"""The queue room's presenter: the filter, the pages of the list, the chosen item, and opening it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError
from reviewer.domain.items import Item
from reviewer.domain.leases import ItemState, as_served
from reviewer.domain.listing import Column, ItemFilter, ItemRow, UnreadableRow
from reviewer.ui.language import later
from reviewer.ui.models.pages import PAGE_ROWS

from .pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewer.services.workspace import Workspace
    from reviewer.ui.tasks import Runner


class _Counts(NamedTuple):
    """What stands over the list: how many items it has, how many are in each tab, and what this person may do."""

    total: int
    tabs: tuple[int, ...]
    unreadable: int
    own_only: bool
    may_review: bool


STATES: tuple[tuple[str, tuple[ItemState, ...]], ...] = (
    (later("Open"), ("open",)),
    (later("To settle"), ("adjudication", "escalated")),
    (later("Resolved"), ("resolved",)),
    (later("Set aside"), ("set_aside",)),
    (later("All"), ()),
)
TYPING_PAUSE_MS = 250
OPEN_ITEMS = ItemFilter(states=("open",))


@dataclass(frozen=True)
class QueueState:
    """What the queue room shows."""

    tab: int = 0
    wanted: ItemFilter = OPEN_ITEMS
    order: Column = "queue"
    descending: bool = False
    total: int | None = None
    counts: tuple[int, ...] = (0,) * len(STATES)
    unreadable: int = 0
    own_only: bool = False
    """Whether only what this person holds or has judged is listed, as a server does for a reviewer."""
    may_review: bool = True
    problem: str = ""
    row: ItemRow | None = None
    item: Item | None = None
    hits_hidden: bool = False
    version: int = 0
    pages: Mapping[int, tuple[ItemRow, ...]] | None = None  # read with the total where the same list was read again


class QueuePresenter(QObject):
    """Reads pages in the store's lane; only the last question asked is answered."""

    changed = Signal(object)
    page_ready = Signal(int, object)
    page_failed = Signal(int)
    opened = Signal(object)

    def __init__(self, workspace: Workspace, reviewer: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reviewer = reviewer
        self._tasks = tasks
        self.state = QueueState()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.reload)
        self._indexing = False
        self._closed = False
        self._pace = Pace()
        self._counting = False
        self._asked_item: tuple[str, str] | None = None

    def choose_tab(self, tab: int) -> None:
        """Show the items in other states."""
        wanted = self.state.wanted.model_copy(update={"states": STATES[tab][1]})
        self._set(tab=tab, wanted=wanted)
        self.reload()

    def search(self, text: str) -> None:
        """Show the items whose prompt or response has these words, once the person stops typing."""
        self._set(wanted=self.state.wanted.model_copy(update={"text": text}))
        self._typing.start()

    def filter_where(self, where: str) -> None:
        """Show the items that fulfil an expression, once the person stops typing."""
        self._set(wanted=self.state.wanted.model_copy(update={"where": where.strip() or None}))
        self._typing.start()

    def sort(self, order: str, descending: bool) -> None:
        """Show the items in another order."""
        if (order, descending) != (self.state.order, self.state.descending):
            self._set(order=cast("Column", order), descending=descending)
            self.reload()

    def reload(self) -> None:
        """Count again; the pages follow as the list asks for them."""
        self._typing.stop()
        wanted = self.state.wanted
        queue = self._workspace.queue

        def job() -> _Counts:
            while wanted.text.split() and queue.index_some():
                pass
            return self._count(wanted)

        self._counting = True
        self._tasks.drop("queue.look")
        self._pace.end()
        self._tasks.store(job, self._counted, failed=self._not_counted, key="queue.count")

    def _not_counted(self, error: Exception) -> None:
        self._counting = False
        self._failed(error)

    def _count(self, wanted: ItemFilter) -> _Counts:
        queue = self._workspace.queue
        counts = queue.counts()
        tabs = tuple(sum(counts.get(s, 0) for s in states or counts) for _, states in STATES)
        members = self._workspace.members
        return _Counts(
            queue.count(wanted),
            tabs,
            queue.unreadable_count(),
            own_only=not members.sees_all(),
            may_review=members.may(self._reviewer, "review"),
        )

    def _counted(self, answer: _Counts) -> None:
        self._counting = False
        self._show(answer, None)
        self._index_in_background()

    def _show(self, counts: _Counts, pages: Mapping[int, tuple[ItemRow, ...]] | None) -> None:
        self._set(
            total=counts.total,
            counts=counts.tabs,
            unreadable=counts.unreadable,
            own_only=counts.own_only,
            may_review=counts.may_review,
            problem="",
            version=self.state.version + 1,
            pages=pages,
        )

    def look_again(self, pages: Collection[int], *, at_once: bool = False) -> None:
        """Read the same list again, with these pages of it; a slow database is asked less often."""
        asked = self.state
        if self._counting or self._typing.isActive() or asked.total is None:
            return
        if not self._pace.begin(at_once=at_once):
            return

        def job() -> tuple[_Counts, dict[int, tuple[ItemRow, ...]]]:
            counts = self._count(asked.wanted)
            read = {page: self._page(asked, page) for page in sorted(pages) if page * PAGE_ROWS < counts.total}
            return counts, read

        self._tasks.store(job, lambda answer: self._looked(asked, *answer), failed=self._not_looked, key="queue.look")

    def _looked(self, asked: QueueState, counts: _Counts, pages: dict[int, tuple[ItemRow, ...]]) -> None:
        self._pace.end()
        if (asked.wanted, asked.order, asked.descending) != (
            self.state.wanted,
            self.state.order,
            self.state.descending,
        ):
            return
        self._show(counts, pages)

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
        self._set(problem=error.message, total=0, version=self.state.version + 1)

    def load_page(self, page: int) -> None:
        """Read one page of the list."""
        state = self.state

        def done(rows: tuple[ItemRow, ...]) -> None:
            if state.version == self.state.version:
                self.page_ready.emit(page, rows)

        def failed(error: Exception) -> None:
            self.page_failed.emit(page)
            self._failed(error)

        self._tasks.store(lambda: self._page(state, page), done, failed=failed)

    def _page(self, state: QueueState, page: int) -> tuple[ItemRow, ...]:
        return self._workspace.queue.page(
            state.wanted, order=state.order, descending=state.descending, offset=page * PAGE_ROWS, limit=PAGE_ROWS
        )

    def read_rows(self, numbers: Collection[int], done: Callable[[tuple[ItemRow, ...]], None]) -> None:
        """Read rows of the list by their numbers, such as those that were chosen without having been on screen."""
        state = self.state

        def job() -> tuple[ItemRow, ...]:
            pages = {page: self._page(state, page) for page in sorted({number // PAGE_ROWS for number in numbers})}
            places = (divmod(number, PAGE_ROWS) for number in sorted(numbers))
            return tuple(pages[page][place] for page, place in places if place < len(pages[page]))

        self._tasks.store(job, done, failed=self._say, key="queue.rows")

    def choose(self, row: ItemRow | None) -> None:
        """Show one item beside the list, as a reviewer may see it before the verdict."""
        if row is None:
            self._asked_item = None
            self._tasks.drop("queue.item")
            self._set(row=None, item=None)
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

        def job() -> tuple[ItemRow, Item, bool]:
            item = workspace.queue.get(item_id, source)
            hidden = workspace.queue.hides_hits(item_id, source)
            return workspace.queue.row(item_id, source), as_served(item, workspace.project, hidden), hidden

        def done(answer: tuple[ItemRow, Item, bool]) -> None:
            self._set(row=answer[0], item=answer[1], hits_hidden=answer[2])

        self._tasks.store(job, done, failed=self._not_shown, key="queue.item")

    def _not_shown(self, error: Exception) -> None:
        self._asked_item = None
        self._say(error)

    def open(self, tell: Callable[[str], None]) -> None:
        """Claim the chosen item, so that the review room shows it next."""
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
            tell(error.message)

        self._tasks.store(job, done, failed=failed, key="queue.open")

    def unreadable(self, show: Callable[[tuple[UnreadableRow, ...]], None]) -> None:
        """Read the newest of what could not be read."""
        self._tasks.store(lambda: self._workspace.queue.unreadable(limit=200), show, key="queue.unreadable")

    def close(self) -> None:
        """Stop asking."""
        self._closed = True
        self._typing.stop()

    def _index_in_background(self) -> None:
        """Bring the full-text index up to date a little at a time, so that the first search is fast."""
        if self._indexing or self._closed:
            return
        self._indexing = True

        def done(added: int) -> None:
            self._indexing = False
            if added:
                QTimer.singleShot(50, self, self._index_in_background)

        def failed(_error: Exception) -> None:
            self._indexing = False  # a search indexes what is missing, and says what is wrong

        self._tasks.store(self._workspace.queue.index_some, done, failed=failed, key="queue.index")

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        self.changed.emit(self.state)
