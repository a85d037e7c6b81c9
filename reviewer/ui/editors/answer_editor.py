"""What every answer editor has in common: it shows an answer, and tells when the person gives another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.domain.questions import Question

KeyOf = Callable[[str], str]
"""Gives the key of an answer, such as `Shift+3` for the value 3, or an empty text."""


class AnswerEditor(QWidget):
    """The controls for one question."""

    answered = Signal(object)
    in_response: ClassVar[bool] = False
    """Whether the answer is given in the response itself, so that the focus belongs there."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__()
        self.question = question
        self.key_of = key_of
        self.setObjectName(f"question_{question.id}")
        self.setAccessibleName(question.label)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)

    def show_answer(self, answer: object) -> None:
        """Show an answer; None is none. A field that is being typed in keeps its text."""
        raise NotImplementedError

    def show_responses(self, names: Sequence[tuple[str, str]]) -> None:
        """Take the ids and letters of the responses of the item; most editors do not need them."""

    def begin(self) -> None:
        """Forget what was entered and given nowhere yet: another item is on screen."""

    def take_focus(self) -> None:
        """Put the focus where the answer is given."""
        self.setFocus()
