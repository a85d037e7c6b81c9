"""A question with any number of choices among named options."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from .base import Option, Question


class MultiChoiceQuestion(Question):
    """Any of several options; the answer is the list of ids in the order of the options."""

    editor: ClassVar[str] = "multi_choice"
    type: Literal["multi_choice"] = "multi_choice"
    options: tuple[Option, ...] = Field(min_length=2)

    def check(self, answer: Any) -> list[str]:
        """Return the chosen ids without repetition, in the order of the options."""
        known = [option.id for option in self.options]
        several = isinstance(answer, list | tuple | set | frozenset)
        if not several or not all(isinstance(key, str) and key in known for key in answer):
            raise self.refuse(answer, "a list of " + ", ".join(known))
        return [key for key in known if key in set(answer)]

    def rating(self, answer: Any) -> str | float | None:
        """Return the set of ids as one nominal value."""
        return " + ".join(self.check(answer)) or "none"

    def keys(self) -> dict[str, str]:
        """Return the keys of the options that have one."""
        return {option.key: f"{self.label}: {option.label}" for option in self.options if option.key}
