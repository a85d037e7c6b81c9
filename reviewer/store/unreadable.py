"""The tray of records that could not be read."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from reviewer.domain.listing import UnreadableRow

from .tables import UnreadableRecord
from .times import from_micros

UNREADABLE = UnreadableRecord.__table__  # type: ignore[attr-defined]
EXCERPT_BYTES = 300


def insert_unreadable(
    connection: Connection, project_id: int, origin: str, line: int, reason: str, raw: bytes, now_us: int
) -> None:
    """Keep a record that could not be read, with the reason, once."""
    same = select(UNREADABLE.c.number).where(
        UNREADABLE.c.project_id == project_id, UNREADABLE.c.raw == raw, UNREADABLE.c.reason == reason
    )
    if connection.execute(same.limit(1)).first() is None:
        values = {"project_id": project_id, "origin": origin, "line": line, "reason": reason, "raw": raw}
        connection.execute(insert(UNREADABLE), {**values, "received_at": now_us})


def page_of_unreadable(connection: Connection, project_id: int, offset: int, limit: int) -> tuple[UnreadableRow, ...]:
    """Return one page of the tray, newest first."""
    statement = (
        select(UNREADABLE)
        .where(UNREADABLE.c.project_id == project_id)
        .order_by(UNREADABLE.c.number.desc())
        .offset(offset)
        .limit(limit)
    )
    return tuple(
        UnreadableRow(
            number=row.number,
            origin=row.origin,
            line=row.line,
            reason=row.reason,
            excerpt=row.raw[:EXCERPT_BYTES].decode("utf-8", errors="backslashreplace"),
            received_at=from_micros(row.received_at),
        )
        for row in connection.execute(statement)
    )


def count_unreadable(connection: Connection, project_id: int) -> int:
    """Return how many records lie in the tray."""
    statement = select(func.count()).select_from(UNREADABLE).where(UNREADABLE.c.project_id == project_id)
    return int(connection.execute(statement).scalar_one())
