"""The screen without a workspace: one of the last, or three ways to begin: a file, the demo, a team."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.config.addresses import address_title, shown_address
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Card, Chip, Hint, Panel, Rule, ScrollColumn, Strong, label
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID

_WIDTH = 800
_MOST_RECENT = 6


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

    def show_reason(self, location: str, reason: str, *, answered: bool) -> None:
        """Show which server it is and why it did not answer, or why it opens nothing to this log-in."""
        self._location = location
        self.set_title(
            tr("The server answered, but nothing is open to you yet")
            if answered
            else tr("Not connected to the team's database")
        )
        self._reason.setText(one_line(reason, 600))
        self.setAccessibleDescription(reason)
        self.show()


class RecentCard(Card):
    """One workspace that was opened before: Return opens it, Delete takes it off the list."""

    forgotten = Signal()

    def __init__(self, position: int, location: str, *, missing: bool) -> None:
        super().__init__(f"recent_{position}", click=True)
        shown = one_line(shown_address(location))
        self.setAccessibleName(tr("Open {workspace}").format(workspace=shown))
        self.setAccessibleDescription(tr("Return opens it, Delete takes it off the list; the file stays."))
        where = ElidedLabel(shown_address(location))
        where.setProperty("role", "hint")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        name = one_line(address_title(location), 60)
        texts.addWidget(label(name, "muted") if missing else Strong(name))
        texts.addWidget(where)
        if missing:
            gone = Hint(
                tr("The file is not there now: it was moved or deleted, or its disk is not connected."),
                f"recent_{position}_missing",
                tone="warn",
            )
            gone.setWordWrap(True)
            texts.addWidget(gone)
            self.set_tone("sunken")
            self.setAccessibleDescription(f"{gone.text()} {self.accessibleDescription()}")
        forget = QuietButton(tr("Forget"), f"forget_{position}", "Delete")
        forget.setAccessibleName(tr("Take {workspace} off the list").format(workspace=shown))
        forget.clicked.connect(self.forgotten)
        row = QHBoxLayout()
        row.addLayout(texts, 1)
        row.addWidget(forget)
        self.body.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Return, forget by Delete, and walk the list with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.forgotten.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            cards = self.window().findChildren(RecentCard)
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            cards[(cards.index(self) + step) % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class StartScreen(QWidget):
    """Offers the ways into the program."""

    new_wanted = Signal()
    open_wanted = Signal()
    connect_wanted = Signal()
    demo_wanted = Signal()
    recent_chosen = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self, key_of: Callable[[str], str]) -> None:
        super().__init__()
        self._key_of = key_of
        self._buttons: dict[str, KeyButton] = {}
        self.setObjectName("start_screen")
        self.setAccessibleName(tr("Start"))
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(GRID)
        self._head = label("Reviewer", "headline")
        column.addWidget(self._head)
        self._lead = label("", "muted")
        self._lead.setWordWrap(True)
        column.addWidget(self._lead)
        column.addSpacing(GRID)
        self._unreachable = Unreached()
        self._unreachable.again_wanted.connect(self.recent_chosen)
        column.addWidget(self._unreachable)
        self._panel = Panel(tr("Recent workspaces"), "recent_panel")
        self._panel.note(tr("Return opens, Delete takes off the list"))
        self._panel.setVisible(False)  # not before it has a parent
        column.addWidget(self._panel)
        column.addWidget(self._ways())
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
        self.show_opening("")

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for action, button in self._buttons.items():
            button.set_key(self._key_of(action))

    def show_opening(self, name: str) -> None:
        """Say that a workspace is being opened, or go back to the usual words."""
        text = tr("Opening {shown_address} …").format(shown_address=one_line(shown_address(name), 80)) if name else ""
        self._lead.setText(text or tr("Judge what a language model said, and train on the corrections."))
        self._unreachable.hide()

    def show_unreachable(self, location: str, reason: str, *, answered: bool = False) -> None:
        """Say why there is no workspace of a server now, and offer to try again."""
        self._unreachable.show_reason(location, reason, answered=answered)

    def show_recent(self, recent: Sequence[str], missing: Collection[str] = ()) -> None:
        """Show the workspaces that were opened last; those whose file is gone are grey and say so."""
        while (item := self._panel.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for position, location in enumerate(recent[:_MOST_RECENT]):
            self._panel.body.addWidget(self._card(position, location, missing=location in missing))
        self._panel.setVisible(bool(recent))
        self._head.setText("Reviewer" if recent else tr("Welcome to Reviewer"))
        self._focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus where a person most likely goes on."""
        super().showEvent(event)
        self._focus_first()

    def _focus_first(self) -> None:
        if self.isVisible():
            cards = self._panel.findChildren(RecentCard)
            (cards[0] if cards else self._buttons["app.open_workspace"]).setFocus()

    def _ways(self) -> Panel:
        """Return the three ways to begin, each with what it means and its buttons."""
        panel = Panel(tr("Three ways to begin"), "welcome_panel")
        steps = (
            (
                tr("Open a file"),
                tr(
                    "A workspace is one file on your disk. Make a new one and import flagged outputs, or open one that "
                    "you were given; you may also drop it here."
                ),
                (
                    (PrimaryButton(tr("Open…"), "start_open"), "app.open_workspace", self.open_wanted),
                    (KeyButton(tr("New…"), "start_new"), "app.new_workspace", self.new_wanted),
                ),
            ),
            (
                tr("Try the demo"),
                tr(
                    "Sixty flagged answers of a support assistant with their passages, policy hits and a guideline. "
                    "Nothing of it leaves this machine."
                ),
                ((KeyButton(tr("Open the demo"), "start_demo"), "app.open_demo", self.demo_wanted),),
            ),
            (
                tr("Connect to a team"),
                tr("You need the address of the team's PostgreSQL database and your log-in: your lead knows both."),
                ((KeyButton(tr("Connect…"), "start_connect"), "app.connect", self.connect_wanted),),
            ),
        )
        for number, (title, text, buttons) in enumerate(steps, 1):
            row = QHBoxLayout()
            row.setSpacing(GRID * 2)
            row.addWidget(Chip(str(number), "accent"), 0, Qt.AlignmentFlag.AlignTop)
            texts = QVBoxLayout()
            texts.setSpacing(2)
            texts.addWidget(Strong(title))
            hint = Hint(text)
            hint.setWordWrap(True)
            texts.addWidget(hint)
            places = FlowLayout(spacing=GRID)
            for button, action, wanted in buttons:
                button.setAccessibleDescription(text)
                button.clicked.connect(wanted)
                self._buttons[action] = button
                places.addWidget(button)
            texts.addSpacing(4)
            texts.addLayout(places)
            row.addLayout(texts, 1)
            panel.body.addLayout(row)
            if number < len(steps):
                panel.body.addWidget(Rule())
        self.refresh_keys()
        return panel

    def _card(self, position: int, location: str, *, missing: bool) -> RecentCard:
        card = RecentCard(position, location, missing=missing)
        card.clicked.connect(lambda: self.recent_chosen.emit(location))
        card.forgotten.connect(lambda: self.forget_wanted.emit(location), Qt.ConnectionType.QueuedConnection)
        return card
