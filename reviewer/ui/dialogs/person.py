"""Asks under which name a person judges."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr

_LONGEST = 200


class PersonDialog(FormDialog):
    """One field: the name; `chosen` carries it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, tr("Who am I"), "person_dialog", tr("That is me"))
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST)
        self.name.setPlaceholderText(name)
        self.add_field(tr("Your name"), self.name, "person_name", tr("Your reviews bear this name."))

    def confirm(self) -> str:
        """Tell of the name, or say that there is none."""
        name = self.name.text().strip()
        if not name:
            return tr("Write the name under which you judge.")
        self.chosen.emit(name)
        return ""
