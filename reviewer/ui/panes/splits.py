"""Panes side by side or one above the other, whose sizes the window remembers by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from reviewer.ui.theme import GRID


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
