"""The rendered view of a text: Markdown without HTML, without files, without links."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Property, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from reviewer.texts.layout import lay_out_all

LONGEST_RENDERED: Final = 200_000


class RenderedView(QTextBrowser):
    """Shows Markdown as it is meant to look; what it names is never opened and nothing in it can be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self.setUndoRedoEnabled(False)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def _get_source(self) -> str:
        return self._source

    sourceText = Property(object, _get_source)

    def set_source(self, text: str) -> bool:
        """Show a text as Markdown; tell False for one too long to be rendered, of which the source must be shown."""
        self._source = text
        if len(text) > LONGEST_RENDERED:
            self.clear()
            return False
        self.document().setMarkdown(
            lay_out_all(text).text, QTextDocument.MarkdownFeature.MarkdownNoHTML | _GITHUB_DIALECT
        )
        return True

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give an empty image for whatever is asked for: on anything else Qt would open the file itself."""
        image = QImage(1, 1, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        return image


_GITHUB_DIALECT: Final = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
