"""The items behind a figure of a dataset: the list, one of them as a reviewer sees it, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.item_preview import ItemPreview
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.dataset_behind import Behind, Entry
from reviewer.ui.presenters.dataset_texts import RowText
from reviewer.ui.presenters.datasets import DatasetsState
from reviewer.ui.safe_text import Highlight, HighlightStyle, SourceView, elide
from reviewer.ui.theme import GRID, Theme


class ItemsPage(QWidget):
    """Stands in place of the rows while items are looked at."""

    item_chosen = Signal(object)
    back_wanted = Signal()
    unveil_wanted = Signal()
    lineage_wanted = Signal(bool)

    def __init__(self, theme: Theme, back_key: str, unveil_key: str, lineage_key: str) -> None:
        super().__init__()
        self._theme = theme
        self._behind: Behind | None = None
        self._lineage: RowText | None = None
        self.back_button = KeyButton(tr("Back to the rows"), "datasets_back_button", back_key)
        self.back_button.clicked.connect(self.back_wanted)
        self.trace_button = KeyButton(tr("Where it comes from"), "datasets_lineage_button", lineage_key, checkable=True)
        self.trace_button.clicked.connect(self.lineage_wanted)
        self._unveil = KeyButton(tr("Show the text"), "datasets_unveil_button", unveil_key)
        self._unveil.clicked.connect(self.unveil_wanted)
        self._unveil.hide()
        self._title = label("", "strong", "behind_title")
        self._meaning = Hint("", "behind_meaning")
        self._reason = Hint("", "behind_reason")
        for part in (self._title, self._meaning, self._reason):
            part.setWordWrap(True)
        self._build()
        self.restyle()

    def _build(self) -> None:
        self._ids = QStringListModel()
        self.items = QListView()
        self.items.setObjectName("behind_items")
        self.items.setAccessibleName(tr("Items"))
        self.items.setFrameShape(QFrame.Shape.NoFrame)
        self.items.setUniformItemSizes(True)
        self.items.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setModel(self._ids)
        self.items.selectionModel().currentRowChanged.connect(self._choose)
        self.item = ItemPreview(self._theme)
        self.lineage = SourceView()
        self.lineage.setObjectName("dataset_lineage")
        self.lineage.setAccessibleName(tr("Where the item comes from, and which datasets it went into"))
        self._right = QStackedWidget()
        self._right.addWidget(self.item)
        self._right.addWidget(self.lineage)
        one = QWidget()
        beside = QVBoxLayout(one)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID // 2)
        beside.addWidget(self._reason)
        beside.addWidget(self._right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.back_button, self.trace_button, self._unveil):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(buttons)
        column.addWidget(self._title)
        column.addWidget(self._meaning)
        column.addWidget(split("behind_split", self.items, one, sizes=(280, 460), grow=(0, 1)), 1)

    def restyle(self) -> None:
        """Take the reading font and the colours of the theme."""
        self.lineage.setFont(self._theme.reading_font())
        self.lineage.set_highlight_styles(
            {"column": HighlightStyle(line="none", foreground=self._theme.hex("text_muted"), bold=True)}
        )

    def show_state(self, state: DatasetsState) -> None:
        """Show the items of a state."""
        self.item.show_item(state.item, state.item_hits_hidden, veiled=state.item_veil)
        self._unveil.setVisible(bool(state.item_veil) and not state.tracing)
        self.trace_button.setChecked(state.tracing)
        self.trace_button.setEnabled(state.behind is not None and bool(state.behind.entries))
        self._right.setCurrentIndex(int(state.tracing))
        if state.lineage is not self._lineage:
            self._lineage = state.lineage
            text = state.lineage or RowText(tr("One moment …"))
            self.lineage.set_source(text.text)
            self.lineage.set_highlights([Highlight(mark.start, mark.end, mark.kind) for mark in text.stretches])
        behind = state.behind
        if behind is self._behind or behind is None:
            self._behind = behind
            return
        self._behind = behind
        self._show_list(behind)

    def _show_list(self, behind: Behind) -> None:
        listed = len(behind.entries)
        more = tr(", the first {count:,} are listed").format(count=listed) if 0 < listed < behind.total else ""
        self._title.setText(f"{behind.title}: {behind.total:,}{more}" if behind.total else behind.title)
        self._meaning.setText(behind.meaning)
        self._meaning.setVisible(bool(behind.meaning))
        self._ids.setStringList([_line(entry) for entry in behind.entries])
        self._show_reason(behind.entries[0] if behind.entries else None)
        if behind.entries:
            self.items.setCurrentIndex(self._ids.index(0))
        (self.items if behind.entries else self.back_button).setFocus()

    def _show_reason(self, entry: Entry | None) -> None:
        said = entry.says if entry is not None else ""
        self._reason.setText(elide(said, 400))
        self._reason.setVisible(bool(said))

    def _choose(self, now: QModelIndex, before: QModelIndex) -> None:
        if self._behind is not None and before.isValid() and 0 <= now.row() < len(self._behind.entries):
            entry = self._behind.entries[now.row()]
            self._show_reason(entry)
            self.item_chosen.emit(entry.item_id)


def _line(entry: Entry) -> str:
    """Return an item as it stands in the list."""
    says = f" · {elide(entry.says, 80)}" if entry.says else ""
    return " ".join(filter(None, (entry.sign, elide(entry.item_id)))) + says
