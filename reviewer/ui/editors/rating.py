"""A whole number on a scale: a row of buttons, or a number field for a long scale."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from reviewer.domain.questions import Question

from .answer_editor import KeyOf
from .button_row import ButtonRow

_MOST_BUTTONS = 11


class RatingEditor(ButtonRow):
    """A press rates; a second press on the same takes the rating back."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self._answer: int | None = None
        low, high = getattr(question, "min", 1), getattr(question, "max", 5)
        self._field: QSpinBox | None = None
        if high - low < _MOST_BUTTONS:
            for value in range(low, high + 1):
                self.add(str(value), str(value)).setAccessibleDescription(key_of(str(value)))
            return
        self._field = QSpinBox()
        self._field.setObjectName(f"question_{question.id}_value")
        self._field.setAccessibleName(question.label)
        self._field.setRange(low - 1, high)
        self._field.setSpecialValueText("–")
        self._field.setValue(low - 1)
        self._field.valueChanged.connect(self._typed)
        self.row.addWidget(self._field)

    def press(self, value: str) -> None:
        """Rate or take back."""
        self.answered.emit(None if int(value) == self._answer else int(value))
        self.show_answer(self._answer)

    def _typed(self, value: int) -> None:
        low = getattr(self.question, "min", 1)
        self.answered.emit(None if value < low else value)

    def show_answer(self, answer: object) -> None:
        """Show the rating."""
        self._answer = answer if isinstance(answer, int) else None
        self.mark([] if self._answer is None else [str(self._answer)])
        if self._field is not None:
            self._field.blockSignals(True)
            self._field.setValue(getattr(self.question, "min", 1) - 1 if self._answer is None else self._answer)
            self._field.blockSignals(False)

    def take_focus(self) -> None:
        """Put the focus on the scale."""
        if self._field is not None:
            self._field.setFocus()
        else:
            super().take_focus()
