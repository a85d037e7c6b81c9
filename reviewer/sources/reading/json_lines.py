"""JSON Lines, and a plain JSON list, as records."""

from __future__ import annotations

import io
from typing import IO

from .bounded import LIMITS, MEBIBYTE, UTF8_MARK, Limits, TooMuch, read_lines, unpack
from .records import Record, Records, Unreadable
from .strict_json import BadJson, parse_strict

PATIENCE = 1000


def read_records(stream: IO[bytes], origin: str, limits: Limits = LIMITS) -> Records:
    """Yield each record of a stream of JSON Lines, or of one JSON list, and each line that could not be read."""
    try:
        content = unpack(stream, limits)
        head = content.peek(64)[:64].removeprefix(UTF8_MARK).lstrip()
    except TooMuch as problem:
        yield Unreadable(origin, 1, str(problem))
        return
    except OSError as error:
        yield Unreadable(origin, 1, f"the file cannot be read ({error.strerror})")
        return
    yield from (_read_list(content, origin, limits) if head.startswith(b"[") else _read_lines(content, origin, limits))


def _read_lines(content: io.BufferedReader, origin: str, limits: Limits) -> Records:
    """Yield the record of each line; a file that shows no record in its first thousand lines is given up."""
    failed, read = 0, 0
    for line in read_lines(content, origin, limits):
        if isinstance(line, Unreadable):
            yield line
            continue
        number, data = line
        try:
            value, clean = parse_strict(data)
        except BadJson as problem:
            failed += 1
            yield Unreadable(origin, number, f"the line {problem}", data)
        else:
            read += 1
            yield Record(value, number, clean)
        if failed >= PATIENCE and not read:
            yield Unreadable(origin, number + 1, f"none of the first {PATIENCE:,} lines is JSON; the rest was not read")
            return


def _read_list(content: io.BufferedReader, origin: str, limits: Limits) -> Records:
    """Yield the entries of one JSON list; it is read as a whole, so it must be small."""
    most = limits.document_bytes
    try:
        data = content.read(most + 1).removeprefix(UTF8_MARK)
    except (TooMuch, OSError) as problem:
        yield Unreadable(origin, 1, str(problem))
        return
    if len(data) > most:
        reason = f"a JSON list may have {most // MEBIBYTE} MiB at most; write one object a line instead"
        yield Unreadable(origin, 1, reason, data)
        return
    try:
        entries, clean = parse_strict(data)
    except BadJson as problem:
        if b"\n" in data.rstrip() and not isinstance(problem, RecursionError):
            yield from _read_lines(io.BufferedReader(io.BytesIO(data)), origin, limits)
            return
        yield Unreadable(origin, 1, f"the file {problem}", data)
        return
    for place, entry in enumerate(entries, start=1):
        yield Record(entry, place, clean)
