"""An answer in free words."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from reviewer.domain.questions import Question
from reviewer.ui.language import tr

from .answer_editor import AnswerEditor, KeyOf
from .line_editor import LineEditor


class TextEditor(AnswerEditor):
    """A field that grows to four lines."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fresh = False
        self.field = LineEditor(f"question_{question.id}_text", question.label, tr("In your words"))
        self.field.text_edited.connect(self.answered)
        self.row.addWidget(self.field, 1)

    def begin(self) -> None:
        """Take the words of the next item, also where the cursor is still in the field."""
        self._fresh = True

    def show_answer(self, answer: object) -> None:
        """Show the words, unless the person is typing them."""
        self.field.show_value(str(answer) if answer is not None else "", force=self._fresh)
        self._fresh = False

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus()
