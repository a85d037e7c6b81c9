"""Narrowing by one more value: first what kind, then which; a few letters find it, Return takes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID

_LONGEST = 90
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NarrowingDialog(QDialog):
    """A field over a list; what stands in the list, and what is made of a row, says the dialog that is made of this."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(f"{name}_dialog")
        self.setWindowTitle(tr("Narrow the list"))
        self.resize(440, 420)
        self._asked: str | None = None
        self.search = QLineEdit()
        self.search.setObjectName(f"{name}_search")
        self.search.setAccessibleName(tr("Find a value"))
        self.search.textChanged.connect(lambda _text: self.fill())
        self.search.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName(f"{name}_list")
        self.found.setAccessibleName(tr("What the list can be narrowed to"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemClicked.connect(lambda _item: self._take())
        self._hint = Hint("", f"{name}_hint")
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(GRID)
        for part in (self.search, self.found, self._hint):
            column.addWidget(part)

    @property
    def kind(self) -> str | None:
        """What kind of value is looked for, None while that is still asked."""
        return self._asked

    def rows(self) -> list[tuple[str, object]]:
        """Return what can be chosen now, each with what it stands for."""
        raise NotImplementedError

    def say(self, typed: str) -> str:
        """Return what stands below the list."""
        raise NotImplementedError

    def ask(self, kind: str) -> None:
        """Look for the values of a kind; `fill` shows them once they are there."""
        raise NotImplementedError

    def word(self, kind: str) -> str:
        """Return the name of a kind."""
        raise NotImplementedError

    def choose(self, kind: str, value: object, typed: str) -> bool:
        """Take a value, or what was typed where the value is None; tell whether that can be taken."""
        raise NotImplementedError

    def show_kinds(self) -> None:
        """Ask for the kind."""
        self._asked = None
        self.search.clear()
        self.search.setPlaceholderText(tr("By what? Type a few letters"))
        self.fill()

    def show_values(self, kind: str) -> None:
        """Ask for a value of this kind."""
        self._asked = kind
        self.search.clear()
        self.search.setPlaceholderText(tr("Which {kind}?").format(kind=self.word(kind).lower()))
        self.found.clear()
        self._hint.setText(tr("One moment …"))
        self.ask(kind)

    def fill(self) -> None:
        """Show what contains the typed letters."""
        typed = self.search.text().strip().lower()
        chosen = self.found.currentRow() if not typed else 0
        self.found.clear()
        for text, data in self.rows():
            if typed in text.lower():
                row = QListWidgetItem(one_line(text, _LONGEST))
                row.setData(Qt.ItemDataRole.UserRole, data)
                self.found.addItem(row)
        self.found.setCurrentRow(min(max(0, chosen), self.found.count() - 1))
        self._hint.setText(self.say(typed))

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
        if key == Qt.Key.Key_Backspace and self._asked is not None and not self.search.text():
            self.show_kinds()
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        row = self.found.currentItem()
        value = row.data(Qt.ItemDataRole.UserRole) if row is not None else None
        if self._asked is None:
            if value is not None:
                self.show_values(str(value))
        elif self.choose(self._asked, value, self.search.text().strip()):
            self.accept()
