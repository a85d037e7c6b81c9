"""The view of a long table: one line a row, chosen by row, with columns that remember their widths."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.ui.models.pages import PageModel
from reviewer.ui.theme import GRID


class PageTable(QTableView):
    """Shows a PageModel; `row_chosen` tells the number of the row under the cursor, -1 for none."""

    row_chosen = Signal(int)
    row_opened = Signal(int)

    def __init__(self, model: PageModel, name: str, title: str, widths: Sequence[int]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(GRID * 4)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.row_chosen.emit(now.row()))
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))

    def sort_by_click(self, column: int, descending: bool = False) -> None:
        """Let clicks on the headings sort, beginning with this column."""
        self.horizontalHeader().setSortIndicator(
            column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        )
        self.setSortingEnabled(True)

    def chosen_row(self) -> int:
        """Return the number of the row under the cursor, -1 for none."""
        return self.currentIndex().row()

    def choose_first(self) -> None:
        """Choose the first row where none is chosen; the focus alone moves the cursor but chooses nothing."""
        if self.model().rowCount() and not self.selectionModel().hasSelection():
            self.selectRow(max(self.chosen_row(), 0))
