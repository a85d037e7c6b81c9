"""The code in a rendered text: which paragraphs are code, and their colours, put in a little at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtGui import QColor, QFont, QTextBlock, QTextCharFormat, QTextDocument, QTextFormat, QTextLayout

from reviewer.domain.offsets import OffsetMap
from reviewer.texts.code import coloured, find_language

Ranges = list[QTextLayout.FormatRange]
TICK_SECONDS: Final = 0.008
# A response whose code takes longer than this to read stays plain from there on; it was made to take long.
MOST_SECONDS: Final = 0.4


@dataclass(frozen=True)
class Looks:
    """The colours and the font of code, and the colour of what was a link."""

    ground: str
    link: str
    font: QFont
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Neighbouring paragraphs that are one piece of code."""

    first: int
    lines: tuple[str, ...]
    language: str | None


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    """Yield the paragraphs of a document in order."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def is_code(block: QTextBlock) -> bool:
    """Tell whether a paragraph stands in a fence or is code by its indent."""
    return bool(block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage))


def code_blocks(document: QTextDocument) -> Iterator[CodeBlock]:
    """Yield each piece of code in a rendered document."""
    first, lines, name = 0, list[str](), None
    for block in blocks_of(document):
        language = (
            block.blockFormat().stringProperty(QTextFormat.Property.BlockCodeLanguage) if is_code(block) else None
        )
        if language != name and lines:
            yield CodeBlock(first, tuple(lines), find_language(name or ""))
            lines = []
        name = language
        if language is not None:
            first = first if lines else block.blockNumber()
            lines.append(block.text())
    if lines:
        yield CodeBlock(first, tuple(lines), find_language(name or ""))


class Colouring:
    """Colours the code of one document in steps that each take a few milliseconds."""

    def __init__(self, code: Iterator[CodeBlock], kinds: Mapping[str, str]) -> None:
        self._formats = {kind: _format(colour) for kind, colour in kinds.items()}
        self._left = MOST_SECONDS
        self._found = self._ranges(code)

    def step(self, seconds: float = TICK_SECONDS) -> dict[int, Ranges] | None:
        """Return the colours of the next paragraphs, or None when all are done."""
        began = time.perf_counter()
        made: dict[int, Ranges] = {}
        for number, found in self._found:
            if found is not None:
                made.setdefault(number, []).append(found)
            taken = time.perf_counter() - began
            if taken > seconds:
                self._left -= taken
                return made if self._left > 0 else None
        return made or None

    def _ranges(self, code: Iterator[CodeBlock]) -> Iterator[tuple[int, QTextLayout.FormatRange | None]]:
        for piece in code:
            if piece.language is None:
                continue
            starts = _line_starts(piece.lines)
            units = [OffsetMap(line) for line in piece.lines]
            line = 0
            for stretch in coloured("\n".join(piece.lines), piece.language):
                yield piece.first, None
                if stretch.kind not in self._formats:
                    continue
                while line + 1 < len(starts) and starts[line + 1] <= stretch.start:
                    line += 1
                for number, start, end in _by_line(starts, piece.lines, line, stretch.start, stretch.end):
                    yield piece.first + number, self._range(units[number], start, end, stretch.kind)

    def _range(self, units: OffsetMap, start: int, end: int, kind: str) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start = units.to_utf16(start)
        made.length = units.to_utf16(end) - made.start
        made.format = self._formats[kind]
        return made


def _line_starts(lines: tuple[str, ...]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts[:-1]


def _by_line(
    starts: list[int], lines: tuple[str, ...], line: int, start: int, end: int
) -> Iterator[tuple[int, int, int]]:
    """Cut a stretch at the ends of lines: (line, start and end in it)."""
    while line < len(lines) and starts[line] < end:
        first, last = max(0, start - starts[line]), min(len(lines[line]), end - starts[line])
        if first < last:
            yield line, first, last
        line += 1


def _format(colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    return made
