"""The list of what a lead has to settle; it grows by pages while it is scrolled."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from reviewer.ui.language import tr
from reviewer.ui.presenters.quality_state import DisagreementRow
from reviewer.ui.safe_text import elide

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole


class DisagreementModel(QAbstractListModel):
    """Shows the rows that were read so far; `more_wanted` asks for the next page."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DisagreementRow, ...] = ()
        self._total = 0

    def show_rows(self, rows: tuple[DisagreementRow, ...], total: int) -> None:
        """Show these rows of `total`; rows that stayed where they were keep the selection."""
        before, self._total = self._rows, total
        if rows == before:
            return
        if before and rows[: len(before)] == before:
            self.beginInsertRows(_NOWHERE, len(before), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        elif len(rows) == len(before):
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row(self, number: int) -> DisagreementRow:
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row for each item that was read."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether more wait than are shown."""
        return not parent.isValid() and len(self._rows) < self._total

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row for the painter, and its words for assistive technology."""
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = ", ".join(f"{elide(one.who, 60)} {elide(one.word, 60)}" for one in row.said)
            return tr("Item {item_id}: {kind}; {said}. {excerpt}").format(
                item_id=elide(row.item_id, 80), kind=row.kind, said=said, excerpt=elide(row.excerpt, 120)
            )
        return None
