"""Asks where a team's database is, and who logs in."""

from __future__ import annotations

from urllib.parse import quote

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.config.addresses import has_password, is_address, read_address
from reviewer.domain.errors import InvalidInput
from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint

_LONGEST = 2000


class ConnectDialog(FormDialog):
    """Two fields, the address and the log-in; `wanted` carries both as one address."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Connect to a team"), "connect_dialog", tr("Connect"))
        self.address = QLineEdit()
        self.address.setMaxLength(_LONGEST)
        self.address.setPlaceholderText("postgresql://db.example.org/reviews")
        self.add_field(
            tr("Address of the database"), self.address, "connect_address", tr("Your lead or admin knows it.")
        )
        self.login = QLineEdit()
        self.login.setMaxLength(63)
        self.login.setPlaceholderText(tr("ana"))
        self.add_field(tr("Your log-in on the server"), self.login, "connect_login", tr("Your reviews bear this name."))
        note = Hint(
            tr(
                "The connection is encrypted, and the server must prove who it is. "
                "If it wants a password, you are asked for it next; it never stands in the address."
            )
        )
        note.setWordWrap(True)
        self.fields.addWidget(note)

    def confirm(self) -> str:
        """Tell of the address with the log-in in it, or say what is wrong."""
        address, login = self.address.text().strip(), self.login.text().strip()
        if address and "://" not in address:
            address = f"postgresql://{address}"
        if not is_address(address):
            return tr("Write the address as postgresql://HOST/DATABASE.")
        try:
            found = read_address(address)
            if has_password(address):
                return tr("Leave the password out of the address: you are asked for it next.")
        except InvalidInput as error:
            return str(error)
        if not (login or found.user):
            return tr("Write the name of your log-in on the server.")
        if login and found.user and login != found.user:
            return tr("The address names another log-in: write one of the two.")
        if login and not found.user:
            address = address.replace("://", f"://{quote(login, safe='')}@", 1)
        self.wanted.emit(address)
        return ""
