"""The pane of the prompt: the conversation that led to the response, and what is known about the call."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Property, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.domain.items import Item
from reviewer.ui.editors import KeyOf
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.columns import hold_top, level_header
from reviewer.ui.panes.message_card import MessageCard, tool_calls_text
from reviewer.ui.panes.parts import Panel, Rule, ScrollColumn, key_caption, label
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import PlainLabel

_PAGE = 24  # messages; each costs a view of its own, and a person reads the last ones first
_ROWS = (
    ("model", "model"),
    ("model_version", "version"),
    ("prompt_template", "template"),
    ("tenant", "tenant"),
    ("language", "language"),
    ("confidence", "confidence"),
    ("conversation_id", "conversation"),
    ("user_id", "user"),
    ("latency_ms", "latency"),
)


class ConversationView(ScrollColumn):
    """The messages as a column; `sourceText` holds their exact text, one after the other."""

    def __init__(self) -> None:
        super().__init__("prompt_view", "Prompt")
        self._source = ""

    def _get_source(self) -> str:
        return self._source

    def set_source(self, text: str) -> None:
        """Keep the exact text of the conversation."""
        self._source = text

    sourceText = Property(object, _get_source)


class PromptPane(Panel):
    """Shows the conversation and the metadata of the item."""

    system_toggled = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__("Prompt", "prompt_pane")
        level_header(self)
        self._key_of = key_of
        self._shown: tuple[Item | None, bool] = (None, False)
        self._cards: list[MessageCard] = []
        self._marks = True
        self.view = ConversationView()
        self.body.addWidget(self.view)
        self._none = label("Content not captured.", "muted", "prompt_none")
        self._earlier = QuietButton("", "earlier_messages")
        self._earlier.clicked.connect(self._show_earlier)
        self._earlier.hide()
        self._limit = _PAGE
        self._state: ReviewState | None = None
        self._rule = Rule()
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[PlainLabel, PlainLabel]] = []
        for part in (self._earlier, self._none, self._rule, self._facts):
            self.view.column.addWidget(part)
        hold_top(self.view)

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for card in self._cards:
            card.set_key(key_caption(self._key_of("review.system_prompt")))

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self._marks = shown
        for card in self._cards:
            card.set_marks(shown)

    def show_state(self, state: ReviewState) -> None:
        """Show the conversation of a state; only what differs is touched."""
        item = state.item
        if item is None or (item is self._shown[0] and state.system_open == self._shown[1]):
            return
        fresh = item is not self._shown[0]
        self._shown, self._state = (item, state.system_open), state
        if fresh:
            self._limit = _PAGE
        messages = item.conversation()
        shown = messages[-self._limit :]
        self._ensure(len(shown))
        hidden = len(messages) - len(shown)
        self._earlier.set_caption(f"Show earlier messages ({hidden:,})")
        self._earlier.setVisible(hidden > 0)
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(shown))
            if number < len(shown):
                card.show_message(shown[number], state.system_open)
        if not fresh:
            return
        self.view.set_source("\n\n".join(_texts(item)))
        self._none.setVisible(not messages)
        turns = sum(message.role in ("user", "assistant") for message in messages)
        language = str(item.metadata.get("language") or "")
        counted = f"{turns} {'turn' if turns == 1 else 'turns'}" if messages else ""
        self.note(" · ".join(part for part in (counted, language[:20]) if part))
        self._show_facts(item)
        self.view.verticalScrollBar().setValue(0)

    def _show_earlier(self) -> None:
        if self._state is not None:
            self._limit += _PAGE
            self._shown = (self._shown[0], not self._state.system_open)  # shown anew, though it is the same item
            self.show_state(self._state)

    def _ensure(self, count: int) -> None:
        while len(self._cards) < count:
            card = MessageCard(len(self._cards) + 1)
            card.set_key(key_caption(self._key_of("review.system_prompt")))
            card.set_marks(self._marks)
            card.toggled.connect(self.system_toggled)
            self.view.column.insertWidget(len(self._cards) + 1, card)
            self._cards.append(card)

    def _show_facts(self, item: Item) -> None:
        facts = list(facts_of(item))
        while len(self._rows) < len(facts):
            row = (label("", "field"), label("", "strong"))
            row[1].setWordWrap(True)
            for column, part in enumerate(row):
                self._grid.addWidget(part, len(self._rows), column)
            self._rows.append(row)
        for number, (name, value) in enumerate(self._rows):
            name.setVisible(number < len(facts))
            value.setVisible(number < len(facts))
            if number < len(facts):
                name.setText(facts[number][0])
                value.setText(facts[number][1])
        self._rule.setVisible(bool(facts))
        self._facts.setVisible(bool(facts))


def _texts(item: Item) -> Iterator[str]:
    for message in item.conversation():
        if message.content:
            yield message.content
        if message.tool_calls:
            yield tool_calls_text(message)


def facts_of(item: Item) -> Iterator[tuple[str, str]]:
    """Yield what is known about the call: the usual rows first, then when it was flagged and where it came from."""
    for key, name in _ROWS:
        value = item.metadata.get(key)
        if value is not None and not isinstance(value, dict | list) and str(value):
            unit = " ms" if key == "latency_ms" else ""
            yield name, f"{str(value)[:200]}{unit}"
    if item.flagged_at is not None:
        yield "flagged", f"{item.flagged_at:%Y-%m-%d %H:%M} UTC"
    if item.due_at is not None:
        yield "due", f"{item.due_at:%Y-%m-%d %H:%M} UTC"
    yield "source", item.source.system[:200]
    yield "item", item.id[:200]
