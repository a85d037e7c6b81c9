"""The filter of a dataset as chips: what the recipe reads, each part of the expression, and what adds one more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Chip
from reviewer.ui.presenters.dataset_filter import FilterPart
from reviewer.ui.presenters.datasets import DatasetsState
from reviewer.ui.safe_text import one_line, set_plain_tooltip
from reviewer.ui.theme import GRID

_LONGEST = 32


class PartChip(KeyButton):
    """One part of the filter; a click, Space, Delete or Backspace takes it away."""

    def __init__(self, number: int) -> None:
        super().__init__("", f"dataset_filter_{number}")
        self.set_small(True)
        self.set_tone("accent")

    def show_part(self, part: FilterPart) -> None:
        """Show another part."""
        self.set_caption(f"{one_line(part.said, _LONGEST)}  ×")
        self.setAccessibleName(tr("Take away {said}").format(said=one_line(part.said, 200)))
        set_plain_tooltip(self, part.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete and Backspace take the part away too."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterChips(QWidget):
    """A row of chips that wraps."""

    part_removed = Signal(int)
    more_wanted = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName("dataset_filters")
        self._shown: tuple[FilterPart, ...] = ()
        self._chips: list[PartChip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, GRID // 2)
        self._fixed = [Chip("", "plain", name) for name in ("preview_source", "preview_recipe_filter")]
        self._states = [Chip("", "warn", "preview_veiled"), Chip("", "accent", "preview_counting")]
        self.more = KeyButton(tr("+ filter"), "dataset_filter_button", key)
        self.more.set_small(True)
        self.more.setAccessibleName(tr("Narrow the dataset by one more value"))
        self.more.clicked.connect(self.more_wanted)
        for part in (*self._fixed, self.more, *self._states):
            self._flow.addWidget(part)

    def show_state(self, state: DatasetsState) -> None:
        """Show what narrows the rows of a state."""
        recipe, shown = state.recipe, state.shown
        source, own = self._fixed
        source.show_text("" if recipe is None else _source_words(recipe.source))
        where = (recipe.where if recipe is not None else None) or ""
        own.show_text(tr("recipe: {where}").format(where=one_line(where, _LONGEST)) if where else "")
        set_plain_tooltip(own, where)
        veiled, counting = self._states
        veiled.show_text(tr("personal data veiled") if shown is not None and shown.veiled else "")
        set_plain_tooltip(
            veiled, tr("Placeholders stand here for personal data. What is written is as the recipe says.")
        )
        counting.show_text(tr("counting …") if state.counting else "")
        self.more.setEnabled(recipe is not None and not state.where_problem)
        self._show_parts(state.parts)

    def _show_parts(self, parts: tuple[FilterPart, ...]) -> None:
        if parts == self._shown:
            return
        self._shown = parts
        while len(self._chips) < len(parts):
            number = len(self._chips)
            made = PartChip(number)
            made.clicked.connect(lambda _checked=False, number=number: self.part_removed.emit(number))
            self._flow.insert(len(self._fixed) + number, made)
            self._chips.append(made)
        for number, chip in enumerate(self._chips):
            there = number < len(parts)
            if not there and chip.hasFocus():
                self.more.setFocus()
            chip.setVisible(there)
            if there:
                chip.show_part(parts[number])


def _source_words(source: str) -> str:
    return tr("final decisions only") if source == "resolutions" else tr("every review")
