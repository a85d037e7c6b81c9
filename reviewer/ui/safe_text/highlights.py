"""Highlights over a text: overlapping spans are cut into stretches, each with the look of all that meet there."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final, Literal

from PySide6.QtGui import QColor, QFont, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

MARK: Final = "hidden character"
FOUND: Final = "found"
FOUND_HERE: Final = "found here"
MOST_STRETCHES: Final = 5_000
MOST_FOUND_SHOWN: Final = 2_000

Line = Literal["none", "solid", "dash", "dot", "wave"]
_LINES: Final[dict[Line, QTextCharFormat.UnderlineStyle]] = {
    "none": QTextCharFormat.UnderlineStyle.NoUnderline,
    "solid": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "dash": QTextCharFormat.UnderlineStyle.DashUnderline,
    "dot": QTextCharFormat.UnderlineStyle.DotLine,
    "wave": QTextCharFormat.UnderlineStyle.WaveUnderline,
}


_OVER_ALL: Final = (MARK, FOUND, FOUND_HERE)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of the source text, in code points, with what it is and whose it is."""

    start: int
    end: int
    kind: str
    id: object = None


@dataclass(frozen=True, slots=True)
class HighlightStyle:
    """How one kind looks: a background and a line under it, so that colour is never the only sign."""

    background: str | None = None
    line: Line = "solid"
    line_color: str | None = None
    foreground: str | None = None
    bold: bool = False
    struck: bool = False
    quiet: bool = False
    """Whether it gives way where another kind stands: the other's line stays, and no third line is drawn above."""
    under: bool = False
    """Whether its ground is seen only where no other kind has one."""


DEFAULT_STYLE: Final = HighlightStyle(background="#50ffd54f")
MARK_STYLE: Final = HighlightStyle(line="none", foreground="#b3541e", background="#20b3541e")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one text: where each place begins, how long all are, and which one the reader stands at."""

    starts: Sequence[int]
    length: int
    here: int | None
    looks: Mapping[str, HighlightStyle]

    def spans(self, first: int, last: int, near: int) -> list[tuple[int, int, str]]:
        """Return the places in a part of the text; of very many those that are nearest to an offset."""
        low, high = bisect_left(self.starts, first - self.length + 1), bisect_left(self.starts, last)
        if high - low > MOST_FOUND_SHOWN:
            middle = bisect_left(self.starts, near)
            low = max(low, min(middle - MOST_FOUND_SHOWN // 2, high - MOST_FOUND_SHOWN))
            high = min(high, low + MOST_FOUND_SHOWN)
        return [
            (start, start + self.length, FOUND_HERE if start == self.here else FOUND) for start in self.starts[low:high]
        ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the shown text in which the same kinds meet, in the units of Qt."""

    start: int
    end: int
    kinds: tuple[str, ...]


def stretches(spans: Iterable[tuple[int, int, str]], kinds: Iterable[str] = ()) -> list[Stretch]:
    """Cut overlapping spans into stretches from left to right; kinds stay in the order in which they were given.

    Where only some of the spans of a text are given, `kinds` says the order that holds among all.
    """
    given = [span for span in spans if span[0] < span[1]]
    ordered = sorted(given, key=itemgetter(0, 1))
    if all(before[1] <= after[0] for before, after in pairwise(ordered)):
        return [Stretch(start, end, (kind,)) for start, end, kind in ordered[:MOST_STRETCHES]]
    return list(islice(_cut(given, kinds), MOST_STRETCHES))


def _cut(spans: list[tuple[int, int, str]], kinds: Iterable[str]) -> Iterator[Stretch]:
    order = {kind: rank for rank, kind in enumerate(dict.fromkeys([*kinds, *(kind for _, _, kind in spans)]))}
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for start, end, kind in spans:
        starts.setdefault(start, []).append(kind)
        ends.setdefault(end, []).append(kind)
    active: Counter[str] = Counter()
    previous = 0
    for place in sorted({*starts, *ends}):
        here = tuple(sorted((kind for kind in active if active[kind]), key=order.__getitem__))
        if here:
            yield Stretch(previous, place, here)
        active.subtract(ends.get(place, ()))
        active.update(starts.get(place, ()))
        previous = place


