"""Blocks of plain text and tables on paper: a PDF that is written without a network and without reading any markup.

It is drawn by hand, since a text document of Qt needs the event loop that a worker does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from reviewer.services.quality.printing import Block, Grid, Heading
from reviewer.ui.safe_text import elide

_DPI = 300
_MARGIN_MM = 16
_BODY = 9.0
_SIZES = {1: 17.0, 2: 12.0}
_LONGEST = 3000
_FIRST_COLUMN = 0.22
_LONGEST_WORD = 30
_INK, _LINE = QColor("#1b2330"), QColor("#b4bac4")


def write_pdf(blocks: Iterable[Block], path: Path, title: str) -> None:
    """Write blocks as a PDF on A4; what is foreign in them is text and nothing else."""
    with path.open("ab"):  # an error that says which file, where Qt would only say that it failed
        pass
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    upright, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), upright, margins, unit))
    writer.setTitle(elide(title, 200))
    sheet = _Sheet(writer)
    for block in blocks:
        if isinstance(block, Grid):
            sheet.grid(block)
        else:
            sheet.text(block.text, block.level if isinstance(block, Heading) else 0)
    sheet.end()


class _Sheet:
    """Where on the paper the next block goes."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        self._painter = QPainter(writer)
        self._width, self._height = writer.width(), writer.height()
        self._y = 0

    def end(self) -> None:
        """Close the file."""
        self._painter.end()

    def text(self, text: str, level: int) -> None:
        """Put a heading or a paragraph below what is there; a heading stays with what follows."""
        self._use_font(_SIZES.get(level, _BODY), bold=bool(level))
        shown = elide(text, _LONGEST)
        self._y += _points(10) if level > 1 and self._y else 0
        height = self._needed(shown, self._width)
        self._make_room(height + (_points(60) if level else 0))
        self._painter.drawText(QRect(0, self._y, self._width, height), _wrap(shown), shown)
        self._y += height + _points(4)

    def grid(self, grid: Grid) -> None:
        """Put a table below what is there; its headings are repeated on each page."""
        widths = self._widths(len(grid.heads))
        headed = any(grid.heads)
        if headed:
            self._row(grid.heads, widths, bold=True)
        for row in grid.rows:
            if self._row(row, widths, bold=False, room_only=True) and headed:
                self._row(grid.heads, widths, bold=True)
            self._row(row, widths, bold=False)
        self._y += _points(6)

    def _row(self, cells: Sequence[str], widths: Sequence[int], *, bold: bool, room_only: bool = False) -> bool:
        """Draw a row, or only make room for it; return whether that began a page."""
        self._use_font(_BODY, bold=bold)
        shown = [elide(cell, _LONGEST // 4) for cell in cells]
        gap = _points(4)
        tallest = max(self._needed(text, width - gap) for text, width in zip(shown, widths, strict=True))
        turned = self._make_room(tallest + 2 * gap)
        if room_only:
            return turned
        left = 0
        for number, (text, width) in enumerate(zip(shown, widths, strict=True)):
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            place = QRect(left, self._y + gap // 2, width - gap, tallest)
            self._painter.drawText(place, int(side) | _wrap(text), text)
            left += width
        self._y += tallest + gap
        self._painter.setPen(QPen(_LINE, 2))
        self._painter.drawLine(0, self._y, self._width, self._y)
        self._painter.setPen(_INK)
        return turned

    def _widths(self, columns: int) -> list[int]:
        first = round(self._width * _FIRST_COLUMN)
        return [first, *[(self._width - first) // max(1, columns - 1)] * (columns - 1)]

    def _use_font(self, size: float, *, bold: bool) -> None:
        font = QFont(["Inter", "Noto Sans", "DejaVu Sans"])
        font.setPointSizeF(size)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self._painter.setFont(font)
        self._painter.setPen(_INK)

    def _needed(self, text: str, width: int) -> int:
        return self._painter.boundingRect(QRect(0, 0, width, 10 * self._height), _wrap(text), text or " ").height()

    def _make_room(self, height: int) -> bool:
        if self._y + height <= self._height or not self._y:
            return False
        self._writer.newPage()
        self._y = 0
        return True


def _wrap(text: str) -> int:
    """Return how a text is broken: between words, or anywhere where one of them is too long for a column."""
    longest = max(map(len, text.split()), default=0)
    return int(Qt.TextFlag.TextWrapAnywhere if longest > _LONGEST_WORD else Qt.TextFlag.TextWordWrap)


def _points(size: float) -> int:
    return round(size * _DPI / 72)
