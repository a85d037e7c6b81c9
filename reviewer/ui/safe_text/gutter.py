"""Small signs in the margin of a text, beside the lines in which something begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from reviewer.ui.safe_text.source_view import SourceView

_PAD: Final = 4
_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """A short word in the margin: beside which offset it stands, its colours, and what it belongs to."""

    offset: int
    text: str
    ink: str
    ground: str
    id: object = None


class Gutter(QWidget):
    """The margin of one view; it takes room only while there are signs, at the side at which the lines begin."""

    pointed = Signal(object)
    """The id of the sign that the pointer is on, or None."""
    activated = Signal(object)
    """The id of the sign that was clicked."""

    def __init__(self, view: SourceView) -> None:
        super().__init__(view)
        self._view = view
        self._signs: tuple[Sign, ...] = ()
        self._places: list[tuple[QRect, Sign]] = []
        self._over: object = None
        self.setMouseTracking(True)
        self.hide()
        view.updateRequest.connect(lambda _area, _down: self.update())
        view.installEventFilter(self)

    @property
    def signs(self) -> tuple[Sign, ...]:
        """What stands in the margin."""
        return self._signs

    def show_signs(self, signs: Sequence[Sign]) -> None:
        """Show these signs and no others."""
        wanted = tuple(signs)
        if wanted == self._signs:
            return
        self._signs = wanted
        self.setVisible(bool(wanted))
        self._take_room()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the side of the view."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange) and self._signs:
            self._take_room()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the signs whose lines are in sight, one below the other where they would meet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        metrics = QFontMetrics(self._font())
        self._places = []
        lowest = -metrics.height()
        top = self._view.viewport().y()
        for sign in sorted(self._signs, key=lambda sign: sign.offset):
            line = self._view.rect_of(sign.offset)
            if not self._view.in_window(sign.offset) or line.bottom() < 0 or line.top() > self.height():
                continue
            width = metrics.horizontalAdvance(sign.text) + 2 * _PAD
            height = metrics.height() + 1
            at = max(top + line.center().y() - height // 2, lowest + _GAP)
            lowest = at + height
            box = QRect((self.width() - width) // 2, at, width, height)
            self._places.append((box, sign))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(sign.ground))
            painter.drawRoundedRect(QRectF(box), height / 3, height / 3)
            painter.setPen(QColor(sign.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign.text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which sign the pointer is on."""
        self._point(self._sign_at(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went away."""
        super().leaveEvent(event)
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what the clicked sign belongs to."""
        sign = self._sign_at(event)
        if sign is not None and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(sign.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here too."""

    def _sign_at(self, event: QMouseEvent) -> Sign | None:
        place = event.position().toPoint()
        return next((sign for box, sign in self._places if box.contains(place)), None)

    def _point(self, sign: Sign | None) -> None:
        now = sign.id if sign is not None else None
        if now != self._over:
            self._over = now
            self.setCursor(Qt.CursorShape.PointingHandCursor if sign else Qt.CursorShape.ArrowCursor)
            self.pointed.emit(now)

    def _take_room(self) -> None:
        view = self._view
        metrics = QFontMetrics(self._font())
        widest = max((metrics.horizontalAdvance(sign.text) for sign in self._signs), default=0)
        width = widest + 2 * _PAD + 4 if self._signs else 0
        leftward = bool(view.document().defaultTextOption().alignment() & Qt.AlignmentFlag.AlignRight)
        view.set_margin(width, right=leftward)
        box = view.contentsRect()
        bar = view.verticalScrollBar()
        right = box.right() - width - (bar.width() if bar.isVisible() else 0) + 1
        self.setGeometry(right if leftward else box.left(), box.top(), width, box.height())

    def _font(self) -> QFont:
        font = QFont(self._view.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.78))
        font.setBold(True)
        return font
