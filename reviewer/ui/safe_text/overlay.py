"""What lies over a shown text: highlights, what a search found, and marks; only what changed is painted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from PySide6.QtGui import QTextDocument

from reviewer.domain.offsets import OffsetMap
from reviewer.texts.layout import Window
from reviewer.ui.safe_text.highlights import MARK, MOST_STRETCHES, Found, Highlight, HighlightStyle, Painter, stretches

_FEW: Final = 40  # highlights, or paragraphs: up to so many are cheaper to paint by themselves


class Placing:
    """Where the characters of a part of a source stand in a document of Qt, and the other way round."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._units = OffsetMap(window.shown.text)
        self._one_to_one = not window.shown.steps and self._units.utf16_length == len(window.shown.text)
        self._marks: list[tuple[int, int, str]] | None = None

    def position_of(self, offset: int) -> int:
        """Return the position in the document of an offset of the source; one that is not shown is moved to an end."""
        window = self.window
        inside = max(window.start, min(offset, window.end)) - window.start
        if self._one_to_one:
            return inside
        return self._units.to_utf16(window.shown.to_shown(inside))

    def offset_at(self, position: int, *, round_up: bool = False) -> int:
        """Return the offset in the source of a position in the document; within a mark it is one of its ends."""
        index = self._units.from_utf16(position)
        if round_up and self._units.to_utf16(index) < position:
            index += 1
        return self.window.start + self.window.shown.to_source(index, round_up=round_up)

    def marks(self) -> list[tuple[int, int, str]]:
        """Return where marks stand in the document; of very many the first, since no more are painted."""
        if self._marks is None:
            to_utf16, marks = self._units.to_utf16, self.window.shown.marks[:MOST_STRETCHES]
            self._marks = [(to_utf16(start), to_utf16(end), MARK) for start, end in marks]
        return self._marks


class Overlay:
    """The highlights of one view, and how they look."""

    def __init__(self, document: QTextDocument, placing: Placing, reading_at: Callable[[], int]) -> None:
        self._document = document
        self._placing = placing
        self._reading_at = reading_at
        self._painter = Painter()
        self._found: Found | None = None
        self.highlights: tuple[Highlight, ...] = ()

    def place(self, placing: Placing) -> None:
        """Lie over another text, with which the document was filled; nothing is painted on it yet."""
        self._placing = placing
        self._painter.forget()
        if placing.window.shown.marks or self.highlights or self._found:
            self._paint()

    def clear(self) -> None:
        """Drop the highlights and what was found; the document is filled anew next."""
        self.highlights, self._found = (), None

    def set_styles(self, styles: Mapping[str, HighlightStyle]) -> None:
        """Take the looks of each kind of highlight."""
        self._painter.set_styles(styles)
        if self._found is not None:
            self._painter.add_styles(self._found.looks)
        self._paint()

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Show these highlights and no others."""
        wanted = tuple(highlights)
        if wanted == self.highlights:
            return
        changed = {*self.highlights}.symmetric_difference(wanted)
        self.highlights = wanted
        if not 0 < len(changed) <= _FEW or not self._paint_around(changed):
            self._paint()

    def set_found(self, found: Found | None) -> None:
        """Show what was found, over the highlights."""
        if found is None and self._found is None:
            return
        self._found = found
        if found is not None:
            self._painter.add_styles(found.looks)
        self._paint()

    def over(self, offset: int) -> list[Highlight]:
        """Return the highlights over an offset, the shortest first, and those that give way last."""
        found = [each for each in self.highlights if each.start <= offset < each.end]
        return sorted(found, key=lambda each: (self._painter.is_quiet(each.kind), each.end - each.start))

    def near(self, offset: int) -> list[Highlight]:
        """Return the highlights over an offset or at whose end it lies, the shortest first."""
        found = [each for each in self.highlights if each.start <= offset <= each.end]
        return sorted(found, key=lambda each: each.end - each.start)

    def _paint(self) -> None:
        window = self._placing.window
        spans = list(self._placed(window.start, window.end))
        self._painter.paint(self._document, stretches([*spans, *self._placing.marks()]))

    def _paint_around(self, changed: Iterable[Highlight]) -> bool:
        """Paint anew where a few highlights came or went; tell whether that is cheaper than painting all."""
        document, window, place = self._document, self._placing.window, self._placing.position_of
        numbers: set[int] = set()
        for each in changed:
            if each.start < window.end and each.end > window.start:
                first = document.findBlock(place(each.start)).blockNumber()
                numbers.update(range(first, document.findBlock(place(each.end)).blockNumber() + 1))
            if len(numbers) > _FEW:
                return False
        spans: list[tuple[int, int, str]] = []
        for number in numbers:
            block = document.findBlockByNumber(number)
            spans += self._within(block.position(), block.position() + block.length())
        kinds = dict.fromkeys(each.kind for each in self.highlights)
        self._painter.paint_blocks(document, numbers, stretches(spans, kinds))
        return True

    def _within(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Yield what lies between two positions of the document, cut off at them."""
        first, last = self._placing.offset_at(start), self._placing.offset_at(end, round_up=True)
        for low, high, kind in chain(self._placed(first, last), self._placing.marks()):
            if low < end and high > start:
                yield max(start, low), min(end, high), kind

    def _placed(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Yield where highlights, and then what was found, stand in the document, for a part of the source."""
        place = self._placing.position_of
        for each in self.highlights:
            if each.start < last and each.end > first:
                yield place(each.start), place(each.end), each.kind
        if self._found is not None:
            for start, end, kind in self._found.spans(first, last, self._reading_at()):
                yield place(start), place(end), kind
