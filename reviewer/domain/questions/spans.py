"""A question answered by marking stretches of the response."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError

from reviewer.domain.items import Span

from .base import Option, Question


class MarkedSpan(Span):
    """A span with the id of the label that was given to it."""

    label: str


class SpansQuestion(Question):
    """Stretches of the response, each with one of the labels."""

    editor: ClassVar[str] = "spans"
    type: Literal["spans"] = "spans"
    options: tuple[Option, ...] = Field(min_length=1)

    def check(self, answer: Any) -> list[dict[str, Any]]:
        """Return the spans in order; each must have a known label."""
        known = {option.id for option in self.options}
        try:
            spans = [MarkedSpan.model_validate(entry) for entry in answer]
        except (ValidationError, TypeError):
            raise self.refuse(answer, "a list of spans with start, end, text and label") from None
        if not {span.label for span in spans} <= known:
            raise self.refuse(answer, "spans labelled " + ", ".join(sorted(known)))
        return [span.model_dump(exclude_defaults=True) for span in sorted(spans, key=lambda s: (s.start, s.end))]

    def rating(self, answer: Any) -> str | float | None:
        """Return which labels were given at all, as one nominal value."""
        return " + ".join(sorted({span["label"] for span in self.check(answer)})) or "none"
