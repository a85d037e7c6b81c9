"""Asks in one word why personal data is to be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.domain.errors import InvalidInput
from reviewer.domain.personal_data import LONGEST_REASON, as_reason
from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint


class PersonalDataDialog(FormDialog):
    """One word; the ledger keeps it with the name of who asked, and never with the data."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tr("Show personal data"), "personal_data_dialog", tr("Note it and show"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = Hint(tr("Shown for this item on this screen. The ledger notes your name, the kinds and your reason."))
        said.setWordWrap(True)
        self.fields.addWidget(said)
        self._reason = QLineEdit()
        self._reason.setMaxLength(LONGEST_REASON)
        self._reason.setPlaceholderText(tr("one word, such as “dispute”"))
        self.add_field(tr("Reason"), self._reason, "personal_data_reason")
        self._reason.setFocus()

    def confirm(self) -> str:
        """Pass the reason on, or say what is wrong with it."""
        try:
            reason = as_reason(self._reason.text())
        except InvalidInput:
            return tr("The reason is one word of letters: write one, such as “dispute”.")
        self.given.emit(reason)
        return ""
