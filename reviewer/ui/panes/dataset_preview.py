"""The middle of the datasets room: filter, first rows, one row in full, or the items behind a figure."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.datasets.reasons import NOT_RESOLVED
from reviewer.ui.language import later, tr
from reviewer.ui.panes.dataset_chips import FilterChips
from reviewer.ui.panes.dataset_items import ItemsPage
from reviewer.ui.panes.dataset_table import PreviewTable
from reviewer.ui.panes.notices import EmptyState, LoadingState
from reviewer.ui.panes.parts import Hint, Panel
from reviewer.ui.presenters.dataset_shown import Shown
from reviewer.ui.presenters.dataset_texts import RowText
from reviewer.ui.presenters.datasets import DatasetsState
from reviewer.ui.safe_text import Highlight, HighlightStyle, MoreBar, SourceView
from reviewer.ui.theme import GRID, Theme

FILTER_HINT = later("Filter, as in: language == 'de' and verdict == 'reject'")
NOTHING_RESOLVED = (
    later("Nothing to train on yet"),
    later(
        "An item enters a dataset when its reviews agree or a lead has settled it. Review the items that wait, "
        "and settle the disagreements in the quality room."
    ),
    later("Review items"),
)
NOTHING_FITS = (
    later("No rows"),
    later("No item fulfils the filter and the recipe. What is left out, and why, stands at the right."),
)
_LOADING, _ROWS, _EMPTY, _ITEMS = range(4)


class PreviewPane(Panel):
    """Shows what would be written."""

    where_edited = Signal(object)
    part_removed = Signal(int)
    more_wanted = Signal()
    row_chosen = Signal(int)
    review_wanted = Signal()

    def __init__(self, theme: Theme, keys: Mapping[str, str]) -> None:
        super().__init__(tr("Preview"), "preview_pane")
        self._theme = theme
        self._version = -1
        self._text: RowText | None = None
        self.chips = FilterChips(keys.get("filter", ""))
        self.chips.part_removed.connect(self.part_removed)
        self.chips.more_wanted.connect(self.more_wanted)
        self.tail.insertWidget(1, self.chips, 100)  # nearly all; the room that was kept free there is for nobody
        self.where = QLineEdit()
        self.where.setObjectName("datasets_where")
        self.where.setAccessibleName(tr("Filter of the rows"))
        self.where.setPlaceholderText(tr(FILTER_HINT))
        self.where.setClearButtonEnabled(True)
        self.where.setMaxLength(2_000)
        self.where.textChanged.connect(lambda text: self.where_edited.emit(text))
        self._problem = Hint("", "datasets_problem", tone="bad")
        self._problem.setWordWrap(True)
        self.table = PreviewTable()
        self.table.row_chosen.connect(self.row_chosen)
        self.row_view = SourceView()
        self.row_view.setObjectName("dataset_row_view")
        self.row_view.setAccessibleName(tr("The chosen row in full"))
        self.table.row_opened.connect(self.row_view.setFocus)
        self._empty = EmptyState(tr(NOTHING_FITS[0]), tr(NOTHING_FITS[1]), name="preview_empty")
        self._empty.clicked.connect(self.review_wanted)
        self._pages = QStackedWidget()
        self.page = ItemsPage(theme, keys.get("cancel", ""), keys.get("unveil", ""), keys.get("lineage", ""))
        self.items, self.item = self.page.items, self.page.item
        rows, items = self._rows_page(), self.page
        for page in (rows, items):  # what does not fit scrolls; it must not make the window higher
            page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        for page in (LoadingState(tr("Counting …"), "preview_loading"), rows, self._empty, items):
            self._pages.addWidget(page)
        self.body.addWidget(self.where)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._pages, 1)
        self.restyle()

    def _rows_page(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setObjectName("preview_split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GRID)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.row_view, 1)
        column.addWidget(MoreBar(self.row_view))
        split.addWidget(self.table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([400, 150])
        return split

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        theme = self._theme
        self.row_view.setFont(theme.reading_font())
        self.row_view.set_highlight_styles(
            {
                "removed": HighlightStyle(background=theme.hex("removed"), line="none", struck=True),
                "added": HighlightStyle(background=theme.hex("added"), line="solid", line_color=theme.hex("good")),
                "column": HighlightStyle(line="none", foreground=theme.hex("text_muted"), bold=True),
            }
        )
        self.table.viewport().update()
        self.page.restyle()

    def show_state(self, state: DatasetsState) -> None:
        """Show the rows or the items of a state; what is typed in the filter stays, unless a chip changed it."""
        shown = state.shown
        self.chips.show_state(state)
        if self.where.text().strip() != state.where:  # a chip has changed it
            self.where.blockSignals(True)
            self.where.setText(state.where)
            self.where.blockSignals(False)
        problem = state.where_problem or state.problem
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if state.version != self._version and shown is not None:
            self._version = state.version
            self._show_rows(shown, state.row)
        self._show_row(state.row_text)
        self.where.setVisible(state.behind is None)  # the room is for the items
        self.page.show_state(state)
        self._show_page(state)
        total = state.counted.total if state.counted is not None else None
        listed = total and state.behind is None
        self.note(tr("row {row:,} of {total:,}").format(row=state.row + 1, total=total) if total and listed else "")

    def _show_rows(self, shown: Shown, row: int) -> None:
        self.table.blockSignals(True)
        self.table.rows.show_rows(shown)
        self.table.share_width()
        if shown.cells:
            self.table.setCurrentIndex(self.table.rows.index(row, 0))  # to select a row fails from right to left
        self.table.blockSignals(False)

    def _show_row(self, text: RowText | None) -> None:
        if text is None or text is self._text:
            return
        self._text = text
        self.row_view.set_source(text.text)
        self.row_view.set_highlights([Highlight(mark.start, mark.end, mark.kind) for mark in text.stretches])

    def _show_page(self, state: DatasetsState) -> None:
        shown = state.shown
        if state.behind is not None:
            self._pages.setCurrentIndex(_ITEMS)
        elif shown is None:
            failed = bool(state.where_problem or state.problem)
            self._empty.show_text(tr("Nothing was counted"), tr("The reason stands above.") if failed else "")
            self._pages.setCurrentIndex(_EMPTY if failed and not state.counting else _LOADING)
        elif shown.cells:
            self._pages.setCurrentIndex(_ROWS)
        elif shown.preview is not None:
            excluded = shown.preview.excluded
            unresolved = set(excluded) <= {NOT_RESOLVED}
            self._empty.show_text(*map(tr, NOTHING_RESOLVED if unresolved else NOTHING_FITS))
            self._pages.setCurrentIndex(_EMPTY)
