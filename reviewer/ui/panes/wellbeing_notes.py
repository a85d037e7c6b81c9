"""Two quiet lines above the desk: personal data that is veiled or shown, and the suggestion of a break."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Tone, restyle
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.presenters.shield import Personal
from reviewer.ui.safe_text import PlainLabel

# Several first, one second: what `tr` is given for each kind of personal data.
_COUNTED = {
    "e-mail": (later("%n e-mail addresses"), later("%n e-mail address")),
    "IBAN": (later("%n account numbers"), later("%n account number")),
    "card": (later("%n card numbers"), later("%n card number")),
    "IP address": (later("%n IP addresses"), later("%n IP address")),
    "phone": (later("%n phone numbers"), later("%n phone number")),
    "person": (later("%n names"), later("%n name")),
    "place": (later("%n places"), later("%n place")),
    "other": (later("%n other details"), later("%n other detail")),
}


class NoteLine(QFrame):
    """One sentence and one button; it takes no focus and covers nothing."""

    pressed = Signal()

    def __init__(self, name: str, tone: Tone, button: str, key: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "note")
        self.setProperty("tone", tone)
        self._text = PlainLabel(wrap=True)
        self._text.setObjectName(f"{name}_text")
        self.button = QuietButton(button, f"{name}_button", key)
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.hide()

    def show_text(self, text: str, tone: Tone, *, button: bool = True) -> None:
        """Show a sentence; an empty one hides the line."""
        if text != self._text.text():
            self._text.setText(text)
            self.setAccessibleName(text)
            restyle(self, tone=tone)
        self.button.setVisible(button)
        self.setVisible(bool(text))


class PersonalDataLine(NoteLine):
    """Says how much personal data stands behind placeholders, and offers to show it for a reason."""

    def __init__(self, key_of: Callable[[str], str]) -> None:
        self._key_of = key_of
        super().__init__("personal_data", "plain", tr("Show…"), key_of("review.personal_data"))

    def show_state(self, state: ReviewState) -> None:
        """Show what was found in the item of a state."""
        personal = state.personal
        if personal is None:
            self.show_text("", "plain")
        elif personal.shown:
            said = tr("Personal data is shown for this item: {what}. The ledger says who asked and why.")
            self.show_text(said.format(what=_counted(personal)), "warn", button=False)
        else:
            self.show_text(tr("Behind placeholders: {what}.").format(what=_counted(personal)), "plain")

    def refresh_keys(self) -> None:
        """Print the key that is in force now."""
        self.button.set_key(self._key_of("review.personal_data"))


class BreakLine(NoteLine):
    """Suggests a break; dismissed, it comes back only after as much work again."""

    def __init__(self) -> None:
        super().__init__("break_note", "plain", tr("Dismiss"))

    def show_state(self, state: ReviewState) -> None:
        """Show the suggestion of a state, if there is one."""
        self.show_text(state.rest, "plain")

    def refresh_keys(self) -> None:
        """It has no key: nobody is to dismiss it by accident, and it waits."""


def _counted(personal: Personal) -> str:
    return ", ".join(tr(*_COUNTED.get(kind, _COUNTED["other"]), number) for kind, number in personal.counts)
