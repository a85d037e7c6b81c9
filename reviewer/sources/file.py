"""Files of records: JSON Lines, plain or packed by gzip or Zstandard."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import ClassVar, Self

from reviewer.domain.errors import InvalidInput, Unreachable

from .protocol import Delivery
from .reading.json_lines import read_records
from .reading.records import Records


def check_readable(path: Path) -> None:
    """Raise Unreachable or InvalidInput, with what to do, unless `path` is a file or pipe that can be read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb"):
                pass
    except FileNotFoundError:
        raise Unreachable(f"There is no file {path}: check the path.") from None
    except OSError as error:
        raise Unreachable(f"{path} cannot be read ({error.strerror}): check who may read it.") from None
    if stat.S_ISDIR(mode):
        raise InvalidInput(f"{path} is a folder: name the files in it, or use 'reviewer pull' for a spool folder.")
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        raise InvalidInput(f"{path} is neither a file nor a pipe: name a file of flagged items.")


def records_of(path: Path, origin: str | None = None) -> Records:
    """Yield the records of a file; `origin` is the name that unreadable lines are filed under."""
    check_readable(path)
    with path.open("rb", buffering=0) as stream:
        yield from read_records(stream, origin or path.name)


class FileSource:
    """One file, read once."""

    name: ClassVar[str] = "file"
    title: ClassVar[str] = "A file of flagged items"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._taken = False

    @classmethod
    def opened(cls, address: str) -> Self | None:
        """Return a source for the path of a file."""
        path = Path(address)
        return cls(path) if address != "-" and path.exists() and not path.is_dir() else None

    def pull(self, most: int, wait_seconds: float = 0.0) -> list[Delivery]:
        """Hand the file over once."""
        if self._taken or most < 1:
            return []
        check_readable(self._path)
        self._taken = True
        return [Delivery(self._path.name, str(self._path), lambda: records_of(self._path))]

    def ack(self, delivery: Delivery) -> None:
        """Leave the file where it is."""

    def nack(self, delivery: Delivery) -> None:
        """Let the file be pulled again."""
        self._taken = False

    def dead_letter(self, delivery: Delivery, reason: str) -> None:
        """Leave the file where it is; its lines are in the unreadable tray."""

    def health(self) -> str:
        """Say that the file can be read."""
        check_readable(self._path)
        return f"{self._path} can be read."