class Painter:
    """Puts the looks of stretches into the layouts of the blocks that they touch, and takes them away again."""

    def __init__(self) -> None:
        self._styles: dict[str, HighlightStyle] = {MARK: MARK_STYLE}
        self._touched: set[int] = set()
        self._formats: dict[tuple[str, ...], QTextCharFormat] = {}

    def set_styles(self, styles: Mapping[str, HighlightStyle]) -> None:
        """Use the looks of a theme from the next painting on."""
        self._styles = {MARK: MARK_STYLE, **styles}
        self._formats.clear()

    def add_styles(self, styles: Mapping[str, HighlightStyle]) -> None:
        """Use further looks beside those of the theme."""
        self._styles.update(styles)
        self._formats.clear()

    def forget(self) -> None:
        """Note that the document was filled anew and holds no highlights."""
        self._touched.clear()

    def is_quiet(self, kind: str) -> bool:
        """Return whether a kind gives way to others."""
        return self._styles.get(kind, DEFAULT_STYLE).quiet

    def paint(self, document: QTextDocument, found: list[Stretch]) -> None:
        """Show these stretches and no others."""
        wanted = dict(self.by_block(document, found))
        for number in self._touched:
            block = document.findBlockByNumber(number)
            if number not in wanted and block.isValid():
                self._set(document, block, [])
        for number, ranges in wanted.items():
            self._set(document, document.findBlockByNumber(number), ranges)
        self._touched = set(wanted)

    def paint_blocks(self, document: QTextDocument, numbers: Iterable[int], found: list[Stretch]) -> None:
        """Show these stretches in some blocks, and leave all others as they are."""
        wanted = dict(self.by_block(document, found))
        for number in numbers:
            if number in wanted or number in self._touched:
                self._set(document, document.findBlockByNumber(number), wanted.get(number, []))
            if number in wanted:
                self._touched.add(number)

    def _set(self, document: QTextDocument, block: QTextBlock, ranges: list[QTextLayout.FormatRange]) -> None:
        block.layout().setFormats(ranges)
        document.markContentsDirty(block.position(), block.length())

    def by_block(
        self, document: QTextDocument, found: list[Stretch]
    ) -> Iterator[tuple[int, list[QTextLayout.FormatRange]]]:
        """Yield the looks of stretches by the block that they lie in."""
        block: QTextBlock | None = None
        ranges: list[QTextLayout.FormatRange] = []
        first = last = 0
        for stretch in found:
            start = stretch.start
            while start < stretch.end:
                if block is None or start >= last:
                    if block is not None:
                        yield block.blockNumber(), ranges
                    block, ranges = document.findBlock(start), []
                    if not block.isValid():
                        return
                    first = block.position()
                    last = first + block.length()
                end = min(stretch.end, last)
                ranges.append(self._range(start - first, end - start, stretch.kinds))
                start = end
        if block is not None:
            yield block.blockNumber(), ranges

    def _range(self, start: int, length: int, kinds: tuple[str, ...]) -> QTextLayout.FormatRange:
        if kinds not in self._formats:
            self._formats[kinds] = self._mixed(kinds)
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, length, self._formats[kinds]
        return made

    def _mixed(self, kinds: tuple[str, ...]) -> QTextCharFormat:
        """Mix the looks of kinds that meet: the backgrounds blend, and the last line drawn stays visible."""
        styles = [self._styles.get(kind, DEFAULT_STYLE) for kind in kinds]
        look = QTextCharFormat()
        grounds = [style for style in styles if style.background]
        over = [style for style in grounds if not style.under] or grounds[-1:]
        if over:
            look.setBackground(_blended([QColor(style.background or "") for style in over]))
        for style in styles:
            if style.foreground:
                look.setForeground(QColor(style.foreground))
            if style.line != "none" and not (style.quiet and any(not other.quiet for other in styles)):
                look.setUnderlineStyle(_LINES[style.line])
                look.setUnderlineColor(QColor(style.line_color or style.foreground or "#808080"))
            if style.bold:
                look.setFontWeight(QFont.Weight.Bold)
            if style.struck:
                look.setFontStrikeOut(True)
        if len([kind for kind in kinds if kind not in _OVER_ALL and not self.is_quiet(kind)]) > 1:
            look.setFontOverline(True)
        filled = [style.background for style in styles if style.background and style.foreground]
        if filled:
            look.setBackground(QColor(filled[-1]))  # a letter of its own colour can be read on its own ground alone
        for kind in kinds:
            if kind in (FOUND, FOUND_HERE):  # what the reader looks for lies over everything else
                look.setBackground(QColor(self._styles.get(kind, DEFAULT_STYLE).background or ""))
        return look


def _blended(colors: list[QColor]) -> QColor:
    count = len(colors)
    return QColor(
        sum(color.red() for color in colors) // count,
        sum(color.green() for color in colors) // count,
        sum(color.blue() for color in colors) // count,
        min(255, max(color.alpha() for color in colors) + 24 * (count - 1)),
    )
