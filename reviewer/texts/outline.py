"""The headings of a Markdown text, the parts that it can be shown in, and the clause that is about a policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_PART: Final = 30_000  # characters; Qt's Markdown takes a tenth of a second for what is much longer
MOST_LINES: Final = 400

_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_FENCE: Final = re.compile(r" {0,3}(```+|~~~+)")
_MARKUP: Final = re.compile(r"[*_`]+|\\(?=[^\w\s])")


@dataclass(frozen=True)
class Heading:
    """A heading: its words without markup, its level, and where its line begins."""

    title: str
    level: int
    start: int


def headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a text; a line that looks like one inside a block of code is none."""
    found = []
    for start, line, in_code in _lines(text):
        match = None if in_code else _HEADING.match(line)
        if match is not None and match[2]:
            found.append(Heading(_MARKUP.sub("", match[2]).strip(), len(match[1]), start))
    return tuple(found)


def parts(text: str, heads: Sequence[Heading]) -> tuple[tuple[int, int], ...]:
    """Return the stretches in which a text can be shown one at a time, cut at headings where that is possible."""
    found: list[tuple[int, int]] = []
    begun = heading = blank = lines = 0
    starts = {head.start for head in heads}
    for start, line, in_code in _lines(text):
        lines += 1
        if start - begun + len(line) > LONGEST_PART or lines > MOST_LINES:
            cut = next((place for place in (heading, blank) if place - begun > LONGEST_PART // 10), start)
            if cut > begun:
                found.append((begun, cut))
                begun, lines = cut, text.count("\n", cut, start) + 1
        if start in starts:
            heading = start
        elif not line.strip() and not in_code:
            blank = start
    found.append((begun, len(text)))
    return tuple(found)


def clause_of(text: str, heads: Sequence[Heading], names: Sequence[str]) -> int | None:
    """Return where a text speaks of a policy under one of its names: at a heading first, else at its first mention."""
    for name in (_plain(name) for name in names):
        for head in heads:
            if name and f" {name} " in f" {_plain(head.title)} ":
                return head.start
    for name in names:
        words = [re.escape(word) for word in _plain(name).split()]
        if words and (match := re.search(r"\b" + r"[\W_]+".join(words) + r"\b", text, re.IGNORECASE)):
            return match.start()
    return None


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield each line with its place, and whether it stands in a block of code."""
    start, fence = 0, ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        inside = bool(fence)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        yield start, line.rstrip("\r\n"), inside
        start += len(line)
