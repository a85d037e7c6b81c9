"""What the review room asks of the workspace; all of it runs in the store's lane, off the GUI thread."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError
from reviewer.domain.leases import Claim
from reviewer.domain.listing import Progress
from reviewer.domain.reviews import Review

from .draft import is_touched, new_draft, taken_back

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace


@dataclass(frozen=True)
class Held:
    """An item that this person holds, with the draft of its review."""

    claim: Claim
    draft: Review

    @property
    def key(self) -> tuple[str, str]:
        """Source and id of the item."""
        return self.claim.item.key

    @property
    def touched(self) -> bool:
        """Whether there is work in the draft."""
        return is_touched(self.draft)


class HeldItems:
    """Claims, submits and takes back for one person."""

    def __init__(self, workspace: Workspace, reviewer: str) -> None:
        self._workspace = workspace
        self._reviewer = reviewer

    def resume(self) -> list[Held]:
        """Return what this person holds, else items with a draft that can be had again, else the next."""
        found = [self._with_draft(claim) for claim in self._workspace.queue.held(self._reviewer)]
        if not found:
            found = list(self._again(self._workspace.drafts.all(self._reviewer)))
        if not found:
            following = self.next_one()
            found = [following] if following else []
        return sorted(found, key=lambda held: not held.touched)

    def _again(self, drafts: Iterable[Review]) -> Iterable[Held]:
        """Yield the items of drafts whose lease has ended and that nobody else has taken meanwhile."""
        for draft in drafts:
            with contextlib.suppress(ReviewerError):
                claim = self._workspace.queue.claim_item(self._reviewer, draft.item_id, draft.source)
                yield Held(claim, draft)

    def next_one(self) -> Held | None:
        """Claim the next item, or return None when there is none for this person."""
        claim = self._workspace.queue.claim(self._reviewer)
        return self._with_draft(claim) if claim else None

    def chosen(self, item_id: str, source: str | None) -> Held:
        """Claim a chosen item."""
        held = self._workspace.queue.held(self._reviewer)
        mine = (c for c in held if c.item.id == item_id and source in (None, c.item.source.system))
        claim = next(mine, None) or self._workspace.queue.claim_item(self._reviewer, item_id, source)
        return self._with_draft(claim)

    def new_ones(self, known: set[tuple[str, str]]) -> list[Held]:
        """Return what this person holds beside the items that are known."""
        claims = self._workspace.queue.held(self._reviewer)
        return [self._with_draft(claim) for claim in claims if claim.item.key not in known]

    def progress(self) -> Progress:
        """Return how far this person and the queue are."""
        return self._workspace.queue.progress(self._reviewer)

    def new_submission_id(self) -> str:
        """Return an id that no submission had yet."""
        return self._workspace.drafts.new_submission_id()

    def submit(self, review: Review, draft: Review, claim: Claim) -> Changes:
        """Put draft and submission id on disk, submit, and drop the draft once the commit returned."""
        self._workspace.drafts.save(draft)
        changes = self._workspace.reviews.submit(review.model_copy(update={"state": "submitted"}), claim)
        with contextlib.suppress(OSError):  # a draft that stays does no harm: the review is safe
            self._workspace.drafts.discard(draft.reviewer, draft.item_id, draft.source)
        return changes

    def take_back(self) -> Held | None:
        """Withdraw this person's last submission, keep it as a draft and claim its item again."""
        withdrawn = self._workspace.reviews.undo(self._reviewer)
        if withdrawn is None:
            return None
        draft = taken_back(withdrawn.review)
        self._workspace.drafts.save(draft)
        claim = self._workspace.queue.claim_item(self._reviewer, withdrawn.item_id, withdrawn.source)
        return Held(claim, draft)

    def let_go(self, claims: Iterable[Claim]) -> None:
        """Release leases; one that has ended already needs no release."""
        for claim in claims:
            with contextlib.suppress(ReviewerError):
                self._workspace.queue.release(claim)

    def _with_draft(self, claim: Claim) -> Held:
        workspace = self._workspace
        draft = workspace.drafts.find(self._reviewer, claim.item.id, claim.item.source.system)
        if draft is None:
            draft = new_draft(claim, workspace.project, workspace.taxonomy, workspace.clock())
        return Held(claim, draft)
