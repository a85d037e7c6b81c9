"""Any of several options, as a row of buttons."""

from __future__ import annotations

from reviewer.domain.questions import Question

from .answer_editor import KeyOf
from .button_row import ButtonRow


class MultiChoiceEditor(ButtonRow):
    """Each press adds an option or takes it away."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self._answer: tuple[str, ...] = ()
        for option in getattr(question, "options", ()):
            self.add(option.id, option.label, key_of(option.id).upper())

    def press(self, value: str) -> None:
        """Add or take away one option."""
        rest = [one for one in self._answer if one != value]
        self.answered.emit(rest if value in self._answer else [*rest, value])
        self.mark(self._answer)

    def show_answer(self, answer: object) -> None:
        """Show the chosen options."""
        self._answer = tuple(answer) if isinstance(answer, list | tuple) else ()
        self.mark(self._answer)
