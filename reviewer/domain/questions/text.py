"""A question answered in free words."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from .base import Question


class TextQuestion(Question):
    """Free text, kept exactly as typed."""

    editor: ClassVar[str] = "text"
    type: Literal["text"] = "text"

    def check(self, answer: Any) -> str:
        """Return the text as it was typed."""
        if isinstance(answer, str):
            return answer
        raise self.refuse(answer, "text")

    def rating(self, answer: Any) -> str | float | None:
        """Return None: free words are not compared by agreement."""
        return None
