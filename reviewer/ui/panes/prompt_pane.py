"""The pane of the prompt: the conversation that led to the response, and what is known about the call."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Property, Signal

from reviewer.domain.items import Item
from reviewer.texts.find import Place
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.columns import hold_top, level_header
from reviewer.ui.panes.facts import FactsList
from reviewer.ui.panes.message_card import MessageCard
from reviewer.ui.panes.parts import Panel, ScrollColumn, label
from reviewer.ui.panes.text_block import bring_into_sight, follow_cursor
from reviewer.ui.presenters.conversation import PAGE, Part, last_parts, texts_of
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text.highlights import Found


class ConversationView(ScrollColumn):
    """The messages as a column; `sourceText` holds their exact text, one after the other."""

    def __init__(self) -> None:
        super().__init__("prompt_view", tr("Prompt"))
        self._source = ""

    def _get_source(self) -> str:
        return self._source

    def set_source(self, text: str) -> None:
        """Keep the exact text of the conversation."""
        self._source = text

    sourceText = Property(object, _get_source)


class PromptPane(Panel):
    """Shows the conversation and the metadata of the item."""

    part_toggled = Signal(object)
    """The part of the conversation that is to be opened or folded."""
    span_selected = Signal(object)
    """(target, start, end), or None when the selection went away."""
    mark_activated = Signal(object)
    mark_drawn = Signal(object)
    """(("span", its place), start, end): an own stretch was given other ends by the mouse."""

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__(tr("Prompt"), "prompt_pane")
        level_header(self)
        self._key_of = key_of
        self._cards: list[MessageCard] = []
        self._parts: tuple[Part, ...] = ()
        self._marks = True
        self._limit = PAGE
        self._state: ReviewState | None = None
        self.view = ConversationView()
        self.body.addWidget(self.view)
        self._none = label(tr("Content not captured."), "muted", "prompt_none")
        self._earlier = QuietButton(tr("Show earlier messages"), "earlier_messages")
        self._earlier.clicked.connect(self._show_earlier)
        self._earlier.hide()
        self._facts = FactsList()
        for part in (self._earlier, self._none, self._facts):
            self.view.column.addWidget(part)
        hold_top(self.view)

    def refresh_keys(self) -> None:
        """Print the key that is in force on the first card that folds."""
        key = self._key_of("review.system_prompt")
        for card, part in zip(self._cards, self._parts, strict=False):
            card.set_key(key if part.folds else "")
            key = "" if part.folds else key

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self._marks = shown
        for card in self._cards:
            card.set_marks(shown)

    def show_state(self, state: ReviewState) -> None:
        """Show the conversation of a state; only what differs is touched."""
        before, self._state = self._state, state
        item = state.item
        if item is None:
            return
        fresh = before is None or item is not before.item
        if fresh:
            self._limit = PAGE
            self._show_item(item)
        if fresh or before is None or before.hits_hidden != state.hits_hidden:
            self._facts.show_state(state)
        opened = (state.system_open, state.flipped_parts)
        turned = fresh or before is None or opened != (before.system_open, before.flipped_parts)
        if turned:
            self._show_parts(state)
        chosen = fresh or before is None or before.selected_hit != state.selected_hit
        marked = before is None or (before.spans, before.selected_mark) != (state.spans, state.selected_mark)
        if turned or chosen or marked:
            self._show_hits(state, reveal=chosen and not fresh)
        if fresh:
            self.view.verticalScrollBar().setValue(0)

    def clear_selection(self) -> None:
        """Drop what is selected, so that letters mean again what they usually do."""
        for card in self._cards:
            if card.text is not None:
                card.text.clear_selection()

    def show_span(self, target: str, start: int) -> None:
        """Bring a stretch of a message into sight, if the message is open."""
        for card, part in zip(self._cards, self._parts, strict=False):
            if part.target == target and card.text is not None and card.text.isVisible():
                bring_into_sight(self.view, card.text, start)

    # What a search needs

    def find_texts(self) -> Sequence[str]:
        """Return the texts of the messages on screen, those of folded cards too."""
        return [part.text for part in self._parts]

    def find_origin(self) -> Place:
        """Return where a search begins: at the first message."""
        return Place(0, 0)

    def show_found(self, found: Sequence[Found | None]) -> None:
        """Show what was found, in the messages that are open."""
        for number, card in enumerate(self._cards):
            if card.text is not None:
                card.text.set_found(found[number] if number < len(found) else None)

    def bring_found(self, place: Place) -> None:
        """Open the card if it is folded, and bring the place in it into sight."""
        card, part = self._cards[place.text], self._parts[place.text]
        if self._state is not None and part.folds and not self._state.shows_part(part):
            self.part_toggled.emit(part)
        if card.text is not None:
            self.view.column.activate()
            bring_into_sight(self.view, card.text, place.start)

    def _show_item(self, item: Item) -> None:
        messages = item.conversation()
        self._take_parts(item)
        self.view.set_source("\n\n".join(texts_of(item)))
        self._none.setVisible(not messages)
        turns = sum(message.role in ("user", "assistant") for message in messages)
        language = str(item.metadata.get("language") or "")
        counted = tr("{n:,} turns", "{n:,} turn", turns).format(n=turns) if messages else ""
        self.note(" · ".join(part for part in (counted, language[:20]) if part))

    def _take_parts(self, item: Item) -> None:
        self._parts, earlier = last_parts(item.conversation(), self._limit)
        self._earlier.set_caption(tr("Show earlier messages ({earlier:,})").format(earlier=earlier))
        self._earlier.setVisible(earlier > 0)
        while len(self._cards) < len(self._parts):
            card = MessageCard(len(self._cards) + 1)
            card.set_marks(self._marks)
            card.toggled.connect(self.part_toggled)
            card.span_selected.connect(self.span_selected)
            card.mark_activated.connect(self.mark_activated)
            card.mark_drawn.connect(self.mark_drawn)
            card.text_made.connect(lambda text: follow_cursor(self.view, text))
            self.view.column.insertWidget(len(self._cards) + 1, card)
            self._cards.append(card)

    def _show_parts(self, state: ReviewState) -> None:
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(self._parts))
            if number < len(self._parts):
                part = self._parts[number]
                card.show_part(part, state.shows_part(part))
        self.refresh_keys()

    def _show_hits(self, state: ReviewState, *, reveal: bool) -> None:
        """Highlight what hits point at in the conversation, and bring the place of the selected one into sight."""
        targets = {hit.target for hit in state.hits} | {span.target for span in state.spans}
        chosen = next((hit.target for hit in state.hits if hit.id == state.selected_hit), "")
        for card, part in zip(self._cards, self._parts, strict=False):
            card.show_marks_of(state, part.target if part.target in targets else "")
            if reveal and chosen and part.target == chosen:
                self.view.ensureWidgetVisible(card, 0, 20)

    def _show_earlier(self) -> None:
        if self._state is not None and self._state.item is not None:
            self._limit += PAGE
            self._take_parts(self._state.item)
            self._show_parts(self._state)
            self._show_hits(self._state, reveal=False)
