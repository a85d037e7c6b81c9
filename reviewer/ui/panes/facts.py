"""What is known about the call of the model: the usual rows first, the rest behind one line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.domain.items import Item
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Rule, label
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import PlainLabel, elide

_FEW = 9  # rows that are shown at once
_LONGEST = 200
_NARROWEST = 70
_ROWS = (
    ("model", later("model")),
    ("model_version", later("version")),
    ("prompt_template", later("template")),
    ("tenant", later("tenant")),
    ("confidence", later("confidence")),
    ("language", later("language")),
)
_LATER = (("conversation_id", later("conversation")), ("user_id", later("user")), ("latency_ms", later("latency")))


class FactsList(QWidget):
    """Names and values, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Rule())
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._fold = QuietButton(tr("More facts"), "facts_button")
        self._fold.setCheckable(True)
        self._fold.clicked.connect(self._show_rows)
        column.addWidget(self._fold)
        self._rows: list[tuple[PlainLabel, _Value]] = []
        self._facts: list[tuple[str, str]] = []

    def show_state(self, state: ReviewState) -> None:
        """Show what is known about the call of an item, folded where it is much."""
        self._facts = list(facts_of(state))
        self._fold.setChecked(False)
        self._show_rows()

    def _show_rows(self) -> None:
        more = len(self._facts) - _FEW
        opened = self._fold.isChecked() or more <= 1  # one row more takes no more room than the line that hides it
        shown = self._facts if opened else self._facts[:_FEW]
        self._fold.setVisible(more > 1)
        self._fold.set_caption("▾ " + tr("fewer") if opened else "▸ " + tr("{n:,} more", "", more).format(n=more))
        self._fold.setAccessibleName(
            tr("Show fewer facts") if opened else tr("Show {n:,} more facts", "", more).format(n=more)
        )
        while len(self._rows) < len(shown):
            row = (label("", "field"), _Value())
            for part in row:
                part.setWordWrap(True)
            for column, part in enumerate(row):
                self._grid.addWidget(part, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
            self._rows.append(row)
        for number, (name, value) in enumerate(self._rows):
            name.setVisible(number < len(shown))
            value.setVisible(number < len(shown))
            if number < len(shown):
                name.setText(elide(shown[number][0], 40))
                value.show_value(shown[number][1])


class _Value(PlainLabel):
    """A value that is never cut off: a word that is longer than the column goes on in the next line."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strong")
        self.setWordWrap(True)
        self._value = ""

    def show_value(self, value: str) -> None:
        """Show a value."""
        self._value = value
        self.setAccessibleName(value)
        self._break()

    def minimumSizeHint(self) -> QSize:
        """Narrow, for the words break."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _NARROWEST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        metrics, width = self.fontMetrics(), max(_NARROWEST, self.width()) - 2
        self.setText(" ".join(_in_pieces(word, metrics, width) for word in self._value.split(" ")))


def _in_pieces(word: str, metrics: QFontMetrics, width: int) -> str:
    if metrics.horizontalAdvance(word) <= width:
        return word
    pieces = [""]
    for character in word:
        if pieces[-1] and metrics.horizontalAdvance(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return "\n".join(pieces)


def facts_of(state: ReviewState) -> Iterator[tuple[str, str]]:
    """Yield what is known about the call: the usual rows, why and when it was flagged, where it came from, the rest.

    Where the hits come after the verdict, so does whether the item was flagged at all.
    """
    item = state.item
    if item is None:
        return
    metadata = _told(item)
    yield from _named(metadata, _ROWS)
    if item.flagged_at is not None and not state.hits_hidden:
        rules = len(state.hits)
        at = f"{item.flagged_at:%Y-%m-%d %H:%M} UTC"
        by = tr("{time} by {n:,} rules", "{time} by {n:,} rule", rules).format(time=at, n=rules)
        yield tr("flagged"), by if rules else at
    if item.due_at is not None:
        yield tr("due"), f"{item.due_at:%Y-%m-%d %H:%M} UTC"
    yield tr("source"), item.source.system[:_LONGEST]
    yield tr("item"), item.id[:_LONGEST]
    yield from _named(metadata, _LATER)
    known = {key for key, _name in (*_ROWS, *_LATER)}
    for key, value in metadata.items():
        if key == "extra" and isinstance(value, dict):
            yield from ((name, text) for name, inner in value.items() if (text := _text(inner)))
        elif (key not in known or isinstance(value, dict | list)) and (text := _text(value)):
            yield key, text


def _told(item: Item) -> Mapping[str, Any]:
    """Return what may be told: where responses are compared, nothing that names the models behind them."""
    if len(item.responses) < 2:
        return item.metadata
    models = {one.model for one in item.responses if one.model}
    return {
        key: value
        for key, value in item.metadata.items()
        if key != "extra" and "model" not in key.lower() and not any(model in str(value) for model in models)
    }


def _named(metadata: Mapping[str, Any], rows: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for key, name in rows:
        value = metadata.get(key)
        if not isinstance(value, dict | list) and (text := _text(value)):
            yield tr(name), tr("{number} ms").format(number=text) if key == "latency_ms" else text


def _text(value: Any) -> str:
    """Return a value on one line; nothing for one that says nothing."""
    if value is None or value == "":
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return elide(text, _LONGEST)
