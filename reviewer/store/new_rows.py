"""What is stored of a new item, as plain values; importing this module costs nothing, so that a reader can be small."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from reviewer.domain.control import hides_hits, needs_overlap
from reviewer.domain.items import Item
from reviewer.domain.projects import Project

from .times import to_micros

EXCERPT_LENGTH = 200
EXCERPT_READ = EXCERPT_LENGTH + 50  # white space is drawn together


class NewRow(NamedTuple):
    """The values of one new item: those that the queue needs, and those of the body."""

    record: dict[str, Any]
    body: dict[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """Return source and id."""
        return self.record["source"], self.record["item_id"]


def new_row(item: Item, canonical: str, sha256: str, project: Project) -> NewRow:
    """Return the values that are stored of an item."""
    metadata = item.metadata
    text = item.response if item.response is not None else item.responses[0].text
    flagged_at = _micros(item.flagged_at)
    record = {
        "source": item.source.system,
        "item_id": item.id,
        "state": "open",
        "rank": -item.priority,
        "queued_at": flagged_at,
        "due_at": _micros(item.due_at),
        "needed": project.overlap if needs_overlap(item, project) else 1,
        "reviews": 0,
        "assigned_to": None,
        "hits_hidden": int(hides_hits(item, project)),
        "gold": int(item.gold is not None),
        "unsettled": 0,
        "skill": None,
        "sha256": sha256,
    }
    body = {
        "flagged_at": None
        if record["hits_hidden"]
        else flagged_at,  # a control item was never flagged: it must not show
        "model": str(metadata.get("model") or ""),
        "language": str(metadata.get("language") or ""),
        "excerpt": " ".join(text[:EXCERPT_READ].split())[:EXCERPT_LENGTH],
        "body": canonical,
    }
    return NewRow(record, body)


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)
