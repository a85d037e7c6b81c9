"""Words found in long texts, a part at a time, so that whoever asks can do other things meanwhile."""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

MOST_FOUND: Final = 100_000
_PART: Final = 100_000  # characters, some milliseconds


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was found: in which of the texts, and at which offset."""

    text: int
    start: int


@dataclass
class Search:
    """All places of the same words in several texts; `step` finds more of them."""

    texts: Sequence[str]
    words: str
    match_case: bool = False
    starts: list[array[int]] = field(init=False)
    count: int = 0
    done: bool = False

    def __post_init__(self) -> None:
        """Begin before the first text."""
        self.starts = [array("L") for _ in self.texts]
        self._parts = self._searched()
        self.done = not self.words

    @property
    def length(self) -> int:
        """How long each place is."""
        return len(self.words)

    @property
    def more(self) -> bool:
        """Whether there are more places than are counted."""
        return self.count >= MOST_FOUND

    def step(self, seconds: float) -> bool:
        """Look for more for so long, at least through one part of a text; tell whether all is done."""
        began = time.perf_counter()
        while not self.done:
            self.done = next(self._parts, None) is None or self.more
            if time.perf_counter() - began > seconds:
                break
        return self.done

    def after(self, place: Place) -> Place | None:
        """Return the first place at or after one, or None where there is none behind it."""
        for text in range(place.text, len(self.starts)):
            found = self.starts[text]
            at = bisect_left(found, place.start) if text == place.text else 0
            if at < len(found):
                return Place(text, found[at])
        return None

    def neighbour(self, place: Place, step: int) -> Place | None:
        """Return the place after (1) or before (-1) one, around the ends; None where nothing was found."""
        if not self.count:
            return None
        number = self.number_of(place) + (step if self.holds(place) or step < 0 else 0)
        return self.place_of(number % self.count)

    def holds(self, place: Place) -> bool:
        """Tell whether a place is one of those that were found."""
        found = self.starts[place.text] if place.text < len(self.starts) else ()
        at = bisect_left(found, place.start)
        return at < len(found) and found[at] == place.start

    def number_of(self, place: Place) -> int:
        """Return how many places come before one."""
        before = sum(len(found) for found in self.starts[: place.text])
        return before + (bisect_left(self.starts[place.text], place.start) if place.text < len(self.starts) else 0)

    def place_of(self, number: int) -> Place:
        """Return the place with a number, counted from 0."""
        for text, found in enumerate(self.starts):
            if number < len(found):
                return Place(text, found[number])
            number -= len(found)
        raise IndexError(number)

    def _searched(self) -> Iterator[int]:
        pattern = re.compile(re.escape(self.words), 0 if self.match_case else re.IGNORECASE)
        for number, text in enumerate(self.texts):
            at = 0
            for end in range(min(len(text), _PART), len(text) + _PART, _PART):
                found = [one.start() for one in pattern.finditer(text, at, min(len(text), end + self.length - 1))]
                found = found[: MOST_FOUND - self.count]
                self.starts[number].extend(found)
                self.count += len(found)
                at = max(found[-1] + self.length if found else 0, end)
                yield number
