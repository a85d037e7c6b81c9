"""The lead's own judgement of an item in adjudication, made with the same intentions as a review."""

from __future__ import annotations

from typing import Any

from reviewer.domain.items import Item
from reviewer.domain.leases import Claim
from reviewer.domain.reviews import Review

from . import draft as drafts
from .judging import first_open, with_hit
from .marking import Marking
from .shield import Personal, Veil


class OwnDecision(Marking):
    """The lead's own judgement of the item on screen; unlike a review it is kept in memory until it is recorded."""

    def show(self, item: Item, draft: Review, lead: str) -> None:
        """Show an item with a judgement of it."""
        now = self._workspace.clock()
        claim = Claim(item=item, reviewer=lead, token="", claimed_at=now, expires_at=now)
        state = self._state
        fresh = state.item is not item
        self._tasks.drop("review.diff")
        self._set(
            project=self._workspace.project,
            taxonomy=self._workspace.taxonomy,
            phase="reviewing",
            claim=claim if fresh else state.claim,
            draft=draft,
            correcting=False,
            diff=None,
            asked=(),
            target=draft.correction.target if draft.correction else _first_target(item),
            flipped_parts=frozenset() if fresh else state.flipped_parts,
            selected_passage=0 if fresh else state.selected_passage,
            selected_hit=None if fresh else state.selected_hit,
            selected_mark=None if fresh else state.selected_mark,
            written=state.written + 1,
        )
        if fresh:
            self._publish(with_hit(self._state, first_open(self._state)))

    def open_editor(self) -> None:
        """Show the correction editor where the judgement has a correction or a verdict that takes one."""
        draft = self._state.draft
        if draft is not None:
            corrects = self._state.project.outcome(draft.verdict) == "correct"
            self._set(correcting=corrects or draft.correction is not None)
            if draft.correction is not None:
                self._compare(draft.correction.text)

    def cover(self, veil: Veil | None, personal: Personal | None) -> None:
        """Say what of the item is veiled."""
        self._set(veil=veil, personal=personal)

    def ask(self, missing: tuple[drafts.Missing, ...]) -> None:
        """Say what is still missing."""
        self._set(asked=missing)

    def _edit(self, draft: Review, **changes: Any) -> None:
        if self._state.item is None:
            return
        if self._state.asked:
            changes["asked"] = drafts.missing(draft, self._state.project, self._state.item)
        self._set(draft=draft, **changes)


def _first_target(item: Item) -> str:
    return f"response:{item.responses[0].id}" if len(item.responses) > 1 else "response"
