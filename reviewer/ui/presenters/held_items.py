"""What the review room asks of the workspace; all of it runs in the store's lane, off the GUI thread."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewer.domain.errors import AlreadyReviewed, NotFound, Refused, ReviewerError, Unreachable
from reviewer.domain.leases import Claim
from reviewer.domain.listing import Progress
from reviewer.domain.near_copies import TakenBack
from reviewer.domain.reviews import Review
from reviewer.ui.language import tr

from .draft import as_change, is_touched, new_draft, taken_back, taken_up
from .shield import written_about

if TYPE_CHECKING:
    from reviewer.services.reveals import Reveal
    from reviewer.services.reviewing import Decided
    from reviewer.services.workspace import Workspace


@dataclass(frozen=True)
class Held:
    """An item that this person holds, with the draft of its review."""

    claim: Claim
    draft: Review
    together: tuple[TakenBack, ...] = ()
    """What was taken back together with its review, or stays: the near copies that got the same verdict."""

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
        self._mine: dict[tuple[str, str], Claim] = {}

    def resume(self) -> list[Held]:
        """Return what this person holds, else items with a draft that can be had again, else the next."""
        waiting = self._waiting()
        claims = self._workspace.queue.held(self._reviewer)
        drafts = self._workspace.drafts.all(self._reviewer)
        found = [self._with_draft(claim) for claim in claims if claim.item.key not in waiting]
        found += self._changes_again(draft for draft in drafts if (draft.source or "", draft.item_id) not in waiting)
        if not found:
            found = list(self._again(draft for draft in drafts if (draft.source or "", draft.item_id) not in waiting))
        if not found:
            following = self.next_one()
            found = [following] if following else []
        return sorted(found, key=lambda held: not held.touched)

    def _again(self, drafts: Iterable[Review]) -> Iterable[Held]:
        """Yield the items of drafts whose lease has ended and that nobody else has taken meanwhile."""
        for draft in drafts:
            if draft.supersedes is not None or (draft.skip is not None and draft.skip.kind == "defer"):
                continue  # what was put off comes back when the queue brings it
            if draft.skip is not None:
                self.forget(draft)
                continue
            if not is_touched(draft):
                self.forget(draft)
                continue
            try:
                claim = self._workspace.queue.claim_item(self._reviewer, draft.item_id, draft.source)
            except (AlreadyReviewed, NotFound):
                if draft.submission_id is not None and self._workspace.reviews.find(draft.submission_id) is not None:
                    self.forget(draft)  # a crash came between the commit and the end of its draft
            except Unreachable:
                raise
            except ReviewerError:
                continue  # somebody else has it now; the work stays for the time when it comes back
            else:
                yield Held(claim, draft)

    def _changes_again(self, drafts: Iterable[Review]) -> Iterable[Held]:
        """Yield the changes of earlier reviews that somebody was working on; those of no use any more are dropped."""
        for draft in drafts:
            before = self._workspace.reviews.find(draft.supersedes) if draft.supersedes is not None else None
            if before is None:
                continue
            if before.state == "submitted" and before.is_judgement:
                yield Held(self._workspace.reveals.change(before), draft)
            elif self._workspace.reviews.find(draft.submission_id or "") is not None:
                self.forget(draft)  # a crash came between the commit and the end of its draft

    def reveal_of(self, review: Review) -> Reveal | None:
        """Return what was kept back until a verdict that is committed."""
        return self._workspace.reveals.of(review)

    def last_reveal(self) -> Reveal | None:
        """Return what was kept back until this person's last verdict."""
        return self._workspace.reveals.last(self._reviewer)

    def change(self, review: Review) -> Held:
        """Return an item that was judged, with everything that may be seen now and a draft of another revision."""
        return Held(self._workspace.reveals.change(review), self._numbered(as_change(review)))

    def next_one(self) -> Held | None:
        """Claim the next item, or return None when there is none for this person."""
        waiting = self._waiting()
        claim = self._workspace.queue.claim(self._reviewer)
        while claim is not None and claim.item.key in waiting:  # its lease ended while its submission waits
            waiting.remove(claim.item.key)
            claim = self._workspace.queue.claim(self._reviewer)
        return self._with_draft(claim) if claim else None

    def chosen(self, item_id: str, source: str | None) -> Held:
        """Claim a chosen item."""
        if any(item_id == waiting and source in (None, system) for system, waiting in self._waiting()):
            raise Refused(
                tr("Your submission of item '{item_id}' waits to be sent: undo it to work on the item again.").format(
                    item_id=item_id
                )
            )
        held = self._workspace.queue.held(self._reviewer)
        mine = (c for c in held if c.item.id == item_id and source in (None, c.item.source.system))
        claim = next(mine, None) or self._workspace.queue.claim_item(self._reviewer, item_id, source)
        return self._with_draft(claim)

    def new_ones(self, known: set[tuple[str, str]]) -> list[Held]:
        """Return what this person holds beside the items that are known."""
        claims = self._workspace.queue.held(self._reviewer)
        waiting = self._waiting()
        return [self._with_draft(claim) for claim in claims if claim.item.key not in known | waiting]

    def leads(self) -> tuple[str, ...]:
        """Return who can be asked by an escalation."""
        members = self._workspace.members.list()
        return tuple(member.name for member in members if member.role == "lead" and member.name != self._reviewer)

    def progress(self) -> Progress:
        """Return how far this person and the queue are."""
        return self._workspace.queue.progress(self._reviewer)

    def done_with(self, key: tuple[str, str]) -> None:
        """Note that the work on an item is in the outbox: its lease is not given back."""
        self._mine.pop(key, None)

    def back_on(self, claim: Claim) -> None:
        """Note that an item is worked on again, where it is held."""
        if claim.token:
            self._mine[claim.item.key] = claim

    def forget(self, draft: Review) -> None:
        """Drop a draft that is of no use any more."""
        with contextlib.suppress(OSError):  # one that stays does no harm: it is refused when it comes up again
            self._workspace.drafts.discard(draft.reviewer, draft.item_id, draft.source)

    def decided(self) -> tuple[Decided, ...]:
        """Return this person's last submissions, newest first."""
        return self._workspace.reviews.decided(self._reviewer)

    def put_aside(self, aside: Review) -> None:
        """Keep the work on an item that is skipped."""
        self._workspace.drafts.save(aside)

    def take_back(self, submission_id: str | None = None) -> Held | None:
        """Take back one of this person's last submissions, the newest by default, and show its item as a draft again.

        What an adjudication or an export used stands, and so does what already replaced an earlier verdict: it comes
        back as the draft of another revision.
        """
        found = (one for one in self.decided() if submission_id in (None, one.review.submission_id))
        last = next(found, None)
        if last is None:
            return None
        if last.used or self._replaced_a_verdict(last.review):
            return self._changed_again(last.review)
        try:
            done = self._workspace.near_copies.withdraw(str(last.review.submission_id), self._reviewer)
        except Refused:
            if not any(one.used for one in self.decided() if one.review.submission_id == last.review.submission_id):
                raise
            return self._changed_again(last.review)  # it was used a moment ago
        copies = tuple(one for one in done if one.review.submission_id != last.review.submission_id)
        return replace(self._drafted_again(last.review), together=copies)

    def _replaced_a_verdict(self, review: Review) -> bool:
        before = self._workspace.reviews.find(review.supersedes) if review.supersedes is not None else None
        return before is not None and before.is_judgement

    def _changed_again(self, review: Review) -> Held:
        """Return a review as the draft of another revision, with what was changed of it so far."""
        if not review.is_judgement:
            raise Refused(
                tr("What you said of item '{item_id}' was used already: it cannot be taken back.").format(
                    item_id=review.item_id
                )
            )
        begun = self._workspace.drafts.find(self._reviewer, review.item_id, review.source)
        if begun is not None and begun.supersedes == review.submission_id:
            return Held(self._workspace.reveals.change(review), begun)
        return self.change(review)

    def _drafted_again(self, review: Review) -> Held:
        """Keep what was withdrawn as a draft, and claim its item again."""
        aside = self._workspace.drafts.find(self._reviewer, review.item_id, review.source)
        work = taken_up(aside) if aside is not None and aside.skip is not None else taken_back(review)
        draft = self._numbered(work)
        try:
            claim = self._workspace.queue.claim_item(self._reviewer, review.item_id, review.source)
        except Unreachable:
            raise
        except ReviewerError as error:
            raise Refused(
                tr("Your review was taken back and is kept as a draft, but not shown: {message}").format(
                    message=error.message
                )
            ) from None
        self._mine[claim.item.key] = claim
        return Held(claim, draft)

    def let_go(self, worked_on: Collection[tuple[str, str]]) -> None:
        """Release every item that was claimed here and not worked on, also one that nobody has seen yet."""
        for key, claim in self._mine.items():
            if key in worked_on:
                continue
            try:
                self._workspace.queue.release(claim)
            except Unreachable:
                break  # none of them can be given back now: each lease ends by itself
            except ReviewerError:
                pass  # a lease that has ended already needs no release
            draft = self._workspace.drafts.find(self._reviewer, claim.item.id, claim.item.source.system)
            if draft is not None and not is_touched(draft):  # work under a lease that was lost stays
                self.forget(draft)
        self._mine.clear()

    def _waiting(self) -> set[tuple[str, str]]:
        """Return the items whose submission waits: whoever holds them, there is nothing left to do on them."""
        return {entry.key for entry in self._workspace.outbox.waiting(self._reviewer)}

    def _with_draft(self, claim: Claim) -> Held:
        workspace = self._workspace
        self._mine[claim.item.key] = claim
        draft = workspace.drafts.find(self._reviewer, claim.item.id, claim.item.source.system)
        if draft is not None and draft.skip is not None:
            draft = taken_up(draft)
        if draft is None:
            draft = new_draft(claim, workspace.project, workspace.taxonomy, workspace.clock())
        elif draft.supersedes is not None:  # what it was to replace was taken back, or nobody could hold the item
            draft = draft.model_copy(update={"supersedes": None})
        if workspace.personal_data.is_veiled:  # what it finds is kept: the window does not wait for it
            workspace.personal_data.veil(claim.item, written_about(draft))
        return Held(claim, draft if draft.submission_id else self._numbered(draft))

    def _numbered(self, draft: Review) -> Review:
        """Give a draft its submission id and put it on the disk, long before it can be submitted."""
        draft = draft.model_copy(update={"submission_id": self._workspace.drafts.new_submission_id()})
        self._workspace.drafts.save(draft)
        return draft
