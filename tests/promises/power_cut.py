"""Replays power cuts: watches a real writer at its system calls and rebuilds the disk as it may lie after each cut.

A disk keeps for sure what was written before an fsync that returned. What was written after it may be lost whole, in
part, or so that later writes are kept and earlier ones are not. `strace` records the writer's calls and, between them,
the lines by which it acknowledged verdicts; so it is known at each moment what had been promised by then. The names of
files are taken as safe: that a new file may be missing, because its folder was not synced, is not replayed.
"""

from __future__ import annotations

import copy
import functools
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat"
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_FILE = re.compile(r"\d+<([^>]*)>")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@functools.cache
def hindrance() -> str:
    """Return why system calls cannot be watched here, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed: packaging/dev.py setup as root installs it on Debian"
    tried = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    return f"strace may watch no program here: {tried.stderr.strip()[-80:]}" if tried.returncode else ""


def watched(record: Path) -> list[str]:
    """Return the words to put before a command, so that its writes are recorded."""
    return [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-xx",
        "-s",
        "100000000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(record),
    ]


@dataclass(frozen=True)
class Write:
    """Bytes written at a place of a file; without bytes the file is cut or filled up to that place."""

    file: str
    at: int
    data: bytes | None


@dataclass(frozen=True)
class Sync:
    """An fsync of a file that returned."""

    file: str


@dataclass(frozen=True)
class Gone:
    """A file that was removed."""

    file: str


@dataclass(frozen=True)
class Said:
    """A submission whose verdict was acknowledged."""

    submission: str


Deed = Write | Sync | Gone | Said
Model = Callable[[list[Write], random.Random], list[Write]]  # of what was not safe yet: what is kept


def deeds(record: Path, path: Path) -> Iterator[Deed]:
    """Read a record: what happened to the database at `path` and its companions, and what was acknowledged."""
    line_so_far = b""
    for call, arguments, returned in _calls(record):
        if call == "write" and arguments.startswith("1<"):
            *whole, line_so_far = (line_so_far + _plain(arguments)).split(b"\n")
            yield from (Said(line.split()[2].decode()) for line in whole if line.startswith(b"done "))
        elif (deed := _deed(call, arguments, returned, path)) is not None:
            yield deed


def _calls(record: Path) -> Iterator[tuple[str, str, int]]:
    """Yield each call that succeeded: its name, its arguments and what it returned."""
    with record.open("r", encoding="ascii", errors="replace") as file:
        for line in file:
            if "<unfinished" in line or " resumed>" in line:
                raise AssertionError(f"two threads wrote at once, and their order is not known: {line[:80]}")
            found = _CALL.search(line)
            if found is not None and int(found[3]) >= 0:
                yield found[1], found[2], int(found[3])


def _deed(call: str, arguments: str, returned: int, path: Path) -> Deed | None:
    if call in ("unlink", "unlinkat"):
        name = _name(_plain(arguments), path)
        return Gone(name) if name else None
    found = _FILE.match(arguments)
    place = found[1] if found else ""
    name = _name(bytes.fromhex(place.replace("\\x", "")) if "\\x" in place else place.encode(), path)
    if not name or name.endswith("-shm"):
        return None  # the index of the log is made anew when the file is opened
    if call in ("fsync", "fdatasync"):
        return Sync(name)
    last = int(arguments.rpartition(",")[2])
    if call == "ftruncate":
        return Write(name, last, None)
    assert call == "pwrite64", f"{call} to {name}: at a place that is not known"
    return Write(name, last, _plain(arguments)[:returned])


def _plain(arguments: str) -> bytes:
    found = _BYTES.search(arguments)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def _name(place: bytes, path: Path) -> str:
    """Return the name of a file where it belongs to the database."""
    text = place.decode(errors="replace")
    return Path(text).name if text.startswith(str(path)) else ""


@dataclass
class Disk:
    """What is safe on the disk, and what was written after it."""

    safe: dict[str, bytearray]
    pending: list[Write] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)

    def do(self, deed: Deed) -> None:
        """Go on by one deed of the writer."""
        if isinstance(deed, Said):
            self.acknowledged.add(deed.submission)
        elif isinstance(deed, Write):
            self.pending.append(deed)
        elif isinstance(deed, Gone):
            self.safe.pop(deed.file, None)
            self.pending = [write for write in self.pending if write.file != deed.file]
        else:
            keep(self.safe, [write for write in self.pending if write.file == deed.file])
            self.pending = [write for write in self.pending if write.file != deed.file]

    def after_a_cut(
        self, model: Callable[[list[Write], random.Random], list[Write]], draw: random.Random
    ) -> dict[str, bytearray]:
        """Return the files as they lie when the current fails now."""
        files = copy.deepcopy(self.safe)
        keep(files, model(self.pending, draw))
        return files


def keep(files: dict[str, bytearray], writes: list[Write]) -> None:
    """Put writes on the disk."""
    for write in writes:
        content = files.setdefault(write.file, bytearray())
        if write.data is None:
            del content[write.at :]
        content.extend(bytes(max(0, write.at - len(content))))
        if write.data is not None:
            content[write.at : write.at + len(write.data)] = write.data


def dropped(pending: list[Write], draw: random.Random) -> list[Write]:
    """Lose all that was not safe."""
    return []


def half_kept(pending: list[Write], draw: random.Random) -> list[Write]:
    """Keep each write or lose it, by chance."""
    return [write for write in pending if draw.random() < 0.5]


def torn(pending: list[Write], draw: random.Random) -> list[Write]:
    """Keep the first writes and of the last of them some sectors."""
    kept = pending[: draw.randrange(len(pending) + 1)]
    if kept and kept[-1].data:
        last = kept.pop()
        data = last.data or b""
        kept.append(Write(last.file, last.at, data[: SECTOR * draw.randrange(1, max(2, len(data) // SECTOR))]))
    return kept


def reordered(pending: list[Write], draw: random.Random) -> list[Write]:
    """Keep the last writes and lose those before them."""
    return pending[draw.randrange(len(pending) + 1) :]


MODELS = (dropped, half_kept, torn, reordered)


def cuts(
    record: Path, path: Path, before: dict[str, bytearray], count: int, draw: random.Random
) -> Iterator[tuple[dict[str, bytearray], set[str]]]:
    """Yield the disk after each of so many cuts, with what was acknowledged by then."""
    happened = list(deeds(record, path))
    first = next(number for number, deed in enumerate(happened) if isinstance(deed, Said))
    moments = sorted(draw.choices(range(first, len(happened)), k=count))
    disk, done = Disk(before), 0
    for number, moment in enumerate(moments):
        for deed in happened[done : moment + 1]:
            disk.do(deed)
        done = moment + 1
        yield disk.after_a_cut(MODELS[number % len(MODELS)], draw), set(disk.acknowledged)
