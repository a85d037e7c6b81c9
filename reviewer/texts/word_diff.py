"""What changed between a response and its correction: words, and letters inside words that are alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["same", "removed", "added"]

_HAN_AND_KANA: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION: Final = (
    r"\x00-\x26\x28-\x2f:-@\[-^`{-\x7f\u2000-\u200a\u200e-\u2018\u201a-\u206f\u3000-\u303f\uff00-\uff0f"
)
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_WORD: Final = re.compile(rf"\r\n|[{_HAN_AND_KANA}]|[^\s{_PUNCTUATION}{_HAN_AND_KANA}]+|[^\S\r\n]+|.", re.DOTALL)
# A letter with its accents, a joined emoji, a flag or a line end is one sign: half of it would be rubbish.
_SIGN: Final = re.compile(
    r"\r\n|(?:[\U0001f1e6-\U0001f1ff]{2}|.)"
    r"(?:[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e\u20d0-\u20ff\ufe00-\ufe0f"
    r"\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL,
)
_MOST_CELLS: Final = 64_000_000  # the table of one comparison stays below 8 MB
_LONGEST_FOR_LETTERS: Final = 2_000
# Of the longer of two words this share must have stayed, or its letters would be struck out one by one.
_ALIKE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed, was taken out, or was put in."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class WordDiff:
    """The parts in order: same and removed join to the text before, same and added to the text after."""

    parts: tuple[Part, ...]
    changes: int
    """How many separate places were changed."""
    kept_share: float
    """The share of the characters before that stayed, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch before and what stands there after; equal where nothing changed."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def diff_words(before: str, after: str) -> WordDiff:
    """Compare two texts by lines, then by words, then by letters where two words are alike."""
    places = list(_joined_over_blanks(_by_words(before, after)))
    parts = tuple(part for place in places for part in _parts(place))
    kept = sum(len(part.text) for part in parts if part.kind == "same")
    changes = sum(place.changed for place in places)
    return WordDiff(parts, changes, kept / len(before) if before else float(not after))


def _by_words(before: str, after: str) -> Iterator[_Place]:
    for lines in _compared(_LINE.findall(before), _LINE.findall(after)):
        if lines.before and lines.after and lines.changed:
            yield from _compared(_WORD.findall(lines.before), _WORD.findall(lines.after))
        else:
            yield lines


def _compared(before: list[str], after: list[str]) -> Iterator[_Place]:
    """Yield the places in order; tokens are numbered first, so that no two are equal by their hash alone."""
    numbers: dict[str, int] = {}
    old = [numbers.setdefault(token, len(numbers)) for token in before]
    new = [numbers.setdefault(token, len(numbers)) for token in after]
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield _Place("".join(before[:head]), "".join(after[:head]))
    yield from _middle(old[head:old_end], new[head:new_end], before[head:old_end], after[head:new_end])
    if tail:
        yield _Place("".join(before[old_end:]), "".join(after[new_end:]))


def _middle(old: list[int], new: list[int], before: list[str], after: list[str]) -> Iterator[_Place]:
    if not old and not new:
        return
    if not old or not new or len(old) * len(new) > _MOST_CELLS:
        yield _Place("".join(before), "".join(after))
        return
    from rapidfuzz.distance import Indel  # costs a start that compares nothing 20 ms

    removed: list[str] = []
    added: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag != "equal":
            removed += before[step.src_start : step.src_end]
            added += after[step.dest_start : step.dest_end]
            continue
        if removed or added:
            yield _Place("".join(removed), "".join(added))
            removed, added = [], []
        kept = "".join(before[step.src_start : step.src_end])
        yield _Place(kept, kept)
    if removed or added:
        yield _Place("".join(removed), "".join(added))


def _joined_over_blanks(places: Iterator[_Place]) -> Iterator[_Place]:
    """Join two changes with nothing but a blank between them: people read that as one change."""
    waiting: list[_Place] = []
    for place in places:
        blank = not place.changed and place.before.isspace() and "\n" not in place.before
        if place.changed or (blank and len(waiting) == 1):
            waiting.append(place)
            if place.changed and len(waiting) > 1:
                waiting = [_Place("".join(w.before for w in waiting), "".join(w.after for w in waiting))]
        else:
            yield from waiting
            waiting = []
            yield place
    yield from waiting


def _parts(place: _Place) -> Iterator[Part]:
    if not place.changed:
        yield Part("same", place.before)
        return
    for small in _by_letters(place):
        if not small.changed:
            yield Part("same", small.before)
            continue
        if small.before:
            yield Part("removed", small.before)
        if small.after:
            yield Part("added", small.after)


def _by_letters(place: _Place) -> Iterator[_Place]:
    if not place.before or not place.after or max(len(place.before), len(place.after)) > _LONGEST_FOR_LETTERS:
        yield place
        return
    small = list(_compared(_SIGN.findall(place.before), _SIGN.findall(place.after)))
    kept = sum(len(each.before) for each in small if not each.changed)
    alike = kept >= _ALIKE * max(len(place.before), len(place.after))
    yield from small if alike else [place]
