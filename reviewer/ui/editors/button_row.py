"""A row of buttons of which one or several are down: the base of the editors for choices and ratings."""

from __future__ import annotations

from collections.abc import Collection

from reviewer.domain.questions import Question
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.flow_layout import FlowLayout

from .answer_editor import AnswerEditor, KeyOf


class ButtonRow(AnswerEditor):
    """Buttons for the values of a question; what a press means is said by the subclass."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self.flow = FlowLayout(spacing=4)
        self.row.addLayout(self.flow, 1)
        self.buttons: dict[str, KeyButton] = {}

    def add(self, value: str, title: str, key: str = "") -> KeyButton:
        """Add a button for a value."""
        name = f"question_{self.question.id}_{value}"
        button = KeyButton(title, name, key, tone="warn", checkable=True)
        button.set_tone("plain")
        button.set_small(True)
        button.setAccessibleName(f"{self.question.label}: {title}")
        button.clicked.connect(lambda _checked=False, value=value: self.press(value))
        self.buttons[value] = button
        self.flow.addWidget(button)
        return button

    def press(self, value: str) -> None:
        """Do what a press on this value's button does."""
        raise NotImplementedError

    def mark(self, values: Collection[str]) -> None:
        """Show which values are chosen."""
        for value, button in self.buttons.items():
            if button.isChecked() != (value in values):
                button.setChecked(value in values)

    def take_focus(self) -> None:
        """Put the focus on the first button."""
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus()
