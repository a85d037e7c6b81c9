from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QSplitter, QTableView

from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from tests.windows import part

Open = Callable[..., MainWindow]


def test_splitters_stay_where_the_person_put_them(open_window: Open, workspace: Workspace, qapp: QApplication) -> None:
    first = open_window(workspace)
    first.resize(1600, 1000)
    first.go_to("queue")
    qapp.processEvents()
    splitter = part(first, "queue_split")
    assert isinstance(splitter, QSplitter)
    splitter.setSizes([700, 800])
    wanted = splitter.sizes()
    first.close()
    second = open_window(workspace)
    second.resize(1600, 1000)
    second.go_to("queue")
    qapp.processEvents()
    again = part(second, "queue_split")
    assert isinstance(again, QSplitter)
    assert all(abs(one - other) <= 2 for one, other in zip(again.sizes(), wanted, strict=True))


def test_columns_keep_their_widths_and_another_person_finds_them_too(
    open_window: Open, workspace: Workspace, qapp: QApplication
) -> None:
    window = open_window(workspace, "ana")
    window.go_to("queue")
    qapp.processEvents()
    table = part(window, "queue_table")
    assert isinstance(table, QTableView)
    table.horizontalHeader().resizeSection(0, 213)
    window.become("ben")
    qapp.processEvents()
    table = part(window, "queue_table")
    assert isinstance(table, QTableView)
    assert table.horizontalHeader().sectionSize(0) == 213
