"""Asks which policy the detectors missed; found by typing a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.safe_text import elide
from reviewer.ui.theme import GRID

_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ID = Qt.ItemDataRole.UserRole


class MissedHitDialog(QDialog):
    """A field and the policies that match it; what matches none can be noted under the typed name."""

    chosen = Signal(object)

    def __init__(self, policies: Sequence[tuple[str, str]], quote: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missed_hit_dialog")
        self.setWindowTitle(tr("Add a missed hit"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._policies = tuple(policies)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(label(tr("Which policy was missed?"), "headline"))
        place = (
            tr("At “{quote}”").format(quote=elide(quote, 80))
            if quote
            else tr("For the whole response; select text first to say where.")
        )
        column.addWidget(Hint(place, "missed_hit_place"))
        self._field = QLineEdit()
        self._field.setObjectName("missed_hit_field")
        self._field.setAccessibleName(tr("Policy"))
        self._field.setPlaceholderText(tr("Type a few letters of the policy"))
        self._field.setMinimumWidth(440)
        self._field.setMaxLength(200)
        self._field.textChanged.connect(self._filter)
        self._field.returnPressed.connect(self._choose)
        self._field.installEventFilter(self)
        column.addWidget(self._field)
        self._list = QListWidget()
        self._list.setObjectName("missed_hit_list")
        self._list.setAccessibleName(tr("Policies"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemDoubleClicked.connect(lambda _item: self._choose())
        column.addWidget(self._list)
        row = QHBoxLayout()
        row.addStretch(1)
        back = QuietButton(tr("Back"), "missed_hit_cancel", "Escape")
        back.clicked.connect(self.reject)
        row.addWidget(back)
        add = PrimaryButton(tr("Add"), "missed_hit_confirm", "Return")
        add.clicked.connect(self._choose)
        row.addWidget(add)
        column.addLayout(row)
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys of the field walk through the list."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _WALKING:
            QApplication.sendEvent(self._list, event)
            return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self._list.clear()
        for policy, title in self._policies:
            if all(word in f"{policy} {title}".casefold() for word in words):
                self._add(elide(title, 120), policy)
        typed = text.strip()
        if typed and typed not in {policy for policy, _title in self._policies}:
            self._add(tr("Another policy: {typed}").format(typed=elide(typed, 100)), typed)
        self._list.setCurrentRow(0)

    def _add(self, title: str, policy: str) -> None:
        entry = QListWidgetItem(title)
        entry.setData(_ID, policy)
        self._list.addItem(entry)

    def _choose(self) -> None:
        entry = self._list.currentItem()
        if entry is None:
            return
        policy = str(entry.data(_ID))
        self.accept()
        self.chosen.emit(policy)
