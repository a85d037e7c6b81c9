"""What lists show of items: the filter, the rows, the counts, the progress of one person."""

from __future__ import annotations

from typing import Literal

from .leases import ItemState
from .model import Frozen, UtcTime
from .reviews import Review

Column = Literal[
    "queue", "item_id", "source", "state", "priority", "flagged_at", "due_at", "reviews", "model", "language"
]


class ItemFilter(Frozen):
    """Which items a list shows: states, words of the text, an expression, only what one person may take."""

    states: tuple[ItemState, ...] = ()
    text: str = ""
    where: str | None = None
    reviewed_by: str | None = None


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
