"""The pane of the datasets that were built from this workspace, newest first, each of which can be verified."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.models.small_table import SmallTable
from reviewer.ui.panes.cells import RowHeight
from reviewer.ui.panes.dataset_line import LineButton
from reviewer.ui.panes.parts import Hint, Panel
from reviewer.ui.presenters.dataset_export import ExportState, Verified
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID

if TYPE_CHECKING:
    from reviewer.store.datasets import StoredDataset


class Version(NamedTuple):
    """One line of the table."""

    built: StoredDataset
    checked: str


COLUMNS = (
    TableColumn(later("Version"), lambda row: f"v{row.built.number}"),
    TableColumn(later("Made"), lambda row: row.built.built_at.astimezone().strftime("%d %b %Y %H:%M")),
    TableColumn(later("By"), lambda row: one_line(row.built.built_by, 40)),
    TableColumn(later("Recipe"), lambda row: one_line(row.built.recipe, 40)),
    TableColumn(later("Rows"), lambda row: f"{sum(row.built.rows.values()):,}", numbers=True),
    TableColumn("SHA-256", lambda row: f"{row.built.sha256[:12]} …"),
    TableColumn(later("Checked"), lambda row: row.checked),
    TableColumn(later("Folder"), lambda row: row.built.folder),
)
WIDTHS = (72, 172, 96, 112, 64, 132, 132, 260)
NONE_YET = later(
    "No dataset was built from this workspace yet. What you export is listed here and can be verified later."
)


class VersionsPane(Panel):
    """Shows what was built; Return or the button verifies the chosen one."""

    verify_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Versions"), "versions_pane")
        self._versions: tuple[StoredDataset, ...] = ()
        self._verified: Mapping[int, Verified] = {}
        self.verify_button = LineButton(tr("Verify"), "verify_version_button")
        self.verify_button.setAccessibleName(tr("Verify the chosen version"))
        self.verify_button.clicked.connect(self._verify)
        self.tail.addWidget(self.verify_button)
        self.model: SmallTable[Version] = SmallTable(COLUMNS)
        self.table = QTableView()
        self._set_up(self.table)
        self._none = Hint(NONE_YET, "versions_none")
        self._none.setWordWrap(True)
        self._finding = Hint("", "version_finding")
        self._finding.setWordWrap(True)
        self.body.addWidget(self._none)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._finding)
        self.body.addStretch(0)

    def _set_up(self, table: QTableView) -> None:
        table.setObjectName("versions_table")
        table.setAccessibleName(tr("Datasets that were built"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setMinimumHeight(2 * GRID * 4)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        RowHeight(table)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(WIDTHS):
            table.setColumnWidth(column, width)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_finding())
        table.doubleClicked.connect(lambda _index: self._verify())
        table.installEventFilter(self)

    def show_state(self, state: ExportState) -> None:
        """Show the datasets of a state; the chosen one stays chosen."""
        chosen, before = self.chosen(), self._versions
        self._versions, self._verified = state.versions or (), state.verified
        self.model.show_rows(tuple(Version(built, self._checked(built, state)) for built in self._versions))
        newer = self._versions[:1] != before[:1]  # what was just built is what one wants to look at
        kept = (n for n, built in enumerate(self._versions) if chosen and built.number == chosen.number)
        number = 0 if newer else next(kept, 0)
        if self._versions and self.table.currentIndex().row() != number:
            self.table.selectRow(number)
        self._none.setText((state.not_listed or tr("One moment …")) if state.versions is None else tr(NONE_YET))
        self._none.setVisible(not self._versions)
        self.table.setVisible(bool(self._versions))
        self.verify_button.setVisible(bool(self._versions))
        self.verify_button.setEnabled(state.verifying is None)
        self._show_finding()

    def chosen(self) -> StoredDataset | None:
        """Return the chosen dataset."""
        number = self.table.currentIndex().row()
        return self._versions[number] if 0 <= number < len(self._versions) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Return verify the chosen version."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen() is not None:
            self._verify()
            return True
        return super().eventFilter(watched, event)

    def _checked(self, built: StoredDataset, state: ExportState) -> str:
        if state.verifying == built.number:
            return tr("verifying …")
        found = state.verified.get(built.number)
        if found is None:
            return ""
        return (
            "✓ " + tr("as built")
            if not found.problems
            else "! " + tr("{n:,} found", "", len(found.problems)).format(n=len(found.problems))
        )

    def _show_finding(self) -> None:
        built = self.chosen()
        found = self._verified.get(built.number) if built is not None else None
        if built is None or found is None:
            self._finding.setVisible(False)
            return
        at = found.at.astimezone().strftime("%H:%M")
        rest = len(found.problems) - 5
        more = [tr("and {rest:,} more").format(rest=rest)] if rest > 0 else []
        said = "; ".join([*found.problems[:5], *more])
        name = f"v{built.number}, {Path(built.folder).name}"
        self._finding.setText(
            "! " + tr("{name}, verified {at}: {said}.").format(name=name, at=at, said=said)
            if said
            else "✓ " + tr("{name}: every byte is as it was built, verified {at}.").format(name=name, at=at)
        )
        self._finding.setVisible(True)

    def _verify(self) -> None:
        built = self.chosen()
        if built is not None and self.verify_button.isEnabled():
            self.verify_wanted.emit(built)
