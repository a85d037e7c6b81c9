"""The screen without a workspace: make one, open one, try the demo, or take one of the last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.config.addresses import address_title, shown_address
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Card, Hint, Panel, ScrollColumn, Strong, label
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID

_WIDTH = 800


class Unreached(Panel):
    """A server that did not answer, with the way to try again; `again_wanted` carries its address."""

    again_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Not connected to the team's database"), "unreachable_panel")
        self._location = ""
        self._reason = label("", "muted", "unreachable_reason")
        self._reason.setWordWrap(True)
        self.body.addWidget(self._reason)
        again = PrimaryButton(tr("Try again"), "unreachable_again")
        again.clicked.connect(lambda: self.again_wanted.emit(self._location))
        safe = Hint(tr("Drafts, and what waits to be sent, are safe on this machine."))
        safe.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(safe, 1)
        row.addWidget(again)
        self.body.addLayout(row)
        self.hide()

    def show_reason(self, location: str, reason: str) -> None:
        """Show which server it is and why it did not answer."""
        self._location = location
        self._reason.setText(one_line(reason, 600))
        self.setAccessibleDescription(reason)
        self.show()


class StartScreen(QWidget):
    """Offers the ways into the program."""

    new_wanted = Signal()
    open_wanted = Signal()
    connect_wanted = Signal()
    demo_wanted = Signal()
    recent_chosen = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("start_screen")
        self.setAccessibleName(tr("Start"))
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(GRID)
        column.addWidget(label("Reviewer", "headline"))
        self._lead = label(tr("Judge what a language model said, and train on the corrections."), "muted")
        self._lead.setWordWrap(True)
        column.addWidget(self._lead)
        column.addSpacing(GRID)
        row = FlowLayout(spacing=GRID)
        for button, wanted in (
            (PrimaryButton(tr("Open workspace…"), "start_open", "Ctrl+O"), self.open_wanted),
            (KeyButton(tr("New workspace…"), "start_new", "Ctrl+N"), self.new_wanted),
            (KeyButton(tr("Connect to a team…"), "start_connect"), self.connect_wanted),
            (KeyButton(tr("Open the demo queue"), "start_demo"), self.demo_wanted),
        ):
            button.clicked.connect(wanted)
            row.addWidget(button)
        column.addLayout(row)
        column.addSpacing(GRID * 2)
        self._unreachable = Unreached()
        self._unreachable.again_wanted.connect(self.recent_chosen)
        column.addWidget(self._unreachable)
        self._panel = Panel(tr("Recent workspaces"), "recent_panel")
        column.addWidget(self._panel)
        scroll = ScrollColumn("start_scroll", tr("Start"))  # a small window squeezes nothing
        scroll.column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner, 100)  # as wide as it may be; what is left over goes to both sides
        middle.addStretch(1)
        scroll.column.addLayout(middle)
        scroll.column.addStretch(2)
        scroll.column.setAlignment(Qt.AlignmentFlag(0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.show_recent(())

    def show_opening(self, name: str) -> None:
        """Say that a workspace is being opened, or go back to the usual words."""
        text = tr("Opening {shown_address} …").format(shown_address=one_line(shown_address(name), 80)) if name else ""
        self._lead.setText(text or tr("Judge what a language model said, and train on the corrections."))
        self._unreachable.hide()

    def show_unreachable(self, location: str, reason: str) -> None:
        """Say why there is no connection to a server now, and offer to try again."""
        self._unreachable.show_reason(location, reason)

    def show_recent(self, recent: Sequence[str]) -> None:
        """Show the workspaces that were opened last."""
        while (item := self._panel.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for position, location in enumerate(recent[:6]):
            self._panel.body.addWidget(self._card(position, location))
        if not recent:
            hint = Hint(tr("Nothing was opened yet. The demo queue has sixty items to try."))
            hint.setWordWrap(True)
            self._panel.body.addWidget(hint)

    def _card(self, position: int, location: str) -> Card:
        card = Card(f"recent_{position}", click=True)
        card.setAccessibleName(tr("Open {shown_address}").format(shown_address=one_line(shown_address(location))))
        card.clicked.connect(lambda: self.recent_chosen.emit(location))
        name = address_title(location)
        where = ElidedLabel(shown_address(location))
        where.setProperty("role", "hint")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Strong(one_line(name, 60)))
        texts.addWidget(where)
        forget = QuietButton(tr("Forget"), f"forget_{position}")
        forget.clicked.connect(lambda: self.forget_wanted.emit(location))
        row = QHBoxLayout()
        row.addLayout(texts, 1)
        row.addWidget(forget)
        card.body.addLayout(row)
        return card
