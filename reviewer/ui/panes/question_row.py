"""A question of the project with its title and the controls that answer it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reviewer.domain.items import Item
from reviewer.domain.questions import Question
from reviewer.ui.editors import KeyOf, editor_for
from reviewer.ui.panes.parts import label, restyle
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import set_plain_tooltip


class QuestionRow(QWidget):
    """Title at the left, controls at the right; a question that was left out is marked."""

    answered = Signal(object)
    """(question id, answer or None)"""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__()
        self.question = question
        self._item: Item | None = None
        self.setObjectName(f"question_row_{question.id}")
        self.editor = editor_for(question, key_of)
        self.editor.answered.connect(lambda answer: self.answered.emit((question.id, answer)))
        star = " *" if question.required else ""
        self._title = label(f"{question.label}{star}", "muted")
        set_plain_tooltip(self._title, question.help)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.editor, 1)
        self.setSizePolicy(self.editor.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)

    def show_state(self, state: ReviewState) -> None:
        """Show the answer so far, and whether it is asked for."""
        self.editor.show_responses(
            [(response.target.partition(":")[2], response.letter) for response in state.responses if response.letter]
        )
        if state.item is not self._item:
            self._item = state.item
            self.editor.begin()
        answer = state.draft.answers.get(self.question.id) if state.draft else None
        if answer is None and self.question.editor == "comparison" and state.draft:
            answer = state.draft.comparison
        self.editor.show_answer(answer)
        asked = any(entry.where == f"question:{self.question.id}" for entry in state.asked)
        restyle(self._title, tone="bad" if asked else "plain")
