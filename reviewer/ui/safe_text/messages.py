"""Message boxes that show a text as it is and do not hold up the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from reviewer.ui.safe_text.strings import menu_text, readable

LONGEST_MESSAGE = 2_000


def plain_message(
    parent: QWidget | None,
    icon: QMessageBox.Icon,
    text: str,
    informative: str = "",
    *,
    title: str = "Reviewer",
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.Ok,
    default: QMessageBox.StandardButton | None = None,
    answered: Callable[[QMessageBox.StandardButton], None] | None = None,
) -> QMessageBox:
    """Open a message box in plain text and return at once; `answered` is called with the button that was pressed."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setObjectName("message_box")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(icon)
    box.setWindowTitle(menu_text(title))
    box.setText(readable(text, LONGEST_MESSAGE))
    box.setInformativeText(readable(informative, LONGEST_MESSAGE))
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setStandardButtons(buttons)
    if default is not None:
        box.setDefaultButton(default)
    if answered is not None:
        tell = answered

        def on_click(button: QAbstractButton) -> None:
            tell(box.standardButton(button))

        box.buttonClicked.connect(on_click)
    box.open()
    return box
