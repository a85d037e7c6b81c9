"""The pane of the reviewer pairs: a matrix coloured by kappa, and the items behind each of its cells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.models.pair_matrix import PAIR_ROLE, PairMatrixModel
from reviewer.ui.models.small_table import SmallTable
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Hint, Panel
from reviewer.ui.presenters.quality_state import QualityState, SharedItem
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import active_theme

_CELL = 64
_ROW = 24
# Where the ground is palest and deepest: moderate and almost perfect agreement after Landis and Koch (1977).
_PALE, _DEEP = 0.4, 0.9
Index = QModelIndex | QPersistentModelIndex


class _CellPainter(QStyledItemDelegate):
    """Paints a cell: the darker the ground, the better two people agree; the number says it too."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground, the number and the ring of the cell that has the focus."""
        theme = active_theme()
        box: QRect = option.rect
        pair = index.data(PAIR_ROLE)
        kappa = None if pair is None else pair.cohen_kappa
        if kappa is not None:
            share = min(1.0, max(0.0, (kappa - _PALE) / (_DEEP - _PALE)))
            painter.fillRect(box, _between(theme.color("matrix_low"), theme.color("matrix_high"), share))
        muted = pair is None or kappa is None
        painter.setPen(theme.color("text_muted" if muted else "text"))
        painter.setFont(theme.font())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(4, 0, -9, 0), right, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.setPen(theme.color("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for a number."""
        return QSize(_CELL, _ROW)


def _between(low: QColor, high: QColor, share: float) -> QColor:
    return QColor(*(round(a + (b - a) * share) for a, b in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)))  # type: ignore[index]


class PairPane(Panel):
    """Shows the matrix, or the items of one pair."""

    pair_opened = Signal(object, object)
    pair_closed = Signal()
    item_opened = Signal(object, object)
    confusion_opened = Signal()
    items_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Reviewer pairs"), "pairs_pane")
        level_header(self)
        self.model = PairMatrixModel()
        self.matrix = _table("pair_matrix", tr("Reviewer pairs, Cohen's kappa"))
        self.matrix.setModel(self.model)
        self.matrix.setItemDelegate(_CellPainter(self.matrix))
        self.matrix.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.matrix.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.matrix.horizontalHeader().setMinimumSectionSize(_CELL)
        self.matrix.clicked.connect(self._open_pair)
        self.matrix.installEventFilter(self)
        self.items_model: SmallTable[SharedItem] = SmallTable(
            [
                TableColumn(tr("Item"), lambda row: row.item_id),
                TableColumn(tr("First"), lambda row: row.first),
                TableColumn(tr("Second"), lambda row: row.second),
                TableColumn("", lambda row: "differs" if row.differs else ""),
            ]
        )
        self.items = _table("pair_items", tr("Items that both judged"))
        self.items.setModel(self.items_model)
        self.items.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        head = self.items.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.items.verticalHeader().hide()
        self.items.clicked.connect(self._open_item)
        self.items.installEventFilter(self)
        self._back = QuietButton(tr("Back to all pairs"), "pair_back_button", "Escape")
        self._back.clicked.connect(self.pair_closed)
        self._listed = QuietButton(tr("In the queue"), "pair_items_button")
        self._listed.clicked.connect(self._want_items)
        for button in (self._listed, self._back):
            button.set_small(True)
            button.hide()
            self.tail.addWidget(button)
        self._empty = EmptyState("", "", name="pairs_empty")
        self._confused = Hint("", "confused_label")
        self._confused.setWordWrap(True)
        self._show_confused = QuietButton(tr("Show them"), "confused_items_button")
        self._show_confused.set_small(True)
        self._show_confused.clicked.connect(self.confusion_opened)
        matrix_page = QWidget()
        column = QVBoxLayout(matrix_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.matrix, 1)
        below = QHBoxLayout()
        below.addWidget(self._confused, 1)
        below.addWidget(self._show_confused)
        column.addLayout(below)
        self._stack = QStackedWidget()
        for page in (self._empty, matrix_page, self.items):
            self._stack.addWidget(page)
        self._matrix_page = matrix_page
        self.body.addWidget(self._stack)

    def show_state(self, state: QualityState) -> None:
        """Show the pairs of a state."""
        pairs = state.report.pairs if state.report else ()
        self.model.show_pairs(pairs)
        for button in (self._listed, self._back):
            button.setVisible(state.pair is not None)
        if state.pair is not None:
            self._show_items(state)
            return
        self.set_title(tr("Reviewer pairs"))
        self.note(tr("Cohen κ, items both judged") if pairs else "")
        self._confused.setText(_confused(state))
        for part in (self._confused, self._show_confused):
            part.setVisible(bool(state.confused))
        if state.report is None:
            failed = state.report_figure.phase == "failed"
            self._empty.show_text("", state.report_figure.failure if failed else tr("Computing …"))
        elif not pairs:
            self._empty.show_text(
                tr("No pairs yet"), tr("A pair appears here when two reviewers have judged the same items.")
            )
        was_items = self._stack.currentWidget() is self.items
        self._stack.setCurrentWidget(self._matrix_page if pairs else self._empty)
        if was_items and pairs:
            self.matrix.setFocus()

    def _show_items(self, state: QualityState) -> None:
        pair = state.pair
        if pair is None:
            return
        first, second = one_line(pair.first, 24), one_line(pair.second, 24)
        count, differ = len(pair.items), sum(item.differs for item in pair.items)
        self.set_title(tr("{first} and {second}").format(first=first, second=second))
        self.note(
            tr("{question_title}: {differ:,} of {count:,} items differ").format(
                question_title=state.question_title, differ=differ, count=count
            )
        )
        self.items_model.set_titles([tr("Item"), first, second, ""])
        self.items_model.show_rows(pair.items)
        if self._stack.currentWidget() is not self.items:
            self._stack.setCurrentWidget(self.items)
            self.items.setCurrentIndex(self.items_model.index(0, 0))
            self.items.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open what is current by Return, and go back by Escape."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            key, pressed = event.key(), event.type() == QEvent.Type.KeyPress
            table = self.matrix if watched is self.matrix else self.items
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and table.currentIndex().isValid():
                if pressed:
                    (self._open_pair if watched is self.matrix else self._open_item)(table.currentIndex())
                event.accept()
                return True
            if key == Qt.Key.Key_Escape and watched is self.items:
                if pressed:
                    self.pair_closed.emit()
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _open_pair(self, index: QModelIndex) -> None:
        pair = self.model.pair_at(index)
        if pair is not None:
            self.pair_opened.emit(pair.a, pair.b)

    def _want_items(self) -> None:
        rows = (self.items_model.row(number) for number in range(self.items_model.rowCount()))
        self.items_wanted.emit([row.item_id for row in rows])

    def _open_item(self, index: QModelIndex) -> None:
        item = self.items_model.row(index.row())
        self.item_opened.emit(item.item_id, item.source)


def _confused(state: QualityState) -> str:
    """Return which two values are most often given to the same item."""
    if not state.confused:
        return ""
    most = state.confused[0]
    a, b = one_line(state.title_of(most.a), 40), one_line(state.title_of(most.b), 40)
    said = tr(
        "Most often taken for each other: {a} and {b}, on {n:,} items.",
        "Most often taken for each other: {a} and {b}, on {n:,} item.",
        most.items,
    )
    return said.format(a=a, b=b, n=most.items)


def _table(name: str, title: str) -> QTableView:
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(title)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.horizontalHeader().setHighlightSections(False)
    table.verticalHeader().setHighlightSections(False)
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return table
