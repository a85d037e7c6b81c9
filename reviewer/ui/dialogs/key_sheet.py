"""The sheet of all keys: those of the room that is shown first, then those that hold everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.actions import BY_ID, WINDOW, Binding
from reviewer.ui.dialogs.palette import title_of
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint, KeyBadge, Panel, ScrollColumn, key_caption
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID

_SIZE = (940, 640)
_KEYS_SHOWN = 2
KeysOf = Callable[[Binding], tuple[str, ...]]


class KeySheet(QDialog):
    """Shows each action that has a key, with its keys."""

    def __init__(self, parent: QWidget, bindings: Sequence[Binding], keys_of: KeysOf, room: str) -> None:
        super().__init__(parent)
        self.setObjectName("key_sheet")
        self.setWindowTitle(tr("All keys"))
        self.resize(*_SIZE)
        here = [one for one in bindings if BY_ID[one.action].room != WINDOW and keys_of(one)]
        everywhere = [one for one in bindings if BY_ID[one.action].room == WINDOW and keys_of(one)]
        row = QHBoxLayout()
        row.setSpacing(12)
        if here:
            row.addWidget(
                _column(tr("{capitalize} room").format(capitalize=room.capitalize()), "keys_of_room", here, keys_of), 1
            )
        row.addWidget(_column(tr("Everywhere"), "keys_everywhere", everywhere, keys_of), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(GRID)
        column.addLayout(row, 1)
        hint = Hint(tr("Letters and figures act while no text field has the focus; Esc closes this sheet."))
        column.addWidget(hint)


def _column(title: str, name: str, bindings: Sequence[Binding], keys_of: KeysOf) -> Panel:
    panel = Panel(title, name)
    scroll = ScrollColumn(f"{name}_list", title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for number, binding in enumerate(bindings):
        grid.addWidget(ElidedLabel(one_line(title_of(binding), 80)), number, 0)
        keys = QHBoxLayout()
        keys.setSpacing(4)
        keys.addStretch(1)
        captions = list(dict.fromkeys(key_caption(key) for key in keys_of(binding)))
        for caption in captions[:_KEYS_SHOWN]:
            keys.addWidget(KeyBadge(caption))
        grid.addLayout(keys, number, 1, Qt.AlignmentFlag.AlignRight)
    scroll.column.addLayout(grid)
    panel.body.addWidget(scroll)
    return panel
