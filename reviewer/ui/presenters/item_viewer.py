"""What somebody who reads an item without judging it can open, fold and select."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from reviewer.domain.items import Item
from reviewer.domain.leases import Claim
from reviewer.domain.listing import ItemRow
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.ui.language import tr
from reviewer.ui.safe_text.strings import one_line

from .conversation import Part
from .review_state import ReviewState

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class ViewerPresenter(QObject):
    """Holds the state of the panes; nothing that happens here is stored."""

    changed = Signal(object)

    def __init__(self, reviewer: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reviewer = reviewer
        self.state: ReviewState | None = None

    def show(self, item: Item, hits_hidden: bool, project: Project, taxonomy: Taxonomy | None) -> None:
        """Show an item from its beginning."""
        claim = Claim(
            item=item, reviewer=self._reviewer, token="", claimed_at=_NEVER, expires_at=_NEVER, hits_hidden=hits_hidden
        )
        self._put(ReviewState(project=project, taxonomy=taxonomy, phase="preview", preview=claim))

    def close(self) -> None:
        """Show nothing any more."""
        self.state = None

    def toggle_part(self, part: Part) -> None:
        """Open or fold one card of the conversation."""
        if self.state is not None:
            self._put(replace(self.state, flipped_parts=self.state.flipped_parts ^ {part.key}))

    def toggle_parts(self) -> None:
        """Open or fold all cards of the conversation."""
        if self.state is not None:
            self._put(replace(self.state, system_open=not self.state.system_open, flipped_parts=frozenset()))

    def toggle_rendered(self) -> None:
        """Show the source of the response, or what the user saw."""
        if self.state is not None:
            self._put(replace(self.state, rendered=not self.state.rendered))

    def toggle_passes(self) -> None:
        """Open or fold the checks that passed."""
        if self.state is not None:
            self._put(replace(self.state, passes_open=not self.state.passes_open))

    def select_hit(self, hit: str) -> None:
        """Select a policy hit."""
        if self.state is not None:
            self._put(replace(self.state, selected_hit=hit))

    def select_passage(self, number: int) -> None:
        """Select a passage by its place."""
        if self.state is not None and 0 <= number < len(self.state.evidence):
            self._put(replace(self.state, selected_passage=number))

    def step_passage(self, step: int) -> None:
        """Select the next passage, or with -1 the one before."""
        if self.state is not None:
            self.select_passage(self.state.selected_passage + step)

    def _put(self, state: ReviewState) -> None:
        self.state = state
        self.changed.emit(state)


def why_read_only(row: ItemRow, reviewer: str, may_review: bool) -> str:
    """Return in one sentence why an item is not judged here."""
    others = [name for name in row.holders if name != reviewer]
    if row.state == "resolved":
        return tr("This item is resolved.")
    if row.state == "set_aside":
        return tr("This item was set aside.")
    if row.state in ("adjudication", "escalated"):
        return tr("This item waits for a lead in the quality room.")
    if not may_review:
        return tr("Your role does not review: an admin can change it.")
    if reviewer in row.holders:
        return tr("You hold this item: it is judged in the review room.")
    if others:
        return tr("Held by {name}.").format(name=one_line(", ".join(others), 60))
    if row.assigned_to not in (None, reviewer):
        return tr("Reserved for {name}.").format(name=one_line(row.assigned_to or "", 60))
    return tr("Nobody has taken this item.")
