"""Bytes of a file or stream, unpacked where they are packed, line by line, with bounds on everything."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, Protocol

import zstandard

from .records import Unreadable

BUFFER = 1 << 18
GZIP = b"\x1f\x8b"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much is read before it is refused."""

    line_bytes: int = 16 * MEBIBYTE
    unpacked_freely: int = 16 * MEBIBYTE
    unpacked_ratio: int = 200
    window_bytes: int = 128 * MEBIBYTE
    document_bytes: int = 64 * MEBIBYTE
    blank_lines: int = 1_000_000


LIMITS = Limits()


class Line(NamedTuple):
    """One line with its number, counted from 1, and its line end."""

    number: int
    data: bytes


class TooMuch(ValueError):
    """The rest of a stream is not read; the message is the reason."""


class Packed(Protocol):
    """A packed stream that gives some of its unpacked bytes at each call, and none at its end."""

    def read1(self, size: int, /) -> bytes:
        """Return the next unpacked bytes."""
        ...


class ZstandardStream:
    """Unpacks Zstandard frames in small bites, and notices a frame that is cut off."""

    # A block of four bytes may stand for 128 KiB, so one bite gives 32 MiB at most.
    BITE = 1024

    def __init__(self, packed: IO[bytes], window_bytes: int) -> None:
        self._packed = packed
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=window_bytes)
        self._frame = self._unpacker.decompressobj()
        self._begun = False
        self._left = memoryview(b"")

    def read1(self, size: int, /) -> bytes:
        """Return up to `size` unpacked bytes."""
        while not self._left:
            bite = self._packed.read(self.BITE)
            if not bite:
                if self._begun:
                    raise EOFError("it ends in the middle")
                return b""
            self._left = memoryview(self._bitten(bite))
        data = bytes(self._left[:size])
        self._left = self._left[size:]
        return data

    def _bitten(self, bite: bytes) -> bytes:
        parts = []
        while bite:
            parts.append(self._frame.decompress(bite))
            self._begun = True
            bite = b""
            if self._frame.eof:
                bite = self._frame.unused_data
                self._frame = self._unpacker.decompressobj()
                self._begun = False
        return b"".join(parts)


class Unpacked(io.RawIOBase):
    """An unpacked stream that stops when it grows out of all proportion to what was read."""

    def __init__(self, packed: Counted, unpacking: Packed, limits: Limits) -> None:
        self._packed = packed
        self._unpacking = unpacking
        self._limits = limits
        self._given = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with the next unpacked bytes."""
        try:
            data = self._unpacking.read1(len(buffer))  # what was unpacked before a fault is not lost with it
        except (EOFError, OSError, zlib.error, zstandard.ZstdError) as error:
            raise TooMuch(f"the packed file is damaged or cut off ({error})") from None
        self._given += len(data)
        limits = self._limits
        if self._given > limits.unpacked_freely and self._given > limits.unpacked_ratio * self._packed.tell():
            raise TooMuch(f"the packed file grows more than {limits.unpacked_ratio} times when unpacked")
        buffer[: len(data)] = data
        return len(data)


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were read from it, also where it cannot tell (a pipe)."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._read = 0

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with the next bytes."""
        data = self._stream.read(len(buffer))
        self._read += len(data)
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._read


def unpack(stream: IO[bytes], limits: Limits = LIMITS) -> io.BufferedReader:
    """Return a buffered stream of the content: unpacked if the first bytes say gzip or Zstandard, else as it is."""
    counted = Counted(stream)
    buffered: io.BufferedReader = io.BufferedReader(counted, BUFFER)
    head = buffered.peek(4)[:4]
    unpacking: Packed
    if head.startswith(GZIP):
        unpacking = gzip.GzipFile(fileobj=buffered)
    elif head == ZSTANDARD:
        unpacking = ZstandardStream(buffered, limits.window_bytes)
    else:
        return buffered
    return io.BufferedReader(Unpacked(counted, unpacking, limits), BUFFER)


def read_lines(stream: io.BufferedReader, origin: str, limits: Limits = LIMITS) -> Iterator[Line | Unreadable]:
    """Yield the lines that are not blank, split at line feeds only; too long a line is passed over and named."""
    number, blank = 0, 0
    longest = limits.line_bytes
    try:
        head = stream.peek(4)[:4]
        if head[:2] in UTF16_MARKS:
            yield Unreadable(origin, 1, "the file is UTF-16; save it as UTF-8", head)
            return
        if head.startswith(UTF8_MARK):
            stream.read(len(UTF8_MARK))
        while data := stream.readline(longest + 1):
            number += 1
            if len(data) > longest:
                pass_over_line(stream, data, longest)
                yield Unreadable(origin, number, f"the line is longer than {longest // MEBIBYTE} MiB", data)
            elif not data.isspace():
                blank = 0
                yield Line(number, data)
            else:
                blank += 1
                if blank > limits.blank_lines:
                    raise TooMuch(f"more than {limits.blank_lines:,} blank lines in a row")
    except TooMuch as problem:
        yield Unreadable(origin, number + 1, f"{problem}; the rest was not read")
    except OSError as error:
        yield Unreadable(
            origin, number + 1, f"the file cannot be read further ({error.strerror}); the rest was not read"
        )


def pass_over_line(stream: io.BufferedReader, begun: bytes, step: int) -> None:
    """Read to the end of a line without keeping it."""
    data = begun
    while data and not data.endswith(b"\n"):
        data = stream.readline(step)
