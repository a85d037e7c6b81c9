"""The strip of the last decisions: what was said of which item, each a step away from being shown again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Hint, key_caption
from reviewer.ui.presenters.decisions import MOST, Decision
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import set_plain_tooltip
from reviewer.ui.safe_text.strings import elide
from reviewer.ui.theme import active_theme

_LONGEST = 14
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DecisionStrip(QWidget):
    """A button for each of the last decisions, newest first; as many as there is room for."""

    chosen = Signal(object)
    """The submission id of a decision."""

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__()
        self.setObjectName("decision_strip")
        self.setAccessibleName(tr("Your last decisions"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._key_of = key_of
        self._shown: tuple[Decision, ...] = ()
        self._title = Hint("", "decision_strip_title")
        self._buttons = [DecisionButton(f"decision_{number}") for number in range(1, MOST + 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._title)
        for number, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked=False, number=number: self._choose(number))
            row.addWidget(button)
        row.addStretch(1)
        self.refresh_keys()
        self.hide()

    def refresh_keys(self) -> None:
        """Print the key that leads here."""
        key = self._key_of("review.recent")
        self._title.setText(tr("Last ({key})").format(key=key_caption(key)) if key else tr("Last"))

    def show_state(self, state: ReviewState) -> None:
        """Show the last decisions of a state."""
        if state.recent == self._shown:
            return
        self._shown = state.recent
        for button, decision in zip(self._buttons, self._shown, strict=False):
            button.show_decision(decision)
        self.setVisible(bool(self._shown))
        self._fit()

    def take_focus(self) -> None:
        """Put the focus on the newest decision."""
        if self._shown:
            self._buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the title: what has no room is left out."""
        return QSize(0, self._buttons[0].sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left = self.width() - self._title.sizeHint().width()
        for number, button in enumerate(self._buttons):
            left -= button.sizeHint().width() + 2
            button.setVisible(number < len(self._shown) and (left >= 0 or number == 0))

    def _choose(self, number: int) -> None:
        if number < len(self._shown):
            self.chosen.emit(self._shown[number].submission_id)


class DecisionButton(QuietButton):
    """One decision: its sign in its colour, and the item."""

    def __init__(self, name: str) -> None:
        super().__init__("", name)
        self.set_small(True)
        self.setAccessibleName(tr("No decision yet"))
        self.hide()

    def show_decision(self, decision: Decision) -> None:
        """Show another decision."""
        self.set_tone(decision.tone)
        self.set_caption(f"{decision.sign} {elide(decision.item_id, _LONGEST)}")
        said = tr("{title}, item {item}").format(title=decision.title, item=elide(decision.item_id, 60))
        if decision.waits:
            said += tr(", waits to be sent")
        opens = (
            tr("It was used already: a change becomes revision {n}.").format(n=decision.revision + 1)
            if decision.used
            else tr("Takes it back and shows it again.")
        )
        self.setAccessibleName(said)
        self.setAccessibleDescription(opens)
        set_plain_tooltip(self, f"{said}. {opens}")

    def _fonts(self) -> tuple[QFont, QFont]:
        theme = active_theme()
        return theme.font(), theme.mono(-1)  # ten of them in bold would be louder than the verdicts

    def event(self, event: QEvent) -> bool:
        """Keep Enter, which would submit the item on screen."""
        pressed = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if pressed and event.key() in _ENTER and not event.modifiers():  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what a click does."""
        if event.key() in _ENTER and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)
