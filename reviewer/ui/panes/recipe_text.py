"""The text of a recipe: lines with their numbers, and the line that a problem is about marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit, QWidget

from reviewer.ui.language import tr
from reviewer.ui.safe_text import PlainEditor
from reviewer.ui.theme import active_theme

_PAD = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class _Numbers(QWidget):
    """The margin with the numbers; a problem has its sign there too, since colour alone says nothing."""

    def __init__(self, text: RecipeText) -> None:
        super().__init__(text)
        self._text = text

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight."""
        self._text.paint_numbers(self)


class RecipeText(PlainEditor):
    """Edits TOML; Tab goes on to the next part of the window, as everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recipe_source")
        self.setAccessibleName(tr("Text of the recipe in TOML"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._problem_line: int | None = None
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _count: self._take_room())
        self.updateRequest.connect(lambda _area, _down: self._numbers.update())
        self._take_room()

    def mark_line(self, line: int | None) -> None:
        """Mark the line that a problem is about, or none."""
        if line == self._problem_line:
            return
        self._problem_line = line
        self._colour_line()

    def _colour_line(self) -> None:
        line = self._problem_line
        self._numbers.update()
        self.setExtraSelections([self._whole_line(line)] if line is not None else [])

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
        self.setFocus()

    def paint_numbers(self, margin: QWidget) -> None:
        """Draw the margin."""
        theme = active_theme()
        painter = QPainter(margin)
        painter.fillRect(margin.rect(), theme.color("sunken"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        high = self.fontMetrics().height()
        while block.isValid() and top <= margin.height():
            if block.isVisible():
                number = block.blockNumber() + 1
                bad = number == self._problem_line
                painter.setPen(theme.color("bad_text" if bad else "text_muted"))
                place = QRect(0, round(top), margin.width() - _PAD, high)
                if bad:
                    painter.fillRect(QRect(0, round(top), margin.width(), high), theme.color("bad_soft"))
                    painter.drawText(place.adjusted(_PAD // 2, 0, 0, 0), _LEFT, "✕")
                painter.drawText(place, _RIGHT, str(number))
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margin as high as the text."""
        super().resizeEvent(event)
        self._take_room()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the margin again in another font, and take the colours of another palette."""
        super().changeEvent(event)
        if not hasattr(self, "_numbers"):
            return
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_room()
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._colour_line()

    def _take_room(self) -> None:
        digits = max(2, len(str(self.blockCount())))
        width = QFontMetrics(self.font()).horizontalAdvance("9" * digits + "✕ ") + 2 * _PAD
        self.setViewportMargins(width, 0, 0, 0)
        inner = self.contentsRect()
        self._numbers.setGeometry(QRect(inner.left(), inner.top(), width, inner.height()))

    def _whole_line(self, line: int) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        made.format.setBackground(active_theme().color("bad_soft"))
        made.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        return made
