"""Panes side by side or one above the other, whose sizes the window remembers by name."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from reviewer.ui.theme import DEFAULT_TEXT_SIZE, GRID, active_theme


def split(name: str, *parts: QWidget, upright: bool = False, sizes: Sequence[int], grow: Sequence[int]) -> QSplitter:
    """Return a splitter that never hides a part; `grow` says which share of more room each part takes."""
    made = QSplitter(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
    made.setObjectName(name)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(GRID + 2)
    for place, (part, share) in enumerate(zip(parts, grow, strict=True)):
        made.addWidget(part)
        made.setStretchFactor(place, share)
    made.setSizes(list(sizes))
    return made


def at_least(part: QWidget, width: int) -> None:
    """Let a part be no narrower than this at the usual size of the text; what stands in it may ask for twice that."""
    _LeastWidth(part, width)


class _LeastWidth(QObject):
    """Keeps the least width of a part in step with its font and with what stands in it."""

    def __init__(self, part: QWidget, width: int) -> None:
        super().__init__(part)
        self._part, self._width = part, width
        part.installEventFilter(self)
        self._set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again where the font or something in the part has changed."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutRequest):
            self._set()
        return False

    def _set(self) -> None:
        least = round(self._width * sqrt(max(1.0, active_theme().text_size / DEFAULT_TEXT_SIZE)))
        layout = self._part.layout()
        asked = layout.minimumSize().width() if layout is not None else 0
        self._part.setMinimumWidth(min(max(least, asked), 2 * least))
