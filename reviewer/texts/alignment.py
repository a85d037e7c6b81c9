"""Where the same words stand in two forms of one text, such as its source and what a reader sees of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_LOOK_AHEAD: Final = 400  # words of the source that a reader may not see at all, such as an address


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of offsets at which both forms go on with the same word, in order."""

    first: list[int] = field(default_factory=list)
    second: list[int] = field(default_factory=list)

    def to_second(self, offset: int) -> int:
        """Return where an offset of the first form stands in the second."""
        return _moved(self.first, self.second, offset)

    def to_first(self, offset: int) -> int:
        """Return where an offset of the second form stands in the first."""
        return _moved(self.second, self.first, offset)


def align(source: str, shown: str) -> Alignment:
    """Pair the words of a source with those of a text that is made of most of them, in the same order."""
    places: dict[str, list[int]] = {}
    starts: list[int] = []
    for number, found in enumerate(_WORD.finditer(source)):
        places.setdefault(found.group(), []).append(number)
        starts.append(found.start())
    made, following = Alignment(), 0
    for found in _WORD.finditer(shown):
        numbers = places.get(found.group(), ())
        at = bisect_right(numbers, following - 1)
        if at < len(numbers) and numbers[at] - following <= _LOOK_AHEAD:
            made.first.append(starts[numbers[at]])
            made.second.append(found.start())
            following = numbers[at] + 1
    return made


def _moved(here: list[int], there: list[int], offset: int) -> int:
    at = bisect_right(here, offset) - 1
    if at < 0:
        return 0 if not here else min(offset, there[0])
    moved = there[at] + offset - here[at]
    return min(moved, there[at + 1]) if at + 1 < len(there) else moved
