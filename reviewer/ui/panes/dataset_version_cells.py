"""The painted cells of the versions: what differs from the one before in colours and signs, and words that act."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reviewer.ui.theme import active_theme

_PAD = 8
_GAP = 6
_BETWEEN = 18
_TONES = {"+": "good_text", "−": "bad_text", "~": "text_muted"}
Index = QModelIndex | QPersistentModelIndex
Words = Callable[[int], tuple[tuple[str, str], ...]]
"""For a row its words: what each does, and how it is called."""


def width_of(words: Sequence[str], metrics: QFontMetrics) -> int:
    """Return how wide a cell of deeds must be."""
    return sum(metrics.horizontalAdvance(word) + 2 + _BETWEEN for word in words) - _BETWEEN + 2 * _PAD


class _Words(QStyledItemDelegate):
    """Paints words one after the other, each in a colour of its own."""

    def words(self, index: Index) -> list[tuple[str, str]]:
        """Return the words of a cell with the names of their colours."""
        raise NotImplementedError

    def gap(self) -> int:
        """Return the room between two words."""
        return _GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground of the row, then the words."""
        theme, box = active_theme(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_soft"))
        painter.setFont(option.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        for (text, color), place in zip(self.words(index), self.places(option, index), strict=True):
            painter.setPen(theme.color(color))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def places(self, option: QStyleOptionViewItem, index: Index) -> list[QRect]:
        """Return where each word stands."""
        metrics, box, found = QFontMetrics(option.font), option.rect, []
        at = box.left() + _PAD
        for text, _color in self.words(index):
            width = metrics.horizontalAdvance(text) + 2
            found.append(QStyle.visualRect(option.direction, box, QRect(at, box.top(), width, box.height())))
            at += width + self.gap()
        return found


class DifferenceCell(_Words):
    """Paints `+63 −2 ~5`: the signs say what the colours say."""

    def words(self, index: Index) -> list[tuple[str, str]]:
        """Return each figure in the colour of its sign."""
        return [(word, _TONES.get(word[:1], "text_muted")) for word in str(index.data() or "").split(" ") if word]


class DeedsCell(_Words):
    """Paints the deeds of a version; a click on a word does it."""

    chosen = Signal(str, int)
    """What is to be done, and with which row."""

    def __init__(self, parent: QWidget, deeds: Words) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._over: tuple[int, int] | None = None

    def gap(self) -> int:
        """Return the room that a dot between two words would have."""
        return _BETWEEN

    def words(self, index: Index) -> list[tuple[str, str]]:
        """Return the deeds of a row; the one under the pointer stands out."""
        deeds = self._deeds(index.row())
        return [
            (word, "accent_text" if self._over == (index.row(), number) else "text_muted")
            for number, (_, word) in enumerate(deeds)
        ]

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Do what the clicked word says."""
        if not isinstance(event, QMouseEvent):
            return False
        point = event.position().toPoint()
        number = next((n for n, place in enumerate(self.places(option, index)) if place.contains(point)), None)
        if event.type() == QEvent.Type.MouseMove:
            self._over = (index.row(), number) if number is not None else None
            view = self.parent()
            if isinstance(view, QWidget):
                view.update()
        elif event.type() == QEvent.Type.MouseButtonRelease and number is not None:
            self.chosen.emit(self._deeds(index.row())[number][0], index.row())
        return False
