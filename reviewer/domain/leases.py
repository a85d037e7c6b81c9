"""Lease and Claim: who holds which item until when, and what of an item a reviewer is shown."""

from __future__ import annotations

from typing import Literal

from .items import Item
from .model import Frozen, UtcTime
from .projects import Project

MAX_OPEN_LEASES = 20
ItemState = Literal["open", "adjudication", "escalated", "resolved", "set_aside"]


class Lease(Frozen):
    """A time-limited claim of an item."""

    item_id: str
    source: str
    reviewer: str
    claimed_at: UtcTime
    expires_at: UtcTime


class Claim(Frozen):
    """An item that a reviewer holds; the token proves it, and the item shows only what a blind reviewer may see."""

    item: Item
    reviewer: str
    token: str
    claimed_at: UtcTime
    expires_at: UtcTime
    hits_hidden: bool = False
    project_version: int = 1


def as_revealed(item: Item) -> Item:
    """Return the item as its reviewer may see it after the verdict: never with gold and control marks."""
    return item.model_copy(update={"gold": None, "control": False, "sampling_probability": None})


def as_served(item: Item, project: Project, hits_hidden: bool) -> Item:
    """Return the item as a reviewer may see it before the verdict.

    Gold and control marks and the sampling probability are never shown; the suggestion not in a blind project; the
    hits, and when they were flagged, not where they are hidden until the verdict.
    """
    changes: dict[str, object] = {"gold": None, "control": False, "sampling_probability": None}
    if project.blind:
        changes["suggestion"] = None
    if hits_hidden:
        changes |= {"policy_hits": (), "flagged_at": None}  # a control item was never flagged
    return item.model_copy(update=changes)
