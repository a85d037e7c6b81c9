"""Which policies the reviewer has looked for: without it, nobody knows whether one that was not named is absent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.presenters.policies import Tick, looked_for
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import elide, set_plain_tooltip

_WIDEST = 30  # characters of a title, which must fit into a narrow pane


class LookedFor(QWidget):
    """One line that says how many policies were looked for; opened, a tick for each."""

    toggled = Signal()
    ticked = Signal(object)
    all_ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fold = QuietButton(tr("Looked for"), "looked_for_button")
        self._fold.setCheckable(True)
        self._fold.clicked.connect(self.toggled)
        self._all = QuietButton(tr("Tick all"), "looked_for_all")
        self._all.clicked.connect(self.all_ticked)
        self._box = QWidget()
        self._flow = FlowLayout(self._box, spacing=4)
        self._flow.addWidget(self._all)
        self._buttons: list[KeyButton] = []
        self._ticks: list[Tick] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._fold)
        column.addWidget(self._box)
        self._box.hide()

    def set_key(self, key: str) -> None:
        """Print the key that opens it."""
        self._fold.set_key(key)

    def show_state(self, state: ReviewState) -> None:
        """Show the ticks of a state."""
        self._ticks = looked_for(state)
        checked = sum(tick.checked for tick in self._ticks)
        count = tr("{checked:,} of {count:,}").format(checked=checked, count=len(self._ticks))
        self._fold.set_caption(
            f"{'▾' if state.looked_open else '▸'} " + tr("Looked for {some_of_all}").format(some_of_all=count)
        )
        said = (
            tr("Looked for {some_of_all} policies, opened")
            if state.looked_open
            else tr("Looked for {some_of_all} policies, folded")
        )
        self._fold.setAccessibleName(said.format(some_of_all=count))
        self._fold.setChecked(state.looked_open)
        self.setVisible(bool(self._ticks))
        self._box.setVisible(state.looked_open)
        if state.looked_open:
            self._all.set_caption(tr("Tick none") if checked == len(self._ticks) else tr("Tick all"))
            self._show_ticks()

    def focus_first(self) -> QWidget:
        """Put the focus on the first policy that is not ticked, and return its button."""
        still_open = (b for b, tick in zip(self._buttons, self._ticks, strict=False) if not tick.checked)
        chosen = next(still_open, self._all)
        chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return chosen

    def _show_ticks(self) -> None:
        while len(self._buttons) < len(self._ticks):
            number = len(self._buttons)
            button = KeyButton("", f"looked_for_{number + 1}", checkable=True)
            button.set_small(True)
            button.clicked.connect(lambda _checked=False, number=number: self._tick(number))
            self._flow.insert(number, button)
            self._buttons.append(button)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(self._ticks))
            if number < len(self._ticks):
                _show_tick(button, self._ticks[number])

    def _tick(self, number: int) -> None:
        tick = self._ticks[number]
        self._buttons[number].setChecked(tick.checked)
        if not tick.implied:
            self.ticked.emit(tick.policy)


def _show_tick(button: KeyButton, tick: Tick) -> None:
    title = elide(tick.title, _WIDEST)
    button.set_caption(f"{'☑' if tick.checked else '☐'} {title}")
    button.setChecked(tick.checked)
    said = tr("looked for") if tick.checked else tr("not ticked")
    if tick.implied:
        said = tr("looked for, as a judgement of yours says")
    button.setAccessibleName(f"{title}, {said}")
    set_plain_tooltip(button, f"{tick.title}: {said}")
