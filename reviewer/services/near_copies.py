"""Near copies: how many there are of an item, what they say, one verdict for many of them, and all of it taken back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.errors import Refused
from reviewer.domain.items import Item
from reviewer.domain.leases import as_served
from reviewer.domain.near_copies import NearCopy, TakenBack, copied_review
from reviewer.store.store import Wish

if TYPE_CHECKING:
    from .workspace import Workspace

TOUCHED: frozenset[Noun] = frozenset({"items", "leases", "reviews", "resolutions"})
MICROSECONDS = 60_000_000
Key = tuple[str, str]


@dataclass(frozen=True)
class AppliedCopies:
    """What became of a verdict that was applied to near copies: those that got it, and why others did not."""

    done: tuple[Key, ...]
    left_out: tuple[tuple[Key, str], ...]
    changes: Changes


class NearCopies:
    """The near copies of the items of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def index_some(self) -> int:
        """Sketch the next items, in the background; return how many, 0 where all are or this person may not."""
        return self._workspace.store.index_copies()

    def index_all(self) -> None:
        """Sketch every item that has no sketch yet."""
        while self.index_some():
            pass

    def came_in(self) -> None:
        """On a server, sketch what came in, which a reviewer's window may not do; that of a file does it by and by."""
        if self._workspace.store.path is None:
            self.index_all()

    def count(self, reviewer: str, item: Item) -> int:
        """Return how many near copies of an item in hand this person could claim now, up to 2,001."""
        if item.responses:
            return 0
        return self._workspace.store.count_copies(self._wish(reviewer), item.id, item.source.system)

    def open(self, reviewer: str, item: Item) -> tuple[NearCopy, ...]:
        """Return the nearest 200 copies, each as a reviewer may see it; the ledger tells that they were read."""
        found = self._workspace.store.open_copies(self._wish(reviewer), item.id, item.source.system)
        project = self._workspace.project
        return tuple(copy._replace(item=as_served(copy.item, project, hits_hidden=False)) for copy in found)

    def apply(self, submission_id: str, shown: Item, copies: Sequence[Item]) -> AppliedCopies:
        """Apply a verdict that stands to near copies of its item: claimed and reviewed in one transaction."""
        workspace = self._workspace
        given = workspace.reviews.get(submission_id)
        reviews = [
            workspace.reviews.complete(
                copied_review(given, workspace.project, shown, copy).model_copy(
                    update={"submission_id": _submission_id(submission_id, copy)}
                )
            )
            for copy in copies
        ]
        outcomes = workspace.store.submit_copies(workspace.project, self._wish(given.reviewer), submission_id, reviews)
        pairs = list(zip(copies, outcomes, strict=True))
        receipts = [one.receipt for _, one in pairs if one.receipt is not None]
        for receipt in receipts:
            workspace.drafts.keep_receipt(given.reviewer, receipt)
        done = tuple(copy.key for copy, one in pairs if one.receipt is not None)
        return AppliedCopies(
            done=done,
            left_out=tuple((copy.key, one.problem) for copy, one in pairs if one.receipt is None),
            changes=Changes(
                nouns=TOUCHED, item_ids=tuple(name for _, name in done), receipt=receipts[-1] if receipts else None
            ),
        )

    def withdraw(self, submission_id: str, reviewer: str) -> tuple[TakenBack, ...]:
        """Take back a review together with the copies that it was applied to; refused where nothing came back.

        What a decision or an export has used stays, and the others come back; each outcome says which it is.
        """
        workspace = self._workspace
        done = workspace.store.withdraw_copies(
            workspace.project_id, workspace.project, submission_id, reviewer, workspace.now_us()
        )
        for one in done:
            if one.receipt is not None:
                workspace.drafts.keep_receipt(reviewer, one.receipt)
        if len(done) < 2:  # nothing of it was copied: the plain way says best what is the matter
            if done and done[0].problem:
                raise Refused(
                    "An adjudication or an export already used this review: submit a changed revision instead."
                )
            if not done:
                workspace.reviews.withdraw(submission_id, reviewer)
        return done

    def _wish(self, reviewer: str) -> Wish:
        workspace = self._workspace
        lease_us = int(workspace.project.lease_minutes * MICROSECONDS)
        return Wish(workspace.project_id, reviewer, secrets.token_urlsafe(16), workspace.now_us(), lease_us)


def _submission_id(original: str, copy: Item) -> str:
    """Return an id that is the same when the same verdict is applied to the same copy again."""
    return str(uuid5(NAMESPACE_OID, "\x1f".join((original, *copy.key))))
