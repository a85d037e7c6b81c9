"""Asks why an item goes to the lead, and to whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.editors.line_editor import LineEditor
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.safe_text import menu_text
from reviewer.ui.theme import GRID

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class EscalateDialog(QDialog):
    """A reason, which is required, and the lead who should see it, which is not."""

    escalated = Signal(object)
    """(reason, to): `to` is a name, or None for whoever leads."""

    def __init__(self, leads: Sequence[str], reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("escalate_dialog")
        self.setWindowTitle(tr("Escalate this item"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._leads = tuple(leads)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(label(tr("Escalate to the lead"), "headline"))
        column.addWidget(Hint(tr("The item leaves the queue and waits for a lead. This is not a verdict.")))
        self._reason = LineEditor("escalate_reason", tr("Reason"), tr("What should the lead know or decide?"))
        self._reason.setMinimumWidth(440)
        self._reason.show_value(reason)
        self._reason.installEventFilter(self)
        self._to = QComboBox()
        self._to.setObjectName("escalate_to")
        self._to.setAccessibleName(tr("To whom"))
        self._to.addItem(tr("To whoever leads"))
        for name in self._leads:
            self._to.addItem(menu_text(tr("To {name}").format(name=name)))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._to)
        line.addWidget(self._reason, 1)
        column.addLayout(line)
        self._asked = Hint("", "escalate_asked", tone="bad")
        column.addWidget(self._asked)
        row = QHBoxLayout()
        row.addStretch(1)
        back = QuietButton(tr("Back"), "escalate_cancel", "Escape")
        back.clicked.connect(self.reject)
        row.addWidget(back)
        send = PrimaryButton(tr("Escalate, next"), "escalate_confirm", "Return")
        send.clicked.connect(self._send)
        row.addWidget(send)
        column.addLayout(row)
        self._reason.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send by Enter from inside the field; Shift+Enter begins a new line."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _ENTER and not event.modifiers() & _SHIFT:
            self._send()
            return True
        return super().eventFilter(watched, event)

    def _send(self) -> None:
        reason = self._reason.value().strip()
        if not reason:
            self._asked.setText(tr("Say in a few words why, so that the lead can decide."))
            self._reason.setFocus()
            return
        chosen = self._to.currentIndex() - 1
        self.accept()
        self.escalated.emit((reason, self._leads[chosen] if chosen >= 0 else None))
