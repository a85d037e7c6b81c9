"""A question answered by a whole number on a scale."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from .base import Level, Question


class RatingQuestion(Question):
    """A whole number from `min` to `max`."""

    editor: ClassVar[str] = "rating"
    type: Literal["rating"] = "rating"
    min: int = 1
    max: int = 5
    level: Level = Field(default="ordinal")

    @model_validator(mode="after")
    def _scale(self) -> Self:
        if not 0 < self.max - self.min <= 100:
            raise ValueError("'max' must be above 'min', by 100 at the most")
        return self

    def check(self, answer: Any) -> int:
        """Return the rating as an integer on the scale."""
        number = isinstance(answer, int | float) and not isinstance(answer, bool)
        if number and self.min <= answer <= self.max and answer == int(answer):
            return int(answer)
        raise self.refuse(answer, f"a whole number from {self.min} to {self.max}")

    def rating(self, answer: Any) -> str | float | None:
        """Return the rating as a number, or as text at the nominal level."""
        return str(answer) if self.level == "nominal" else float(answer)

    def keys(self) -> dict[str, str]:
        """Return Shift+1 to Shift+9 for the first nine values of the scale."""
        values = range(self.min, self.max + 1)
        return {f"Shift+{n}": f"{self.label}: {value}" for n, value in enumerate(values, 1) if n <= 9}
