"""The stretches that the reviewer marked, as a list that the keyboard can walk, delete from and relabel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QSizePolicy

from reviewer.domain.questions import Option
from reviewer.domain.reviews import LabeledSpan
from reviewer.ui.language import tr
from reviewer.ui.safe_text import elide

_MOST_ROWS = 4


class SpanList(QListWidget):
    """A row for each stretch: its label and its words."""

    removed = Signal(object)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("span_list")
        self.setAccessibleName(tr("Marked text; Delete removes a row, a label's key changes its label"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[str, ...] = ()
        self.currentRowChanged.connect(self._tell)

    def show_spans(self, spans: Sequence[LabeledSpan], labels: Sequence[Option]) -> None:
        """Show these stretches; the row that was current stays so, as far as it exists."""
        titles = {option.id: option.label for option in labels}
        rows = tuple(_row(span, titles.get(span.label, span.label)) for span in spans)
        self.setVisible(bool(rows))
        if rows == self._rows:
            return
        current = self.currentRow()
        self._rows = rows
        self.blockSignals(True)
        self.clear()
        self.addItems(list(rows))
        self.setCurrentRow(min(current, len(rows) - 1) if self.hasFocus() else -1)
        self.blockSignals(False)
        height = max(self.sizeHintForRow(0), self.fontMetrics().lineSpacing() + 4)
        self.setFixedHeight(height * min(len(rows), _MOST_ROWS) + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete the current row by the key for it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
            return
        super().keyPressEvent(event)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)


def _row(span: LabeledSpan, title: str) -> str:
    place = "" if span.target.startswith("response") else f" ({elide(span.target.replace(':', ' '), 30)})"
    lost = f" ({tr('not found in the text')})" if not span.anchored else ""
    return f"{elide(title, 40)}: “{elide(span.text, 90)}”{place}{lost}"
