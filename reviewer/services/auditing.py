"""The audit ledger: reading it, verifying it, anchoring it outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from reviewer.domain.audit import GENESIS, Anchor, Event, Finding, check_chain, check_hash, check_witnesses
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Refused
from reviewer.domain.model import Frozen
from reviewer.store import audit as store
from reviewer.store.engine import read
from reviewer.store.items import check_item_hashes
from reviewer.store.reviews import check_review_hashes

if TYPE_CHECKING:
    from .workspace import Workspace


class AuditReport(Frozen):
    """What a verification found: the number of events, the head, and everything that is wrong.

    `whole` is false where the person may see their own events alone: then only these and the witnesses were checked.
    """

    events: int
    head: str
    findings: tuple[Finding, ...]
    anchors: int
    receipts: int
    whole: bool = True

    @property
    def sound(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.findings


class Auditing:
    """The ledger of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def log(
        self,
        *,
        offset: int = 0,
        limit: int = 200,
        newest_first: bool = True,
        subject: str | None = None,
        actor: str | None = None,
    ) -> tuple[Event, ...]:
        """Return one page of the ledger."""
        with read(self._workspace.engine) as connection:
            return store.page_of_events(
                connection, offset=offset, limit=limit, newest_first=newest_first, subject=subject, actor=actor
            )

    def count(self) -> int:
        """Return how many events the ledger holds, as far as this person may see them."""
        store_of_workspace = self._workspace.store
        with read(self._workspace.engine) as connection:
            return store.count_events(connection, whole=store_of_workspace.sees_all(connection))

    def verify(self, anchors: Iterable[Anchor] = (), receipts: Iterable[Receipt] = ()) -> AuditReport:
        """Check the chain, the stored items and reviews, and each anchor and receipt against the ledger.

        A server shows a reviewer only the events of this person: each of them is checked, and each of the receipts.
        """
        anchor_list, receipt_list = list(anchors), list(receipts)
        workspace = self._workspace
        whole = workspace.members.sees_all()
        if anchor_list and not whole:
            raise Refused(self._refusal("verify"))
        with read(workspace.engine) as connection:
            events = store.stream_events(connection)
            findings = list(check_chain(events)) if whole else [bad for event in events for bad in check_hash(event)]
            head = store.find_head(connection)
            last = head.seq if head else 0
            hashes = store.hashes_of(connection, [*(a.seq for a in anchor_list), *(r.seq for r in receipt_list)])
            for anchor in anchor_list:
                if anchor.workspace != workspace.workspace_id:
                    text = f"The anchor for event {anchor.seq} is of another workspace ({anchor.workspace})."
                    findings.append(Finding(kind="anchor", seq=anchor.seq, message=text))
            witnesses: list[tuple[Literal["anchor", "receipt"], Receipt]] = [
                *(("anchor", Receipt(seq=a.seq, hash=a.hash)) for a in anchor_list),
                *(("receipt", receipt) for receipt in receipt_list),
            ]
            findings += check_witnesses(hashes, last, witnesses)
            rows = [*check_item_hashes(connection), *check_review_hashes(connection)] if whole else []
        findings += [Finding(kind="row", seq=0, message=message) for message in rows]
        return AuditReport(
            events=last,
            head=head.hash if head else GENESIS,
            findings=tuple(findings),
            anchors=len(anchor_list),
            receipts=len(receipt_list),
            whole=whole,
        )

    def anchor(self) -> Anchor:
        """Return the head of the ledger, to be kept outside the database."""
        if not self._workspace.members.sees_all():
            raise Refused(self._refusal("make"))
        with read(self._workspace.engine) as connection:
            head = store.find_head(connection) or Receipt(seq=0, hash=GENESIS)
        return Anchor(workspace=self._workspace.workspace_id, seq=head.seq, hash=head.hash, at=self._workspace.clock())

    def _refusal(self, deed: str) -> str:
        """Return why an anchor, which is of the whole ledger, is nothing for somebody who sees a part of it."""
        who = self._workspace.actor
        return f"{who} sees only their own events here: let a lead, engineer, auditor or admin {deed} the anchor."

    def own_receipts(self, reviewer: str | None = None) -> tuple[Receipt, ...]:
        """Return the receipts that this machine kept of a person's own writes."""
        return self._workspace.drafts.receipts(reviewer or self._workspace.actor)
