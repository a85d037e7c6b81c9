"""Narrow the queue's list by one more value: first what kind, then which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.leases import ItemState
from reviewer.domain.listing import FacetValue
from reviewer.domain.policies import Taxonomy
from reviewer.ui.dialogs.narrowing import NarrowingDialog
from reviewer.ui.language import tr
from reviewer.ui.presenters.policies import policy_title
from reviewer.ui.presenters.queue_state import AGES, KINDS, STATE_WORDS, Chip, Kind
from reviewer.ui.safe_text import one_line

Ask = Callable[[Kind, Callable[[Sequence[FacetValue]], None]], None]


def value_text(kind: str, value: str, taxonomy: Taxonomy | None) -> str:
    """Return a value as a person reads it."""
    if kind == "policy":
        return policy_title(value, taxonomy)
    if kind == "state":
        return tr(STATE_WORDS[cast("ItemState", value)])
    return tr(AGES[value]) if kind == "age" else value


class FilterDialog(NarrowingDialog):
    """Offers the kinds, then the values of one with the number of their items; `chosen` carries a Chip."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, ask: Ask, taxonomy: Taxonomy | None = None) -> None:
        super().__init__(parent, "filter")
        self._taxonomy = taxonomy
        self._ask = ask
        self._values: Sequence[FacetValue] = ()
        self.show_kinds()

    def ask(self, kind: str) -> None:
        """Ask for the values of a kind."""
        self._values = ()
        self._ask(cast("Kind", kind), lambda values: self._take_values(kind, values))

    def _take_values(self, kind: str, values: Sequence[FacetValue]) -> None:
        if kind == self.kind:
            self._values = values
            self.fill()

    def rows(self) -> list[tuple[str, object]]:
        """Return the kinds, or the values of the chosen one."""
        if self.kind is None:
            return [(tr(title), kind) for kind, title in KINDS]
        return [(self._row_text(one), one.value) for one in self._values]

    def word(self, kind: str) -> str:
        """Return the name of a kind."""
        return tr(dict(KINDS)[cast("Kind", kind)])

    def _row_text(self, one: FacetValue) -> str:
        text = value_text(self.kind or "", one.value, self._taxonomy)
        return text if one.items is None else f"{text}  ·  {one.items:,}"

    def say(self, typed: str) -> str:
        """Return what stands below the list."""
        if self.kind is None:
            return tr("Several values of one kind: any of them will do. Values of two kinds: both must hold.")
        if self.kind in ("policy", "detector", "severity"):
            hidden = tr("Items whose hits come after the verdict are found once you have judged them.")
        else:
            hidden = ""
        if not self.found.count() and typed and self.kind not in ("state", "age"):
            return tr("Return takes “{value}” as it is.").format(value=one_line(typed, 60))
        if not self._values:
            return tr("No item has a value here.")
        return hidden or tr("Backspace goes back.")

    def choose(self, kind: str, value: object, typed: str) -> bool:
        """Take a value of the list, or what was typed where that may be one."""
        wanted = typed if value is None else str(value)
        if not wanted or (value is None and kind in ("state", "age")):
            return False
        self.chosen.emit(Chip(cast("Kind", kind), wanted))
        return True
