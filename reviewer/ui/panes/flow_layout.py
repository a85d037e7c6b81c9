"""A layout that sets widgets side by side and wraps like words, so that nothing is cut when the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget


class FlowLayout(QLayout):
    """Rows of widgets; those that want to grow share what is left of their row.

    Where `even` rows wrap, they are as alike in width as can be, and each fills its row.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 8, *, even: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._width = 0
        self._even = even
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget's item at the end."""
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place of the row."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        if widget.parentWidget() is not None:
            widget.show()
        self.invalidate()

    def count(self) -> int:
        """Return the number of widgets."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item by its place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """The layout as a whole wants no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height depends on how often the row wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._place(rect, move=True)
        parent = self.parentWidget()
        if rect.width() != self._width and parent is not None:
            self._width = rect.width()
            parent.updateGeometry()  # the rows may be more now, and want their height

    def sizeHint(self) -> QSize:
        """All widgets in one row."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        """The widest single widget, and the height of all rows at the width that there is."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        size = self._with_margins(size)
        return size.expandedTo(QSize(0, self.heightForWidth(self._width))) if self._width else size

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Place or only measure the rows; return the height."""
        margins = self.contentsMargins()
        inner = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        top = inner.top()
        rows = self._rows(inner.width())
        if self._even and len(rows) > 1:
            rows = self._even_rows(len(rows), inner.width())
        for row in rows:
            height = max(item.sizeHint().height() for item in row)
            if move:
                fills = self._even and len(rows) > 1
                self._place_row(row, QRect(inner.left(), top, inner.width(), height), fills=fills)
            top += height + self.spacing()
        bottom = top - self.spacing() if self._shown() else top
        return bottom - rect.top() + margins.bottom()

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if rows and used + self.spacing() + wanted <= width:
                rows[-1].append(item)
                used += self.spacing() + wanted
            else:
                rows.append([item])
                used = wanted
        return rows

    def _even_rows(self, count: int, width: int) -> list[list[QLayoutItem]]:
        """Return as many rows, the widest of which is as narrow as can be."""
        widths = [item.sizeHint().width() + self.spacing() for item in self._shown()]
        places = range(len(widths))
        sums = sorted({sum(widths[first : last + 1]) - self.spacing() for first in places for last in places[first:]})
        narrowest = next((wide for wide in sums if wide <= width and len(self._rows(wide)) <= count), width)
        return self._rows(narrowest)

    def _place_row(self, row: list[QLayoutItem], rect: QRect, *, fills: bool = False) -> None:
        widths = [item.sizeHint().width() for item in row]
        growing = [number for number, item in enumerate(row) if fills or _grows(item)]
        left_over = rect.width() - sum(widths) - self.spacing() * (len(row) - 1)
        for number in growing:
            widths[number] += max(0, left_over // len(growing))
        x = rect.left()
        for item, width in zip(row, widths, strict=True):
            height = item.sizeHint().height()
            y = rect.top() + (rect.height() - height) // 2
            place = QRect(QPoint(x, y), QSize(min(width, rect.width()), height))
            item.setGeometry(QStyle.visualRect(self._direction(), rect, place))
            x += width + self.spacing()

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
