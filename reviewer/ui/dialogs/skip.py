"""Asks under which of the four words an item is skipped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.theme import GRID

KINDS: tuple[tuple[str, str, str, str], ...] = (
    ("defer", later("Defer"), "D", later("I want to see it again later.")),
    (
        "cannot_judge",
        later("Cannot judge"),
        "C",
        later("It needs knowledge that I do not have; someone else should take it."),
    ),
    ("out_of_scope", later("Out of scope"), "O", later("It does not belong into this project at all.")),
    ("opt_out", later("Opt out"), "P", later("I would rather not see this one. No reason is asked.")),
)


class SkipDialog(QDialog):
    """Four buttons with their keys and what each means; Escape goes back."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("skip_dialog")
        self.setWindowTitle(tr("Skip this item"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(label(tr("Why skip it?"), "headline"))
        column.addWidget(Hint(tr("A skip is not a verdict and does not count as one.")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID * 2)
        grid.setVerticalSpacing(GRID)
        self._keys: dict[int, str] = {}
        for row, (kind, title, key, meaning) in enumerate(KINDS):
            button = KeyButton(tr(title), f"skip_{kind}", key)
            button.clicked.connect(lambda _checked=False, kind=kind: self._choose(kind))
            text = label(tr(meaning), "muted")
            text.setWordWrap(True)
            text.setMinimumWidth(320)
            grid.addWidget(button, row, 0)
            grid.addWidget(text, row, 1)
            self._keys[ord(key)] = kind
        column.addLayout(grid)
        back = QuietButton(tr("Back"), "skip_cancel", "Escape")
        back.clicked.connect(self.reject)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the letter printed on a button."""
        kind = self._keys.get(event.key())
        if kind is not None and not event.modifiers():
            self._choose(kind)
        else:
            super().keyPressEvent(event)

    def _choose(self, kind: str) -> None:
        self.accept()
        self.chosen.emit(kind)
