"""A question with one choice among named options."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from .base import Option, Question


class ChoiceQuestion(Question):
    """One option out of several; the answer is the option's id."""

    editor: ClassVar[str] = "choice"
    type: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)

    def check(self, answer: Any) -> str:
        """Return the id of the chosen option."""
        if isinstance(answer, str) and answer in {option.id for option in self.options}:
            return answer
        raise self.refuse(answer, "one of " + ", ".join(option.id for option in self.options))

    def rating(self, answer: Any) -> str | float | None:
        """Return the option's id, or its place among the options above the nominal level."""
        ids = [option.id for option in self.options]
        if answer not in ids:
            return None
        return str(answer) if self.level == "nominal" else float(ids.index(answer))

    def keys(self) -> dict[str, str]:
        """Return the keys of the options that have one."""
        return {option.key: f"{self.label}: {option.label}" for option in self.options if option.key}
