"""How the rows of a dataset are read on screen: short cells with what differs, and one row in full."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reviewer.texts.invisible import show_marks
from reviewer.texts.word_diff import Part, diff_words

CellKind = Literal["same", "removed", "added"]
TextKind = Literal["removed", "added", "column"]
_CELL_CHARS = 240
_BEFORE_CHANGE = 40
_COMPARED_CHARS = 600
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a cell that is the same on both sides, or stands on one side only."""

    kind: CellKind
    text: str


@dataclass(frozen=True)
class Cell:
    """What a cell shows: one line of pieces, hidden characters as marks."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The cell as one text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Stretch:
    """A stretch of the text of a row that looks different."""

    start: int
    end: int
    kind: TextKind


@dataclass(frozen=True)
class RowText:
    """One row in full: each column under its name."""

    text: str = ""
    stretches: tuple[Stretch, ...] = ()


def cells_of(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[Cell, ...]:
    """Return the cells of a row; a better and a worse response are compared word by word."""
    pair = _pair_cells(row) if "chosen" in columns and "rejected" in columns else {}
    return tuple(pair.get(name) or Cell((Piece("same", _shown(short_text(row.get(name)))),)) for name in columns)


def short_text(value: Any) -> str:
    """Return a value for a cell: of a conversation the last message with text."""
    if _is_messages(value):
        return next((str(message["content"]) for message in reversed(value) if message.get("content")), "")
    if isinstance(value, list):
        return "; ".join(_short_element(element) for element in value)
    return _plain(value)


def long_text(value: Any) -> str:
    """Return a value in full: of a conversation every message under its role."""
    if _is_messages(value):
        return "\n\n".join(_message_text(message) for message in value)
    if isinstance(value, list):
        return "\n".join(_plain(element) for element in value)
    return _plain(value)


def row_text(row: Mapping[str, Any], columns: Iterable[str]) -> RowText:
    """Return a row in full, with what only the better or only the worse response says marked."""
    pieces: list[str] = []
    stretches: list[Stretch] = []
    at = 0

    def put(text: str, kind: TextKind | None = None) -> None:
        nonlocal at
        pieces.append(text)
        if kind is not None and text:
            stretches.append(Stretch(at, at + len(text), kind))
        at += len(text)

    parts = _pair_parts(row)
    for name in columns:
        value = row.get(name)
        if value in (None, "", []):
            continue
        if pieces:
            put("\n\n")
        put(name, "column")
        put("\n")
        for part in parts.get(name) or (Part("same", long_text(value)),):
            put(part.text, None if part.kind == "same" else part.kind)
    return RowText("".join(pieces), tuple(stretches))


def _pair_parts(row: Mapping[str, Any]) -> dict[str, tuple[Part, ...]]:
    if "chosen" not in row or "rejected" not in row:
        return {}
    parts = diff_words(long_text(row["rejected"]), long_text(row["chosen"])).parts
    return {
        "chosen": tuple(part for part in parts if part.kind != "removed"),
        "rejected": tuple(part for part in parts if part.kind != "added"),
    }


def _pair_cells(row: Mapping[str, Any]) -> dict[str, Cell]:
    """Return the cells of both responses, each from a little before the first word that differs."""
    better, worse = short_text(row.get("chosen")), short_text(row.get("rejected"))
    alike = next(
        (i for i, (a, b) in enumerate(zip(better, worse, strict=False)) if a != b), min(len(better), len(worse))
    )
    start = _start(better, alike)
    cut = slice(start, start + _COMPARED_CHARS)
    parts = diff_words(worse[cut], better[cut]).parts
    return {
        "chosen": _cell((part for part in parts if part.kind != "removed"), start > 0, len(better) > start),
        "rejected": _cell((part for part in parts if part.kind != "added"), start > 0, len(worse) > start),
    }


def _start(text: str, differs_at: int) -> int:
    """Return where a cell begins: at the start, or at a word shortly before the first difference."""
    if differs_at <= _BEFORE_CHANGE:
        return 0
    blank = text.rfind(" ", 0, differs_at - _BEFORE_CHANGE + 1)
    return differs_at - _BEFORE_CHANGE if blank < differs_at - 2 * _BEFORE_CHANGE else blank + 1


def _cell(parts: Iterable[Part], cut_before: bool, has_text: bool) -> Cell:
    room = _CELL_CHARS
    pieces = [Piece("same", "… ")] if cut_before and has_text else []
    for part in parts:
        text = _shown(part.text, room)
        if text:
            pieces.append(Piece(part.kind, text))
        room -= len(text)
        if room <= 0:
            break
    return Cell(tuple(pieces))


def _shown(text: str, limit: int = _CELL_CHARS) -> str:
    shown = _SPACE.sub(" ", show_marks(text[: limit + 1]).text)
    return shown if len(shown) <= limit and len(text) <= limit else shown[: max(1, limit - 1)] + "…"


def _is_messages(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) and "role" in v for v in value)


def _message_text(message: Mapping[str, Any]) -> str:
    calls = [call["function"] for call in message.get("tool_calls") or ()]
    lines = [f"{call['name']}({call['arguments']})" for call in calls]
    body = "\n".join([message.get("content") or "", *lines]).strip("\n")
    return f"{message['role']}: {body}"


def _short_element(element: Any) -> str:
    if isinstance(element, dict) and "label" in element:
        return f"{element['label']} “{element.get('text') or ''}”"
    if isinstance(element, dict) and "judgement" in element:
        return f"{element.get('policy') or element.get('hit')}: {element['judgement']}"
    return _plain(element)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
