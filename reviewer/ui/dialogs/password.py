"""Asks for the password of a database on a server."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint
from reviewer.ui.safe_text import one_line

_LONGEST = 1000


class PasswordDialog(FormDialog):
    """One field that hides what is typed; `given` carries it."""

    given = Signal(object)

    def __init__(self, parent: QWidget | None, place: str, *, again: bool) -> None:
        super().__init__(parent, tr("Password"), "password_dialog", tr("Connect"))
        if again:
            self.fields.addWidget(Hint(tr("The server does not take this password: try again."), tone="bad"))
        self.password = QLineEdit()
        self.password.setMaxLength(_LONGEST)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_field(
            tr("Password for {place}").format(place=one_line(place, 80)),
            self.password,
            "password",
            tr("It is kept in the key ring of this system, or in memory where there is none."),
        )

    def confirm(self) -> str:
        """Hand the password over and forget it, or say that there is none."""
        password = self.password.text()
        if not password:
            return tr("Type the password that the server knows you by.")
        self.password.clear()
        self.given.emit(password)
        return ""
