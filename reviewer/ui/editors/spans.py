"""A question that is answered in the response itself: says how, and how many stretches are marked."""

from __future__ import annotations

from reviewer.domain.questions import Question
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint

from .answer_editor import AnswerEditor, KeyOf


class SpansEditor(AnswerEditor):
    """Counts the marked stretches; marking is done in the response."""

    in_response = True

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self._hint = Hint()
        self.row.addWidget(self._hint)
        self.show_answer(None)

    def show_answer(self, answer: object) -> None:
        """Show how many stretches are marked."""
        count = len(answer) if isinstance(answer, list | tuple) else 0
        self._hint.setText(
            tr("{count} marked").format(count=count)
            if count
            else tr("select text in the response, then press a label's key")
        )
