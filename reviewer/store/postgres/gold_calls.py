"""Items with a known answer on a server: how a log-in stands with them, and what a lead does."""

from __future__ import annotations

from sqlalchemy import Connection, select

from reviewer.domain.changes import Receipt
from reviewer.domain.gold import Standing
from reviewer.store.gold import STANDING

from .server import Server

_GRANTED = ("reviewer", "state", "qualified", "reason")


def own_standing(connection: Connection, project_id: int, reviewer: str) -> Standing | None:
    """Return how a person stands, without the counts, which are granted only to those who see all."""
    row = connection.execute(
        select(*(STANDING.c[name] for name in _GRANTED)).where(
            STANDING.c.project_id == project_id, STANDING.c.reviewer == reviewer
        )
    ).first()
    return None if row is None else Standing.model_validate(row._asdict())


def promote(server: Server, project_id: int, item_id: str, source: str | None, explanation: str) -> Receipt:
    """Make an adjudicated item a gold item."""
    row = server.call("promote_gold", project_id, item_id, source, explanation)[0]
    return Receipt(seq=row.seq, hash=row.hash)


def retire(server: Server, project_id: int, item_id: str, source: str | None, reason: str) -> Receipt:
    """Serve a gold item no more."""
    row = server.call("retire_gold", project_id, item_id, source, reason)[0]
    return Receipt(seq=row.seq, hash=row.hash)


def resume(server: Server, project_id: int, name: str, reason: str) -> Receipt:
    """Let somebody go on."""
    row = server.call("resume_member", project_id, name, reason)[0]
    return Receipt(seq=row.seq, hash=row.hash)
