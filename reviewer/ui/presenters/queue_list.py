"""Reading the list of the queue room: pages by key where an index gives them, else the numbers of all that fit."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from reviewer.domain.listing import IndexProgress, ItemRow
from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import PAGE_ROWS

from .queue_state import FIRST_ROWS, STATES, QueueState, is_direct

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

MANY_ROWS = 20_000
STRIDE = 1_024
_PARTS = {"prompt": later("Prompt: {text}"), "evidence": later("Evidence: {text}")}


class Counts(NamedTuple):
    """What stands over the list: how many items are in each tab, and what this person may do."""

    tabs: tuple[int, ...]
    unreadable: int
    own_only: bool
    may_review: bool
    indexed: IndexProgress


class Listed(NamedTuple):
    """How many items a list has, and which they are where no index gives its pages."""

    total: int
    counting: bool = False
    numbers: array[int] | None = None


class Reading:
    """Reads for one person what a state wants to show; each method may take its time."""

    def __init__(self, workspace: Workspace, reviewer: str) -> None:
        self._workspace = workspace
        self._reviewer = reviewer
        self._ends: dict[int, tuple[int, int]] = {}
        self._of: object = None
        self._milestones: tuple[object, dict[int, int]] = (None, {})
        self.withhold = False
        """Whether the person wants every text veiled at first."""

    def counts(self) -> Counts:
        """Return what stands over any list."""
        queue, members = self._workspace.queue, self._workspace.members
        counts = queue.counts()
        tabs = tuple(sum(counts.get(s, 0) for s in states or counts) for _, states in STATES)
        return Counts(
            tabs,
            queue.unreadable_count(),
            own_only=not members.sees_all(),
            may_review=members.may(self._reviewer, "review"),
            indexed=queue.index_progress(),
        )

    def listed(self, state: QueueState, go_on: Callable[[], bool], first: Callable[[Listed], None]) -> Listed | None:
        """Return the whole list; of a long one the beginning is told first. None where nobody wants it any more."""
        queue = self._workspace.queue
        if is_direct(state):
            return Listed(queue.count(state.wanted))
        numbers = queue.numbers(
            state.wanted, order=state.order, descending=state.descending, limit=FIRST_ROWS + 1, go_on=go_on
        )
        if numbers is None or len(numbers) <= FIRST_ROWS:
            return None if numbers is None else Listed(len(numbers), numbers=numbers)
        first(Listed(FIRST_ROWS, counting=True, numbers=numbers[:FIRST_ROWS]))
        every = queue.numbers(state.wanted, order=state.order, descending=state.descending, go_on=go_on)
        return None if every is None else Listed(len(every), numbers=every)

    def page(self, state: QueueState, page: int) -> tuple[ItemRow, ...]:
        """Return one page of the list."""
        rows = self._rows(state, page)
        project = self._workspace.project
        if self.withhold or project.wellbeing.veil or project.personal_data == "veil":  # as the item itself is
            return tuple(row.model_copy(update={"excerpt": tr("(veiled)")}) for row in rows)
        return self._with_snippets(state, rows)

    def _rows(self, state: QueueState, page: int) -> tuple[ItemRow, ...]:
        if state.numbers is not None:
            return self._workspace.queue.rows(state.numbers[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])
        if self._of != state.version:
            self._of, self._ends = state.version, {}
        rows = self._by_key(state, page) or self._from_milestone(state, page)
        if not rows:  # nothing is known of this place, or the item that was has gone
            rows = self._workspace.queue.page(
                state.wanted, order=state.order, descending=state.descending, offset=page * PAGE_ROWS, limit=PAGE_ROWS
            )
        if len(rows) == PAGE_ROWS:
            self._ends[page] = rows[0].number, rows[-1].number
        return rows

    def pages(self, state: QueueState, total: int, pages: Collection[int]) -> dict[int, tuple[ItemRow, ...]]:
        """Return several pages as they are now."""
        if state.numbers is None:
            self._of = None
        return {page: self.page(state, page) for page in sorted(pages) if page * PAGE_ROWS < total}

    def needs_milestones(self, state: QueueState) -> bool:
        """Return whether a jump in this list would count many rows on its way."""
        return (state.total or 0) > MANY_ROWS and state.numbers is None and self._milestones[0] != _list_of(state)

    def set_milestones(self, state: QueueState, go_on: Callable[[], bool]) -> None:
        """Note every n-th item of a long list, so that a jump counts from the nearest one."""
        found = self._workspace.queue.milestones(
            state.wanted, STRIDE, order=state.order, descending=state.descending, go_on=go_on
        )
        if found is not None:
            self._milestones = _list_of(state), found

    def _from_milestone(self, state: QueueState, page: int) -> tuple[ItemRow, ...]:
        known, places = self._milestones
        first = page * PAGE_ROWS
        number = places.get(first - first % STRIDE)
        if number is None or known != _list_of(state):
            return ()
        return self._workspace.queue.page_beside(
            number,
            state.wanted,
            order=state.order,
            descending=state.descending,
            offset=first % STRIDE,
            limit=PAGE_ROWS,
        )

    def _by_key(self, state: QueueState, page: int) -> tuple[ItemRow, ...]:
        """Read a page from where the one beside it ends, so that no row on the way to it is counted."""
        before, after = self._ends.get(page - 1), self._ends.get(page + 1)
        if before is None and after is None:
            return ()
        number = before[1] if before is not None else after[0] if after is not None else 0
        return self._workspace.queue.page_beside(
            number,
            state.wanted,
            order=state.order,
            descending=state.descending,
            backwards=before is None,
            limit=PAGE_ROWS,
        )

    def _with_snippets(self, state: QueueState, rows: tuple[ItemRow, ...]) -> tuple[ItemRow, ...]:
        """Show of each row the stretch in which a searched word stands."""
        if not state.wanted.text.split():
            return rows
        found = self._workspace.queue.snippets([row.number for row in rows], state.wanted.text)
        texts = {
            number: tr(_PARTS[one.part]).format(text=one.text) if one.part in _PARTS else one.text
            for number, one in found.items()
        }
        return tuple(row.model_copy(update={"excerpt": texts.get(row.number, row.excerpt)}) for row in rows)


def _list_of(state: QueueState) -> object:
    """Return what tells one list from another; of the same length it counts as the same until it is read again."""
    return state.wanted, state.order, state.descending, state.total
