"""Texts with typed placeholders such as `[e-mail 1]` for personal data, and the way back to the originals.

One value has one number in all texts that are veiled together; another spelling of it is `[e-mail 1b]`. So each
placeholder stands for exactly one stretch of characters, and what was written with placeholders can be put back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from reviewer.domain.personal_data import Kind

from .personal_data import Found, find_personal_data

Finder = Callable[[str], tuple[Found, ...]]
_SHORTEST = 5  # a shorter value is found where the detection finds it, and not as a part of any other word


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the source that a placeholder stands for, in both texts."""

    start: int
    end: int
    shown_start: int
    shown_end: int


@dataclass(frozen=True)
class VeiledText:
    """One text as it is shown, with the places where it differs from its source."""

    source: str
    shown: str
    stretches: tuple[Stretch, ...] = ()

    def to_shown(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the shown text; a place that touches personal data grows to the whole placeholder."""
        pairs = [(s.start, s.end, s.shown_start, s.shown_end) for s in self.stretches]
        return _moved(start, end, pairs)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the source; a place that touches a placeholder grows to the whole original."""
        pairs = [(s.shown_start, s.shown_end, s.start, s.end) for s in self.stretches]
        return _moved(start, end, pairs)


def _moved(start: int, end: int, pairs: list[tuple[int, int, int, int]]) -> tuple[int, int]:
    return _moved_edge(start, pairs, right=False), _moved_edge(end, pairs, right=True)


def _moved_edge(place: int, pairs: list[tuple[int, int, int, int]], *, right: bool) -> int:
    number = bisect_right(pairs, place, key=lambda pair: pair[0]) - 1
    if number < 0:
        return place
    start, end, other_start, other_end = pairs[number]
    if place >= end:
        return place - end + other_end
    if place == start:
        return other_start
    return other_end if right else other_start


@dataclass(frozen=True)
class Placeholders:
    """The personal data of some texts that belong together, and the placeholder of each spelling."""

    by_spelling: Mapping[str, str]
    by_placeholder: Mapping[str, str]
    counts: Mapping[Kind, int]
    """How many different values of each kind there are."""
    finder: Finder = find_personal_data

    def __bool__(self) -> bool:
        return bool(self.by_spelling)

    def veil(self, text: str) -> VeiledText:
        """Return a text with placeholders for what is known, wherever it stands."""
        stretches: list[Stretch] = []
        parts: list[str] = []
        at = shown = 0
        for start, end in self._places(text):
            word = self.by_spelling[text[start:end]]
            parts += [text[at:start], word]
            shown += start - at
            stretches.append(Stretch(start, end, shown, shown + len(word)))
            at, shown = end, shown + len(word)
        return VeiledText(text, "".join([*parts, text[at:]]), tuple(stretches)) if stretches else VeiledText(text, text)

    def restore(self, shown: str) -> str:
        """Return a text that was written with placeholders, with the originals in their places."""
        if not self.by_placeholder or "[" not in shown:
            return shown
        known = re.compile("|".join(re.escape(word) for word in self.by_placeholder))
        return known.sub(lambda match: self.by_placeholder[match[0]], shown)

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Return where known values stand: as the detection found them first, then wherever else they occur."""
        places = [(one.start, one.end) for one in self.finder(text) if text[one.start : one.end] in self.by_spelling]
        taken = bytearray(len(text))
        for start, end in places:
            taken[start:end] = b"\1" * (end - start)
        for spelling in self.by_spelling:  # the longest first
            start = text.find(spelling) if len(spelling) >= _SHORTEST else -1
            while start >= 0:
                end = start + len(spelling)
                if not any(taken[start:end]):
                    places.append((start, end))
                    taken[start:end] = b"\1" * len(spelling)
                start = text.find(spelling, end)
        return sorted(places)


def placeholders_for(texts: Iterable[str], finder: Finder = find_personal_data) -> Placeholders:
    """Find the personal data of texts that belong together and number its values in the order of reading."""
    whole = [text for text in texts if text]
    spellings: dict[tuple[Kind, str], dict[str, None]] = {}
    for text in whole:
        for one in finder(text):
            spellings.setdefault((one.kind, one.value), {})[text[one.start : one.end]] = None
    bracketed = [text for text in whole if "[" in text]
    named: dict[str, str] = {}
    numbers: dict[Kind, count[int]] = {}
    for (kind, _), variants in spellings.items():
        free = numbers.setdefault(kind, count(1))
        number = next(n for n in free if not any(f"[{kind} {n}" in text for text in bracketed))
        for place, spelling in enumerate(variants):
            named.setdefault(spelling, f"[{kind} {number}{_variant(place)}]")
    ordered = dict(sorted(named.items(), key=lambda pair: -len(pair[0])))
    counts = Counter(kind for kind, _ in spellings)
    return Placeholders(ordered, {word: spelling for spelling, word in ordered.items()}, dict(counts), finder)


def _variant(place: int) -> str:
    if place == 0:
        return ""
    return chr(ord("a") + place) if place < 26 else f"-{place + 1}"
