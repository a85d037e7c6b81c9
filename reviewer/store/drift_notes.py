"""Alerts of drift that somebody has seen: each is an event of the ledger, and nothing but that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import InvalidInput

from .audit import EVENT, append
from .times import from_micros

ACTION = "drift.acknowledged"
LONGEST_NAME, LONGEST_NOTE, MOST_ITEMS = 300, 500, 50


class DriftNote(NamedTuple):
    """Who saw which alert, when, and what they noted."""

    comparison: str
    actor: str
    at: datetime
    note: str


def check(comparison: str, items: Sequence[str], note: str) -> None:
    """Refuse what is too long to be kept for ever."""
    if not 1 <= len(comparison) <= LONGEST_NAME:
        raise InvalidInput("There is no such comparison to acknowledge.")
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(f"The note has {len(note):,} characters: write at most {LONGEST_NOTE}.")
    if len(items) > MOST_ITEMS:
        raise InvalidInput(f"An alert names at most {MOST_ITEMS} items.")


def acknowledge(
    connection: Connection, project_id: int, comparison: str, items: Sequence[str], note: str, actor: str, now_us: int
) -> Receipt:
    """Note that somebody has seen an alert, with the items that it named."""
    check(comparison, items, note)
    details = {"project": project_id, "items": list(items), "note": note}
    return append(connection, now_us, actor, ACTION, comparison, details)


def stream_notes(connection: Connection, project_id: int, since_us: int) -> tuple[DriftNote, ...]:
    """Return what was acknowledged since a time, as far as this person may read the ledger, oldest first."""
    statement = select(EVENT).where(EVENT.c.action == ACTION, EVENT.c.at >= since_us).order_by(EVENT.c.seq)
    found = ((row, json.loads(row.details)) for row in connection.execute(statement))
    return tuple(
        DriftNote(row.subject, row.actor, from_micros(row.at), details["note"])
        for row, details in found
        if details["project"] == project_id
    )
