"""Times between the database (whole microseconds since 1970, UTC) and the rest of the program (aware UTC)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

from reviewer.domain.audit import microseconds

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def to_micros(at: datetime) -> int: ...
@overload
def to_micros(at: None) -> None: ...
def to_micros(at: datetime | None) -> int | None:
    """Return a time as whole microseconds."""
    return None if at is None else microseconds(at)


@overload
def from_micros(value: int) -> datetime: ...
@overload
def from_micros(value: None) -> None: ...
def from_micros(value: int | None) -> datetime | None:
    """Return whole microseconds as a time."""
    return None if value is None else EPOCH + timedelta(microseconds=value)
