"""The rendered view of a text: Markdown without HTML, without files, without links."""

from __future__ import annotations

import re
from typing import Any, Final

from PySide6.QtCore import Property, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from reviewer.texts.invisible import show_marks

MOST_BYTES: Final = 200_000
# Qt's own Markdown takes time with the square of these; a table of 4,000 cells already takes half a second.
MOST_LINES: Final = 1_500
MOST_CELLS: Final = 2_500
MOST_SIGNS: Final = 20_000
MOST_MARKERS: Final = 10_000

_BLANK_LINES: Final = re.compile(r"\n\s*\n")


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
        """Show a text as Markdown; tell False for one too much to be rendered, of which the source must be shown."""
        self._source = text
        self.clear()
        if not can_be_rendered(text):
            return False
        self.document().setMarkdown(
            show_marks(text).text,
            QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub,
        )
        return True

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give an empty image for whatever is asked for: on anything else Qt would open the file itself."""
        image = QImage(1, 1, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        return image


def can_be_rendered(text: str) -> bool:
    """Tell whether a text is small and simple enough that rendering it cannot hold the window up."""
    return (
        len(text) <= MOST_BYTES
        and len(text.encode("utf-8", "surrogatepass")) <= MOST_BYTES
        and text.count("\n") + text.count("\r") <= MOST_LINES
        and sum(text.count(sign) for sign in "*_`[~") <= MOST_SIGNS
        and sum(text.count(marker) for marker in ("- ", "+ ", "* ", ". ", ") ")) <= MOST_MARKERS
        and _cells(text) <= MOST_CELLS
    )


def _cells(text: str) -> int:
    """Return how many table cells a text can make: a row needs no bars, it takes as many cells as the widest has."""
    paragraphs = _BLANK_LINES.split(text) if "|" in text else []
    tables = (paragraph.split("\n") for paragraph in paragraphs if "|" in paragraph)
    return sum(len(lines) * max(line.count("|") for line in lines) for lines in tables)
