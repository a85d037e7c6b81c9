"""Shows the guideline of the project beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import label
from reviewer.ui.safe_text import RenderedView, SourceView, one_line
from reviewer.ui.theme import GRID


class GuidelineDialog(QDialog):
    """The text of the guideline with its version; Escape closes it."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guideline_dialog")
        self.setWindowTitle(one_line(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(label(title, "headline"))
        view = _view(text or tr('This project has no guideline yet. Name one in its project file: guideline = "FILE".'))
        view.setObjectName("guideline_view")
        view.setAccessibleName(title)
        view.setProperty("role", "reading")
        column.addWidget(view, 1)
        close = QuietButton(tr("Close"), "guideline_close", "Escape")
        close.clicked.connect(self.reject)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _view(text: str) -> RenderedView | SourceView:
    """Return the text as it is meant to look, or its source where it is too long for that."""
    rendered = RenderedView()
    if rendered.set_source(text):
        rendered.moveCursor(QTextCursor.MoveOperation.Start)
        return rendered
    source = SourceView()
    source.set_source(text)
    return source
