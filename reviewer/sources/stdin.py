"""Records from standard input, named '-'."""

from __future__ import annotations

import sys
from typing import ClassVar, Self

from reviewer.domain.errors import InvalidInput

from .protocol import Delivery
from .reading.json_lines import read_records
from .reading.records import Records

ORIGIN = "standard input"


def records_of_stdin() -> Records:
    """Yield the records of standard input."""
    if sys.stdin is None or sys.stdin.isatty():
        raise InvalidInput("Nothing is piped in: give a file, or pipe the items into this command.")
    yield from read_records(sys.stdin.buffer, ORIGIN)


class StdinSource:
    """Standard input, read once."""

    name: ClassVar[str] = "stdin"
    title: ClassVar[str] = "Standard input"

    def __init__(self) -> None:
        self._taken = False

    @classmethod
    def opened(cls, address: str) -> Self | None:
        """Return a source for the address '-'."""
        return cls() if address == "-" else None

    def pull(self, most: int, wait_seconds: float = 0.0) -> list[Delivery]:
        """Hand standard input over once."""
        if self._taken or most < 1:
            return []
        self._taken = True
        return [Delivery(ORIGIN, "-", records_of_stdin)]

    def ack(self, delivery: Delivery) -> None:
        """Do nothing: what was read from a pipe is gone."""

    def nack(self, delivery: Delivery) -> None:
        """Do nothing: what was read from a pipe cannot be given back."""

    def dead_letter(self, delivery: Delivery, reason: str) -> None:
        """Do nothing: the lines are in the unreadable tray."""

    def health(self) -> str:
        """Say whether anything is piped in."""
        return "Standard input is a terminal." if sys.stdin.isatty() else "Standard input is a pipe or file."
