"""What lists show of items: the filter, the rows, the counts, the progress of one person."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from .leases import ItemState
from .model import Frozen, UtcTime
from .reviews import Review

Column = Literal[
    "queue", "item_id", "source", "state", "priority", "flagged_at", "due_at", "reviews", "model", "language"
]


Facet = Literal["policy", "detector", "severity", "language", "tenant", "model"]
FACETS: tuple[Facet, ...] = get_args(Facet)
OF_HITS: frozenset[Facet] = frozenset({"policy", "detector", "severity"})
"""What only the hits of an item tell: where they come after the verdict, no filter tells of them before it."""
Age = Literal["overdue", "day", "week", "older_week", "older_month"]
"""Past its due time; flagged in the last day or week; flagged longer ago than a week or thirty days."""


class ItemFilter(Frozen):
    """Which items a list shows; each field narrows it, and of several values of one field any will do."""

    states: tuple[ItemState, ...] = ()
    text: str = ""
    where: str | None = None
    reviewed_by: str | None = None
    policy: tuple[str, ...] = ()
    detector: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    tenant: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Who has judged the item, holds it now, or has it reserved."""
    age: Age | None = None

    def facets(self) -> dict[Facet, tuple[str, ...]]:
        """Return the values that are wanted of each facet that narrows the list."""
        return {facet: values for facet in FACETS if (values := getattr(self, facet))}

    @property
    def by_state_alone(self) -> bool:
        """Whether nothing but the state narrows the list."""
        return self == ItemFilter(states=self.states)


Part = Literal["prompt", "response", "evidence"]


class Snippet(NamedTuple):
    """A stretch of an item in which a searched word stands, and of what it is a part."""

    part: Part
    text: str


class FacetValue(Frozen):
    """One value that items have, and how many have it, where that is known at once."""

    value: str
    items: int | None = None


class IndexProgress(Frozen):
    """How much of the workspace the search index knows."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether it knows all of it."""
        return self.done >= self.total


class ItemRow(Frozen):
    """One line of a list of items."""

    number: int
    item_id: str
    source: str
    state: ItemState
    priority: float
    flagged_at: UtcTime | None
    due_at: UtcTime | None
    reviews: int
    needed: int
    model: str
    language: str
    excerpt: str
    assigned_to: str | None = None
    holders: tuple[str, ...] = ()


class Progress(Frozen):
    """How far one person and the queue are."""

    reviewed_today: int
    reviewed_in_all: int
    waiting: int
    adjudication: int
    escalated: int
    oldest_at: UtcTime | None
    next_due_at: UtcTime | None
    items_in_all: int = 0
    warned: bool = False
    """Whether several answers of this person differ from known ones."""


class UnreadableRow(Frozen):
    """One record that could not be read, with the reason; nothing is dropped silently."""

    number: int
    origin: str
    line: int
    reason: str
    excerpt: str
    received_at: UtcTime


class Withdrawn(Frozen):
    """A review that was taken back, and the claim under which it can be given again."""

    review: Review
    item_id: str
    source: str
