"""The view of a long table: one line a row, chosen by row, with columns that remember their widths."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.ui.models.pages import PageModel
from reviewer.ui.panes.cells import OwnDirection, RowHeight
from reviewer.ui.theme import active_theme


class PageTable(QTableView):
    """Shows a PageModel; `row_chosen` tells the number of the row under the cursor, -1 for none."""

    row_chosen = Signal(int)
    row_opened = Signal(int)
    selection_changed = Signal()

    def __init__(self, model: PageModel, name: str, title: str, widths: Sequence[int], *, many: bool = False) -> None:
        """Show a model; with `many`, several rows can be chosen at once."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._many = many
        self._pages = model
        self.verticalHeader().hide()
        RowHeight(self)
        self.setItemDelegate(OwnDirection(self))
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        # Qt asks for every selected row whether the whole column is selected before it paints a heading: a second for
        # ten thousand rows. With a selection of its own, which is empty, it has nothing to ask.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.row_chosen.emit(now.row()))
        if many:  # the frame goes round the whole row
            self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.viewport().update())
        self.selectionModel().selectionChanged.connect(lambda _now, _before: self.selection_changed.emit())
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))

    def sort_by_click(self, column: int, descending: bool = False) -> None:
        """Let clicks on the headings sort, beginning with this column."""
        self.horizontalHeader().setSortIndicator(
            column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        )
        self.setSortingEnabled(True)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Let Home and End go to the first and the last row, since whole rows are chosen here."""
        actions = QAbstractItemView.CursorAction
        if action in (actions.MoveHome, actions.MoveEnd) and self.model().rowCount():
            row = 0 if action == actions.MoveHome else self.model().rowCount() - 1
            return self.model().index(row, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and a frame round the one under the cursor, which need not be one of those that are chosen.

        Where none of the rows in sight has come yet there is nothing to draw: they are asked for, and drawn once.
        """
        sight = self.rows_in_sight()
        if sight and self._pages.awaits(sight):
            return
        super().paintEvent(event)
        row = self.chosen_row()
        if not self._many or row < 0 or not self.hasFocus():
            return
        width = self.horizontalHeader().length()
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        box = QRectF(-self.horizontalHeader().offset(), top, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(active_theme().color("focus"), 1))
        painter.drawRect(box)
        painter.end()

    def chosen_row(self) -> int:
        """Return the number of the row under the cursor, -1 for none."""
        return self.currentIndex().row()

    def choose_first(self) -> None:
        """Choose the first row where none is chosen; the focus alone moves the cursor but chooses nothing."""
        if self.model().rowCount() and not self.selectionModel().hasSelection():
            row = max(self.chosen_row(), 0)
            self.setCurrentIndex(self.model().index(row, 0))  # to select a row fails from right to left

    def move_to(self, row: int) -> None:
        """Put the cursor on a row without scrolling; it is chosen where no other is."""
        model = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        how = flags.NoUpdate if model.hasSelection() else flags.ClearAndSelect | flags.Rows
        self.setAutoScroll(False)
        model.setCurrentIndex(self.model().index(row, 0), how)
        self.setAutoScroll(True)

    def chosen_ranges(self) -> tuple[range, ...]:
        """Return the rows that are chosen as ranges of numbers, from the top; no row is read for it."""
        chosen = self.selectionModel().selection()
        parts = (chosen.at(place) for place in range(chosen.count()))
        ranges = {range(part.top(), part.bottom() + 1) for part in parts if part.isValid()}
        return tuple(sorted(ranges, key=lambda rows: rows.start))

    def rows_in_sight(self) -> range:
        """Return the numbers of the rows that are on screen."""
        last = self.rowAt(self.viewport().height() - 1)
        first = max(0, self.rowAt(0))
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)
