"""The pane of the datasets that were built from this workspace, newest first: verified, compared and rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QProgressBar, QTableView

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.models.small_table import SmallTable
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.cells import OwnDirection, RowHeight
from reviewer.ui.panes.dataset_version_cells import DeedsCell, DifferenceCell, width_of
from reviewer.ui.panes.parts import Hint, Panel, key_caption
from reviewer.ui.presenters.dataset_versions import Verified, VersionsState
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID, active_theme

if TYPE_CHECKING:
    from reviewer.store.datasets import StoredDataset

_DIFFERENCE, _DEEDS = 4, 7
_WIDEST = 320
_AIR = 22
COLUMNS: tuple[TableColumn, ...] = (
    TableColumn(later("Version"), lambda built: one_line(built.name, 40)),
    TableColumn(later("Made"), lambda built: made(built.built_at)),
    TableColumn(later("By"), lambda built: one_line(built.built_by, 40)),
    TableColumn(later("Rows"), lambda built: f"{sum(built.rows.values()):,}", numbers=True),
    TableColumn(later("Against before"), lambda built: difference(built)),
    TableColumn(later("Guideline"), lambda built: ", ".join(f"v{one_line(each, 20)}" for each in built.guidelines)),
    TableColumn("SHA-256", lambda built: f"{built.sha256[:4]} {built.sha256[4:8]} …"),
    TableColumn("", lambda _built: " · ".join(map(tr, WORDS.values()))),
)
WORDS: Mapping[str, str] = {"verify": later("verify"), "compare": later("compare"), "rebuild": later("rebuild")}
DOING: Mapping[str, str] = {
    "verify": later("verifying …"),
    "compare": later("comparing …"),
    "rebuild": later("rebuilding …"),
}
NONE_YET = later(
    "No dataset was built from this workspace yet. What you export is listed here and can be verified later."
)
_FIRST_LISTED = 5


def made(at: datetime) -> str:
    """Return when a dataset was built; the year stands there only where it is another one."""
    there, now = at.astimezone(), datetime.now(UTC).astimezone()
    return there.strftime("%d %b %H:%M" if there.year == now.year else "%d %b %Y %H:%M")


def difference(built: StoredDataset) -> str:
    """Return what a dataset has more, less and otherwise than the one before; nothing for the first one."""
    if built.previous is None or built.added is None:
        return ""
    return f"+{built.added:,} −{built.removed or 0:,} ~{built.changed or 0:,}"


class VersionsPane(Panel):
    """Shows what was built; the words of a line act, and so do the keys on the chosen one."""

    wanted = Signal(str, object)
    """A deed, and the version with which it is to be done."""
    cancel_wanted = Signal()

    def __init__(self, keys: Mapping[str, str], cancel_key: str) -> None:
        super().__init__(tr("Versions"), "versions_pane")
        self._keys = {deed: key_caption(key) for deed, key in keys.items() if key}
        self._state = VersionsState()
        self.note(tr("each can be rebuilt to the same bytes"))
        self.model: SmallTable[StoredDataset] = SmallTable(COLUMNS)
        self.table = QTableView()
        self._set_up(self.table)
        self._none = Hint(NONE_YET, "versions_none")
        self._none.setWordWrap(True)
        self._finding = Hint("", "version_finding")
        self._finding.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setObjectName("version_progress")
        self.progress.setAccessibleName(tr("Progress with the version"))
        self.progress.setTextVisible(False)
        self.cancel_button = KeyButton(tr("Cancel"), "version_cancel_button", cancel_key)
        self.cancel_button.set_small(True)
        self.cancel_button.clicked.connect(self.cancel_wanted)
        doing = QHBoxLayout()
        doing.addWidget(self.progress, 1)
        doing.addWidget(self.cancel_button)
        self.body.addWidget(self._none)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._finding)
        self.body.addLayout(doing)
        self.body.addStretch(0)
        self.show_state(self._state)

    def _set_up(self, table: QTableView) -> None:
        table.setObjectName("versions_table")
        table.setAccessibleName(tr("Datasets that were built"))
        table.setModel(self.model)
        table.setItemDelegate(OwnDirection(table))
        table.setItemDelegateForColumn(_DIFFERENCE, DifferenceCell(table))
        deeds = DeedsCell(table, self._words)
        deeds.chosen.connect(lambda deed, row: self.wanted.emit(deed, self._versions()[row]))
        table.setItemDelegateForColumn(_DEEDS, deeds)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setMouseTracking(True)
        table.setMinimumHeight(2 * GRID * 4)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        RowHeight(table)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_finding())
        table.installEventFilter(self)

    def show_state(self, state: VersionsState) -> None:
        """Show the datasets of a state; the chosen one stays chosen."""
        chosen, before = self.chosen(), self._versions()
        self._state = state
        versions = self._versions()
        if versions != before:
            self.model.show_rows(versions)
            self._share_width()
        newer = versions[:1] != before[:1]  # what was just built is what one wants to look at
        kept = (n for n, built in enumerate(versions) if chosen and built.number == chosen.number)
        number = 0 if newer else next(kept, 0)
        if versions and self.table.currentIndex().row() != number:
            self.table.setCurrentIndex(self.model.index(number, 0))  # to select a row fails from right to left
        self._none.setText((state.not_listed or tr("One moment …")) if state.versions is None else tr(NONE_YET))
        self._none.setVisible(not versions)
        self.table.setVisible(bool(versions))
        self.progress.setVisible(state.busy is not None)
        self.progress.setRange(0, state.total or 0)
        self.progress.setValue(min(state.done, state.total or 0))
        self.cancel_button.setVisible(state.busy is not None)
        self.cancel_button.setEnabled(not state.stopping)
        self._show_finding()
        self.table.viewport().update()

    def chosen(self) -> StoredDataset | None:
        """Return the chosen dataset."""
        versions, number = self._versions(), self.table.currentIndex().row()
        return versions[number] if 0 <= number < len(versions) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Return verify the chosen version, and measure the columns again in another font."""
        if event.type() == QEvent.Type.FontChange:
            self._share_width()
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        chosen = self.chosen()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            self.wanted.emit("verify", chosen)
            return True
        return super().eventFilter(watched, event)

    def _versions(self) -> tuple[StoredDataset, ...]:
        return self._state.versions or ()

    def _words(self, row: int) -> tuple[tuple[str, str], ...]:
        """Return the deeds of a row; the chosen row says their keys, and what was verified says so."""
        built, state = self._versions()[row], self._state
        found = state.verified.get(built.number)
        words = []
        for deed, word in WORDS.items():
            text = tr(word)
            if state.busy == built.number and state.deed == deed:
                text = tr(DOING[deed])
            elif deed == "verify" and found is not None:
                text = f"{_sign(found)} {tr('verified')}"
            elif row == self.table.currentIndex().row() and deed in self._keys:
                text = f"{text} {self._keys[deed]}"
            words.append((deed, text))
        return tuple(words)

    def _share_width(self) -> None:
        """Make each column as wide as what stands in it."""
        metrics = QFontMetrics(active_theme().font(0.5))
        for column in range(_DEEDS):
            texts = [self.model.headerData(column, Qt.Orientation.Horizontal)]
            texts += [self.model.index(row, column).data() for row in range(min(50, self.model.rowCount()))]
            self.table.setColumnWidth(column, min(_WIDEST, _AIR + max(map(metrics.horizontalAdvance, texts))))
        words = [f"{tr(word)} {self._keys.get(deed, '')}" for deed, word in WORDS.items()]
        self.table.setColumnWidth(_DEEDS, width_of(words, self.table.fontMetrics()))

    def _show_finding(self) -> None:
        built = self.chosen()
        texts = self._texts(built) if built is not None else []
        self._finding.setText("\n".join(filter(None, [*texts, self._state.problem])))
        self._finding.setVisible(bool(self._finding.text()))

    def _texts(self, built: StoredDataset) -> list[str]:
        found, said = self._state.verified.get(built.number), self._state.said.get(built.number, "")
        folder = tr("in {folder}").format(folder=one_line(built.folder, 200))
        if found is None:
            count = self._state.outdated.get(built.number, 0)
            today = tr(
                "! {n:,} items of {name} are decided otherwise today: verify lists them.",
                "! {n:,} item of {name} is decided otherwise today: verify lists it.",
                count,
            ).format(n=count, name=built.name)
            return [today if count else "", folder, said]
        at, sign = found.at.astimezone().strftime("%H:%M"), _sign(found)
        if sign == "✓":
            text = tr("✓ {name}: every byte is as it was built, and so would every row be today; verified {at}.")
            return [text.format(name=built.name, at=at), folder, said]
        rest = len(found.problems) - _FIRST_LISTED
        more = [tr("and {rest:,} more").format(rest=rest)] if rest > 0 else []
        rows = tr("{n:,} items would be otherwise today", "{n:,} item would be otherwise today", found.outdated)
        now = [rows.format(n=found.outdated)] if found.outdated else []
        problems = "; ".join([*found.problems[:_FIRST_LISTED], *more, *now, *found.notes]).rstrip(".")
        text = tr("{sign} {name}, verified {at}: {said}.").format(sign=sign, name=built.name, at=at, said=problems)
        return [text, folder, said]


def _sign(found: Verified) -> str:
    if found.problems or found.outdated:
        return "!"
    return "i" if found.notes else "✓"
