"""Code point offsets against the offsets of others, and spans found again by their quote.

Inside the program an offset is a Unicode code point, start inclusive, end exclusive. Qt and JavaScript count UTF-16
units and several detectors count UTF-8 bytes; this module is the one place where these are turned into each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Turns code point offsets of one text into UTF-16 offsets and back, each in logarithmic time."""

    __slots__ = ("_astral", "_length", "_units")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral: list[int] = [] if text.isascii() else [found.start() for found in _ASTRAL.finditer(text)]
        self._units = [position + rank for rank, position in enumerate(self._astral)]

    @property
    def utf16_length(self) -> int:
        """The length of the whole text in UTF-16 units."""
        return self._length + len(self._astral)

    def to_utf16(self, index: int) -> int:
        """Return the UTF-16 offset of a code point offset; an offset outside the text is moved to its nearest end."""
        inside = min(max(index, 0), self._length)
        return inside + bisect_left(self._astral, inside)

    def from_utf16(self, index: int) -> int:
        """Return the code point offset of a UTF-16 offset; one inside a surrogate pair is rounded down to its start."""
        inside = min(max(index, 0), self.utf16_length)
        pairs = bisect_left(self._units, inside)
        if pairs and self._units[pairs - 1] + 1 == inside:
            return self._astral[pairs - 1]
        return inside - pairs


def to_utf16(text: str, index: int) -> int:
    """Return the UTF-16 offset of a code point offset in a text; for many offsets use one `OffsetMap`."""
    return OffsetMap(text).to_utf16(index)


def from_utf16(text: str, index: int) -> int:
    """Return the code point offset of a UTF-16 offset in a text; for many offsets use one `OffsetMap`."""
    return OffsetMap(text).from_utf16(index)


def anchor(text: str, start: int, end: int, quote: str | None) -> tuple[int, int] | None:
    """Return the code point span of a quote that a foreign tool placed at start and end, or None if it has no place.

    The offsets are tried as code points, as UTF-16 units and as UTF-8 bytes. Where none of them gives the quote, the
    occurrence of the quote nearest to start is taken, unless two are equally near. Without a quote nothing can be
    checked, and a span inside the text is taken as it is.
    """
    if not quote:
        return (start, end) if 0 <= start <= end <= len(text) else None
    if 0 <= start <= end and text[start:end] == quote:
        return start, end
    for found in (_as_utf16(text, start, end, quote), _as_utf8(text, start, end, quote)):
        if found is not None:
            return found
    return _nearest(text, start, quote)


def _as_utf16(text: str, start: int, end: int, quote: str) -> tuple[int, int] | None:
    units = OffsetMap(text)
    if not 0 <= start <= end <= units.utf16_length:
        return None
    first, last = units.from_utf16(start), units.from_utf16(end)
    exact = units.to_utf16(first) == start and units.to_utf16(last) == end
    return (first, last) if exact and text[first:last] == quote else None


def _as_utf8(text: str, start: int, end: int, quote: str) -> tuple[int, int] | None:
    data = text.encode("utf-8", "surrogatepass")
    if not 0 <= start <= end <= len(data) or data[start:end] != quote.encode("utf-8", "surrogatepass"):
        return None
    first = len(data[:start].decode("utf-8", "surrogatepass"))
    return first, first + len(quote)


def _nearest(text: str, start: int, quote: str) -> tuple[int, int] | None:
    wanted = max(start, 0)
    before = text.rfind(quote, 0, wanted + len(quote))
    after = text.find(quote, wanted)
    if before < 0 and after < 0:
        return None
    if before >= 0 and after >= 0 and before != after and wanted - before == after - wanted:
        return None
    nearest = after if before < 0 or (after >= 0 and after - wanted < wanted - before) else before
    return nearest, nearest + len(quote)
