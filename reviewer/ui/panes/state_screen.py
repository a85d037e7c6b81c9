"""A screen that says why there is nothing to do here, with a button and a key for each way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.ui.keys import is_text_field
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.parts import label
from reviewer.ui.presenters.no_item import Screen
from reviewer.ui.theme import GRID

_TEXT_WIDTH = 460
_MOST_WAYS = 3


class StateScreen(QWidget):
    """Shows a `Screen`; `wanted` carries the action of the button that was pressed."""

    wanted = Signal(str)

    def __init__(self, name: str, key_of: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._key_of = key_of
        self._screen: Screen | None = None
        self._title = label("", "headline", f"{name}_title")
        self._text = label("", "muted", f"{name}_text")
        self._text.setWordWrap(True)
        self._text.setFixedWidth(_TEXT_WIDTH)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        again = tr("Look again")
        self._buttons = [
            PrimaryButton(again, f"{name}_button") if number == 0 else KeyButton(again, f"{name}_button_{number + 1}")
            for number in range(_MOST_WAYS)
        ]
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        for number, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked=False, number=number: self._press(number))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(1)
        for part in (self._title, self._text):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GRID)
        column.addLayout(row)
        column.addStretch(2)

    def show_screen(self, screen: Screen) -> None:
        """Say something else."""
        if screen == self._screen:
            return
        self._screen = screen
        self._title.setText(screen.title)
        self._text.setText(screen.text)
        self._text.ensurePolished()
        self._text.setFixedHeight(max(0, self._text.heightForWidth(_TEXT_WIDTH)))
        self.setAccessibleName(screen.title)
        self.setAccessibleDescription(screen.text)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        ways = self._screen.actions if self._screen is not None else ()
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(ways))
            if number < len(ways):
                action, caption = ways[number]
                button.set_caption(caption)
                button.set_key(self._key_of(action))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus on the first way on, unless somebody is just writing."""
        super().showEvent(event)
        if not is_text_field(QApplication.focusWidget()):
            self._buttons[0].setFocus()

    def _press(self, number: int) -> None:
        if self._screen is not None and number < len(self._screen.actions):
            self.wanted.emit(self._screen.actions[number][0])
