"""The frame of a small dialog: fields with their names above, one sentence for what is wrong, two buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.theme import GRID


class FormDialog(QDialog):
    """A dialog with fields; `confirm` says what is wrong with them, or an empty text when all is well."""

    def __init__(self, parent: QWidget | None, title: str, name: str, button: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(GRID // 2)
        self._wrong = Hint(name=f"{name}_wrong", tone="bad")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self.cancel_button = KeyButton(tr("Cancel"), f"{name}_cancel", "Escape")
        self.cancel_button.clicked.connect(self.reject)
        self.cancel_button.setAutoDefault(False)
        self.ok_button = PrimaryButton(button, f"{name}_ok", "Return")
        self.ok_button.setDefault(True)
        self.ok_button.clicked.connect(self._try)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.ok_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self.fields)
        column.addWidget(self._wrong)
        column.addLayout(row)

    def add_field(self, title: str, widget: QWidget, name: str, hint: str = "") -> None:
        """Add a field with its name above it."""
        widget.setObjectName(name)
        widget.setAccessibleName(title)
        caption = label(title, "field")
        caption.setBuddy(widget)
        self.fields.addWidget(caption)
        self.fields.addWidget(widget)
        if hint:
            told = Hint(hint)
            told.setWordWrap(True)
            self.fields.addWidget(told)
        self.fields.addSpacing(GRID // 2)

    def confirm(self) -> str:
        """Act on the fields; return what is wrong instead, in one sentence."""
        return ""

    def _try(self) -> None:
        wrong = self.confirm()
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if not wrong:
            self.accept()
