"""The scroll area that every pane and room takes: its bar comes to rest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea

_TRIES = 4


class SettlingArea(QScrollArea):
    """A scroll area whose bar does not come and go for ever where what it holds nearly fits.

    Without the bar text wraps less and all fits; then Qt takes the bar away, finds by an older measure that it does not
    fit, brings the bar back, and so on, each time one call deeper, until the program has no stack left.
    """

    _settling = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Qt answer to another size of what it holds, unless it has tried often enough."""
        if watched is not self.widget():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize and self._has_settled():
            return False
        self._settling += 1
        try:
            return super().eventFilter(watched, event)
        finally:
            self._settling -= 1

    def _has_settled(self) -> bool:
        """Tell whether Qt has tried often enough; where it can, it ends with the bar, so that all can be reached."""
        if self._settling < _TRIES:
            return False
        content = self.widget()
        return self._settling >= 2 * _TRIES or (
            content is not None and content.height() > self.maximumViewportSize().height()
        )
