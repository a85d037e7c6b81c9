"""Cells of tables: each text by its own direction, and rows as high as the letters need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from reviewer.ui.theme import GRID

_AIR = 10
_RTL = Qt.LayoutDirection.RightToLeft
# Where the letters that are read from the right begin: Hebrew, Arabic and their neighbours.
_FIRST_RTL, _LAST_RTL = "\u0590", "\u08ff"


class OwnDirection(QStyledItemDelegate):
    """Lays out each cell by its own direction; it stays at the side where its column has it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Turn what is read the other way than the window."""
        super().initStyleOption(option, index)
        mirrored = option.direction == _RTL
        leftward = _reads_leftward(option.text)
        if mirrored != leftward:
            side = option.displayAlignment
            kept = QStyle.visualAlignment(option.direction, side)
            option.displayAlignment = kept | Qt.AlignmentFlag.AlignAbsolute
            option.direction = _RTL if leftward else Qt.LayoutDirection.LeftToRight


def _reads_leftward(text: str) -> bool:
    """Tell whether the first letter of a text is of a script that is read from the right."""
    if text.isascii():
        return False
    first = next((letter for letter in text if letter.isalpha()), "")
    return _FIRST_RTL <= first <= _LAST_RTL


class RowHeight(QObject):
    """Keeps the rows of a table as high as its letters need."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        table.installEventFilter(self)
        self._set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again where the font has changed."""
        if event.type() == QEvent.Type.FontChange:
            self._set()
        return False

    def _set(self) -> None:
        height = max(GRID * 4, self._table.fontMetrics().height() + _AIR)
        self._table.verticalHeader().setDefaultSectionSize(height)
