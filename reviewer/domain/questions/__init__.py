"""The question types; to add one, write its file and put its class into QUESTION_TYPES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .base import Level, Option, Question
from .choice import ChoiceQuestion
from .comparison import ComparisonQuestion
from .multi_choice import MultiChoiceQuestion
from .ranking import RankingQuestion
from .rating import RatingQuestion
from .spans import SpansQuestion
from .text import TextQuestion

QUESTION_TYPES: tuple[type[Question], ...] = (
    ChoiceQuestion,
    MultiChoiceQuestion,
    RatingQuestion,
    RankingQuestion,
    TextQuestion,
    SpansQuestion,
    ComparisonQuestion,
)

__all__ = ["QUESTION_TYPES", "Level", "Option", "Question", "read_question"]


def type_name(question_type: type[Question]) -> str:
    """Return the word that names this type in a project file."""
    return str(question_type.model_fields["type"].default)


def read_question(data: Mapping[str, Any]) -> Question:
    """Build a question from its table in a project file; ValueError names what is wrong."""
    by_name = {type_name(question_type): question_type for question_type in QUESTION_TYPES}
    question_type = by_name.get(str(data.get("type", "choice")))
    if question_type is None:
        raise ValueError(f"question type {data.get('type')!r} is not one of {', '.join(by_name)}")
    fields = dict(data)
    if not fields.get("options") and "options" not in question_type.model_fields:
        fields.pop("options", None)
    return question_type.model_validate(fields)
