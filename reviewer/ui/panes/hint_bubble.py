"""A hint that points at a part of the window, and the ring around it; neither takes the focus or the mouse away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.theme import GRID, active_theme

_WIDTH = 380
_EDGE = 12  # the room that the arrow needs at each side
_SIDES = ("right", "left", "below", "above")


class Ring(QWidget):
    """A line around the thing that a hint is about."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hint_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(active_theme().color("accent"), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 8, 8)


class HintBubble(QWidget):
    """One hint with its number, the way to the next one, and the way to never see them again."""

    next_wanted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hint_bubble")
        self._side = "right"
        self._tip = QPointF()
        self._number = Hint("", "hint_number")
        self._text = label("", "plain", "hint_text")
        self._text.setWordWrap(True)
        self._never = QuietButton(tr("Don't show again"), "hint_never", "Escape")
        self._never.clicked.connect(self.dismissed)
        self._next = KeyButton(tr("Next"), "hint_next")
        self._next.clicked.connect(self.next_wanted)
        row = QHBoxLayout()
        row.addWidget(self._never)
        row.addStretch(1)
        row.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE + 14, _EDGE + 10, _EDGE + 14, _EDGE + 10)
        column.setSpacing(GRID)
        column.addWidget(self._number)
        column.addWidget(self._text)
        column.addLayout(row)

    def show_hint(self, number: int, count: int, text: str, key: str) -> None:
        """Say another hint."""
        self._number.setText(tr("Hint {number} of {count}").format(number=number, count=count))
        self._text.setText(text)
        self._next.set_caption(tr("Next") if number < count else tr("Done"))
        self._next.set_key(key)
        self.setAccessibleName(self.said())
        buttons = self._never.sizeHint().width() + self._next.sizeHint().width()
        width = max(_WIDTH, buttons + 2 * _EDGE + 5 * GRID)  # larger letters need wider buttons
        self.setFixedWidth(width)
        self.setFixedHeight(self.heightForWidth(width))

    def said(self) -> str:
        """Return the whole hint as a screen reader says it."""
        return f"{self._number.text()}: {self._text.text()}"

    def point_at(self, thing: QRect, area: QRect) -> None:
        """Stand beside a thing, on the first side where there is room, with the arrow on it."""
        size = self.size()
        middle = thing.center()
        places = {
            "right": QPoint(thing.right() - _EDGE // 2, middle.y() - size.height() // 2),
            "left": QPoint(thing.left() - size.width() + _EDGE // 2, middle.y() - size.height() // 2),
            "below": QPoint(middle.x() - size.width() // 2, thing.bottom() - _EDGE // 2),
            "above": QPoint(middle.x() - size.width() // 2, thing.top() - size.height() + _EDGE // 2),
        }
        fitting = [side for side in _SIDES if self._fits(QRect(places[side], size), area, side)]
        self._side = fitting[0] if fitting else "above"
        place = places[self._side]
        x = min(max(area.left(), place.x()), area.right() - size.width())
        y = min(max(area.top(), place.y()), area.bottom() - size.height())
        self.move(x, y)
        self._tip = QPointF(middle - self.pos())
        self.update()

    def _fits(self, wanted: QRect, area: QRect, side: str) -> bool:
        if side in ("right", "left"):
            return wanted.left() >= area.left() and wanted.right() <= area.right()
        return wanted.top() >= area.top() and wanted.bottom() <= area.bottom()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the border and the arrow."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(theme.color("surface"))
        box = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        painter.drawRoundedRect(box, 8, 8)
        painter.setBrush(theme.color("accent"))
        painter.drawPolygon(self._arrow(box))

    def _arrow(self, box: QRectF) -> QPolygonF:
        x = min(max(box.left() + 16, self._tip.x()), box.right() - 16)
        y = min(max(box.top() + 16, self._tip.y()), box.bottom() - 16)
        ends = {
            "right": (QPointF(1, y), QPointF(box.left(), y - 8), QPointF(box.left(), y + 8)),
            "left": (QPointF(self.width() - 1, y), QPointF(box.right(), y - 8), QPointF(box.right(), y + 8)),
            "below": (QPointF(x, 1), QPointF(x - 8, box.top()), QPointF(x + 8, box.top())),
            "above": (QPointF(x, self.height() - 1), QPointF(x - 8, box.bottom()), QPointF(x + 8, box.bottom())),
        }
        return QPolygonF(list(ends[self._side]))
