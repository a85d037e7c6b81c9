"""Narrow a dataset by one more value: first which field, then what it must say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.datasets.field_values import Values
from reviewer.datasets.filter_parts import as_typed, field_kind
from reviewer.ui.dialogs.narrowing import NarrowingDialog
from reviewer.ui.language import tr
from reviewer.ui.presenters.dataset_filter import SINCE_DAYS, day_before, field_word, offered
from reviewer.ui.safe_text import one_line


class DatasetFilterDialog(NarrowingDialog):
    """Offers the fields, then the values that exist; `chosen` carries a field and a value."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, clock: Callable[[], datetime]) -> None:
        super().__init__(parent, "dataset_filter")
        self.setWindowTitle(tr("Narrow the dataset"))
        self._clock = clock
        self._values: Values = {}
        self._complete = False
        self.show_kinds()

    def show_fields(self, values: Values, complete: bool) -> None:
        """Show which values were found so far, and whether these are all."""
        self._values, self._complete = values, complete
        self.fill()

    def ask(self, kind: str) -> None:
        """Show the values of a field, which are known already or being looked for."""
        self.fill()

    def word(self, kind: str) -> str:
        """Return the name of a field."""
        return field_word(kind)

    def rows(self) -> list[tuple[str, object]]:
        """Return the fields, or the values of the chosen one."""
        if self.kind is None:
            return [(field_word(name), name) for name in offered(self._values, complete=self._complete)]
        if field_kind(self.kind) == "time":
            now = self._clock()
            return [(tr(words), day_before(now, days)) for days, words in SINCE_DAYS.items()]
        known = self._values.get(self.kind, ())
        if field_kind(self.kind) == "number":
            known = tuple(sorted(known, key=lambda pair: float(pair[0])))
            return [(tr("{value} or more").format(value=value), value) for value, _ in known]
        return [(f"{_said(value)}  ·  {count:,}", value) for value, count in known]

    def say(self, typed: str) -> str:
        """Return what stands below the list."""
        if self.kind is None:
            return tr("Several values of one field: any of them will do. Different fields: all must hold.")
        if typed and not self.found.count():
            if as_typed(self.kind, self.search.text()) is None:
                return tr("That is no value here.")
            return tr("Return takes “{value}” as it is.").format(value=one_line(self.search.text().strip(), 60))
        if self.kind in ("prompt", "response", "item_id"):
            return tr("Type the words that it must contain.")
        if field_kind(self.kind) == "time":
            return tr("Or type a day, such as 2026-11-01. Backspace goes back.")
        if not self._complete:
            return tr("Still looking for values …")
        return tr("Backspace goes back.") if self._values.get(self.kind) else tr("Nothing has a value here.")

    def choose(self, kind: str, value: object, typed: str) -> bool:
        """Take a value of the list, or what was typed where that may be one."""
        wanted = as_typed(kind, typed) if value is None else value
        if wanted is None:
            return False
        self.chosen.emit((kind, wanted))
        return True


def _said(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return str(value)
