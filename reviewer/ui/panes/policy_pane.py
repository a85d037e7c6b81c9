"""The pane of the policy hits: a card for each, the checks that passed behind one line."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QTimer, Signal

from reviewer.domain.items import PolicyHit
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.columns import hold_top, level_header
from reviewer.ui.panes.hit_card import JUDGEMENTS, HitCard
from reviewer.ui.panes.looked_for import LookedFor
from reviewer.ui.panes.parts import Hint, Panel, ScrollColumn, label
from reviewer.ui.panes.threshold_meter import score_text
from reviewer.ui.presenters.policies import policy_title
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import elide, menu_text

_OUTCOMES = {"pass": later("passed"), "unknown": later("unknown"), "error": later("stopped by an error")}


class PolicyPane(Panel):
    """Shows the hits of the item and lets the reviewer judge them."""

    judged = Signal(object)
    selected = Signal(object)
    thing_pointed = Signal(object)
    """("hit", its id) while the pointer is on a hit, else None."""
    missed_wanted = Signal()
    missed_removed = Signal(object)
    passes_toggled = Signal()

    def __init__(self, key_of: KeyOf, *, entry: bool = True) -> None:
        """Make the pane; without `entry` nobody adds missed hits or says what was looked for."""
        super().__init__(tr("Policy hits"), "policy_pane")
        self._entry = entry
        level_header(self)
        self._key_of = key_of
        self._cards: list[HitCard] = []
        self._missed: list[QuietButton] = []
        self._shown: tuple[object, ...] = ()
        self._scroll = ScrollColumn("policy_scroll", tr("Policy hits"))
        self.body.addWidget(self._scroll)
        column = self._scroll.column
        self._suggestion = label("", "muted", "suggestion_label", "accent")
        self._suggestion.setWordWrap(True)
        column.addWidget(self._suggestion)
        self._remark = label("", "muted")
        self._remark.setWordWrap(True)
        column.addWidget(self._remark)
        self._add = KeyButton(tr("+ Add a missed hit"), "missed_hit_button")
        self._add.set_small(True)
        self._add.clicked.connect(self.missed_wanted)
        column.addWidget(self._add)
        self._add.setVisible(entry)
        self.looked_for = LookedFor()
        column.addWidget(self.looked_for)
        self.looked_for.setVisible(entry)
        self._fold = QuietButton(tr("Passed detectors"), "passes_button")
        self._fold.setCheckable(True)
        self._fold.clicked.connect(self.passes_toggled)
        column.addWidget(self._fold)
        self._passes = Hint("", "passes_list")
        self._passes.setWordWrap(True)
        column.addWidget(self._passes)
        hold_top(self._scroll)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self._keys = {action: self._key_of(action) for _name, _title, action, _tone in JUDGEMENTS}
        self._add.set_key(self._key_of("review.hit_missed"))
        self.looked_for.set_key(self._key_of("review.looked_for"))
        self._shown = ()

    def show_state(self, state: ReviewState) -> None:
        """Show the hits of a state; only what differs is touched."""
        hits = state.hits
        judgements = tuple(state.judgement(hit.id) for hit in hits)
        missed = state.draft.missed_hits if state.draft else ()
        checked = state.draft.policies_checked if state.draft else ()
        shown = (
            state.item,
            judgements,
            state.selected_hit,
            missed,
            checked,
            state.passes_open,
            state.looked_open,
            state.taxonomy,
            state.hits_hidden,
        )
        if all(a is b or a == b for a, b in zip(shown, self._shown, strict=False)) and self._shown:
            return
        moved = not self._shown or self._shown[0] is not state.item or self._shown[2] != state.selected_hit
        self._shown = shown
        self._ensure(len(hits))
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(hits))
            if number < len(hits):
                hit = hits[number]
                card.set_keys(self._keys)
                card.show_hit(hit, state.taxonomy, judgements[number], hit.id == state.selected_hit)
        judged = sum(judgement is not None for judgement in judgements)
        self.note(tr("{judged} of {count} judged").format(judged=judged, count=len(hits)) if hits else "")
        self._show_note(state)
        self._show_missed(state)
        if self._entry:
            self.looked_for.show_state(state)
        self._show_others(state)
        if moved:
            self._reveal(state)

    def focus_looked_for(self) -> None:
        """Put the focus on the first policy that is not ticked, and bring it into sight."""
        chosen = self.looked_for.focus_first()
        QTimer.singleShot(0, chosen, lambda: self._scroll.ensureWidgetVisible(chosen, 0, 60))  # once it has its place

    def _ensure(self, count: int) -> None:
        while len(self._cards) < count:
            card = HitCard(len(self._cards) + 1)
            card.judged.connect(self.judged)
            card.selected.connect(self.selected)
            card.entered.connect(lambda inside, card=card: self._tell_pointed(card if inside else None))
            self._scroll.column.insertWidget(len(self._cards) + 1, card)
            self._cards.append(card)

    def _tell_pointed(self, card: HitCard | None) -> None:
        self.thing_pointed.emit(("hit", card.hit_id) if card is not None and card.hit_id is not None else None)

    def show_lit(self, lit: Collection[tuple[str, object]]) -> None:
        """Light the cards of the hits that belong to what the pointer is on."""
        for card in self._cards:
            card.set_pointed(("hit", card.hit_id) in lit)

    def _show_note(self, state: ReviewState) -> None:
        if state.hits_hidden:
            self._remark.setText(tr("Hits come after the verdict. Judge this one by your own reading."))
        elif not state.hits and state.other_hits:
            self._remark.setText(tr("No detector found anything."))
        elif not state.hits:
            self._remark.setText(tr("No policy hits came with this item."))
        self._remark.setVisible(not state.hits)
        self._suggestion.setText(suggestion_text(state))
        self._suggestion.setVisible(bool(self._suggestion.text()))

    def _show_missed(self, state: ReviewState) -> None:
        missed = state.draft.missed_hits if state.draft else ()
        place = self._scroll.column.indexOf(self._add)
        while len(self._missed) < len(missed):
            button = QuietButton("", f"missed_hit_{len(self._missed) + 1}")
            number = len(self._missed)
            button.clicked.connect(lambda _checked=False, number=number: self.missed_removed.emit(number))
            self._scroll.column.insertWidget(place, button)
            self._missed.append(button)
            place += 1
        for number, button in enumerate(self._missed):
            button.setVisible(number < len(missed))
            if number < len(missed):
                hit = missed[number]
                quote = f" “{elide(hit.spans[0].text, 30)}”" if hit.spans else ""
                title = (
                    tr("Missed: {policy}").format(policy=elide(policy_title(hit.policy, state.taxonomy), 40)) + quote
                )
                button.set_caption(f"{title}  ×")
                button.setAccessibleName(tr("{title}, remove").format(title=title))

    def _show_others(self, state: ReviewState) -> None:
        others = state.other_hits
        counts = [(tr(word), sum(hit.outcome == outcome for hit in others)) for outcome, word in _OUTCOMES.items()]
        text = ", ".join(f"{count} {word}" for word, count in counts if count)
        self._fold.setVisible(bool(others))
        self._fold.set_caption(f"{'▾' if state.passes_open else '▸'} {text}")
        self._fold.setChecked(state.passes_open)
        self._passes.setVisible(bool(others) and state.passes_open)
        if state.passes_open:
            self._passes.setText("\n".join(_line(hit, state) for hit in others))

    def _reveal(self, state: ReviewState) -> None:
        for card, hit in zip(self._cards, state.hits, strict=False):
            if hit.id == state.selected_hit:
                self._scroll.ensureWidgetVisible(card, 0, 20)


def suggestion_text(state: ReviewState) -> str:
    """Return what a model proposes for this item; an item of a blind project comes without it."""
    suggestion = state.item.suggestion if state.item else None
    if suggestion is None or suggestion.verdict is None:
        return ""
    verdict = state.project.find_verdict(suggestion.verdict)
    title = verdict.label if verdict else suggestion.verdict
    score = f" ({suggestion.score:.2f})" if suggestion.score is not None else ""
    who = elide(suggestion.agent or tr("A model"), 60)
    return tr("{agent} suggests “{verdict}”").format(agent=who, verdict=elide(title, 60)) + score


def _line(hit: PolicyHit, state: ReviewState) -> str:
    """Return a check that did not fail as one line."""
    title = menu_text(policy_title(hit.policy, state.taxonomy), 60).replace("&&", "&")
    who = " ".join(part for part in (hit.detector, hit.detector_version) if part)
    parts = [title, elide(who, 40), score_text(hit)]
    if hit.outcome != "pass":
        parts.append(_OUTCOMES[hit.outcome])
    if hit.explanation and hit.outcome != "pass":
        parts.append(elide(hit.explanation, 120))
    return " · ".join(part for part in parts if part)
