"""A spool folder: files dropped into new/ are taken by an atomic rename and end in done/ or dead/.

A writer puts a file beside the folder or under a name that starts with a dot, and renames it into new/. A file in work/
is being read, or was left there by a crash; the next run takes it up again, which is safe because items are stored
once however often they come.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import ClassVar, Self

from reviewer.config.atomic import sync_folder, write_atomically
from reviewer.domain.errors import Unreachable

from .file import records_of
from .protocol import Delivery

NEW, WORK, DONE, DEAD = "new", "work", "done", "dead"
REASON = ".reason.txt"


class SpoolSource:
    """A folder with new/, work/, done/ and dead/; several processes may pull from it at once."""

    name: ClassVar[str] = "spool"
    title: ClassVar[str] = "A spool folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            for name in (NEW, WORK, DONE, DEAD):
                (folder / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Unreachable(
                f"The spool folder {folder} cannot be used ({error.strerror}): check its rights."
            ) from None

    @classmethod
    def opened(cls, address: str) -> Self | None:
        """Return a source for the path of a folder."""
        path = Path(address)
        return cls(path) if address != "-" and path.is_dir() else None

    def pull(self, most: int, wait_seconds: float = 0.0) -> list[Delivery]:
        """Take up to `most` files, first those that a crashed run left behind; wait for one if there is none."""
        taken = self._take(most)
        if not taken and wait_seconds > 0:
            self._wait(wait_seconds)
            taken = self._take(most)
        return taken

    def _take(self, most: int) -> list[Delivery]:
        found = [*self._left_behind(), *self._waiting()]
        own = self._folder / WORK / str(os.getpid())
        own.mkdir(mode=0o700, exist_ok=True)
        taken: list[Delivery] = []
        for path in found:
            if len(taken) >= most:
                break
            target = own / path.name
            try:
                path.rename(target)
            except (FileNotFoundError, PermissionError):
                continue  # another process was faster; Windows does not rename what somebody reads
            taken.append(_delivery(target))
        if taken:
            sync_folder(own)
        return taken

    def _waiting(self) -> list[Path]:
        """Return the files of new/, oldest first; names with a dot in front are still being written."""
        return sorted((path for path in _files(self._folder / NEW) if not path.name.startswith(".")), key=_age)

    def _left_behind(self) -> list[Path]:
        """Return the files of work/ that no process reads any more, and drop the empty folders of those processes."""
        left = _files(self._folder / WORK)
        for folder in (self._folder / WORK).iterdir():
            if folder.is_dir() and folder.name.isdigit() and not _is_running(int(folder.name)):
                left += _files(folder)
                with suppress(OSError):
                    folder.rmdir()
        return sorted(left, key=_age)

    def _wait(self, seconds: float) -> None:
        """Sleep until something happens in new/, or for the given time."""
        from watchfiles import watch

        changes = watch(
            self._folder / NEW,
            rust_timeout=max(int(seconds * 1000), 1),
            yield_on_timeout=True,
            raise_interrupt=True,
            debounce=50,
            step=10,
            stop_event=Event(),
        )
        with suppress(StopIteration):
            next(changes)

    def ack(self, delivery: Delivery) -> None:
        """Move the file to done/."""
        self._move(delivery, DONE)

    def nack(self, delivery: Delivery) -> None:
        """Move the file back to new/."""
        self._move(delivery, NEW)

    def dead_letter(self, delivery: Delivery, reason: str) -> None:
        """Move the file to dead/, with a note beside it that says why."""
        target = self._move(delivery, DEAD)
        write_atomically(target.with_name(f"{target.name}{REASON}"), f"{reason}\n".encode())

    def _move(self, delivery: Delivery, part: str) -> Path:
        """Move a file without ever replacing another of the same name."""
        path = Path(delivery.handle)
        target = self._folder / part / delivery.origin
        while target.exists():
            target = target.with_name(f"{time.time_ns()}-{delivery.origin}")
        path.rename(target)
        sync_folder(target.parent)
        return target

    def health(self) -> str:
        """Say how many files wait, are being read, and were put aside."""
        waiting = len(_files(self._folder / NEW))
        working = sum(path.is_file() for path in (self._folder / WORK).rglob("*"))
        dead = sum(not path.name.endswith(REASON) for path in _files(self._folder / DEAD))
        return f"{self._folder}: {waiting} waiting, {working} being read, {dead} put aside."


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    except OSError as error:
        raise Unreachable(f"The spool folder {folder} cannot be read ({error.strerror}): check its rights.") from None


def _delivery(path: Path) -> Delivery:
    return Delivery(path.name, str(path), lambda: records_of(path))


def _age(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:
        return 0, path.name


def _is_running(process: int) -> bool:
    """Tell whether a process of this machine is alive; our own does not count as another."""
    if process == os.getpid():
        return False
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
