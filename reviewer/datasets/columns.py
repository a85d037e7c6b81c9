"""Columns of a dataset: their names, what they hold and the type that every format keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from typing import Literal as OneOf

Row = dict[str, Any]
Plain = OneOf["text", "integer", "number", "flag", "any"]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose elements are all of one kind."""

    element: Kind


@dataclass(frozen=True, slots=True)
class Struct:
    """A record with the same fields in every row."""

    fields: tuple[tuple[str, Kind], ...]


Kind = Plain | ListOf | Struct


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind and one sentence that tells a user of the data what it holds."""

    name: str
    kind: Kind
    says: str
    optional: bool = False
    """Whether a row may be without it: then JSON does not name it, rather than say that it is null."""

    names: tuple[str, ...] = ()
    """The words that it may hold, in the order of their numbers, where it is a class."""

    @property
    def is_nested(self) -> bool:
        """Whether a flat format has to write this column as JSON text."""
        return not isinstance(self.kind, str)

    @property
    def is_free(self) -> bool:
        """Whether it holds JSON whose fields nobody knows."""
        return _is_free(self.kind)


def _is_free(kind: Kind) -> bool:
    if isinstance(kind, ListOf):
        return _is_free(kind.element)
    if isinstance(kind, Struct):
        return any(_is_free(inner) for _, inner in kind.fields)
    return kind == "any"


FREE: Final[Plain] = "any"
"""JSON whose fields nobody can know beforehand, which only JSON files hold."""
TEXTS: Final = ListOf("text")
MESSAGES: Final = ListOf(Struct((("role", "text"), ("content", "text"))))
TOOL_MESSAGES: Final = ListOf(
    Struct(
        (
            ("role", "text"),
            ("content", "text"),
            ("name", "text"),
            (
                "tool_calls",
                ListOf(
                    Struct(
                        (
                            ("id", "text"),
                            ("type", "text"),
                            ("function", Struct((("name", "text"), ("arguments", "text")))),
                        )
                    )
                ),
            ),
            ("tool_call_id", "text"),
        )
    )
)
SPANS: Final = ListOf(Struct((("start", "integer"), ("end", "integer"), ("text", "text"), ("label", "text"))))
HITS: Final = ListOf(Struct((("hit", "text"), ("policy", "text"), ("detector", "text"), ("judgement", "text"))))
EVIDENCE: Final = ListOf(Struct((("evidence", "text"), ("source", "text"), ("title", "text"), ("text", "text"))))
PASSAGES: Final = ListOf(
    Struct(
        (
            ("evidence", "text"),
            ("source", "text"),
            ("title", "text"),
            ("text", "text"),
            ("start", "integer"),
            ("end", "integer"),
            ("quote", "text"),
        )
    )
)
CANDIDATES: Final = ListOf(Struct((("id", "text"), ("text", "text"), ("model", "text"))))
SHARES: Final = ListOf(Struct((("label", "text"), ("count", "integer"), ("share", "number"))))
