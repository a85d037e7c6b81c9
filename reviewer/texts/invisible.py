"""Characters that hide, such as controls, zero-width and bidi characters, tags and half surrogates.

What a language model wrote may hold text that a person cannot see, or that turns the order of what they see.
Each such character gets a name and can be shown as a mark such as ⟦U+202E⟧, with a map between the two texts.
What ordinary writing needs is left alone: line ends, tabs, joined emoji, and the joiners of Arabic and Indic
scripts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final

# Astral characters are told apart by hand: many ranges of them would make the search ten times slower.
_SUSPECT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc"
    "\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe-\U0010ffff]"
)
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff"
_BEFORE_JOINER: Final = re.compile(f"[{_EMOJI}\ufe0f\u0600-\u109f\u1780-\u18af]")
_AFTER_JOINER: Final = re.compile(f"[{_EMOJI}\u0600-\u109f\u1780-\u18af]")
_BEFORE_SELECTOR: Final = re.compile(f"[{_EMOJI}#*0-9]")
_SOMETIMES_ORDINARY: Final = "\r\u200c\u200d\ufe0e\ufe0f"
_ASTRAL: Final = "\U00010000"
_CONTROLS: Final = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0B: "VERTICAL TAB",
    0x0C: "FORM FEED",
    0x0D: "CARRIAGE RETURN",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One hidden character of a text, with the name that Unicode gives it."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Replacements:
    """Where a shown text differs from its source: stretches of the source and what stands for them."""

    source_starts: list[int] = field(default_factory=list)
    source_ends: list[int] = field(default_factory=list)
    shown_starts: list[int] = field(default_factory=list)
    shown_ends: list[int] = field(default_factory=list)

    def add(self, source_start: int, source_end: int, shown_length: int) -> None:
        """Note the next stretch, from left to right."""
        grown = self.shown_ends[-1] - self.source_ends[-1] if self.shown_ends else 0
        self.source_starts.append(source_start)
        self.source_ends.append(source_end)
        self.shown_starts.append(source_start + grown)
        self.shown_ends.append(source_start + grown + shown_length)

    def to_shown(self, index: int) -> int:
        """Return where an offset of the source stands in the shown text; inside a stretch it is its start."""
        at = bisect_right(self.source_starts, index) - 1
        if at < 0:
            return index
        if index < self.source_ends[at]:
            return self.shown_starts[at]
        return self.shown_ends[at] + index - self.source_ends[at]

    def to_source(self, index: int, *, round_up: bool = False) -> int:
        """Return which offset of the source a shown offset means; inside a stretch, one of its ends."""
        at = bisect_right(self.shown_starts, index) - 1
        if at < 0:
            return index
        if index < self.shown_ends[at]:
            inside = index > self.shown_starts[at]
            return self.source_ends[at] if inside and round_up else self.source_starts[at]
        return self.source_ends[at] + index - self.shown_ends[at]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown, and the way between its offsets and those of the source."""

    text: str
    steps: tuple[Replacements, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    """The spans of the marks in the shown text, so that a mark that was typed can be told from a real one."""

    def to_shown(self, index: int) -> int:
        """Return where an offset of the source stands in the shown text."""
        for step in self.steps:
            index = step.to_shown(index)
        return index

    def to_source(self, index: int, *, round_up: bool = False) -> int:
        """Return which offset of the source an offset of the shown text means."""
        for step in reversed(self.steps):
            index = step.to_source(index, round_up=round_up)
        return index


def find_invisible(text: str) -> tuple[Mark, ...]:
    """Return the hidden characters of a text in order, each with its name."""
    return tuple(Mark(at, at + 1, name_of(text[at])) for at in invisible_positions(text))


def show_marks(text: str) -> Shown:
    """Return the text with a mark such as ⟦U+202E⟧ in place of each hidden character."""
    return replace_stretches(text, ((at, at + 1, mark_for(text[at])) for at in invisible_positions(text)))


def invisible_positions(text: str) -> Iterator[int]:
    """Yield the offset of each hidden character."""
    for found in _SUSPECT.finditer(text):
        at = found.start()
        if (text[at] not in _SOMETIMES_ORDINARY and text[at] < _ASTRAL) or not _is_ordinary(text, at):
            yield at


@lru_cache(maxsize=1024)
def mark_for(character: str) -> str:
    """Return the mark that stands for a character."""
    return f"⟦U+{ord(character):04X}⟧"


def name_of(character: str) -> str:
    """Return the name of a character in capitals, also of those that Unicode leaves without one."""
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "LONE SURROGATE"
    return (
        unicodedata.name(character, "")
        or _CONTROLS.get(code)
        or ("CONTROL CHARACTER" if unicodedata.category(character) == "Cc" else "UNNAMED CHARACTER")
    )


def replace_stretches(text: str, stretches: Iterable[tuple[int, int, str]]) -> Shown:
    """Put other text in place of stretches of a text, given from left to right, and keep the map."""
    step, done = Replacements(), 0
    pieces: list[str] = []
    for start, end, other in stretches:
        pieces += (text[done:start], other)
        step.add(start, end, len(other))
        done = end
    if not pieces:
        return Shown(text)
    shown = "".join(chain(pieces, (text[done:],)))
    return Shown(shown, (step,), tuple(zip(step.shown_starts, step.shown_ends, strict=True)))


def _is_ordinary(text: str, at: int) -> bool:
    character, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if character == "\r":
        return after == "\n"
    if character in "\u200c\u200d":
        return bool(_BEFORE_JOINER.match(before) and _AFTER_JOINER.match(after))
    if character in "\ufe0e\ufe0f":
        return bool(_BEFORE_SELECTOR.match(before))
    astral = ord(character)
    return astral > 0x1FFFD and not 0xE0000 <= astral <= 0xE0FFF and astral & 0xFFFF < 0xFFFE
