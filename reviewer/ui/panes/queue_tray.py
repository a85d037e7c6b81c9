"""The records that could not be read, as they came, with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.domain.listing import UnreadableRow
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.parts import ScrollColumn, label
from reviewer.ui.panes.queue_columns import time_text
from reviewer.ui.safe_text import one_line


class UnreadableTray(QWidget):
    """A page of records, and the way back to the items."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = KeyButton(tr("Back to the items"), "queue_tray_back")
        self.back.clicked.connect(self.back_wanted)
        self.rows = ScrollColumn("queue_tray", tr("Unreadable records"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.rows, 1)

    def show_rows(self, rows: Iterable[UnreadableRow]) -> None:
        """Show these records."""
        self.rows.empty()
        for row in rows:
            place = tr("{origin}, line {line}, {time}").format(
                origin=row.origin, line=row.line, time=time_text(row.received_at)
            )
            for text, role in ((place, "muted"), (row.reason, "strong"), (one_line(row.excerpt, 300), "plain")):
                line = label(text, role)
                line.setWordWrap(True)
                self.rows.column.addWidget(line)
        self.rows.column.addStretch(1)
