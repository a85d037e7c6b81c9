"""A table over any number of rows: it knows the total, asks for the pages on screen, and keeps a few of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from reviewer.ui.language import tr

PAGE_ROWS = 64
KEPT_PAGES = 64
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY, _ALIGNMENT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class TableColumn:
    """One column: its heading, its text for a row, the name by which it sorts, and whether it holds numbers."""

    title: str
    text: Callable[[Any], str]
    sort: str = ""
    numbers: bool = False


class PageModel(QAbstractTableModel):
    """Shows rows that arrive page by page; a row that is not there yet is empty for a moment."""

    page_wanted = Signal(int)
    sort_wanted = Signal(str, bool)

    def __init__(self, columns: Sequence[TableColumn], key: Callable[[Any], Hashable] = lambda row: row) -> None:
        """Show these columns; `key` tells which row of a later reading is the same one."""
        super().__init__()
        self._columns = tuple(columns)
        self._key = key
        self._total = 0
        self._pages: OrderedDict[int, tuple[Any, ...]] = OrderedDict()
        self._asked: set[int] = set()

    def show_total(self, total: int) -> None:
        """Forget all pages and show this many rows."""
        self.beginResetModel()
        self._total = total
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def put_page(self, page: int, rows: Sequence[Any]) -> None:
        """Take the rows of one page."""
        self._asked.discard(page)
        self._pages[page] = tuple(rows)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def grow(self, total: int) -> None:
        """Show more rows below those that are there, or fewer; the pages that are here stay."""
        if total > self._total:
            self.beginInsertRows(_NOWHERE, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(_NOWHERE, total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def renew(self, total: int, pages: Mapping[int, Sequence[Any]]) -> None:
        """Take a later reading of the same list: what is chosen stays chosen, wherever its row has moved to."""
        if total == self._total and all(self._pages.get(page) == tuple(rows) for page, rows in pages.items()):
            return
        self.grow(max(total, self._total))
        self.layoutAboutToBeChanged.emit()
        chosen = self.persistentIndexList()
        places = {self._key(row): page * PAGE_ROWS + n for page, rows in pages.items() for n, row in enumerate(rows)}
        moved = [self._moved(index, places, pages) for index in chosen]
        self._pages = OrderedDict((page, tuple(rows)) for page, rows in pages.items())
        self._asked.clear()
        self.changePersistentIndexList(chosen, moved)
        self.layoutChanged.emit()
        self.grow(total)

    def _moved(self, index: Index, places: Mapping[Hashable, int], pages: Mapping[int, Sequence[Any]]) -> QModelIndex:
        """Return where a row is now, or nowhere; one that was read neither before nor now stays where it was."""
        row = self.peek(index.row())
        place = index.row() if row is None else places.get(self._key(row))
        if place is None and index.row() // PAGE_ROWS not in pages:
            place = index.row()
        return QModelIndex() if place is None else self.index(place, index.column())

    def peek(self, number: int) -> Any | None:
        """Return a row that is here already, else None, without asking for it."""
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page, ())
        return rows[place] if number >= 0 and place < len(rows) else None

    def forget_page(self, page: int) -> None:
        """Let a page be asked for again, after asking failed."""
        self._asked.discard(page)

    def row(self, number: int) -> Any | None:
        """Return the row with this number, or None while it is on its way."""
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is None:
            if page not in self._asked and 0 <= number < self._total:
                self._asked.add(page)
                self.page_wanted.emit(page)
            return None
        return rows[place] if place < len(rows) else None

    def awaits(self, numbers: range) -> bool:
        """Ask for the pages of these rows that are not here; return whether none of them is."""
        pages = range(numbers[0] // PAGE_ROWS, numbers[-1] // PAGE_ROWS + 1)
        for page in pages:
            self.row(page * PAGE_ROWS)
        return not any(page in self._pages for page in pages)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the total, whether the rows are here or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role == _DISPLAY:  # Qt asks some eight roles of each cell at each paint: every other one leaves at once
            row = self.row(index.row())
            return "" if row is None else self._columns[index.column()].text(row)
        if role == _ALIGNMENT and self._columns[index.column()].numbers:
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self._columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section].numbers else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the rows come sorted from the database."""
        if 0 <= column < len(self._columns) and self._columns[column].sort:
            self.sort_wanted.emit(self._columns[column].sort, order == Qt.SortOrder.DescendingOrder)
