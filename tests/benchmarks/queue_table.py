"""Goal 9 of the performance page: the queue's table over many rows against a model that makes its rows up."""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from reviewer.domain.listing import Column
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.models.pages import KEPT_PAGES, PageModel
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.queue_columns import COLUMNS, WIDTHS
from reviewer.ui.presenters.queue_list import Listed, Reading
from reviewer.ui.presenters.queue_state import QueueState
from reviewer.ui.theme import GRID
from tests.benchmarks.rows import Row, compared, row

NOWHERE = QModelIndex()


class MadeUp(QAbstractTableModel):
    """The floor: as many rows and columns, each cell one short text."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        """Return the number of rows."""
        return self._rows

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        """Return the number of columns."""
        return len(COLUMNS)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a short text."""
        return "item" if role == Qt.ItemDataRole.DisplayRole else None


def measure(scale: float = 1.0) -> list[Row]:
    """Open, sort and page; `scale` 1 means 1,000,000 rows."""
    app = QApplication.instance() or QApplication([])
    rows = max(2_000, int(1_000_000 * scale))
    with tempfile.TemporaryDirectory() as folder, _workspace(Path(folder), rows) as workspace:
        lists = _Lists(workspace)
        model = lists.model
        made_up, view, ours = MadeUp(rows), QTableView(), PageTable(model, "queue_table", "Items", WIDTHS, many=True)
        views = view, ours
        for each in views:
            each.resize(1000, 700)
            each.verticalHeader().setDefaultSectionSize(GRID * 4)
            each.show()

        def open_floor() -> None:
            view.setModel(MadeUp(rows))
            _paint(app, view)

        def open_ours() -> None:
            model.show_total(lists.count())
            _paint(app, ours)

        def sort_floor() -> None:
            made_up.layoutChanged.emit()
            view.setModel(made_up)
            view.scrollToTop()
            _paint(app, view)

        def sort_ours() -> None:
            model.show_total(lists.turn())
            ours.scrollToTop()
            _paint(app, ours)

        place = [0]

        def page(of: QTableView) -> Callable[[], None]:
            def turn() -> None:
                place[0] = (place[0] + 7919) % rows
                of.scrollTo(of.model().index(place[0], 0))
                _paint(app, of)

            return turn

        before = _memory_mib()
        found = [compared(f"open {rows:,} rows (goal 9)", open_floor, open_ours, 3.0)]
        lists.prepare_jumps()
        found += [
            compared("jump to another page (goal 9)", page(view), page(ours), 1.6, repetitions=25),
            compared("sort by an indexed column (goal 9)", sort_floor, sort_ours, 2.0),
        ]
        model.show_total(lists.count())
        for _ in range(KEPT_PAGES):
            page(ours)()
        found.append(row("memory of the list, in 20 MiB (goal 9)", 20.0, _memory_mib() - before, 1.0))
        for view in views:
            view.close()
    return found


def _memory_mib() -> float:
    """Return how much memory this program holds now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 2**20


def _paint(app: Any, view: QTableView) -> None:
    view.viewport().repaint()
    app.processEvents()


class _Lists:
    """The list as the room reads it, without a window round it."""

    def __init__(self, workspace: Workspace) -> None:
        self._reading = Reading(workspace, "ana")
        self._state = QueueState()
        self.model = PageModel(COLUMNS)
        self.model.page_wanted.connect(self._load, Qt.ConnectionType.QueuedConnection)

    def count(self) -> int:
        """Return how long the list is."""
        return self._read().total

    def prepare_jumps(self) -> None:
        """Do what the room does in the background once the list is open."""
        self._state = replace(self._state, total=self.count())
        self._reading.set_milestones(self._state, lambda: True)

    def _read(self) -> Listed:
        """Read what is shown first: of a list that no index gives the beginning, before the rest is counted."""
        begun: list[Listed] = []
        listed = self._reading.listed(self._state, lambda: not begun, begun.append)
        return begun[0] if begun else listed or Listed(0)

    def turn(self) -> int:
        """Sort by the other of two columns; return how long the list is, as far as it is shown at once."""
        order: Column = "item_id" if self._state.order == "queue" else "queue"
        self._state = replace(self._state, order=order, version=self._state.version + 1, numbers=None)
        listed = self._read()
        self._state = replace(self._state, numbers=listed.numbers)
        return listed.total

    def _load(self, page: int) -> None:
        self.model.put_page(page, self._reading.page(self._state, page))


def _workspace(folder: Path, rows: int) -> Workspace:
    workspace = create_workspace(folder / "table.reviewer", Project(name="Table"), actor="ana")
    workspace.ingest.add(
        {"id": f"i{number}", "response": "A short answer.", "priority": float(number % 11)} for number in range(rows)
    )
    return workspace


if __name__ == "__main__":
    for line in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 0.05):
        print("{name:48} {floor_ms:9.2f} {product_ms:9.2f} {ratio:6.2f}x  goal {goal}x".format(**line))
