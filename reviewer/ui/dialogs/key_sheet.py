"""The sheet of all keys: those of the room that is shown, those that hold everywhere, and those of the other rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.ui.actions import ACTIONS, BY_ID, WINDOW, Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint, KeyBadge, Panel, ScrollColumn, Strong, key_caption
from reviewer.ui.presenters.palette import title_of
from reviewer.ui.rooms import ROOMS
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID

_SIZE = (940, 680)
_KEYS_SHOWN = 3
_LONGEST = 60
KeysOf = Callable[[Binding], tuple[str, ...]]


@dataclass
class Section:
    """A heading and the rows below it; each row with the words that a filter looks in."""

    heading: QWidget
    rows: list[tuple[str, QWidget]] = field(default_factory=list)


class KeySheet(QDialog):
    """Shows each action that has a key, with its keys; letters that are typed leave only what fits them."""

    def __init__(self, parent: QWidget, bindings: Sequence[Binding], keys_of: KeysOf, room: str) -> None:
        super().__init__(parent)
        self.setObjectName("key_sheet")
        self.setWindowTitle(tr("All keys"))
        self.resize(*_SIZE)
        self._keys_of = keys_of
        self._sections: list[Section] = []
        self.filter = QLineEdit()
        self.filter.setObjectName("key_sheet_filter")
        self.filter.setAccessibleName(tr("Filter the keys"))
        self.filter.setPlaceholderText(tr("Filter: a word of the action, or a key"))
        self.filter.setMaxLength(_LONGEST)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        here = [one for one in bindings if BY_ID[one.action].room != WINDOW]
        everywhere = [one for one in bindings if BY_ID[one.action].room == WINDOW]
        row = QHBoxLayout()
        row.setSpacing(12)
        if any(keys_of(one) for one in here):
            usual = [one for one in here if not BY_ID[one.action].mode]
            linking = [one for one in here if BY_ID[one.action].mode]
            groups = [("", usual), (tr("While a claim is linked"), linking)]
            row.addWidget(self._panel(_room_title(room), "keys_of_room", groups), 1)
        others = [(_room_title(entry.id), _fixed(entry.id)) for entry in ROOMS if entry.id != room]
        row.addWidget(self._panel(tr("Everywhere"), "keys_everywhere", [("", everywhere), *others]), 1)
        self._none = Hint(tr("No key is called like that."), "key_sheet_none")
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(GRID)
        column.addWidget(self.filter)
        column.addLayout(row, 1)
        column.addWidget(self._none)
        column.addWidget(Hint(tr("Letters and figures act while no text field has the focus; Esc closes this sheet.")))
        self.filter.setFocus()

    def titles(self) -> list[str]:
        """Return the words of the rows that the filter leaves."""
        return [words for section in self._sections for words, row in section.rows if not row.isHidden()]

    def _panel(self, title: str, name: str, groups: Sequence[tuple[str, Sequence[Binding]]]) -> Panel:
        panel = Panel(title, name)
        scroll = ScrollColumn(f"{name}_list", title)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.column.setSpacing(6)
        for heading, bindings in groups:
            with_keys = [one for one in bindings if self._keys_of(one)]
            if not with_keys:
                continue
            section = Section(Strong(heading))
            section.heading.setVisible(False)  # not before it has a parent
            scroll.column.addWidget(section.heading)
            section.heading.setVisible(bool(heading))
            for alike in _in_rows(with_keys):
                words, line = self._line(alike)
                section.rows.append((words, line))
                scroll.column.addWidget(line)
            self._sections.append(section)
        panel.body.addWidget(scroll)
        return panel

    def _line(self, bindings: Sequence[Binding]) -> tuple[str, QWidget]:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        first = bindings[0]
        title = one_line(title_of(first) if len(bindings) == 1 else tr(BY_ID[first.action].title), 80)
        row.addWidget(ElidedLabel(title), 1)
        keys = [key for binding in bindings for key in self._keys_of(binding)]
        captions = list(dict.fromkeys(key_caption(key) for key in keys))
        if len(bindings) > 1:
            captions = [f"{captions[0]}–{captions[-1]}"]
        for caption in captions[:_KEYS_SHOWN]:
            row.addWidget(KeyBadge(caption))
        line.setAccessibleName(f"{title}: {', '.join(captions)}")
        return f"{title} {' '.join(keys)} {' '.join(captions)}", line

    def _filter(self, wanted: str) -> None:
        parts = wanted.casefold().split()
        for section in self._sections:
            for words, line in section.rows:
                line.setVisible(all(part in words.casefold() for part in parts))
            heading = getattr(section.heading, "text", str)()
            section.heading.setVisible(bool(heading) and any(not line.isHidden() for _, line in section.rows))
        self._none.setVisible(not self.titles())


def _in_rows(bindings: Sequence[Binding]) -> list[list[Binding]]:
    """Return what stands in one row: the passages of a claim are alike but for their figure."""
    rows: list[list[Binding]] = []
    for one in bindings:
        same = bool(rows) and rows[-1][0].action == one.action
        if same and BY_ID[one.action].mode:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _room_title(room: str) -> str:
    title = next((entry.title for entry in ROOMS if entry.id == room), room.capitalize())
    return tr("{room} room").format(room=tr(title))


def _fixed(room: str) -> list[Binding]:
    """Return what a room that is not shown can do whatever is in it."""
    return [Binding(action.id, lambda: None) for action in ACTIONS if action.room == room and not action.dynamic]
