"""One option out of several, as a row of buttons."""

from __future__ import annotations

from reviewer.domain.questions import Question

from .answer_editor import KeyOf
from .button_row import ButtonRow


class ChoiceEditor(ButtonRow):
    """A press chooses; a second press on the same takes the answer back."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self._answer: str | None = None
        for option in getattr(question, "options", ()):
            self.add(option.id, option.label, key_of(option.id).upper())

    def press(self, value: str) -> None:
        """Choose or take back."""
        self.answered.emit(None if value == self._answer else value)
        self.mark([self._answer] if self._answer else [])

    def show_answer(self, answer: object) -> None:
        """Show the chosen option."""
        self._answer = str(answer) if answer is not None else None
        self.mark([self._answer] if self._answer else [])
