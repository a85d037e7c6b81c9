"""What the pages of figures share: a panel that shows a table, or says why there is none."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.figure_table import FigureTable
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Panel
from reviewer.ui.presenters.quality_state import Figure


class TablePanel(Panel):
    """A panel around a table of figures."""

    def __init__(self, title: str, name: str, table: FigureTable) -> None:
        super().__init__(title, f"{name}_pane")
        level_header(self)
        self.table = table
        self._empty = EmptyState("", "", name=f"{name}_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(table)
        self.body.addWidget(self._stack, 1)

    def show_figure(self, figure: Figure, rows: tuple[Any, ...], title: str, text: str) -> None:
        """Show the rows, or that they are on their way, failed, or that there are none yet."""
        model: Any = self.table.model()
        before = self.table.currentIndex().row()
        model.show_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.choose(min(max(before, 0), len(rows) - 1))
        if figure.phase == "failed":
            self._empty.show_text("", figure.failure)
        elif figure.phase == "loading":
            self._empty.show_text("", tr("Computing \u2026"))
        else:
            self._empty.show_text(title, text)
        self._stack.setCurrentWidget(self.table if rows and figure.phase != "failed" else self._empty)


class Column(QWidget):
    """A widget with an upright layout without margins."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)


def choice(name: str, title: str, options: tuple[tuple[str, str], ...]) -> QComboBox:
    """Return a choice of (value, title as it is shown)."""
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    for value, words in options:
        made.addItem(tr(words), value)
    return made


def whole_number(name: str, title: str, low: int, high: int, suffix: str = "") -> QSpinBox:
    """Return a field for a whole number that tells of it when it is complete."""
    made = QSpinBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setRange(low, high)
    made.setSuffix(suffix)
    made.setKeyboardTracking(False)
    made.setMaximumWidth(112)
    return made
