"""A field for a few words that grows with what is typed, up to some lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.safe_text import PlainEditor

_PAD = 14


class LineEditor(PlainEditor):
    """A plain editor one line high; it tells each edit of the person and nothing else."""

    text_edited = Signal(object)

    def __init__(
        self, name: str, title: str, placeholder: str = "", *, lines: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setPlaceholderText(placeholder)
        self._lines = lines
        self._quiet = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        self.textChanged.connect(self._tell)

    def value(self) -> str:
        """Return the exact text."""
        return self.exact_text()

    def show_value(self, text: str, *, force: bool = False) -> None:
        """Show a text; what the person is typing is not touched, unless the program itself wrote the text anew."""
        if text == self.exact_text() or (self.hasFocus() and not force):
            return
        self._quiet = True
        if not (self.hasFocus() and self.rewrite(text)):  # what a person sees written into the field can be undone
            self.set_source(text)
        self._quiet = False

    def sizeHint(self) -> QSize:
        """As high as the lines that are typed, four at the most."""
        line = QFontMetrics(self.font()).lineSpacing()
        wanted = int(self.document().size().height())  # a plain document measures itself in lines
        most = max(4, self._lines)
        return QSize(180, min(max(wanted, self._lines), most) * line + _PAD)

    def minimumSizeHint(self) -> QSize:
        """Never lower than what it asks for."""
        return QSize(120, self.sizeHint().height())

    def _tell(self) -> None:
        if not self._quiet:
            self.text_edited.emit(self.exact_text())
