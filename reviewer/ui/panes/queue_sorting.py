"""By what the queue's list is sorted: a click on a heading, or a key that goes from one heading to the next."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView

from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.queue_columns import COLUMNS

_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
_PLACES = {column.sort: place for place, column in enumerate(COLUMNS) if column.sort}
QUEUE = "queue"


class ColumnSorter(QObject):
    """Shows the sign of the order on its heading; a third click on a heading goes back to the order of the queue."""

    chosen = Signal(str, bool)

    def __init__(self, table: PageTable) -> None:
        super().__init__(table)
        self._header: QHeaderView = table.horizontalHeader()
        self._order, self._descending = QUEUE, False
        self._header.setSectionsClickable(True)
        self._header.setSortIndicatorShown(True)
        self._header.setSortIndicatorClearable(True)
        self._show()
        self._header.sortIndicatorChanged.connect(self._clicked)

    def show_order(self, order: str, descending: bool) -> None:
        """Show by what the list is sorted now."""
        if (order, descending) != (self._order, self._descending):
            self._order, self._descending = order, descending
            self._show()

    def step(self) -> None:
        """Sort by the next heading that is shown; behind the last comes the order of the queue."""
        header = self._header
        shown = [
            place
            for visual in range(header.count())
            if not header.isSectionHidden(place := header.logicalIndex(visual))
        ]
        orders = [QUEUE, *(COLUMNS[place].sort for place in shown if COLUMNS[place].sort)]
        at = orders.index(self._order) + 1 if self._order in orders else 0
        self._choose(orders[at % len(orders)], False)

    def turn(self) -> None:
        """Sort the other way round."""
        self._choose(self._order, not self._descending)

    def _clicked(self, place: int, order: Qt.SortOrder) -> None:
        if place >= 0 and not COLUMNS[place].sort:
            self._show()  # there is no order by this one: the sign goes back to where it was
        else:
            self._choose(COLUMNS[place].sort if place >= 0 else QUEUE, place >= 0 and order == _DOWN)

    def _choose(self, order: str, descending: bool) -> None:
        self.show_order(order, descending)
        self.chosen.emit(order, descending)

    def _show(self) -> None:
        with QSignalBlocker(self._header):
            self._header.setSortIndicator(_PLACES.get(self._order, -1), _DOWN if self._descending else _UP)
        self._header.viewport().update()
