"""What a reviewer marks in the texts: labelled stretches, and claims tied to the passages that bear on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject

from reviewer.domain.reviews import ClaimLink, LabeledSpan, Passage, Relation, Review
from reviewer.ui.boundaries import Unit, unit_at
from reviewer.ui.language import tr
from reviewer.ui.safe_text.stretching import edge_moved
from reviewer.ui.tasks import Runner

from . import draft as drafts
from .judging import Judging
from .review_state import Linking

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

Mark = tuple[str, int]
"""("span", its place in the state's `spans`) or ("claim", its place in `claims`)."""
Place = tuple[str, int, int]
"""The target, start and end of a stretch."""
Side = Literal["start", "end"]

_Marks = tuple[tuple[LabeledSpan, ...], tuple[ClaimLink, ...]]
_MOST_REMEMBERED = 200


class Marking(Judging):
    """Labels, moves and removes stretches, links claims, and takes each of these changes back."""

    def __init__(self, workspace: Workspace, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(workspace, tasks, parent)
        self._past: list[_Marks] = []
        self._past_of: object = None
        self._last_change: object = None

    def select_mark(self, mark: Mark | None) -> None:
        """Work on one of the own marks, or on none; of a claim the first passage is shown with it."""
        if mark == self._state.selected_mark:
            return
        if mark is not None and mark[0] == "claim" and mark[1] < len(self._state.claims):
            named = [passage.evidence for passage in self._state.claims[mark[1]].passages]
            places = [place for place, one in enumerate(self._state.evidence) if one.id in named]
            if places and self._state.selected_passage not in places:
                self._set(selected_mark=mark, selected_passage=places[0])
                return
        self._set(selected_mark=mark)

    def remove_mark(self, mark: Mark) -> None:
        """Take away a labelled stretch or a claim."""
        if mark[0] == "span":
            self.remove_span(mark[1])
        else:
            self.remove_claim(mark[1])

    # Stretches

    def add_span(self, target: str, start: int, end: int, label: str) -> None:
        """Label a stretch of a text of the item."""
        state = self._state
        if state.draft is None or state.item is None:
            return
        span = drafts.labelled(state.item, target, start, end, label)
        if span is not None:
            self._set_spans((*state.spans, span))

    def remove_span(self, number: int) -> None:
        """Take away the marked stretch with this place in the list."""
        self._set_spans(tuple(s for place, s in enumerate(self._state.spans) if place != number))

    def relabel_span(self, number: int, label: str) -> None:
        """Give another label to the marked stretch with this place in the list."""
        spans = list(self._state.spans)
        if 0 <= number < len(spans):
            spans[number] = spans[number].model_copy(update={"label": label})
            self._set_spans(tuple(spans), keep=spans[number])

    def resize_span(self, number: int, start: int, end: int) -> None:
        """Let the marked stretch with this place in the list begin and end elsewhere."""
        state = self._state
        if state.item is None or not 0 <= number < len(state.spans) or not state.spans[number].anchored:
            return
        before = state.spans[number]
        after = drafts.labelled(state.item, before.target, start, end, before.label)
        if after is not None and after != before:
            rest = [span for place, span in enumerate(state.spans) if place != number]
            self._set_spans((*rest, after), keep=after, kind="resize")

    def move_edge(self, number: int, side: Side, step: int, unit: Unit) -> None:
        """Move one end of the marked stretch by a step of characters, words or sentences."""
        state = self._state
        span = state.spans[number] if 0 <= number < len(state.spans) else None
        text = state.item.target_text(span.target) if state.item is not None and span is not None else None
        if span is None or text is None or not span.anchored:
            return
        still, moving = (span.end, span.start) if side == "start" else (span.start, span.end)
        there = edge_moved(text, still, moving, step, unit)
        if (there < still) == (side == "start") and there != still:
            self.resize_span(number, min(still, there), max(still, there))

    def _set_spans(self, spans: tuple[LabeledSpan, ...], keep: LabeledSpan | None = None, kind: str = "") -> None:
        draft = self._state.draft
        if draft is None:
            return
        after = drafts.with_spans(draft, self._state.project, spans)
        mark = None
        if keep is not None:
            sorted_spans = drafts.marked_spans(after, self._state.project)
            mark = ("span", sorted_spans.index(keep)) if keep in sorted_spans else None
        self._change(after, mark, kind)

    # Claims

    def begin_claim(self, claim: Place | None, at: tuple[str, int], part: Place | None = None) -> None:
        """Begin to tie a claim to passages: the stretch that is selected, or else the sentence at a place.

        It is tied to the selected passage, unless others are chosen; a part that is selected there counts as chosen.
        """
        state = self._state
        if state.draft is None or state.item is None:
            return
        if state.veil is not None:
            self.say(tr("Open the veiled text first."))
            return
        target, start, end = claim or self._sentence(*at)
        found = drafts.stretch(state.item, target, start, end)
        if found is None or not target.startswith("response"):
            self.say(tr("Put the cursor into a sentence of the response, or select the claim there."))
            return
        self._set(linking=Linking(target, found.start, found.end), selected_mark=None)
        if part is not None:
            self.pick_part(*part)

    def change_claim(self, number: int) -> None:
        """Begin to change a link that was made."""
        if 0 <= number < len(self._state.claims):
            claim = self._state.claims[number]
            if claim.anchored:
                linking = Linking(claim.target, claim.start, claim.end, claim.passages, number, claim.relation)
                self._set(linking=linking, selected_mark=None)

    def leave_claim(self) -> None:
        """Leave the claim as it was."""
        if self._state.linking is not None:
            self._set(linking=None)

    def set_claim(self, target: str, start: int, end: int) -> None:
        """Let the claim that is being linked be another stretch of the response."""
        state = self._state
        if state.linking is None or state.item is None or not target.startswith("response"):
            return
        found = drafts.stretch(state.item, target, start, end)
        linking = state.linking
        if found is not None and (target, found.start, found.end) != (linking.target, linking.start, linking.end):
            moved = Linking(target, found.start, found.end, linking.passages, linking.changes, linking.relation)
            self._set(linking=moved)

    def toggle_passage(self, number: int) -> None:
        """Choose a passage for the claim that is being linked, or take it back; it is shown, too.

        As long as none is chosen, the claim goes with the selected one.
        """
        state = self._state
        if state.linking is None or not 0 <= number < len(state.evidence):
            return
        name = state.evidence[number].id
        rest = tuple(passage for passage in state.linking.passages if passage.evidence != name)
        chosen = rest if state.linking.passage(name) else (*rest, Passage(evidence=name))
        self._set(linking=self._with_passages(chosen), selected_passage=number)

    def toggle_this_passage(self) -> None:
        """Choose the selected passage for the claim that is being linked, or take it back."""
        self.toggle_passage(self._state.selected_passage)

    def pick_part(self, target: str, start: int, end: int) -> None:
        """Say which part of a passage bears on the claim that is being linked."""
        state = self._state
        kind, _, name = target.partition(":")
        if state.linking is None or state.item is None or kind != "evidence":
            return
        found = drafts.stretch(state.item, target, start, end)
        if found is not None:
            part = Passage(evidence=name, start=found.start, end=found.end, text=found.text)
            rest = tuple(passage for passage in state.linking.passages if passage.evidence != name)
            self._set(linking=self._with_passages((*rest, part)))

    def link(self, relation: Relation) -> None:
        """Say how the chosen passages stand to the claim, and keep the link."""
        state = self._state
        linking, draft = state.linking, state.draft
        if linking is None or draft is None or state.item is None:
            return
        found = drafts.stretch(state.item, linking.target, linking.start, linking.end)
        passages = state.linked_passages if relation != "no_passage" else ()
        if found is None or (relation != "no_passage" and not passages):
            self.say(tr("No passage came with this item, so that the claim can only be in none."))
            return
        claim = ClaimLink(**found.model_dump(), target=linking.target, relation=relation, passages=passages)
        if linking.changes is not None:
            draft = _without_claim(draft, linking.changes)
        self._set(linking=None)
        self._change(drafts.with_claim(draft, claim), None)

    def remove_claim(self, number: int) -> None:
        """Take away the link with this number."""
        if self._state.draft is not None:
            self._change(_without_claim(self._state.draft, number), None)

    def _sentence(self, target: str, offset: int) -> Place:
        text = self._state.item.target_text(target) if self._state.item else None
        return (target, *unit_at(text, offset, "sentence")) if text else (target, 0, 0)

    def _with_passages(self, chosen: tuple[Passage, ...]) -> Linking:
        linking = self._state.linking
        assert linking is not None  # noqa: S101 - for the type checker: each caller has looked
        order = {one.id: place for place, one in enumerate(self._state.evidence)}
        passages = tuple(sorted(chosen, key=lambda passage: order.get(passage.evidence, len(order))))
        return Linking(linking.target, linking.start, linking.end, passages, linking.changes, linking.relation)

    # Taking back

    def undo_mark(self) -> bool:
        """Take back the last change of the marks of this item; tell whether there was one."""
        state = self._state
        if state.linking is not None:
            self.leave_claim()
            return True
        past = self._remembered()
        if state.draft is None or not past or state.busy:
            return False
        spans, claims = past.pop()
        self._last_change = None
        draft = drafts.with_spans(state.draft, state.project, spans).model_copy(update={"claims": claims})
        self._edit(draft, selected_mark=None, toast=self._notice(tr("The last mark was taken back.")))
        return True

    def _change(self, draft: Review, mark: Mark | None, kind: str = "") -> None:
        """Keep what the marks were, so that it can be taken back; steps that follow each other at one end are one."""
        state = self._state
        before = (state.spans, state.claims)
        if state.busy or (drafts.marked_spans(draft, state.project), draft.claims) == before:
            return
        past, chain = self._remembered(), (kind, state.selected_mark) if kind else None
        if chain is None or chain != self._last_change:
            past.append(before)
            del past[:-_MOST_REMEMBERED]
        self._last_change = (kind, mark) if kind else None
        self._edit(draft, selected_mark=mark)

    def _remembered(self) -> list[_Marks]:
        """Return what the marks of the item on screen were before each change."""
        draft, item = self._state.draft, self._state.item
        now = (draft.source, draft.item_id, draft.supersedes, draft.started_at) if draft is not None else None
        if self._past_of != (now, item):  # also where the same item is shown with other words, in which places count
            self._past, self._past_of, self._last_change = [], (now, item), None
        return self._past


def _without_claim(draft: Review, number: int) -> Review:
    rest = tuple(claim for place, claim in enumerate(draft.claims) if place != number)
    return draft.model_copy(update={"claims": rest})
