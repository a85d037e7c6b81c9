"""Signs of life at a window: keys, the wheel and the pointer; what they were is not noted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Attention(QObject):
    """Tells of each sign of life at the window of a widget.

    It listens where the system hands over its input, one event for each, and not at every widget.
    """

    def __init__(self, seen: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._seen = seen
        self._watched: QWindow | None = None

    def watch(self, widget: QWidget) -> None:
        """Watch the window that this widget is in now."""
        window = widget.window().windowHandle()
        if window is self._watched:
            return
        self.stop()
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of what a person does, and let it pass."""
        if event.type() in _SIGNS:
            self._seen()
        return False
