"""The table of the first rows: cells of up to three lines in which added and removed words stand out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from reviewer.ui.language import tr
from reviewer.ui.models.dataset_tables import CELL_ROLE, PreviewModel
from reviewer.ui.presenters.dataset_texts import Cell
from reviewer.ui.theme import DEFAULT_TEXT_SIZE, Theme, active_theme

_LINES = 3
_PAD_X = 8
_PAD_Y = 7
_MEASURED = 200  # what is longer counts as long without being measured to its end
_SHORT = 150
_LEGIBLE = 130
_LONGEST_WORD = 16
_LONGEST_CELL = 10_000
Index = QModelIndex | QPersistentModelIndex


class _CellPainter(QStyledItemDelegate):
    """Paints a cell's pieces: added words on green and underlined, removed words on red and struck out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell and the hairline below it."""
        theme = active_theme()
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_soft"))
        painter.setPen(theme.color("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(theme.color("text"))
        painter.setClipRect(box)
        layout = _laid_out(index.data(CELL_ROLE), theme, box.width() - 2 * _PAD_X)
        layout.draw(painter, QPointF(box.left() + _PAD_X, box.top() + _PAD_Y))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the lines that the cell needs at the width of its column."""
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 200
        layout = _laid_out(index.data(CELL_ROLE), active_theme(), width - 2 * _PAD_X)
        return QSize(width, round(layout.boundingRect().height()) + 2 * _PAD_Y + 1)


def _laid_out(cell: Cell, theme: Theme, width: int) -> QTextLayout:
    """Break a cell into lines; what is beyond the last line ends in an ellipsis."""
    font, text = theme.font(0.5), cell.text
    # Qt shapes the whole text, however few lines are asked for: the beginning nearly always fills them.
    beginning = max(200, 2 * width)
    layout = _broken(text[:beginning], font, _formats(cell, theme, beginning), width)
    if layout.lineCount() <= _LINES and len(text) > beginning:
        layout = _broken(text, font, _formats(cell, theme), width)
    if layout.lineCount() > _LINES:
        last = layout.lineAt(_LINES - 1)
        end = last.textStart() + last.textLength()
        kept = text.encode("utf-16-le")[: 2 * max(0, end - 2)].decode("utf-16-le", "ignore")
        word = kept.rpartition(" ")[0]
        kept = word if len(word) > len(kept) - _LONGEST_WORD else kept
        kept = kept.rstrip(" …")
        layout = _broken(f"{kept} …", font, _formats(cell, theme, len(kept)), width, _LINES)
    return layout


def _formats(cell: Cell, theme: Theme, most: int = _LONGEST_CELL) -> list[QTextLayout.FormatRange]:
    """Return the looks of the pieces in the first characters, in UTF-16 units as Qt counts them."""
    made, at = [], 0
    for piece in cell.pieces:
        text = piece.text[:most]
        most -= len(text)
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if piece.kind != "same" and length:
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = at, length, _format(theme, piece.kind)
            made.append(found)
        at += length
    return made


def _broken(
    text: str, font: QFont, formats: list[QTextLayout.FormatRange], width: int, most: int = _LINES + 1
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)  # before the lines are made, which it would undo
    layout.beginLayout()
    top = 0.0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(40, width))
        line.setPosition(QPointF(0, top))
        top += line.height() + 2
    layout.endLayout()
    return layout


def _format(theme: Theme, kind: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(theme.color(kind))
    if kind == "removed":
        made.setFontStrikeOut(True)
    else:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        made.setUnderlineColor(theme.color("good"))
    return made


class PreviewTable(QTableView):
    """The rows of a preview; Return goes to the whole text of the row."""

    row_chosen = Signal(int)
    row_opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview_table")
        self.setAccessibleName(tr("First rows of the dataset"))
        self.rows = PreviewModel()
        self.setModel(self.rows)
        self.setItemDelegate(_CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(24)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(lambda *_: self.resizeRowsToContents())
        self._sharing = False
        self.installEventFilter(self)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.doubleClicked.connect(lambda _index: self.row_opened.emit())

    def share_width(self) -> None:
        """Give the columns the width there is, the same to each, but not less than can be read."""
        columns = self.rows.columnCount()
        if not columns or self._sharing:
            return
        self._sharing = True
        header = self.horizontalHeader()
        header.blockSignals(True)
        for column, width in enumerate(self._widths(columns)):
            self.setColumnWidth(column, width)
        header.blockSignals(False)
        self.resizeRowsToContents()
        self._sharing = False

    def _widths(self, columns: int) -> list[int]:
        """Return a width for each column: short values get what they need, long texts share the rest."""
        metrics = QFontMetrics(active_theme().font(0.5))
        wanted = []
        for column in range(columns):
            texts = [self.rows.headerData(column, Qt.Orientation.Horizontal)]
            texts += [self.rows.index(row, column).data()[:_MEASURED] for row in range(self.rows.rowCount())]
            wanted.append(2 * _PAD_X + 8 + max(metrics.horizontalAdvance(text) for text in texts))
        scale = max(1.0, active_theme().text_size / DEFAULT_TEXT_SIZE)
        short, legible = round(_SHORT * scale), round(_LEGIBLE * scale)
        room, long = self.viewport().width(), [width for width in wanted if width > short]
        each = (room - sum(width for width in wanted if width <= short)) // max(1, len(long))
        return [width if width <= short else max(legible, each) for width in wanted]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self.share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.resizeRowsToContents()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Return open the chosen row."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_opened.emit()
            return True
        return super().eventFilter(watched, event)

    def _tell(self, number: int) -> None:
        if number >= 0:
            self.row_chosen.emit(number)
