"""What every question type has in common: id, title, when it is shown, and how an answer is checked."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from reviewer.domain.errors import InvalidAnswer
from reviewer.domain.model import Frozen

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class Option(Frozen):
    """One thing to choose: id, title and an optional key."""

    id: Identifier
    title: str = ""
    key: str | None = None

    @property
    def label(self) -> str:
        """Return the title, or the id where there is none."""
        return self.title or self.id


class Question(Frozen):
    """A question of the project; subclasses say what an answer looks like."""

    editor: ClassVar[str] = "text"

    id: Identifier
    type: str
    title: str = ""
    help: str = ""
    required: bool = False
    show_when: str | None = None
    level: Level = "nominal"

    @model_serializer(mode="wrap")
    def _with_its_type(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Keep the type also where defaults are left out: it says what the rest means."""
        return {"type": self.type, **handler(self)}

    @property
    def label(self) -> str:
        """Return the title, or the id where there is none."""
        return self.title or self.id

    def check(self, answer: Any) -> Any:
        """Return the answer in its stored form, or raise InvalidAnswer."""
        raise InvalidAnswer(f"Question '{self.id}' takes no answer.")

    def rating(self, answer: Any) -> str | float | None:
        """Return the answer as one value for agreement, or None where it is not one value."""
        return str(answer)

    def keys(self) -> dict[str, str]:
        """Return the keys that this question takes, each with what it does."""
        return {}

    def refuse(self, answer: Any, wanted: str) -> InvalidAnswer:
        """Return the error that says what was answered and what the question wants."""
        return InvalidAnswer(f"Question '{self.id}' wants {wanted}, not {answer!r:.80}.")
