"""Blocks of plain text and tables on paper: a PDF that is written without a network and without reading any markup."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from reviewer.services.quality.printing import Block, Grid, Heading
from reviewer.ui.safe_text import elide

_BODY, _MARGIN_MM = 9, 16
_SIZES = {1: 17, 2: 12}
_LONGEST = 4000


def write_pdf(blocks: Iterable[Block], path: Path, title: str) -> None:
    """Write blocks as a PDF on A4; what is foreign in them is text and nothing else."""
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setTitle(elide(title, 200))
    document(blocks).print_(writer)


def document(blocks: Iterable[Block]) -> QTextDocument:
    """Return blocks as a document."""
    made = QTextDocument()
    made.setUndoRedoEnabled(False)
    made.setDefaultFont(QFont(["Inter", "Noto Sans", "DejaVu Sans"], _BODY))
    cursor = QTextCursor(made)
    for block in blocks:
        if isinstance(block, Grid):
            _table(cursor, block)
        else:
            level = block.level if isinstance(block, Heading) else 0
            _text(cursor, block.text, level)
    return made


def _text(cursor: QTextCursor, text: str, level: int) -> None:
    block, letters = QTextBlockFormat(), QTextCharFormat()
    block.setTopMargin(14 if level > 1 else 4)
    block.setBottomMargin(4)
    letters.setFontPointSize(_SIZES.get(level, _BODY))
    letters.setFontWeight(QFont.Weight.DemiBold if level else QFont.Weight.Normal)
    cursor.insertBlock(block, letters)
    cursor.insertText(elide(text, _LONGEST), letters)


def _table(cursor: QTextCursor, grid: Grid) -> None:
    """Put a table below what is there; its headings are repeated on each page."""
    looks = QTextTableFormat()
    looks.setBorder(0.5)
    looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    looks.setBorderCollapse(True)
    looks.setCellPadding(3)
    looks.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    headed = any(grid.heads)
    looks.setHeaderRowCount(1 if headed else 0)
    rows = [grid.heads, *grid.rows] if headed else list(grid.rows)
    if not rows:
        return
    table = cursor.insertTable(len(rows), len(rows[0]), looks)
    right = QTextBlockFormat()
    right.setAlignment(Qt.AlignmentFlag.AlignRight)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cellAt(number, column).firstCursorPosition()
            if column:
                cell.setBlockFormat(right)
            cell.insertText(elide(text, _LONGEST), bold if headed and not number else QTextCharFormat())
    cursor.movePosition(QTextCursor.MoveOperation.End)
