"""The strip below the response while a claim is tied to passages: which passages, and how they stand to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Card, Hint
from reviewer.ui.panes.relations import RELATIONS
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import ElidedLabel, elide

_MOST_NUMBERS = 9


class ClaimBar(Card):
    """Asks how the chosen passages stand to the selected claim; it takes no focus, so that the text keeps it."""

    related = Signal(object)
    """The relation that was pressed."""
    passage_toggled = Signal(int)
    cancelled = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__("claim_bar", "ring")
        self._key_of = key_of
        self.setAccessibleName(tr("Link the claim"))
        head = QHBoxLayout()
        self._quote = ElidedLabel()
        self._quote.setObjectName("claim_quote")
        self._quote.setProperty("role", "strong")
        head.addWidget(self._quote, 1)
        back = QuietButton(tr("Leave"), "claim_cancel", "Escape")
        back.setFocusPolicy(back.focusPolicy().NoFocus)
        back.clicked.connect(self.cancelled)
        head.addWidget(back)
        self.body.addLayout(head)
        self._passages: list[KeyButton] = []
        self._flow = FlowLayout(spacing=4)
        self._which = Hint(tr("Passages:"))
        self._flow.addWidget(self._which)
        self.body.addLayout(self._flow)
        relations = FlowLayout(spacing=4)
        self._relations: dict[str, KeyButton] = {}
        for look in RELATIONS:
            button = KeyButton(f"{look.sign} {tr(look.short)}", f"claim_{look.relation}", tone=look.tone)
            button.set_small(True)
            button.setFocusPolicy(button.focusPolicy().NoFocus)  # the selection in the text goes on by its keys
            button.clicked.connect(partial(self._press, look.relation))
            relations.addWidget(button)
            self._relations[look.relation] = button
        self.body.addLayout(relations)
        self._hint = Hint("", "claim_hint")
        self._hint.setWordWrap(True)
        self.body.addWidget(self._hint)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for relation, button in self._relations.items():
            button.set_key(self._key_of(f"review.claim_{relation}"))

    def show_state(self, state: ReviewState) -> None:
        """Show the claim that is being linked; the strip is there only as long as one is."""
        linking = state.linking
        self.setVisible(linking is not None)
        if linking is None or state.item is None:
            return
        text = state.item.target_text(linking.target) or ""
        self._quote.setText(f"“{elide(text[linking.start : linking.end], 400)}”")
        self._show_passages(state)
        chosen = bool(state.linked_passages)
        for relation, button in self._relations.items():
            button.setEnabled(chosen or relation == "no_passage")
            button.setVisible(bool(state.evidence) or relation == "no_passage")
        self._hint.setText(
            tr("Shift ← → changes the claim; select in a passage the part that bears on it.")
            if state.evidence
            else tr("No passage came with this item.")
        )

    def _show_passages(self, state: ReviewState) -> None:
        passages = state.evidence
        while len(self._passages) < min(len(passages), _MOST_NUMBERS):
            number = len(self._passages)
            button = KeyButton(str(number + 1), f"claim_passage_{number + 1}", checkable=True)
            button.set_small(True)
            button.setFocusPolicy(button.focusPolicy().NoFocus)
            button.clicked.connect(partial(self._toggle, number))
            self._flow.addWidget(button)
            self._passages.append(button)
        self._which.setVisible(bool(passages))
        for number, button in enumerate(self._passages):
            button.setVisible(number < len(passages))
            if number < len(passages):
                one = passages[number]
                picked = state.linked_passage(one.id)
                part = picked is not None and picked.start is not None
                button.set_caption(tr("{number}, part").format(number=number + 1) if part else str(number + 1))
                button.setChecked(picked is not None)
                name = elide(one.title or one.source or one.id, 60)
                button.setAccessibleName(tr("Passage {number}: {source}").format(number=number + 1, source=name))

    def _toggle(self, number: int, _checked: bool = False) -> None:
        self._passages[number].setChecked(not self._passages[number].isChecked())  # the state says what is chosen
        self.passage_toggled.emit(number)

    def _press(self, relation: str, _checked: bool = False) -> None:
        self.related.emit(relation)
