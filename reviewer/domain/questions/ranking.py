"""A question answered by putting options in order, ties allowed."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from .base import Option, Question


class RankingQuestion(Question):
    """An order of all options; the answer is a list of groups, best first, as `[["a"], ["b", "c"]]`."""

    editor: ClassVar[str] = "ranking"
    type: Literal["ranking"] = "ranking"
    options: tuple[Option, ...] = Field(min_length=2)

    def check(self, answer: Any) -> list[list[str]]:
        """Return the groups; each option must stand in exactly one."""
        known = [option.id for option in self.options]
        if isinstance(answer, list | tuple):
            groups = [[entry] if isinstance(entry, str) else entry for entry in answer]
            if all(isinstance(group, list | tuple) and group for group in groups):
                named = [entry for group in groups for entry in group]
                if all(isinstance(entry, str) for entry in named) and sorted(named) == sorted(known):
                    return [list(group) for group in groups]
        raise self.refuse(answer, "each of " + ", ".join(known) + " once, best first")

    def rating(self, answer: Any) -> str | float | None:
        """Return the whole order as one nominal value."""
        return " > ".join(" = ".join(sorted(group)) for group in self.check(answer))
