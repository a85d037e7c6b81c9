"""Narrow a list by one more value: first what kind, then which; a few letters find it, Return takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.domain.leases import ItemState
from reviewer.domain.listing import FacetValue
from reviewer.domain.policies import Taxonomy
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint
from reviewer.ui.presenters.policies import policy_title
from reviewer.ui.presenters.queue_state import AGES, KINDS, STATE_WORDS, Chip, Kind
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID

Ask = Callable[[Kind, Callable[[Sequence[FacetValue]], None]], None]
_LONGEST = 90
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def value_text(kind: str, value: str, taxonomy: Taxonomy | None) -> str:
    """Return a value as a person reads it."""
    if kind == "policy":
        return policy_title(value, taxonomy)
    if kind == "state":
        return tr(STATE_WORDS[cast("ItemState", value)])
    return tr(AGES[value]) if kind == "age" else value


class FilterDialog(QDialog):
    """Offers the kinds, then the values of one with the number of their items; `chosen` carries a Chip."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, ask: Ask, taxonomy: Taxonomy | None = None) -> None:
        super().__init__(parent)
        self._taxonomy = taxonomy
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("filter_dialog")
        self.setWindowTitle(tr("Narrow the list"))
        self.resize(440, 420)
        self._ask = ask
        self._kind: Kind | None = None
        self._values: Sequence[FacetValue] = ()
        self.search = QLineEdit()
        self.search.setObjectName("filter_search")
        self.search.setAccessibleName(tr("Find a value"))
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("filter_list")
        self.found.setAccessibleName(tr("What the list can be narrowed to"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemClicked.connect(lambda _item: self._take())
        self._hint = Hint("", "filter_hint")
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(GRID)
        for part in (self.search, self.found, self._hint):
            column.addWidget(part)
        self._show_kinds()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list while the field keeps the focus; an empty field goes back with Backspace."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if key in _STEPS and self.found.count():
            row = max(0, min(self.found.count() - 1, self.found.currentRow() + _STEPS[Qt.Key(key)]))
            self.found.setCurrentRow(row)
            return True
        if key in _TAKE:
            self._take()
            return True
        if key == Qt.Key.Key_Backspace and self._kind is not None and not self.search.text():
            self._show_kinds()
            return True
        return super().eventFilter(watched, event)

    def _show_kinds(self) -> None:
        self._kind, self._values = None, ()
        self.search.clear()
        self.search.setPlaceholderText(tr("By what? Type a few letters"))
        self._fill()

    def _show_values(self, kind: Kind) -> None:
        self._kind, self._values = kind, ()
        self.search.clear()
        self.search.setPlaceholderText(tr("Which {kind}?").format(kind=tr(dict(KINDS)[kind]).lower()))
        self.found.clear()
        self._hint.setText(tr("One moment …"))
        self._ask(kind, lambda values: self._take_values(kind, values))

    def _take_values(self, kind: Kind, values: Sequence[FacetValue]) -> None:
        if kind == self._kind:
            self._values = values
            self._fill()

    def _fill(self) -> None:
        typed = self.search.text().strip().lower()
        self.found.clear()
        for text, data in self._rows():
            if typed in text.lower():
                row = QListWidgetItem(one_line(text, _LONGEST))
                row.setData(Qt.ItemDataRole.UserRole, data)
                self.found.addItem(row)
        self.found.setCurrentRow(0)
        self._hint.setText(self._say(typed))

    def _rows(self) -> list[tuple[str, str]]:
        if self._kind is None:
            return [(tr(title), kind) for kind, title in KINDS]
        return [(self._row_text(one), one.value) for one in self._values]

    def _row_text(self, one: FacetValue) -> str:
        text = value_text(self._kind or "", one.value, self._taxonomy)
        return text if one.items is None else f"{text}  ·  {one.items:,}"

    def _say(self, typed: str) -> str:
        if self._kind is None:
            return tr("Several values of one kind: any of them will do. Values of two kinds: both must hold.")
        if self._kind in ("policy", "detector", "severity"):
            hidden = tr("Items whose hits come after the verdict are found once you have judged them.")
        else:
            hidden = ""
        if not self.found.count() and typed and self._kind not in ("state", "age"):
            return tr("Return takes “{value}” as it is.").format(value=one_line(typed, 60))
        if not self._values:
            return tr("No item has a value here.")
        return hidden or tr("Backspace goes back.")

    def _take(self) -> None:
        row = self.found.currentItem()
        if self._kind is None:
            if row is not None:
                self._show_values(row.data(Qt.ItemDataRole.UserRole))
            return
        typed = self.search.text().strip()
        value = row.data(Qt.ItemDataRole.UserRole) if row is not None else typed
        if value and (row is not None or self._kind not in ("state", "age")):
            self.chosen.emit(Chip(self._kind, value))
            self.accept()
