"""The part of a text that is put on screen at once, in lines too short to freeze the window.

What a view pays for is the longest line and the number of lines. So a window onto the text holds at most so
many characters and lines, and a line that is too long is broken for display: at a blank, which is then shown
as a line end and keeps all offsets, or else by a line end that is not in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.domain.offsets import OffsetMap
from reviewer.texts.invisible import Shown, invisible_positions, mark_for, replace_stretches

MOST_CHARACTERS: Final = 200_000
MOST_LINES: Final = 5_000
LONGEST_LINE: Final = 2_000

# A view drops or changes these, which would shift what follows; each stand-in is as long as the original.
_UNHOLDABLE: Final = re.compile("[\r\u2029\ud800-\udfff\ufdd0\ufdd1\ufeff\ufffc]")
_STAND_INS: Final = {
    0x0D: "\n",
    0x2029: "\n",
    0xFEFF: "\u200b",
    0xFDD0: "\ufffd",
    0xFDD1: "\ufffd",
    0xFFFC: "\ufffd",
} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of a source that is shown, and how it is shown; offsets of `shown` count from `start`."""

    start: int
    end: int
    shown: Shown


def lay_out(
    source: str,
    start: int = 0,
    *,
    marks: bool = True,
    most_characters: int = MOST_CHARACTERS,
    most_lines: int = MOST_LINES,
) -> Window:
    """Show as much of a source from an offset on as fits into one window."""
    end = _fitting_end(source, start, most_characters, most_lines)
    while True:
        hidden, fitting = _hidden(source[start:end], most_characters) if marks else ([], end - start)
        end = min(end, start + fitting)
        shown = _shown(source[start:end], hidden, marks)
        limit = _limit(shown.text, most_characters, most_lines)
        if limit is None or end - start <= 1:
            return Window(start, end, shown)
        end = _before_line_feed(source, start, max(start + 1, min(end - 1, start + shown.to_source(limit))))


def lay_out_before(source: str, end: int, *, marks: bool = True) -> Window:
    """Show the stretch of a source that ends at an offset, or begins at the start of the source."""
    start = max(0, end - MOST_CHARACTERS)
    line = source.find("\n", start, end - 1)
    window = lay_out(source, line + 1 if start and line >= 0 else start, marks=marks)
    while window.end < end:  # many lines or many marks: less than a window of the source fits
        window = lay_out(source, end - (end - window.start) // 2, marks=marks)
    return window


def lay_out_all(source: str) -> Shown:
    """Show a whole source, without marks, as an editor needs it."""
    return _shown(source, [], marks=False)


def _fitting_end(source: str, start: int, most_characters: int, most_lines: int) -> int:
    """Return about where a window must end, at the end of a line where one is near."""
    end = min(len(source), start + most_characters)
    if source.count("\n", start, end) >= most_lines:
        end = start + _nth_line_end(source[start:end], most_lines) + 1
    if end == len(source):
        return end
    line = source.rfind("\n", max(start, end - LONGEST_LINE), end)
    return line + 1 if line >= 0 else _before_line_feed(source, start, end)


def _hidden(part: str, most_characters: int) -> tuple[list[int], int]:
    """Return the offsets of hidden characters, and how much of the text fits with their marks."""
    found: list[int] = []
    room = most_characters
    for at in () if _is_plain(part) else invisible_positions(part):
        room -= len(mark_for(part[at])) - 1
        if at >= room and at:
            return found, at
        found.append(at)
    return found, len(part)


def _is_plain(text: str) -> bool:
    """Tell quickly, for most texts, that nothing in them needs a mark or a stand-in."""
    return text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()


def _before_line_feed(source: str, start: int, end: int) -> int:
    """Keep the two characters of a line end in one window."""
    return end - 1 if source[end - 1 : end + 1] == "\r\n" and end - start > 1 else end


def _nth_line_end(text: str, number: int) -> int:
    at = -1
    for _ in range(number):
        at = text.index("\n", at + 1)
    return at


def _limit(text: str, most_characters: int, most_lines: int) -> int | None:
    """Return where a shown text must end to fit, or None where it fits as it is."""
    limit = None
    if len(text) > most_characters // 2 and (units := OffsetMap(text)).utf16_length > most_characters:
        limit = max(1, units.from_utf16(most_characters))
    if text.count("\n", 0, max(0, len(text) - 1)) >= most_lines:  # the last line end opens no line of its own
        at = _nth_line_end(text, most_lines) + 1
        limit = at if limit is None else min(at, limit)
    return limit


def _shown(text: str, hidden: list[int], marks: bool) -> Shown:
    first = replace_stretches(text, _replaced(text, hidden)) if hidden or "\r\n" in text else Shown(text)
    plain = first.text
    if not marks and not _is_plain(plain):
        plain = plain.translate(_STAND_INS) if _UNHOLDABLE.search(plain) else plain
    second = _in_short_lines(plain)
    marked = [(second.to_shown(start), second.to_shown(end - 1) + 1) for start, end in first.marks if end - start > 1]
    return Shown(second.text, first.steps + second.steps, tuple(marked))


def _replaced(text: str, hidden: list[int]) -> Iterator[tuple[int, int, str]]:
    marked = [(at, at + 1, mark_for(text[at])) for at in hidden]
    if "\r\n" not in text:
        return iter(marked)
    ends = [(found.start(), found.end(), "\n") for found in re.finditer("\r\n", text)]
    return iter(sorted([*ends, *marked]))


def _in_short_lines(text: str) -> Shown:
    lines = text.split("\n")
    if max(map(len, lines)) <= LONGEST_LINE // 2:
        return Shown(text)
    inserted: list[tuple[int, int, str]] = []
    pieces: list[str] = []
    done = start = 0
    for line in lines:
        for at, blank in _break_points(text, start, start + len(line)):
            if blank:
                pieces += (text[done:at], "\n")
                done = at + 1
            else:
                inserted.append((at, at, "\n"))
        start += len(line) + 1
    return replace_stretches("".join([*pieces, text[done:]]), inserted)


def _break_points(text: str, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Yield where one long line is broken, and whether a blank is there to stand for the line end."""
    while end - start > LONGEST_LINE // 2:
        piece = text[start : min(end, start + LONGEST_LINE)]
        room = LONGEST_LINE if piece.isascii() or max(piece) <= "\uffff" else LONGEST_LINE // 2
        if end - start <= room:
            return
        lowest = start + room * 3 // 4
        blank = max(text.rfind(character, lowest, start + room) for character in " \t")
        if blank >= 0:
            yield blank, True
            start = blank + 1
        else:
            start = _between_signs(text, start + room, lowest)
            yield start, False


def _between_signs(text: str, at: int, lowest: int) -> int:
    """Return the nearest place at or before an offset that cuts no mark, accented letter or joined emoji."""
    opened = text.rfind("⟦", at - 10, at)
    if opened > lowest and "⟧" not in text[opened:at]:
        return opened
    for place in range(at, max(lowest, at - 16), -1):
        after, before = text[place], text[place - 1]
        if not unicodedata.combining(after) and not {after, before} & {"\u200d", "\ufe0f"}:
            return place
    return at
