"""What every source and every foreign format of this folder is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

from .reading.records import Records


@dataclass(frozen=True)
class Delivery:
    """Something a source handed over; it is acknowledged only after its records are committed."""

    origin: str
    handle: str
    records: Callable[[], Records]


class Source(Protocol):
    """A place that flagged outputs come from."""

    name: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def opened(cls, address: str) -> Self | None:
        """Return a source for this address, or None where the address is not one of its kind."""
        ...

    def pull(self, most: int, wait_seconds: float = 0.0) -> list[Delivery]:
        """Take up to `most` deliveries, waiting for the first one if there is none."""
        ...

    def ack(self, delivery: Delivery) -> None:
        """Say that the records of this delivery are committed."""
        ...

    def nack(self, delivery: Delivery) -> None:
        """Give a delivery back, to be pulled again."""
        ...

    def dead_letter(self, delivery: Delivery, reason: str) -> None:
        """Put a delivery aside that cannot be read, with the reason."""
        ...

    def health(self) -> str:
        """Say in one sentence how the source is, or raise Unreachable."""
        ...


@dataclass(frozen=True)
class Format:
    """A shape of foreign records and how one of them becomes the fields of an item."""

    name: str
    title: str
    recognises: Callable[[Mapping[str, Any]], bool]
    to_item: Callable[[Mapping[str, Any]], Mapping[str, Any]]
