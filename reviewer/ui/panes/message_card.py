"""One message of the conversation: who said it and what, or a folded card for system prompts and tools."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from reviewer.domain.items import Message
from reviewer.ui.panes.parts import KeyBadge, label, restyle
from reviewer.ui.panes.text_block import TextBlock
from reviewer.ui.safe_text import ElidedLabel, MoreBar
from reviewer.ui.theme import active_theme

_FOLDED_ROLES = ("system", "developer", "tool")


class MessageCard(QFrame):
    """Shows one message; a folded one says its role and size, and opens by a click or by the key."""

    toggled = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName(f"message_{number}")
        self._message: Message | None = None
        self._open: bool | None = None
        column = QVBoxLayout(self)
        column.setSpacing(2)
        self._column = column
        head = QHBoxLayout()
        self._role = ElidedLabel()
        self._role.setProperty("role", "hint")
        head.addWidget(self._role, 1)
        self._action = label("", "hint")
        head.addWidget(self._action)
        self._badge = KeyBadge("")
        head.addWidget(self._badge)
        column.addLayout(head)
        self._text = TextBlock(f"message_{number}_text", "Message")
        column.addWidget(self._text)
        self._more: MoreBar | None = None
        self._calls: TextBlock | None = None
        self._marks = True

    def set_key(self, key: str) -> None:
        """Print the key that opens the folded cards."""
        self._badge.setText(key)

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self._marks = shown
        self._text.set_marks(shown)
        if self._calls is not None:
            self._calls.set_marks(shown)

    def show_message(self, message: Message, opened: bool) -> None:
        """Show a message, folded where its role is one that is seldom read."""
        if message is self._message and opened == self._open:
            return
        folds = message.role in _FOLDED_ROLES
        text = message.content or ""
        calls = tool_calls_text(message)
        shows = opened or not folds
        if message is not self._message:
            self._role.setText(_headline(message, folds))
            self.setAccessibleName(f"Message of {message.role}")
        self._message, self._open = message, opened
        restyle(self, role="card" if folds or calls else "plain", tone="sunken")
        margins = (12, 8, 12, 8) if folds or calls else (0, 0, 0, 4)
        self._column.setContentsMargins(*margins)
        self._text.setVisible(shows and bool(text))
        self._text.setAccessibleName(f"Message of {message.role}")
        if shows:
            self._text.set_source(text)
            if self._text.hidden_after and self._more is None:
                self._more = MoreBar(self._text)
                self._column.insertWidget(2, self._more)
        self._show_calls(calls if opened else "")
        can_fold = folds or bool(calls)
        self._action.setVisible(can_fold)
        self._badge.setVisible(can_fold and bool(self._badge.text()))
        self._action.setText("hide" if opened else "show")

    def _show_calls(self, calls: str) -> None:
        """Show tool calls; the view for them is made only when it is needed, since most messages have none."""
        if calls and self._calls is None:
            self._calls = TextBlock(f"{self.objectName()}_calls", "Tool calls")
            self._calls.set_marks(self._marks)
            self._column.addWidget(self._calls)
            self._calls.setFont(active_theme().mono())
        if self._calls is not None:
            self._calls.setVisible(bool(calls))
            self._calls.set_source(calls)

    def mouseReleaseEvent(self, event: object) -> None:
        """Open or fold by a click on a card that folds."""
        if self._action.isVisible():
            self.toggled.emit()


def _headline(message: Message, folds: bool) -> str:
    """Return what stands over a message: its role, and the size of what is folded away."""
    name = f" · {message.name}" if message.name else ""
    size = f" · {len(message.content):,} characters" if folds and message.content else ""
    calls = [call.name or "a tool" for call in message.tool_calls or ()]
    called = f" · calls {', '.join(calls)}" if calls else ""
    empty = " · Content not captured" if message.content is None and not calls else ""
    return f"{message.role}{name}{size}{called}{empty}"


def tool_calls_text(message: Message) -> str:
    """Return the tool calls of a message as text, one after the other."""
    return "\n".join(f"{call.name}({call.arguments})" for call in message.tool_calls or ())
