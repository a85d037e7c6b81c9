"""Waits for the key that an action is to have: press it, and it is taken or the dialog says who has it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.keys import key_of_event
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.parts import Hint, KeyBadge, key_caption, label
from reviewer.ui.theme import GRID

_CANCEL = Qt.Key.Key_Escape
_CLEAR = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class KeyRecorder(QDialog):
    """Tells of the key that was pressed; what becomes of it is decided elsewhere."""

    pressed = Signal(str)
    cleared = Signal()
    take_wanted = Signal(str)

    def __init__(self, parent: QWidget | None, title: str, keys: str) -> None:
        super().__init__(parent)
        self.setObjectName("key_recorder")
        self.setWindowTitle(tr("A new key"))
        self.setAccessibleName(tr("Press the new key for: {title}").format(title=title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._key = ""
        self._badge = KeyBadge("…")
        self._badge.setObjectName("recorded_key")
        self._why = Hint("", "key_recorder_why", tone="bad")
        self._why.setWordWrap(True)
        self._why.hide()
        self._take = KeyButton(tr("Take it for this"), "key_recorder_take")
        self._take.hide()
        self._take.clicked.connect(lambda: self.take_wanted.emit(self._key))
        cancel = KeyButton(tr("Cancel"), "key_recorder_cancel", "Escape")
        cancel.clicked.connect(self.reject)
        for button in (self._take, cancel):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(GRID)
        asked = label(tr("Press the new key for “{title}”").format(title=title), "title")
        asked.setWordWrap(True)
        column.addWidget(asked)
        now = tr("Now: {keys}").format(keys=keys) if keys else tr("It has no key now.")
        column.addWidget(Hint(now))
        column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._why)
        column.addWidget(Hint(tr("Backspace takes its keys away. Tab leads to the buttons.")))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(cancel)
        column.addLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def show_refused(self, sentence: str, *, can_take: bool) -> None:
        """Say why the key was not taken; where another action has it, offer to take it from there."""
        self._why.setText(sentence)
        self._why.setVisible(bool(sentence))
        self._take.setVisible(can_take)
        self.adjustSize()

    def event(self, event: QEvent) -> bool:
        """Keep every key for the recording, those too that are shortcuts elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key; Escape leaves all as it is."""
        key = key_of_event(event)
        if event.key() == _CANCEL:
            self.reject()
        elif event.key() in _CLEAR and not event.modifiers():
            self.cleared.emit()
        elif key:
            self._key = key
            self._badge.setText(key_caption(key))
            self.pressed.emit(key)
