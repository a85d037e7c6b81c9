"""The clipboard at the end of the program."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken


def leave_copied_text() -> None:
    """Let Qt itself own the text that was copied here, so that it can stay behind when the program ends.

    The views make what they copy in Python. Qt lets go of the clipboard after Python has ended, and an object of
    Python's would crash the process then.
    """
    clipboard = QGuiApplication.clipboard()
    copied = clipboard.mimeData()
    if isinstance(copied, QMimeData) and Shiboken.createdByPython(copied):  # what others copied is left as it is
        clipboard.setText(clipboard.text())
