"""What narrows the queue's list: words, an expression, and a chip for each value, all taken away as easily as added."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.policies import Taxonomy
from reviewer.ui.dialogs.queue_filter import value_text
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Hint
from reviewer.ui.presenters.queue_state import KINDS, Chip, QueueState
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID

_LONGEST = 40


class ChipButton(KeyButton):
    """One value that narrows the list; a click, Space, Delete or Backspace takes it away."""

    def __init__(self, number: int) -> None:
        super().__init__("", f"queue_chip_{number}")
        self.set_small(True)
        self.set_tone("accent")

    def show_chip(self, chip: Chip, taxonomy: Taxonomy | None) -> None:
        """Show another value."""
        kind, value = tr(dict(KINDS)[chip.kind]), one_line(value_text(*chip, taxonomy), _LONGEST)
        said = tr("{kind}: {value}").format(kind=kind, value=value)
        self.set_caption(f"{said}  ×")
        self.setAccessibleName(tr("Take away {said}").format(said=said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete and Backspace take the value away too."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Two fields, and below them the chips with what adds to them."""

    searched = Signal(str)
    where_given = Signal(str)
    chip_removed = Signal(object)
    narrow_wanted = Signal()
    clear_wanted = Signal()
    views_wanted = Signal()
    columns_wanted = Signal()
    unreadable_wanted = Signal()
    left = Signal()

    def __init__(self, key_of: Callable[..., str]) -> None:
        super().__init__()
        self.setObjectName("queue_filters")
        self._shown: tuple[Chip, ...] = ()
        self._chips: list[ChipButton] = []
        self.search = self._field("queue_search", tr("Search prompt, response and evidence"), self.searched)
        self.where = self._field("queue_where", tr("Filter, as in: language == 'de'"), self.where_given)
        self.unreadable = QuietButton("", "queue_unreadable_button")
        self.unreadable.clicked.connect(self.unreadable_wanted)
        self.unreadable.hide()
        fields = QHBoxLayout()
        fields.setSpacing(GRID)
        fields.addWidget(self.search, 3)
        fields.addWidget(self.where, 2)
        fields.addWidget(self.unreadable)
        self._bar = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._bar.setSizePolicy(policy)
        self._flow = FlowLayout(self._bar, GRID // 2)
        self._buttons = {
            "queue.narrow": self._button(tr("Narrow…"), "queue_narrow_button", self.narrow_wanted),
            "queue.clear": self._button(tr("Clear all"), "queue_clear_button", self.clear_wanted),
            "queue.views": self._button(tr("Views"), "queue_views_button", self.views_wanted),
            "queue.columns": self._button(tr("Columns"), "queue_columns_button", self.columns_wanted),
        }
        for action, button in self._buttons.items():
            button.set_key(key_of(action))
        self._index = Hint("", "queue_index")
        self._flow.addWidget(self._index)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(fields)
        column.addWidget(self._bar)

    def show_state(self, state: QueueState, taxonomy: Taxonomy | None = None) -> None:
        """Show what narrows the list, and how far the index is."""
        self.unreadable.set_caption(tr("{count:,} unreadable").format(count=state.unreadable))
        self.unreadable.setVisible(state.unreadable > 0)
        _put(self.search, state.wanted.text)
        if (self.where.text().strip() or None) != state.wanted.where:
            _put(self.where, state.wanted.where or "")
        self._show_chips(state.chips, taxonomy)
        self._buttons["queue.clear"].setVisible(state.narrowed)
        view = one_line(tr(state.view), _LONGEST) if state.view else ""
        self._buttons["queue.views"].set_caption(tr("View: {name}").format(name=view) if view else tr("Views"))
        self._index.setText(index_text(state))
        self._index.setVisible(bool(self._index.text()))

    def focus_search(self) -> None:
        """Put the focus where words are searched."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape and Down go on to the list."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_chips(self, chips: Sequence[Chip], taxonomy: Taxonomy | None) -> None:
        if chips == self._shown:
            return
        self._shown = tuple(chips)
        while len(self._chips) < len(chips):
            number = len(self._chips)
            made = ChipButton(number)
            made.clicked.connect(lambda _checked=False, number=number: self.chip_removed.emit(self._shown[number]))
            self._flow.insert(number, made)
            self._chips.append(made)
        for number, button in enumerate(self._chips):
            shown = number < len(chips)
            if not shown and button.hasFocus():
                self._buttons["queue.narrow"].setFocus()
            button.setVisible(shown)
            if shown:
                button.show_chip(chips[number], taxonomy)

    def _button(self, text: str, name: str, signal: object) -> KeyButton:
        button = KeyButton(text, name)
        button.set_small(True)
        button.clicked.connect(signal)
        self._flow.addWidget(button)
        return button

    @staticmethod
    def _field(name: str, hint: str, changed: object) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(hint)
        field.setPlaceholderText(hint)
        field.setClearButtonEnabled(True)
        field.textEdited.connect(changed)
        field.textChanged.connect(lambda text: None if text else field.textEdited.emit(""))
        return field


def index_text(state: QueueState) -> str:
    """Return how far the search index is, while it is still being made."""
    index = state.index
    if index is None or index.complete:
        return ""
    share = 100 * index.done // max(1, index.total)
    said = tr("Search index {share} % · {done:,} of {total:,} items")
    return said.format(share=share, done=index.done, total=index.total)


def _put(field: QLineEdit, text: str) -> None:
    """Write a text that did not come from the field itself into it; nothing is told of it."""
    if field.text() != text:
        field.blockSignals(True)
        field.setText(text)
        field.blockSignals(False)
