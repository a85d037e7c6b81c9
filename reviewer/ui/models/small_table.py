"""A table of rows that are all here already, in columns that are given by functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.ui.language import tr
from reviewer.ui.safe_text import elide, tooltip_text

from .pages import TableColumn

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
T = TypeVar("T")


class SmallTable(QAbstractTableModel, Generic[T]):
    """Shows rows; a text that is cut stands in the tooltip."""

    def __init__(self, columns: Sequence[TableColumn]) -> None:
        super().__init__()
        self._columns = tuple(replace(column, title=tr(column.title) if column.title else "") for column in columns)
        self._rows: tuple[T, ...] = ()

    def show_rows(self, rows: tuple[T, ...]) -> None:
        """Show other rows."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def set_titles(self, titles: Sequence[str]) -> None:
        """Give the columns other headings."""
        pairs = zip(self._columns, titles, strict=True)
        self._columns = tuple(TableColumn(title, column.text, column.sort, column.numbers) for column, title in pairs)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def row(self, number: int) -> T:
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return elide(column.text(self._rows[index.row()]))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(column.text(self._rows[index.row()]))
        if role == Qt.ItemDataRole.TextAlignmentRole and column.numbers:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return elide(column.title, 40)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numbers else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
