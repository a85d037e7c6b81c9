"""Room between the lines of a plain view, which Qt's plain layout does not know."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF
from PySide6.QtGui import QMouseEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QWidget

TIGHT: Final = 1.0
DENSE: Final = 1.12
READING: Final = 1.3
"""How far lines stand apart, as a share of what the font asks for: passages and messages, and what is judged."""


_MARGIN: Final = 8  # text keeps away from the ring around what has the focus


class SpacedLayout(QPlainTextDocumentLayout):
    """Qt's plain layout with a gap of whole pixels between lines, put in when a paragraph comes into sight."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.gap = 0
        document.setDocumentLayout(self)

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the room of a paragraph; this is also what Qt calls before it shows one."""
        rect = super().blockBoundingRect(block)
        gap = self.gap
        if not gap or not block.isValid():
            return rect
        layout = block.layout()
        count = layout.lineCount()
        above = (gap + 1) // 2  # never none: by it a paragraph is known that has its gaps
        if count and not layout.lineAt(0).y():  # as Qt has just laid it out
            left = self.document().documentMargin()
            for number in range(count):
                line = layout.lineAt(number)
                line.setPosition(QPointF(left, line.y() + above + number * gap))
            rect.setHeight(rect.height() + (count - 1) * gap + above)
        rect.setHeight(rect.height() + gap - above)
        return rect


class SpacedLines(QPlainTextEdit):
    """A plain editor whose lines stand further apart; a click into a gap means the line that is nearest to it."""

    def __init__(self, parent: QWidget | None = None, *, line_share: float = TIGHT) -> None:
        super().__init__(parent)
        self._line_share = line_share
        self._spaced: SpacedLayout | None = None
        if line_share > TIGHT:
            document = QTextDocument(self)
            document.setDefaultFont(self.font())
            document.setDocumentMargin(_MARGIN)
            self._spaced = SpacedLayout(document)
            self.setDocument(document)
            self._measure_gap()

    def changeEvent(self, event: QEvent) -> None:
        """Take another gap for another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure_gap()

    def cursorForPosition(self, pos: QPoint) -> QTextCursor:
        """Return the place of the text that is nearest to a point."""
        return super().cursorForPosition(self._on_line(QPointF(pos)).toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection on the nearest line."""
        super().mousePressEvent(self._on_line_event(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw a selection to the nearest line."""
        super().mouseMoveEvent(self._on_line_event(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection on the nearest line."""
        super().mouseReleaseEvent(self._on_line_event(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word of the nearest line."""
        super().mouseDoubleClickEvent(self._on_line_event(event))

    def _measure_gap(self) -> None:
        if self._spaced is None:
            return
        gap = round(self.fontMetrics().height() * (self._line_share - TIGHT))
        if gap != self._spaced.gap:
            self._spaced.gap = gap
            self.document().markContentsDirty(0, self.document().characterCount())

    def _on_line_event(self, event: QMouseEvent) -> QMouseEvent:
        place = event.position()
        nearest = self._on_line(place)
        if nearest == place:
            return event
        moved = QMouseEvent(
            event.type(),
            nearest,
            event.scenePosition(),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )
        moved.setTimestamp(event.timestamp())
        return moved

    def _on_line(self, place: QPointF) -> QPointF:
        """Return the point itself, or where it lies in a gap the nearest point on a line."""
        if self._spaced is None or not self._spaced.gap:
            return place
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if place.y() < box.bottom():
                break
            block = block.next()
        if not block.isValid():
            return place
        down = place.y() - self.blockBoundingGeometry(block).translated(offset).top()
        layout = block.layout()
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        if not lines:
            return place
        line = min(lines, key=lambda each: max(each.y() - down, down - each.y() - each.height(), 0.0))
        inside = min(max(down, line.y() + 1), line.y() + line.height() - 1)
        return QPointF(place.x(), place.y() + inside - down)
