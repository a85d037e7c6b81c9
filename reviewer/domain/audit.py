"""The audit ledger: a chain of events in which each carries the hash of the one before.

The hash runs over length-prefixed bytes, never over a database's text form of a value, so that it is the same on
every machine, locale and database.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from .changes import Receipt
from .model import Frozen, UtcTime

GENESIS = "0" * 64


class Event(Frozen):
    """One entry of the ledger: who did what to which item when, with the details as canonical JSON."""

    seq: int
    at: UtcTime
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str

    @property
    def receipt(self) -> Receipt:
        """Return the place of this event, for whoever caused it to keep."""
        return Receipt(seq=self.seq, hash=self.hash)


class Anchor(Frozen):
    """The head of a ledger at some time, kept outside the database."""

    workspace: str
    seq: int
    hash: str
    at: UtcTime


class Finding(Frozen):
    """One thing wrong with a ledger: where, of which kind, in one sentence."""

    kind: Literal["gap", "broken", "anchor", "receipt", "row"]
    seq: int
    message: str


def microseconds(at: datetime) -> int:
    """Return a time as whole microseconds since 1970 in UTC."""
    whole = int(at.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + at.microsecond


def event_hash(seq: int, at_us: int, actor: str, action: str, subject: str, details: str, previous: str) -> str:
    """Return the SHA-256 of an event over its length-prefixed fields and the hash of the event before it."""
    digest = hashlib.sha256(struct.pack(">qq", seq, at_us))
    for field in (actor, action, subject, details, previous):
        data = field.encode("utf-8")
        digest.update(struct.pack(">q", len(data)))
        digest.update(data)
    return digest.hexdigest()


def check_chain(events: Iterable[Event]) -> Iterator[Finding]:
    """Yield what is wrong with the chain itself: gaps in the numbering and hashes that do not fit."""
    expected, previous = 1, GENESIS
    for event in events:
        if event.seq != expected:
            yield Finding(
                kind="gap", seq=expected, message=f"Event {expected} is missing: the next one is {event.seq}."
            )
        elif event.previous != previous:
            yield Finding(kind="broken", seq=event.seq, message=f"Event {event.seq} does not follow the one before it.")
        yield from check_hash(event)
        expected, previous = event.seq + 1, event.hash


def check_hash(event: Event) -> Iterator[Finding]:
    """Yield what is wrong with one event by itself: a hash that does not fit what it says."""
    at = microseconds(event.at)
    told = (event.actor, event.action, event.subject, event.details, event.previous)
    if event_hash(event.seq, at, *told) != event.hash:
        yield Finding(kind="broken", seq=event.seq, message=f"Event {event.seq} was changed: its hash does not fit.")


def check_witnesses(
    hashes: dict[int, str], head: int, witnesses: Iterable[tuple[Literal["anchor", "receipt"], Receipt]]
) -> Iterator[Finding]:
    """Yield each anchor or receipt that the ledger does not honour; `hashes` holds the hash of each asked seq."""
    for kind, witness in witnesses:
        found = hashes.get(witness.seq)
        if found is None:
            text = f"The {kind} for event {witness.seq} is not honoured: the ledger ends at {head}."
            yield Finding(kind=kind, seq=witness.seq, message=text)
        elif found != witness.hash:
            text = f"The {kind} for event {witness.seq} does not fit: the ledger was rewritten."
            yield Finding(kind=kind, seq=witness.seq, message=text)
