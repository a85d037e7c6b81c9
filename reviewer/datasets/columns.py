"""Columns of a dataset: their names, what they hold and the type that every format keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from typing import Literal as OneOf

Row = dict[str, Any]
Plain = OneOf["text", "integer", "number", "flag"]


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

    @property
    def is_nested(self) -> bool:
        """Whether a flat format has to write this column as JSON text."""
        return not isinstance(self.kind, str)


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
