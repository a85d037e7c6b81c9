"""Which of several responses is better, under neutral names."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.questions import Question
from reviewer.ui.language import tr

from .answer_editor import KeyOf
from .button_row import ButtonRow

TIE, BOTH_BAD = "tie", "both_bad"


class ComparisonEditor(ButtonRow):
    """A button for each response, one for a tie, one for all bad."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self._answer: str | None = None
        self._names: tuple[tuple[str, str], ...] = ()

    def show_responses(self, names: Sequence[tuple[str, str]]) -> None:
        """Make the buttons anew where the responses have other ids."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        for button in self.buttons.values():
            self.flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons.clear()
        bad = tr("Both bad") if len(names) == 2 else tr("All bad")
        for value, title in (*names, (TIE, tr("Tie")), (BOTH_BAD, bad)):
            key = self.key_of(value)
            self.add(value, title, key if key != title else "")
        self.mark([self._answer] if self._answer else [])

    def press(self, value: str) -> None:
        """Choose or take back."""
        self.answered.emit(None if value == self._answer else value)
        self.mark([self._answer] if self._answer else [])

    def show_answer(self, answer: object) -> None:
        """Show the choice."""
        self._answer = str(answer) if answer is not None else None
        self.mark([self._answer] if self._answer else [])
