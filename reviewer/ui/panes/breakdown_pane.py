"""The pane that breaks agreement down by a field of the items: alpha, its interval and n for each value."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QHeaderView, QStackedWidget, QTableView

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.models.small_table import SmallTable
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Panel
from reviewer.ui.presenters.quality_state import FIELDS, Group, QualityState, figure_text, interval_text
from reviewer.ui.safe_text import set_plain_tooltip

_ROW = 30
_COLUMNS = (
    TableColumn(later("Value"), lambda group: group.name),
    TableColumn("\u03b1", lambda group: figure_text(group.alpha.value), numbers=True),
    TableColumn("95% CI", lambda group: interval_text(group.alpha) or "\u2013", numbers=True),
    TableColumn("n", lambda group: f"{group.alpha.items:,}", numbers=True),
    TableColumn(later("Remark"), lambda group: (group.alpha.note or "").removeprefix("undefined: ")),
)


class BreakdownPane(Panel):
    """Shows one row for each value of the chosen field, the value with most items first."""

    field_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Agreement by"), "breakdown_pane")
        self.field = QComboBox()
        self.field.setObjectName("breakdown_field")
        self.field.setAccessibleName(tr("Break agreement down by"))
        for value, title in FIELDS:
            self.field.addItem(tr(title), value)
        self.field.currentIndexChanged.connect(lambda index: self.field_chosen.emit(self.field.itemData(index)))
        self.header.addWidget(self.field)
        level_header(self)
        self.model: SmallTable[Group] = SmallTable(_COLUMNS)
        self.table = QTableView()
        self.table.setObjectName("breakdown_table")
        self.table.setAccessibleName(tr("Agreement by the chosen field"))
        self.table.setModel(self.model)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.table.horizontalHeader()
        for section in (1, 2, 3):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        for section in (0, 4):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        set_plain_tooltip(head, tr("n is the number of items that two or more reviewers judged."))
        self._empty = EmptyState("", "", name="breakdown_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack)

    def show_state(self, state: QualityState) -> None:
        """Show the rows of a state."""
        index = self.field.findData(state.by)
        if index != self.field.currentIndex():
            self.field.setCurrentIndex(index)
        self.model.show_rows(state.groups)
        self.note(tr("Krippendorff \u03b1") if state.groups else "")
        figure = state.groups_figure
        if figure.phase == "failed":
            self._empty.show_text(tr("These figures cannot be computed"), figure.failure)
        elif figure.phase == "loading":
            self._empty.show_text("", tr("Computing \u2026"))
        else:
            self._empty.show_text(
                tr("No reviews yet"), tr("A row appears here for each value as soon as there are reviews.")
            )
        self._stack.setCurrentWidget(self.table if state.groups and figure.phase != "failed" else self._empty)
