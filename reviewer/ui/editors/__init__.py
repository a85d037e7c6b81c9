"""How a question is answered in the window; to add an editor, write its file and its line in EDITORS."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.questions import Question

from .answer_editor import AnswerEditor, KeyOf
from .choice import ChoiceEditor
from .comparison import ComparisonEditor
from .multi_choice import MultiChoiceEditor
from .ranking import RankingEditor
from .rating import RatingEditor
from .spans import SpansEditor
from .text import TextEditor

EDITORS: Mapping[str, type[AnswerEditor]] = {
    "choice": ChoiceEditor,
    "multi_choice": MultiChoiceEditor,
    "rating": RatingEditor,
    "ranking": RankingEditor,
    "text": TextEditor,
    "spans": SpansEditor,
    "comparison": ComparisonEditor,
}


def editor_for(question: Question, key_of: KeyOf) -> AnswerEditor:
    """Return a new editor for a question."""
    return EDITORS[question.editor](question, key_of)


__all__ = ["EDITORS", "AnswerEditor", "KeyOf", "editor_for"]
