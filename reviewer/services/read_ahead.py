"""Reading a large file in a process of its own, so that this one does nothing but store.

The other process reads, checks and hashes; batches of plain values come back through a pipe. It also keeps the window
smooth, since reading holds Python's lock and storing mostly does not.
"""

from __future__ import annotations

import json
import marshal
import os
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from reviewer.domain.errors import Unreachable
from reviewer.domain.projects import Project
from reviewer.sources import find_format
from reviewer.sources.file import records_of
from reviewer.sources.reading.records import Unreadable
from reviewer.store.new_rows import NewRow

from .batches import Batch, Reading
from .field_map import FieldMap

WORTH_BYTES = 24_000_000
AHEAD = 2
LENGTH_BYTES = 8
PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from reviewer.services.read_ahead import serve; serve()"
)


def is_worth_it(path: Path) -> bool:
    """Tell whether a file is large enough, and whether this Python can start another of its kind."""
    is_python = Path(sys.executable or "").stem.lower().startswith("python") and not getattr(sys, "frozen", False)
    return is_python and (os.cpu_count() or 1) > 1 and path.is_file() and path.stat().st_size >= WORTH_BYTES


@contextmanager
def batches_ahead(path: Path, reading: Reading) -> Iterator[Iterator[Batch]]:
    """Start the reader and give its batches; it ends with the block, also when that is left early."""
    job = {
        "path": str(path.absolute()),
        "origin": reading.origin,
        "project": reading.project.model_dump(mode="json"),
        "format": reading.format.name if reading.format else None,
        "names": reading.names.model_dump(mode="json") if reading.names else None,
    }
    process = subprocess.Popen(  # noqa: S603  this Python and a program of ours
        [sys.executable, "-c", PROGRAM, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    frames: queue.Queue[bytes | None] = queue.Queue(AHEAD)
    ended = threading.Event()
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both pipes were asked for")
    drain = threading.Thread(target=_drain, args=(process.stdout, frames, ended), name="read-ahead", daemon=True)
    drain.start()
    try:
        with process.stdin as pipe:
            pipe.write(json.dumps(job).encode("ascii"))
        yield _batches(frames, process, path)
    finally:
        ended.set()
        process.kill()
        process.wait()
        while drain.is_alive():
            _take(frames, 0.05)  # let a reader go that waits for room
            drain.join(0.05)
        process.stdout.close()


def _drain(pipe: IO[bytes], frames: queue.Queue[bytes | None], ended: threading.Event) -> None:
    """Move frames from the pipe into the queue, so that the other process need not wait while we store."""
    while not ended.is_set():
        head = pipe.read(LENGTH_BYTES)
        length = int.from_bytes(head, "big")
        data = pipe.read(length) if len(head) == LENGTH_BYTES else b""
        if len(head) < LENGTH_BYTES or len(data) < length:
            break
        frames.put(data)
    frames.put(None)


def _take(frames: queue.Queue[bytes | None], seconds: float) -> bytes | None:
    try:
        return frames.get(timeout=seconds)
    except queue.Empty:
        return None


def _batches(frames: queue.Queue[bytes | None], process: subprocess.Popen[bytes], path: Path) -> Iterator[Batch]:
    while (data := frames.get()) is not None:
        if not data:
            return  # the empty frame says that the whole file was read
        yield _unpacked(marshal.loads(data))  # noqa: S302  what our own process has just written
    code = process.wait()
    raise Unreachable(f"Reading {path} ended early (code {code}): what was read is stored; import the file again.")


def _packed(batch: Batch) -> bytes:
    bad = [(entry.origin, entry.line, entry.reason, entry.raw) for entry in batch.unreadable]
    return marshal.dumps((batch.read, [tuple(row) for row in batch.rows], bad, dict(batch.warnings)))


def _unpacked(values: tuple[int, list[Any], list[Any], dict[str, int]]) -> Batch:
    read, rows, bad, warnings = values
    return Batch(read, [NewRow(*row) for row in rows], [Unreadable(*entry) for entry in bad], Counter(warnings))


def serve() -> None:
    """Read the file that standard input names, and write its batches to standard output."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that stores
    job = json.loads(sys.stdin.buffer.read())
    reading = Reading(
        job["origin"],
        Project.model_validate(job["project"]),
        find_format(job["format"]) if job["format"] else None,
        FieldMap.model_validate(job["names"]) if job["names"] else None,
    )
    out = sys.stdout.buffer
    for batch in reading.batches(records_of(Path(job["path"]), reading.origin)):
        _write(out, _packed(batch))
    _write(out, b"")
    out.flush()


def _write(out: IO[bytes], data: bytes) -> None:
    out.write(len(data).to_bytes(LENGTH_BYTES, "big"))
    out.write(data)
