"""Says what this program is and which versions it runs on."""

from __future__ import annotations

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtWidgets import QWidget

from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint, label


class AboutDialog(FormDialog):
    """A few lines and a button."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("About Reviewer"), "about_dialog", tr("Close"))
        self.cancel_button.hide()
        self.fields.addWidget(label("Reviewer", "headline"))
        self.fields.addWidget(Hint(tr("People judge what a language model said, and train on the corrections.")))
        self.fields.addWidget(Hint(versions()))
        self.fields.addWidget(Hint(tr("Apache License 2.0. Nothing leaves this machine until you export.")))


def versions() -> str:
    """Return the versions of the program and of what it stands on, in one line."""
    from importlib.metadata import version

    return tr("Reviewer {version} · Python {python_version} · Qt {pyside_version}").format(
        version=version("reviewer"), python_version=platform.python_version(), pyside_version=pyside_version
    )
