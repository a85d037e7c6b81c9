"""What a lead can do with the selected items: one button each, and a tooltip on each that cannot be used now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.safe_text import set_plain_tooltip
from reviewer.ui.theme import GRID

DEEDS = (
    ("assign", later("Assign…")),
    ("reassign", later("Reassign…")),
    ("release", later("Release…")),
    ("release_person", later("Release all…")),
    ("priority", later("Priority…")),
    ("to_front", later("To the front")),
)
SELECT_FIRST = later("Select one or more items first.")


@dataclass(frozen=True)
class Chosen:
    """What is selected: how many rows, and whether somebody holds one of them."""

    rows: int = 0
    held: bool = False


def why_not(deed: str, refused: str, busy: bool, chosen: Chosen, anything_held: bool) -> str:
    """Return why a deed cannot be done now, in one sentence, or an empty text."""
    if refused:
        return refused
    if busy:
        return tr("The last change is being written.")
    if deed == "release_person":
        return "" if anything_held else tr("Nobody holds anything now.")
    if not chosen.rows:
        return tr(SELECT_FIRST)
    if deed == "release" and not chosen.held:
        return tr("Nobody holds what is selected.")
    return ""


class LeadBar(QWidget):
    """The row of a lead's buttons below a list; it wraps where the window is narrow."""

    wanted = Signal(str)

    def __init__(self, key_of: Callable[..., str]) -> None:
        super().__init__()
        self.setObjectName("lead_bar")
        self.setAccessibleName(tr("What a lead can do"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = FlowLayout(self, GRID)
        self._buttons: dict[str, KeyButton] = {}
        for deed, title in DEEDS:
            button = KeyButton(tr(title), f"queue_{deed}_button", key_of(f"queue.{deed}"))
            button.set_small(True)
            button.clicked.connect(lambda _checked=False, deed=deed: self.wanted.emit(deed))
            self._buttons[deed] = button
            row.addWidget(button)

    def show_reasons(self, reasons: dict[str, str]) -> None:
        """Enable what can be done; a button that cannot be used says why in its tooltip."""
        for deed, button in self._buttons.items():
            reason = reasons[deed]
            button.setEnabled(not reason)
            set_plain_tooltip(button, reason)
