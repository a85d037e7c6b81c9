"""A line that says whether a dataset is ready: a mark, words, and the way to the items behind it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Chip, label
from reviewer.ui.safe_text import set_plain_tooltip
from reviewer.ui.theme import GRID


class LineButton(QuietButton):
    """A quiet button as low as a line of text."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, name)
        self.set_small(True)

    def sizeHint(self) -> QSize:
        """Only as high as the text needs."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() - 8)


class Line(QWidget):
    """A mark or a number, a text that wraps, and buttons for the items behind it and what can be done."""

    def __init__(self, mark: Chip, text: str, tip: str, *buttons: LineButton) -> None:
        super().__init__()
        words = label(text, "plain")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        set_plain_tooltip(words, tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
