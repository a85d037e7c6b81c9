"""What reading gives: a record, or a line that could not be read, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

RAW_KEPT = 4096


class Record(NamedTuple):
    """One parsed JSON value and its line; `clean` means that no text in it needs replacing."""

    value: Any
    line: int
    clean: bool = False


@dataclass(frozen=True)
class Unreadable:
    """One line that could not be read: where, why, and the first bytes of it."""

    origin: str
    line: int
    reason: str
    raw: bytes = b""

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", bytes(self.raw[:RAW_KEPT]))


Records = Iterator[Record | Unreadable]
