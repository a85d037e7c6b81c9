"""What the queue room shows: which items are wanted in which order, how many there are, and the chosen one."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reviewer.domain.items import Item
from reviewer.domain.leases import ItemState
from reviewer.domain.listing import FACETS, Column, Facet, IndexProgress, ItemFilter, ItemRow
from reviewer.ui.language import later

STATES: tuple[tuple[str, tuple[ItemState, ...]], ...] = (
    (later("Open"), ("open",)),
    (later("To settle"), ("adjudication", "escalated")),
    (later("Resolved"), ("resolved",)),
    (later("Set aside"), ("set_aside",)),
    (later("All"), ()),
)
STATE_WORDS: dict[ItemState, str] = {
    "open": later("open"),
    "adjudication": later("adjudication"),
    "escalated": later("escalated"),
    "resolved": later("resolved"),
    "set_aside": later("set aside"),
}
OPEN_ITEMS = ItemFilter(states=("open",))
FIRST_ROWS = 1_000
"""So many rows of a narrowed list are shown before all of them are known."""

Kind = Literal["state", "policy", "detector", "severity", "language", "tenant", "model", "person", "age"]
KINDS: tuple[tuple[Kind, str], ...] = (
    ("state", later("State")),
    ("policy", later("Policy")),
    ("detector", later("Detector")),
    ("severity", later("Severity")),
    ("language", later("Language")),
    ("tenant", later("Tenant")),
    ("model", later("Model")),
    ("person", later("Person")),
    ("age", later("Age")),
)
AGES = {
    "overdue": later("past its due time"),
    "day": later("flagged in the last day"),
    "week": later("flagged in the last week"),
    "older_week": later("flagged more than a week ago"),
    "older_month": later("flagged more than 30 days ago"),
}
OF_FACET: Mapping[str, Facet] = {facet: facet for facet in FACETS}


class Chip(NamedTuple):
    """One value that narrows the list."""

    kind: Kind
    value: str


@dataclass(frozen=True)
class QueueState:
    """What the queue room shows."""

    tab: int = 0
    wanted: ItemFilter = OPEN_ITEMS
    order: Column = "queue"
    descending: bool = False
    total: int | None = None
    counting: bool = False
    """Whether more than `total` items fit and they are still being counted."""
    counts: tuple[int, ...] = (0,) * len(STATES)
    unreadable: int = 0
    own_only: bool = False
    """Whether only what this person holds or has judged is listed, as a server does for a reviewer."""
    may_review: bool = True
    index: IndexProgress | None = None
    problem: str = ""
    lost: bool = False
    """Whether the database could not be reached the last time."""
    row: ItemRow | None = None
    item: Item | None = None
    hits_hidden: bool = False
    veil: str = ""
    """What is said instead of the text of the chosen item where that starts veiled."""
    version: int = 0
    pages: Mapping[int, tuple[ItemRow, ...]] | None = None  # read with the total where the same list was read again
    numbers: array[int] | None = None
    """The items of the list in its order, where no index gives its pages."""
    view: str = ""
    """The name of the view that the list shows, until it is changed."""

    @property
    def narrowed(self) -> bool:
        """Whether more than a tab narrows the list."""
        return self.wanted != ItemFilter(states=STATES[self.tab][1])

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What narrows the list apart from the tab, the words and the expression."""
        return chips_of(self.wanted, self.tab)


def chips_of(wanted: ItemFilter, tab: int) -> tuple[Chip, ...]:
    """Return what narrows a list within a tab, one value each."""
    states = () if wanted.states == STATES[tab][1] else wanted.states
    found = [Chip("state", state) for state in states]
    for kind, facet in OF_FACET.items():
        found += [Chip(kind, value) for value in getattr(wanted, facet)]  # type: ignore[arg-type]  # facets are kinds
    found += [Chip("person", name) for name in wanted.people]
    return (*found, Chip("age", wanted.age)) if wanted.age else tuple(found)


def with_chip(wanted: ItemFilter, tab: int, chip: Chip) -> ItemFilter:
    """Return a filter narrowed by one more value; of one kind any value will do."""
    field = _field(chip.kind)
    if chip.kind == "age":
        return ItemFilter.model_validate({**wanted.model_dump(), "age": chip.value})
    before = () if chip.kind == "state" and wanted.states == STATES[tab][1] else getattr(wanted, field)
    return ItemFilter.model_validate({**wanted.model_dump(), field: tuple(dict.fromkeys((*before, chip.value)))})


def without_chip(wanted: ItemFilter, tab: int, chip: Chip) -> ItemFilter:
    """Return a filter without one value; without the last state it shows the whole tab again."""
    field = _field(chip.kind)
    if chip.kind == "age":
        return wanted.model_copy(update={"age": None})
    left = tuple(value for value in getattr(wanted, field) if value != chip.value)
    return wanted.model_copy(update={field: STATES[tab][1] if chip.kind == "state" and not left else left})


def tab_of(wanted: ItemFilter, tab: int) -> int:
    """Return the tab in which a filter is shown: the one it is in, if that has all its states."""
    numbers: list[int] = [tab, *range(len(STATES))]
    return next(number for number in numbers if _has(STATES[number][1], wanted.states))


def _has(tab: Sequence[ItemState], wanted: Sequence[ItemState]) -> bool:
    """Return whether a tab has all wanted states; only that of all items has none of its own."""
    return not tab or (bool(wanted) and set(wanted) <= set(tab))


def is_direct(state: QueueState) -> bool:
    """Return whether an index alone gives the pages of the list, at any place and without being counted."""
    if not state.wanted.by_state_alone:
        return False
    by_item = state.order in ("item_id", "source") and not state.wanted.states
    by_time = state.order == "flagged_at" and len(state.wanted.states) == 1
    return state.order in ("queue", "priority") or by_item or by_time


def _field(kind: Kind) -> str:
    return {"state": "states", "person": "people"}.get(kind, kind)
