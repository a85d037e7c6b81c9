"""A table of figures: a row is opened by Return, Space or a click, and a share is drawn with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from reviewer.ui.language import tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.models.small_table import SmallTable
from reviewer.ui.panes.parts import Tone
from reviewer.ui.safe_text import elide, tooltip_text
from reviewer.ui.theme import GRID, active_theme

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
CELL_ROLE = Qt.ItemDataRole.UserRole
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_PAD = GRID


class Lines(NamedTuple):
    """A cell of two lines, the second muted."""

    first: str
    second: str


class Drawn(NamedTuple):
    """A share as a word, and beside it its place and its interval on a line from 0 to 1."""

    text: str
    value: float | None
    low: float | None
    high: float | None


class Badge(NamedTuple):
    """A word on a rounded ground."""

    text: str
    tone: Tone


class FigureModel(SmallTable[T]):
    """A small table whose cells may be drawn, and say at length what they mean."""

    def __init__(
        self,
        columns: Sequence[TableColumn],
        *,
        cells: Mapping[int, Callable[[Any], Lines | Drawn | Badge | None]] | None = None,
        means: Sequence[str] = (),
        words: Callable[[Any], str] | None = None,
    ) -> None:
        """Show these columns; `means` defines each heading, `words` says a row in a sentence."""
        super().__init__(columns)
        self._cells = dict(cells or {})
        self._means = tuple(means)
        self._words = words

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, or how it is drawn."""
        if role == CELL_ROLE:
            make = self._cells.get(index.column())
            return make(self.row(index.row())) if make else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and self._words is not None:
            said = self._words(self.row(index.row()))
            return tooltip_text(said) if role == Qt.ItemDataRole.ToolTipRole else elide(said, 2000)
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column, or its definition."""
        if role == Qt.ItemDataRole.ToolTipRole and section < len(self._means):
            return tooltip_text(tr(self._means[section])) if self._means[section] else None
        return super().headerData(section, orientation, role)


class FigureTable(QTableView):
    """Shows a FigureModel; `row_opened` tells the number of the row."""

    row_opened = Signal(int)

    def __init__(
        self,
        model: FigureModel[Any],
        name: str,
        title: str,
        *,
        stretch: Sequence[int] = (0,),
        spare: Sequence[int] = (),
        height: int = 32,
    ) -> None:
        """Show a model; the `stretch` columns take what room is left, the `spare` ones give way where there is none."""
        super().__init__()
        self._stretch, self._spare = tuple(stretch), tuple(spare)
        self._fitted = -1
        model.modelReset.connect(self._fit_again)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setItemDelegate(_CellPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setMinimumSectionSize(40)
        for section in stretch:
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self.row_opened.emit(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what has no room; it is said in the tooltip of its row."""
        super().resizeEvent(event)
        if self.viewport().width() != self._fitted:
            self._fit()

    def choose(self, row: int) -> None:
        """Choose a row; Qt's own way to select a row does nothing from right to left."""
        self.setCurrentIndex(self.model().index(row, 0))

    def _fit_again(self) -> None:
        self._fitted = -1
        self._fit()

    def _fit(self) -> None:
        self._fitted = width = self.viewport().width()
        columns = range(self.model().columnCount())
        asked = {column: self._asked(column) for column in columns}
        for column in self._spare:
            self.setColumnHidden(column, False)
        for column in self._spare:
            if sum(asked[one] for one in columns if not self.isColumnHidden(one)) <= width:
                break
            self.setColumnHidden(column, True)

    def _asked(self, column: int) -> int:
        return (
            _LEAST
            if column in self._stretch
            else max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))
        )

    def event(self, event: QEvent) -> bool:
        """Keep the keys that open a row from the shortcuts of the room."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._opens(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row by Return or Space."""
        if self._opens(event):
            self.row_opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _opens(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and event.key() in _OPEN and self.currentIndex().isValid()


class _CellPainter(QStyledItemDelegate):
    """Paints plain cells as Qt does, and two lines, intervals and badges by hand; below each row is a hairline."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        theme = active_theme()
        cell, box = index.data(CELL_ROLE), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_soft"))
        painter.setPen(theme.color("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(_PAD, 0, -_PAD, -1)
        if isinstance(cell, Lines):
            self._lines(painter, cell, inner)
        elif isinstance(cell, Drawn):
            self._drawn(painter, cell, inner)
        elif isinstance(cell, Badge):
            self._badge(painter, cell, inner)
        else:
            painter.setFont(theme.font())
            painter.setPen(theme.color("text"))
            side = index.data(Qt.ItemDataRole.TextAlignmentRole) or (Qt.AlignmentFlag.AlignLeft | _MIDDLE)
            text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, side, text)
        view = self.parent()
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawLine(box.topLeft(), box.topRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the text, the line of an interval, or the badge."""
        metrics, cell = option.fontMetrics, index.data(CELL_ROLE)
        if isinstance(cell, Lines):
            return QSize(min(240, max(metrics.horizontalAdvance(line) for line in cell) + 2 * _PAD), 0)
        if isinstance(cell, Drawn):
            return QSize(metrics.horizontalAdvance("0.00 ") + _TRACK + 3 * _PAD, 0)
        text = cell.text if isinstance(cell, Badge) else str(index.data() or "")
        return QSize(metrics.horizontalAdvance(text) + 2 * _PAD + (2 * _PAD if isinstance(cell, Badge) else 4), 0)

    @staticmethod
    def _lines(painter: QPainter, cell: Lines, box: QRect) -> None:
        theme = active_theme()
        half = box.height() // 2
        parts = ((cell.first, theme.font(), "text", 3), (cell.second, theme.font(-1), "text_muted", half - 2))
        for text, font, token, top in parts:
            painter.setFont(font)
            painter.setPen(theme.color(token))
            shown = painter.fontMetrics().elidedText(elide(text, 200), Qt.TextElideMode.ElideRight, box.width())
            place = QRect(box.left(), box.top() + top, box.width(), half)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | _MIDDLE, shown)

    @staticmethod
    def _drawn(painter: QPainter, cell: Drawn, box: QRect) -> None:
        theme = active_theme()
        painter.setFont(theme.font(bold=cell.value is not None))
        painter.setPen(theme.color("text" if cell.value is not None else "text_muted"))
        if cell.value is None:
            shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | _MIDDLE, shown)
            return
        left = painter.fontMetrics().horizontalAdvance("0.00 ") + 2
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | _MIDDLE, cell.text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(box.left() + left, box.center().y() - 1, max(20, box.width() - left), 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover"))
        painter.drawRoundedRect(track, 1.5, 1.5)
        if cell.low is not None and cell.high is not None:
            painter.setBrush(theme.color("chart_band"))
            reach = QRectF(track.left() + track.width() * cell.low, track.top() - 3, 0, 9)
            reach.setWidth(max(2.0, track.width() * (cell.high - cell.low)))
            painter.drawRoundedRect(reach, 2, 2)
        painter.setBrush(theme.color("chart_1"))
        painter.drawEllipse(QPointF(track.left() + track.width() * cell.value, track.center().y()), 3.5, 3.5)

    @staticmethod
    def _badge(painter: QPainter, cell: Badge, box: QRect) -> None:
        theme = active_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(-1))
        plain = cell.tone == "plain"
        if cell.text and not plain:
            width = min(box.width(), painter.fontMetrics().horizontalAdvance(cell.text) + 2 * _PAD)
            height = painter.fontMetrics().height() + 4
            chip = QRectF(box.right() - width, box.center().y() - height / 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{cell.tone}_soft"))
            painter.drawRoundedRect(chip, height / 2, height / 2)
            painter.setPen(theme.color(f"{cell.tone}_text"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, cell.text)
            return
        painter.setPen(theme.color("text_muted"))
        shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | _MIDDLE, shown)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_TRACK = 40
_LEAST = 150
