"""The ledger in the database: each change appends its event in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from reviewer.domain.audit import GENESIS, Event, event_hash
from reviewer.domain.canonical import canonical_json
from reviewer.domain.changes import Receipt

from .prepared import Prepared
from .tables import AuditEvent
from .times import from_micros

EVENT = AuditEvent.__table__  # type: ignore[attr-defined]
HEAD = Prepared(select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq.desc()).limit(1))
APPEND = Prepared(insert(EVENT))
PAGE = 1000


def append(
    connection: Connection, at_us: int, actor: str, action: str, subject: str, details: Mapping[str, Any]
) -> Receipt:
    """Append one event to the ledger, inside the transaction of the change it tells of."""
    head = HEAD.first(connection, {})
    seq, previous = (head.seq + 1, head.hash) if head else (1, GENESIS)
    text = canonical_json(dict(details))
    digest = event_hash(seq, at_us, actor, action, subject, text, previous)
    APPEND.run(
        connection,
        {
            "seq": seq,
            "at": at_us,
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": text,
            "previous": previous,
            "hash": digest,
        },
    )
    return Receipt(seq=seq, hash=digest)


def find_details(connection: Connection, seq: int) -> str | None:
    """Return the details of an event, or None where there is none that this person may see."""
    return connection.execute(select(EVENT.c.details).where(EVENT.c.seq == seq)).scalar()


def find_head(connection: Connection) -> Receipt | None:
    """Return the newest event's place, or None in an empty ledger."""
    head = HEAD.first(connection, {})
    return Receipt(seq=head.seq, hash=head.hash) if head else None


def to_event(row: Any) -> Event:
    """Return the event that a row holds."""
    return Event.model_construct(**{**row._asdict(), "at": from_micros(row.at)})


def stream_events(connection: Connection) -> Iterator[Event]:
    """Yield the whole ledger in order, a page at a time."""
    last = 0
    statement = select(EVENT).where(EVENT.c.seq > bindparam("last")).order_by(EVENT.c.seq).limit(PAGE)
    while rows := connection.execute(statement, {"last": last}).all():
        yield from (to_event(row) for row in rows)
        last = rows[-1].seq


def page_of_events(
    connection: Connection,
    *,
    offset: int,
    limit: int,
    newest_first: bool,
    subject: str | None,
    actor: str | None = None,
) -> tuple[Event, ...]:
    """Return one page of the ledger."""
    order = EVENT.c.seq.desc() if newest_first else EVENT.c.seq
    statement = select(EVENT).order_by(order).offset(offset).limit(limit)
    if subject:
        statement = statement.where(EVENT.c.subject == subject)
    if actor:
        statement = statement.where(EVENT.c.actor == actor)
    return tuple(to_event(row) for row in connection.execute(statement))


def count_events(connection: Connection, *, whole: bool = True) -> int:
    """Return how many events the ledger holds, without counting where all are seen: it has no gaps."""
    if not whole:
        return int(connection.execute(select(func.count()).select_from(EVENT)).scalar_one())
    return int(connection.execute(select(func.coalesce(func.max(EVENT.c.seq), 0))).scalar_one())


def hashes_of(connection: Connection, seqs: Iterable[int]) -> dict[int, str]:
    """Return the hash of each asked event that exists."""
    wanted = sorted(set(seqs))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        rows = connection.execute(select(EVENT.c.seq, EVENT.c.hash).where(EVENT.c.seq.in_(part)))
        found.update({row.seq: row.hash for row in rows})
    return found
