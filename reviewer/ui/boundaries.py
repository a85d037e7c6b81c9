"""Where characters, words and sentences begin and end, as Unicode says (UAX #29) and Qt finds it.

Offsets are code points. A character is what a reader takes for one: a letter with its marks, a flag, a joined emoji;
none of the functions here gives an offset within one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal

from PySide6.QtCore import QTextBoundaryFinder

from reviewer.domain.offsets import OffsetMap

Unit = Literal["character", "word", "sentence"]

_TYPES: Final = {
    "character": QTextBoundaryFinder.BoundaryType.Grapheme,
    "word": QTextBoundaryFinder.BoundaryType.Word,
    "sentence": QTextBoundaryFinder.BoundaryType.Sentence,
}
_REACH: Final = 2_000  # characters on each side that are looked at first; a key press must not cost a whole text
_UNSURE: Final = 100  # characters at the edge of a part, where what follows it could tell otherwise
_FARTHEST: Final = 20_000  # characters; nobody reads as many flags, or as many marks on one letter
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")  # Qt would count two halves that happen to meet as one character


def unit_at(text: str, offset: int, unit: Unit) -> tuple[int, int]:
    """Return the character, word or sentence at an offset, without blanks at its ends.

    Where one ends or blanks stand it is the one that follows, and behind the last it is the last.
    """
    offset = max(0, min(offset, len(text)))
    if not text[offset:].strip():
        offset = max(0, len(text.rstrip()) - 1)
    while offset < len(text) and text[offset].isspace():
        offset += 1
    start = _boundary(text, offset, -1, unit, at_it=True)
    return trimmed(text, start, _boundary(text, offset, 1, unit))


def moved(text: str, offset: int, step: int, unit: Unit) -> int:
    """Return where an edge of a selection goes by a step of one character, word or sentence; it never stops at blanks.

    Forward it comes to the end of a word or sentence, backward to the beginning of one.
    """
    here = max(0, min(offset, len(text)))
    while True:
        there = _boundary(text, here, step, unit)
        if there == here or unit == "character":
            return there
        start, end = trimmed(text, min(here, there), max(here, there))
        if start < end:
            edge = end if step > 0 else start
            if edge != offset:
                return edge
        here = there


def whole(text: str, start: int, end: int, unit: Unit = "word") -> tuple[int, int]:
    """Return a stretch grown to whole words (or characters), so that none of them is cut in half."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if start >= end:
        return start, end
    if unit == "character":
        return _boundary(text, start, -1, unit, at_it=True), _boundary(text, end, 1, unit, at_it=True)
    start, end = trimmed(text, start, end)
    first, last = _boundary(text, start, -1, unit, at_it=True), _boundary(text, end, 1, unit, at_it=True)
    # A stretch of blanks is a word of its own for Unicode, but none that anybody wants whole.
    return trimmed(text, first if text[first:start].strip() else start, last if text[end:last].strip() else end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without blanks at its ends, unless a mark stands on one; one of blanks alone is empty."""
    part = text[start:end]
    if not part.strip():
        return start, start
    start, end = start + len(part) - len(part.lstrip()), start + len(part.rstrip())
    return whole(text, start, end, "character")


def _boundary(text: str, offset: int, step: int, unit: Unit, *, at_it: bool = False) -> int:
    """Return the next boundary after an offset, or the one before it; `at_it` takes the offset itself if it is one."""
    reach = _REACH
    while True:
        first, last = max(0, offset - reach), min(len(text), offset + reach)
        line = text.rfind("\n", first, max(0, offset - 1)) + 1  # after a line end everything begins anew
        begun = line > 0 or first == 0
        first = max(first, line)
        if not begun and reach < _FARTHEST and _FLAG.match(text, first):  # the first of a row tells which two are one
            reach *= 4
            continue
        found = first + _in_part(text[first:last], offset - first, step, unit, at_it)
        near_start, near_end = found < first + _UNSURE and not begun, found > last - _UNSURE and last < len(text)
        if (not near_start and not near_end) or reach >= _FARTHEST:
            return found
        reach *= 4


def _in_part(part: str, offset: int, step: int, unit: Unit, at_it: bool) -> int:
    if unit != "character":
        return _found(part, offset, step, unit, at_it)
    start, piece = _piece(part, offset, back=step < 0 and not (at_it and offset < len(part)))
    return start + _found(piece, offset - start, step, unit, at_it)


def _found(part: str, offset: int, step: int, unit: Unit, at_it: bool) -> int:
    units = OffsetMap(part)
    finder = QTextBoundaryFinder(_TYPES[unit], _SURROGATES.sub("\ufffd", part))
    finder.setPosition(units.to_utf16(offset))
    if at_it and finder.isAtBoundary():
        return offset
    found = finder.toNextBoundary() if step > 0 else finder.toPreviousBoundary()
    return (len(part) if step > 0 else 0) if found < 0 else units.from_utf16(found)


def _piece(part: str, offset: int, *, back: bool) -> tuple[int, str]:
    """Return the piece of one kind of script around an offset, and where it begins.

    Qt 6.11 has rules of its own for the characters of some scripts, and where a joined emoji or a flag stands in the
    same paragraph as one of these, it applies them there too and cuts even surrogate pairs. Apart from each other both
    are right, and between the two kinds there always is a boundary, since a piece begins with no mark.
    """
    if not _OWN_RULES.search(part):
        return 0, part
    syllables, signs = _kinds()
    start, at = 0, offset - 1 if back else offset
    for found in syllables.finditer(part):
        if at < found.start():
            return start, signs.sub("\u0301", part[start : found.start()])
        if at < found.end():
            return found.start(), found.group()
        start = found.end()
    return start, signs.sub("\u0301", part[start:])


@cache
def _kinds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the pieces in the scripts with rules of their own, and what finds their marks."""
    every = [character for code in range(0xAA80) if _OWN_RULES.match(character := chr(code))]
    signs = "".join(each for each in every if unicodedata.category(each).startswith("M"))
    letters = "".join(each for each in every if each not in signs and unicodedata.category(each) != "Cn")
    syllables = f"[{letters}][{letters}{signs}\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]*"
    return re.compile(syllables), re.compile(f"[{signs}]")


_OWN_RULES: Final = re.compile("[\u0900-\u109f\u1780-\u17ff\ua8e0-\ua8ff\uaa60-\uaa7f]")
