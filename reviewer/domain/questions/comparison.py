"""A question that compares two or more responses."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from .base import Question


class ComparisonQuestion(Question):
    """Which response is better: the id of one, `tie` or `both_bad`."""

    editor: ClassVar[str] = "comparison"
    type: Literal["comparison"] = "comparison"

    def check(self, answer: Any) -> str:
        """Return the id of the better response, or `tie`, or `both_bad`."""
        if isinstance(answer, str) and 0 < len(answer) <= 64:
            return answer
        raise self.refuse(answer, "the id of a response, tie or both_bad")
