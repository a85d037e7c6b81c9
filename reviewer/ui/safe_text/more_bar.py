"""The line under a view of a long text: which part is shown, and buttons for the parts before and behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reviewer.ui.language import tr
from reviewer.ui.safe_text.labels import PlainLabel
from reviewer.ui.safe_text.source_view import SourceView


class MoreBar(QWidget):
    """Says which part of a source is shown and shows another; hidden where all of it is shown."""

    def __init__(self, view: SourceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        name = view.objectName() or "text"
        self.setObjectName(f"{name}_more")
        self._label = PlainLabel()
        self._label.setObjectName(f"{name}_more_label")
        self._earlier = QPushButton(tr("Show earlier"))
        self._earlier.setObjectName(f"{name}_show_earlier")
        self._earlier.setAccessibleName(tr("Show the part of the text before this one"))
        self._earlier.clicked.connect(self._show_earlier)
        self._more = QPushButton(tr("Show more"))
        self._more.setObjectName(f"{name}_show_more")
        self._more.setAccessibleName(tr("Show more of the text"))
        self._more.clicked.connect(self._show_more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self._earlier)
        row.addWidget(self._more)
        view.windowChanged.connect(self._refresh)
        self._refresh()

    def _show_earlier(self) -> None:
        self._view.show_earlier()

    def _show_more(self) -> None:
        self._view.show_more()

    def _refresh(self) -> None:
        before, after = self._view.hidden_before, self._view.hidden_after
        total = len(self._view.property("sourceText"))
        self._label.setText(
            tr("Characters {first:,} to {last:,} of {total:,}").format(
                first=before + 1, last=total - after, total=total
            )
        )
        self._earlier.setVisible(before > 0)
        self._more.setVisible(after > 0)
        self.setVisible(before > 0 or after > 0)
