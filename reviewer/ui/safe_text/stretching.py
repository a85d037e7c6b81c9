"""Selecting by the keyboard: an edge of the selection goes by characters, words and sentences, in any script."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from reviewer.ui.boundaries import Unit, moved, trimmed, unit_at, whole

if TYPE_CHECKING:
    from reviewer.ui.safe_text.source_view import SourceView

_KEYS: Final[dict[tuple[Qt.Key, bool], tuple[int, Unit]]] = {
    (Qt.Key.Key_Right, False): (1, "character"),
    (Qt.Key.Key_Left, False): (-1, "character"),
    (Qt.Key.Key_Right, True): (1, "word"),
    (Qt.Key.Key_Left, True): (-1, "word"),
    (Qt.Key.Key_Down, True): (1, "sentence"),
    (Qt.Key.Key_Up, True): (-1, "sentence"),
}


def step_of(event: QKeyEvent, *, leftward: bool = False) -> tuple[int, Unit] | None:
    """Return by what a key moves the edge of a selection, or None; in text that runs to the left, left is forward."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    wanted = Qt.KeyboardModifier.ShiftModifier
    if control:
        wanted |= Qt.KeyboardModifier.ControlModifier
    found = _KEYS.get((Qt.Key(event.key()), control))
    if found is None or modifiers != wanted:
        return None
    step, unit = found
    return (-step if leftward and unit != "sentence" else step), unit


def runs_left(text: str) -> bool:
    """Return whether a text begins in a script that runs from right to left."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def edge_moved(text: str, still: int, moving: int, step: int, unit: Unit) -> int:
    """Return where the moving edge of a stretch goes; by words and sentences it leaves no blanks at its ends."""
    there = moved(text, moving, step, unit)
    if unit == "character":
        return there
    start, end = trimmed(text, min(still, there), max(still, there))
    if start == end:
        return there
    return start if there < still else end


def extend(view: SourceView, step: int, unit: Unit) -> None:
    """Move the edge of the selection at which the cursor stands; without a selection one begins there."""
    still, moving = view.ends()
    view.select_ends(still, edge_moved(view.shown_text(), still, moving, step, unit))


def swap_ends(view: SourceView) -> None:
    """Put the cursor to the other end of the selection, so that this one is moved from now on."""
    still, moving = view.ends()
    view.select_ends(moving, still)


def take_sentence(view: SourceView) -> tuple[int, int] | None:
    """Select the sentence at the cursor; where whole sentences are selected, one more. Return what is selected."""
    text, span = view.shown_text(), view.selected_span()
    if span is None:
        start, end = unit_at(text, view.ends()[1], "sentence")
    else:
        start, end = whole(text, *span, "sentence")
        if (start, end) == span:
            end = max(end, edge_moved(text, start, end, 1, "sentence"))
    if start < end:
        view.select_ends(start, end)
    return view.selected_span()
