"""Labels and tooltips that show a text as it is and never as HTML."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from reviewer.ui.safe_text.strings import LONGEST_TOOLTIP, elide, readable, tooltip_text


class PlainLabel(QLabel):
    """A label that shows any text as plain text, with hidden characters as marks."""

    _width = 0

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; nothing in it is taken for HTML or for a shortcut."""
        shown = readable(text)
        if shown != self.text():
            super().setText(shown)

    def minimumSizeHint(self) -> QSize:
        """Insist on the height of a wrapped text at the width that it got: Qt would cut its last lines."""
        hint = super().minimumSizeHint()
        if self._width and self.wordWrap():
            hint.setHeight(max(hint.height(), self.heightForWidth(self._width)))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that goes with another width."""
        super().resizeEvent(event)
        if self.wordWrap() and event.size().width() != self._width:
            self._width = event.size().width()
            self.updateGeometry()


class ElidedLabel(PlainLabel):
    """A label of one line that gives way: what does not fit ends in an ellipsis and stands in the tooltip."""

    _whole = ""
    _mode = Qt.TextElideMode.ElideRight

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__("", parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @property
    def whole_text(self) -> str:
        """The text before it was cut to the width of the label."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show as much of a text as fits on the line."""
        whole = elide(text, LONGEST_TOOLTIP)
        if whole != self._whole:
            self._whole = whole
            self.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Cut the text anew where the font has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        return QSize(self._width_of(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Make do with a few letters."""
        return QSize(min(self._width_of("MMM…"), self._width_of(self._whole)), super().minimumSizeHint().height())

    def _width_of(self, text: str) -> int:
        margins = self.contentsMargins()
        advance = self.fontMetrics().horizontalAdvance(text) + 1  # Qt elides by fractions of a pixel, and this is whole
        return advance + margins.left() + margins.right() + 2 * self.margin()

    def _fit(self) -> None:
        room = self.contentsRect().width() - 2 * self.margin()
        shown = self.fontMetrics().elidedText(self._whole, self._mode, room)
        if shown != self.text():
            super().setText(shown)
        set_plain_tooltip(self, "" if shown == self._whole else self._whole)


def set_plain_tooltip(target: QWidget | QAction, text: str) -> None:
    """Give a widget or an action a tooltip that shows a text as it is, cut at 500 characters."""
    target.setToolTip(tooltip_text(text))
