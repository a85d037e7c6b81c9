"""The table of actions and their keys; the column of the keys can be edited."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from reviewer.ui.language import later, tr
from reviewer.ui.presenters.settings import KeyView

_HEADS = (later("Action"), later("Where"), later("Keys"), "")
KEYS_COLUMN = 2
Index = QModelIndex | QPersistentModelIndex


class KeyTable(QAbstractTableModel):
    """Shows the keys; `wanted` carries an action and the keys that somebody typed for it."""

    wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[KeyView, ...] = ()

    def show_rows(self, rows: tuple[KeyView, ...]) -> None:
        """Show other rows; what is the same stays selected."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self._rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(_HEADS) - 1))

    def row(self, number: int) -> KeyView:
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """One row for each action."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Action, place, keys, and a mark for keys of one's own."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        view = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (view.title, view.room, view.keys, tr("your own") if view.own else "")[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{view.title}: {view.keys or tr('no key')}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heads of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADS[section]) if _HEADS[section] else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keys be edited where they do not come from the project."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == KEYS_COLUMN and not self._rows[index.row()].fixed:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for other keys; what is shown changes only when they were taken."""
        if role != Qt.ItemDataRole.EditRole or index.column() != KEYS_COLUMN:
            return False
        self.wanted.emit(self._rows[index.row()].action, str(value))
        return True
