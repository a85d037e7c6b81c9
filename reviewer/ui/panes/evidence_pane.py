"""The pane of the evidence: a card for each passage, the selected one with its whole text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from reviewer.domain.items import Evidence, Item
from reviewer.domain.reviews import ClaimLink, Passage
from reviewer.texts.find import Place
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import later, tr
from reviewer.ui.panes.columns import hold_top, level_header
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.lens_card import LensCard
from reviewer.ui.panes.lens_marks import lens_styles, lit_passages, passage_marks
from reviewer.ui.panes.marks import highlight_styles, highlights
from reviewer.ui.panes.parts import (
    BarMeter,
    Card,
    Chip,
    Hint,
    KeyBadge,
    Panel,
    ScrollColumn,
    key_caption,
    label,
    restyle,
)
from reviewer.ui.panes.pointing import claims_on, pointed_marks
from reviewer.ui.panes.relations import look_of, said_of
from reviewer.ui.panes.text_block import TextBlock, bring_into_sight, follow_cursor
from reviewer.ui.presenters.lens import LensState
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import ElidedLabel, Highlight, MoreBar, PlainLabel, elide
from reviewer.ui.safe_text.edge_grip import EdgeGrip
from reviewer.ui.safe_text.highlights import Found
from reviewer.ui.theme import Theme

_EXCERPT = 220
_MOST_CARDS = 200


class PassageCard(Card):
    """A passage in short: number, source, score, and the first words."""

    selected = Signal(object)
    claim_pointed = Signal(object)
    """("claim", its place) while the pointer is on its number, else None."""

    def __init__(self, number: int) -> None:
        super().__init__(f"passage_card_{number + 1}", "ring", click=True)
        self._passage: Evidence | None = None
        self._chosen = self._lit = False
        self.clicked.connect(lambda: self.selected.emit(number))
        head = QHBoxLayout()
        head.setSpacing(8)
        self._number = Chip(str(number + 1), "accent")
        head.addWidget(self._number)
        self._source = ElidedLabel()
        self._source.setProperty("role", "strong")
        head.addWidget(self._source, 1)
        self._picked = Chip("", "accent")
        self._picked.hide()
        self._row = FlowLayout(spacing=4)
        self._row.addWidget(self._picked)
        self._claims: list[ClaimChip] = []
        self._said: tuple[tuple[int, str], ...] = ()
        self._score = Hint()
        head.addWidget(self._score)
        self.body.addLayout(head)
        self._meter = BarMeter("accent")
        self.body.addWidget(self._meter)
        self.body.addLayout(self._row)
        self._excerpt = PlainLabel(wrap=True)
        self.body.addWidget(self._excerpt)

    def show_passage(self, passage: Evidence, number: int, top: float, chosen: bool) -> None:
        """Show a passage; the text of the chosen one stands in the view that the pane puts into its card."""
        if passage is not self._passage:
            self._passage = passage
            self._source.setText(passage.title or passage.source or passage.id)
            rank = f"#{passage.rank} · " if passage.rank is not None and passage.rank != number + 1 else ""
            self._score.setText(f"{rank}{passage.score:.2f}" if passage.score is not None else rank.rstrip(" ·"))
            self._meter.setVisible(passage.score is not None)
            if passage.score is not None:
                self._meter.set_share(passage.score / top if top > 0 else 0.0)
            self.setAccessibleName(
                tr("Passage {number}: {source}").format(
                    number=number + 1, source=elide(passage.source or passage.id, 80)
                )
            )
        excerpt = elide(passage.text, _EXCERPT) if passage.text else tr(_NO_TEXT)
        self._excerpt.setProperty("role", "" if passage.text else "muted")
        self._excerpt.setText("" if chosen and passage.text else excerpt)
        self._excerpt.setVisible(not (chosen and passage.text))
        self._chosen = chosen
        self.set_lit(self._lit)
        self.set_selected(chosen)

    def set_lit(self, lit: bool) -> None:
        """Show whether what is lit in the response stands here too."""
        self._lit = lit
        self._number.set_tone("good" if lit else "accent" if self._chosen else "plain")

    def show_claims(self, claims: Sequence[tuple[int, ClaimLink]], picked: Passage | None) -> None:
        """Show the numbers of the claims that are tied to the passage, and whether it is chosen for the next one."""
        self._picked.show_text("" if picked is None else tr("chosen") if picked.start is None else tr("part chosen"))
        said = tuple((number, claim.relation) for number, claim in claims)
        if said == self._said:
            return
        self._said = said
        while len(self._claims) < min(len(claims), _MOST_CLAIMS):
            chip = ClaimChip()
            chip.thing_pointed.connect(self.claim_pointed)
            self._row.addWidget(chip)
            self._claims.append(chip)
        for place, chip in enumerate(self._claims):
            chip.setVisible(place < len(claims))
            if place < len(claims):
                chip.show_claim(*claims[place])
        more = len(claims) - _MOST_CLAIMS
        if more > 0:
            self._claims[-1].show_text(tr("+{n}").format(n=more + 1), "plain")

    def light_claims(self, lit: Collection[tuple[str, object]]) -> None:
        """Light the numbers of the claims that belong to what the pointer is on."""
        for chip in self._claims:
            chip.set_lit(("claim", chip.number) in lit)


class ClaimChip(Chip):
    """The number of a claim on the card of a passage, with the sign of its relation."""

    thing_pointed = Signal(object)
    """("claim", its place) while the pointer is on it, else None."""

    def __init__(self) -> None:
        super().__init__()
        self.number = -1

    def show_claim(self, number: int, claim: ClaimLink) -> None:
        """Show the number of a claim and how the passage stands to it."""
        look = look_of(claim.relation)
        self.number = number
        self.show_text(f"{number + 1}{look.sign}", look.tone)
        self.setAccessibleName(said_of(number, claim))

    def set_lit(self, lit: bool) -> None:
        """Mark the claim as one that belongs to what the pointer is on."""
        restyle(self, pointed="true" if lit else "false")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came."""
        super().enterEvent(event)
        self.thing_pointed.emit(("claim", self.number))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went."""
        super().leaveEvent(event)
        self.thing_pointed.emit(None)


_MOST_CLAIMS = 6
_NO_TEXT = later("No text was captured for this passage, only where it came from.")


class _Passages(ScrollColumn):
    """As high as the passages where there is room, so that what comes below follows them closely."""

    def __init__(self) -> None:
        super().__init__("evidence_scroll", tr("Evidence"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """As high as the column at its width."""
        width = self.viewport().width()
        return QSize(super().sizeHint().width(), self.column.totalHeightForWidth(width) + 2)

    def minimumSizeHint(self) -> QSize:
        """Low: it scrolls."""
        return QSize(super().minimumSizeHint().width(), 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again when the passages change their height."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class EvidencePane(Panel):
    """Shows the passages that the response should rest on."""

    selected = Signal(object)
    thing_pointed = Signal(object)
    """("passage", its id) while the pointer is on a passage, else None."""
    span_selected = Signal(object)
    """(target, start, end), or None when the selection went away."""
    mark_activated = Signal(object)
    mark_drawn = Signal(object)
    """(("span", its place), start, end): an own stretch was given other ends by the mouse."""
    pointed = Signal(object)
    """(number of the passage, offset): what the pointer is on, with None where it is on nothing."""

    def __init__(self, key_of: KeyOf, theme: Theme) -> None:
        super().__init__(tr("Evidence"), "evidence_pane")
        level_header(self)
        self._key_of = key_of
        self._theme = theme
        self._cards: list[PassageCard] = []
        self._item: Item | None = None
        self._chosen = -1
        self._found: tuple[Found | None, ...] = ()
        self._badges = (KeyBadge(""), KeyBadge(""))
        for badge in self._badges:
            self.tail.addWidget(badge)
        self._scroll = _Passages()
        self.body.addWidget(self._scroll)
        self._none = label("", "muted", "evidence_none")
        self._none.setWordWrap(True)
        self._scroll.column.addWidget(self._none)
        hold_top(self._scroll)
        self.view = TextBlock("evidence_view", tr("Selected passage"))
        self.view.spanSelected.connect(self._tell_span)
        self.view.highlightActivated.connect(self.mark_activated)
        self.view.pointed.connect(lambda offset: self.pointed.emit((self._chosen, offset)))
        self.view.follow_pointer()
        self.view.snap_to_words()
        follow_cursor(self._scroll, self.view)
        EdgeGrip(self.view, ("own_span", "own_span_chosen")).moved.connect(self.mark_drawn)
        self._lens = LensState()
        self._marks: tuple[Highlight, ...] = ()
        self._lit: tuple[Highlight, ...] = ()
        self.lens = LensCard(key_of, theme)
        self.lens.hide()
        self.body.addWidget(self.lens)
        self.body.addStretch(1)
        self._more = MoreBar(self.view)
        self._source_line = Hint("", "evidence_source")
        self._source_line.setWordWrap(True)
        for part in (self.view, self._more, self._source_line):
            part.setParent(self)  # also while no passage holds them
            part.hide()
        self.restyle()
        self.refresh_keys()

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        self.view.set_highlight_styles({**highlight_styles(self._theme), **lens_styles(self._theme)})
        self.lens.restyle()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for badge, action in zip(self._badges, ("review.evidence_previous", "review.evidence_next"), strict=True):
            badge.setText(key_caption(self._key_of(action)))
        self.lens.refresh_keys()

    def show_state(self, state: ReviewState) -> None:
        """Show the passages of a state; only what differs is touched."""
        item = state.item
        if item is None:
            return
        fresh = item is not self._item
        if fresh or state.selected_passage != self._chosen:
            self._show_cards(state, fresh)
        for card, one in zip(self._cards, state.evidence, strict=False):
            claims = [(number, claim) for number, claim, _part in claims_on(state, one.id)]
            card.show_claims(claims, state.linked_passage(one.id))
        passage = state.passage
        if passage is not None and passage.text is not None:
            self._marks = highlights(state, f"evidence:{passage.id}")
            self._show_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """Leave two thirds to the passages where they need them."""
        self.lens.limit(None)
        room = self.height() - self._scroll.mapTo(self, QPoint(0, 0)).y()
        short = self._scroll.sizeHint().height() + self.lens.sizeHint().height() > room
        self.lens.limit(room // 3 if short else None)

    def show_lens(self, lens: LensState, shown: ReviewState) -> None:
        """Lay the grounding lens under the highlights, light the passages of what is lit, and list what is missing."""
        self._lens = lens
        self.lens.show_lens(lens, shown)
        self._share_height()
        lit = lit_passages(lens)
        for number, card in enumerate(self._cards):
            card.set_lit(number in lit)
        self._show_marks()

    def show_offset(self, offset: int) -> None:
        """Bring an offset of the selected passage into sight."""
        shown = self._chosen

        def bring() -> None:
            if self._chosen == shown:
                bring_into_sight(self._scroll, self.view, offset)

        QTimer.singleShot(0, self, bring)  # a passage that was just selected gets its height first

    def _show_marks(self) -> None:
        self.view.set_highlights((*passage_marks(self._lens, self._chosen), *self._marks, *self._lit))

    # What a search needs

    def find_texts(self) -> Sequence[str]:
        """Return the texts of all passages."""
        return [one.text or "" for one in self._item.evidence[:_MOST_CARDS]] if self._item else []

    def find_origin(self) -> Place:
        """Return where the reader is: at the selected passage."""
        return Place(max(0, self._chosen), 0)

    def show_found(self, found: Sequence[Found | None]) -> None:
        """Show what was found, in the passage whose text is on screen."""
        self._found = tuple(found)
        self.view.set_found(self._found[self._chosen] if 0 <= self._chosen < len(self._found) else None)

    def bring_found(self, place: Place) -> None:
        """Select the passage and bring the place in it into sight."""
        if place.text != self._chosen:
            self.selected.emit(place.text)
        self._scroll.column.activate()
        bring_into_sight(self._scroll, self.view, place.start)

    def _show_cards(self, state: ReviewState, fresh: bool) -> None:
        passages = state.evidence[:_MOST_CARDS]
        self._item, self._chosen = state.item, state.selected_passage
        self._ensure(len(passages))
        top = max([1.0, *(one.score or 0.0 for one in passages)])
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(passages))
            if number < len(passages):
                card.show_passage(passages[number], number, top, number == state.selected_passage)
        count = len(state.evidence)
        self.note(tr("{n:,} passages", "{n:,} passage", count).format(n=count) if count else "")
        for badge in self._badges:
            badge.setVisible(count > 1 and bool(badge.text()))
        self._none.setText(tr("No evidence came with this item: judge the response by the prompt alone."))
        self._none.setVisible(not count)
        self._place_view(state, passages)
        self._share_height()
        if fresh and state.selected_passage == 0:
            self._scroll.verticalScrollBar().setValue(0)

    def _place_view(self, state: ReviewState, passages: Sequence[Evidence]) -> None:
        parts = (self._source_line, self.view, self._more)
        passage = state.passage
        if passage is None or state.selected_passage >= len(self._cards):
            for part in parts:
                part.hide()
            self.view.set_source("")
            return
        card = self._cards[state.selected_passage]
        if self.view.parentWidget() is not card:
            for part in parts:
                card.body.addWidget(part)
        where = passage.source or ""
        self._source_line.setText(where[:500] if where and (passage.title or not passage.text) else "")
        self._source_line.setVisible(bool(self._source_line.text()))
        self.view.set_source(passage.text or "", (self._item.key if self._item else None, passage.id))
        self.view.setVisible(bool(passage.text))
        self._more.setVisible(bool(passage.text) and (self.view.hidden_before > 0 or self.view.hidden_after > 0))
        if len(passages) > 1:
            self._scroll.column.activate()
            top = card.y()
            bar = self._scroll.verticalScrollBar()
            if not bar.value() <= top <= bar.value() + self._scroll.viewport().height() - 60:
                bar.setValue(max(0, top - 8))

    def show_lit(self, lit: Collection[tuple[str, object]]) -> None:
        """Light the cards of the passages that belong to what the pointer is on."""
        for card, passage in zip(self._cards, self._item.evidence if self._item else (), strict=False):
            card.set_pointed(("passage", passage.id) in lit)
            card.light_claims(lit)
        self._lit = pointed_marks([thing for thing in lit if thing[0] != "passage"], self._marks)
        self._show_marks()

    def _tell_pointed(self, number: int, inside: bool) -> None:
        passages = self._item.evidence if self._item else ()
        self.thing_pointed.emit(("passage", passages[number].id) if inside and number < len(passages) else None)

    def _ensure(self, count: int) -> None:
        while len(self._cards) < count:
            card = PassageCard(len(self._cards))
            card.selected.connect(self.selected)
            card.claim_pointed.connect(self.thing_pointed)
            card.entered.connect(partial(self._tell_pointed, len(self._cards)))
            self._scroll.column.insertWidget(len(self._cards), card)
            self._cards.append(card)

    def _tell_span(self, span: tuple[int, int] | None) -> None:
        passage = self._item.evidence[self._chosen] if self._item and self._item.evidence else None
        if span is None or passage is None:
            self.span_selected.emit(None)
        else:
            self.span_selected.emit((f"evidence:{passage.id}", *span))
