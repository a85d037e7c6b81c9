"""Asks how the selected passage stands to the selected claim of the response."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Hint, Tone, label
from reviewer.ui.safe_text import elide
from reviewer.ui.theme import GRID

RELATIONS: tuple[tuple[str, str, str, Tone], ...] = (
    ("supports", later("Supports"), "S", "good"),
    ("partial", later("Supports in part"), "P", "warn"),
    ("contradicts", later("Contradicts"), "C", "bad"),
    ("no_passage", later("In no passage"), "N", "plain"),
)


class ClaimLinkDialog(QDialog):
    """Four buttons with their keys; Escape goes back."""

    chosen = Signal(object)

    def __init__(self, claim: str, passage: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("claim_link_dialog")
        self.setWindowTitle(tr("Link the claim"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(label(f"“{elide(claim, 70)}”", "strong"))
        column.addWidget(
            Hint(
                tr("How does {passage} stand to it?").format(passage=elide(passage, 60))
                if passage
                else tr("There is no passage here.")
            )
        )
        flow = FlowLayout()
        self._keys: dict[int, str] = {}
        for relation, title, key, tone in RELATIONS:
            if not passage and relation != "no_passage":
                continue
            button = KeyButton(tr(title), f"claim_{relation}", key, tone)
            button.clicked.connect(lambda _checked=False, relation=relation: self._choose(relation))
            flow.addWidget(button)
            self._keys[ord(key)] = relation
        column.addLayout(flow)
        back = QuietButton(tr("Back"), "claim_cancel", "Escape")
        back.clicked.connect(self.reject)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(560)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the letter printed on a button."""
        relation = self._keys.get(event.key())
        if relation is not None and not event.modifiers():
            self._choose(relation)
        else:
            super().keyPressEvent(event)

    def _choose(self, relation: str) -> None:
        self.accept()
        self.chosen.emit(relation)
