"""The screen without a workspace: make one, open one, try the demo, or take one of the last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Card, Hint, Panel, Strong, label
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID

_WIDTH = 660


class StartScreen(QWidget):
    """Offers the ways into the program."""

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    recent_chosen = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("start_screen")
        self.setAccessibleName("Start")
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(GRID)
        column.addWidget(label("Reviewer", "headline"))
        self._lead = label("Judge what a language model said, and train on the corrections.", "muted")
        column.addWidget(self._lead)
        column.addSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button, wanted in (
            (PrimaryButton("Open workspace…", "start_open", "Ctrl+O"), self.open_wanted),
            (KeyButton("New workspace…", "start_new", "Ctrl+N"), self.new_wanted),
            (KeyButton("Open the demo queue", "start_demo"), self.demo_wanted),
        ):
            button.clicked.connect(wanted)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(GRID * 2)
        self._panel = Panel("Recent workspaces", "recent_panel")
        column.addWidget(self._panel)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        self.show_recent(())

    def show_opening(self, name: str) -> None:
        """Say that a workspace is being opened, or go back to the usual words."""
        text = f"Opening {one_line(name, 80)} …" if name else ""
        self._lead.setText(text or "Judge what a language model said, and train on the corrections.")

    def show_recent(self, recent: Sequence[str]) -> None:
        """Show the workspaces that were opened last."""
        while (item := self._panel.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for position, location in enumerate(recent[:6]):
            self._panel.body.addWidget(self._card(position, location))
        if not recent:
            self._panel.body.addWidget(Hint("Nothing was opened yet. The demo queue has sixty items to try."))

    def _card(self, position: int, location: str) -> Card:
        card = Card(f"recent_{position}", click=True)
        card.setAccessibleName(f"Open {one_line(location)}")
        card.clicked.connect(lambda: self.recent_chosen.emit(location))
        name = location.rsplit("/", 1)[-1] if "://" in location else PurePath(location).name
        where = ElidedLabel(location)
        where.setProperty("role", "hint")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Strong(one_line(name, 60)))
        texts.addWidget(where)
        forget = QuietButton("Forget", f"forget_{position}")
        forget.clicked.connect(lambda: self.forget_wanted.emit(location))
        row = QHBoxLayout()
        row.addLayout(texts, 1)
        row.addWidget(forget)
        card.body.addLayout(row)
        return card
