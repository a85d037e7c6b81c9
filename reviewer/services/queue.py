"""The queue: who gets which item next, who holds what, and what waits."""

from __future__ import annotations

import math
import secrets
from array import array
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.errors import InvalidInput
from reviewer.domain.gold import Standing, rules_of
from reviewer.domain.items import Item
from reviewer.domain.leases import Claim, Lease, as_served
from reviewer.domain.listing import (
    Column,
    Facet,
    FacetValue,
    IndexProgress,
    ItemFilter,
    ItemRow,
    Progress,
    Snippet,
    UnreadableRow,
)
from reviewer.store import listing, snippets
from reviewer.store.claiming import list_leases
from reviewer.store.engine import read
from reviewer.store.items import get_number, load_counters
from reviewer.store.reviews import count_by, reviewers_of
from reviewer.store.skills import count_waiting
from reviewer.store.store import Served, Taken, Wish
from reviewer.store.times import from_micros
from reviewer.store.unreadable import count_unreadable, page_of_unreadable

if TYPE_CHECKING:
    from .workspace import Workspace

LEASES: frozenset[Noun] = frozenset({"leases"})
ITEMS: frozenset[Noun] = frozenset({"items"})
ROUTED = LEASES | ITEMS


class Queue:
    """The queue of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.interleave: bool | None = None
        """Whether this person wants something milder after a severe item; None leaves it to the project."""

    def claim(self, reviewer: str) -> Claim | None:
        """Give the reviewer the next item: highest priority, then age, never one this person has judged."""
        taken = self._workspace.store.claim_next(self._wish(reviewer))
        return None if taken is None else self._claim(reviewer, taken)

    def claim_item(self, reviewer: str, item_id: str, source: str | None = None) -> Claim:
        """Give the reviewer this item, if the rules of the queue allow it."""
        return self._claim(reviewer, self._workspace.store.claim_chosen(self._wish(reviewer), item_id, source))

    def held(self, reviewer: str) -> tuple[Claim, ...]:
        """Return the items that this person still holds, oldest claim first, to go on where the work stopped."""
        workspace = self._workspace
        found = workspace.store.held(workspace.project_id, reviewer, workspace.now_us())
        return tuple(self._claim(reviewer, taken) for taken in found)

    def renew(self, claim: Claim) -> Claim:
        """Prolong a claim by the project's lease time; LeaseLost where somebody else has the item by now."""
        workspace = self._workspace
        expires = workspace.store.renew(claim.reviewer, claim.token, workspace.now_us(), self._lease_us())
        return claim.model_copy(update={"expires_at": from_micros(expires)})

    def release(self, claim: Claim) -> Changes:
        """Give one held item back to the queue."""
        return self._release(claim.reviewer, claim.token)

    def release_all(self, reviewer: str) -> Changes:
        """Give back everything that a person holds; the ledger names who did it."""
        return self._release(reviewer, None)

    def _release(self, reviewer: str, token: str | None) -> Changes:
        workspace = self._workspace
        ids, receipt = workspace.store.release(
            workspace.project_id, reviewer, token, workspace.actor, workspace.now_us()
        )
        return Changes(nouns=LEASES, item_ids=ids, receipt=receipt)

    def release_item(self, item_id: str, source: str | None = None, holder: str | None = None) -> Changes:
        """Take one item away from everybody who holds it, or from one holder; the ledger names the holders."""
        workspace = self._workspace
        holders, receipt = workspace.store.release_item(
            workspace.project_id, item_id, source, holder, workspace.actor, workspace.now_us()
        )
        return Changes(nouns=LEASES, item_ids=(item_id,) if holders else (), receipt=receipt)

    def assign(
        self, item_id: str, reviewer: str | None, source: str | None = None, *, release: bool = False
    ) -> Changes:
        """Reserve an item for one person, or for nobody; with `release` whoever else holds it loses it at once."""
        workspace = self._workspace
        receipt = workspace.store.assign(
            workspace.project_id, item_id, source, reviewer, workspace.actor, workspace.now_us(), release=release
        )
        return Changes(nouns=ROUTED if release else ITEMS, item_ids=(item_id,), receipt=receipt)

    def prioritise(self, item_id: str, priority: float, source: str | None = None) -> Changes:
        """Give an item another priority: the highest comes first, then the oldest."""
        if not math.isfinite(priority):
            raise InvalidInput(f"{priority} is not a priority: give a number.")
        workspace = self._workspace
        receipt = workspace.store.prioritise(
            workspace.project_id, item_id, source, priority, workspace.actor, workspace.now_us()
        )
        return Changes(nouns=ITEMS, item_ids=(item_id,), receipt=receipt)

    def needed_skills(self) -> dict[str, int]:
        """Return how many open items need each skill, for who may see every item."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return count_waiting(connection, workspace.project_id) if workspace.store.sees_all(connection) else {}

    def standing(self, reviewer: str) -> Standing | None:
        """Return how a person stands with the items of known answer, as far as one may know; None without any."""
        return self._workspace.store.standing(self._workspace.project_id, reviewer)

    def leases(self) -> tuple[Lease, ...]:
        """Return who holds what since when and until when."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            rows = list_leases(connection, workspace.project_id, workspace.now_us())
        return tuple(
            Lease(
                item_id=row.item_id,
                source=row.source,
                reviewer=row.reviewer,
                claimed_at=from_micros(row.claimed_at),
                expires_at=from_micros(row.expires_at),
            )
            for row in rows
        )

    def page(
        self,
        wanted: ItemFilter | None = None,
        *,
        order: Column = "queue",
        descending: bool = False,
        offset: int = 0,
        limit: int = 256,
    ) -> tuple[ItemRow, ...]:
        """Return one page of the list of items."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return listing.page_of_items(
                connection,
                workspace.project_id,
                wanted or ItemFilter(),
                workspace.now_us(),
                order=order,
                descending=descending,
                offset=offset,
                limit=limit,
                actor=workspace.actor,
            )

    def page_beside(
        self,
        number: int,
        wanted: ItemFilter,
        *,
        order: Column = "queue",
        descending: bool = False,
        backwards: bool = False,
        offset: int = 0,
        limit: int = 256,
    ) -> tuple[ItemRow, ...]:
        """Return the page that begins `offset` rows behind an item, or with `backwards` ends as many before it."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return listing.page_beside(
                connection,
                workspace.project_id,
                wanted,
                workspace.now_us(),
                number,
                order=order,
                descending=descending,
                backwards=backwards,
                offset=offset,
                limit=limit,
                actor=workspace.actor,
            )

    def numbers(
        self,
        wanted: ItemFilter,
        *,
        order: Column = "queue",
        descending: bool = False,
        limit: int | None = None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> array[int] | None:
        """Return the numbers of a whole list in its order, or None as soon as `go_on` says that nobody wants it."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return listing.numbers_of_items(
                connection,
                workspace.project_id,
                wanted,
                workspace.now_us(),
                order=order,
                descending=descending,
                limit=limit,
                actor=workspace.actor,
                go_on=go_on,
            )

    def milestones(
        self,
        wanted: ItemFilter,
        every: int,
        *,
        order: Column = "queue",
        descending: bool = False,
        go_on: Callable[[], bool] = lambda: True,
    ) -> dict[int, int] | None:
        """Return every n-th item of a list as its number by its place from 1, to find any page from the nearest."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return listing.milestones(
                connection,
                workspace.project_id,
                wanted,
                workspace.now_us(),
                every,
                order=order,
                descending=descending,
                actor=workspace.actor,
                go_on=go_on,
            )

    def rows(self, numbers: Sequence[int]) -> tuple[ItemRow, ...]:
        """Return the list rows of items by their numbers, in this order."""
        with read(self._workspace.engine) as connection:
            return listing.rows_by_number(connection, numbers, self._workspace.now_us())

    def snippets(self, numbers: Sequence[int], words: str) -> dict[int, Snippet]:
        """Return for each item a stretch of its text in which a searched word stands, for who may read every text."""
        with read(self._workspace.engine) as connection:
            if not self._workspace.store.sees_all(connection):
                return {}
            return snippets.snippets_of(connection, numbers, words)

    def facet_values(self, facet: Facet, most: int = 200) -> tuple[FacetValue, ...]:
        """Return values that the list can be narrowed to, the most frequent first."""
        return self._workspace.store.facet_values(self._workspace.project_id, facet, most)

    def people(self) -> tuple[str, ...]:
        """Return who is a member or has reviewed, as far as this person may know."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            reviewed = reviewers_of(connection, workspace.project_id)
        return tuple(sorted({*reviewed, *(member.name for member in workspace.members.list())}))

    def index_progress(self) -> IndexProgress:
        """Return how much of the workspace the search index knows."""
        return self._workspace.store.index_progress()

    def count(self, wanted: ItemFilter | None = None) -> int:
        """Return how many items a filter shows to this person."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return listing.count_items(
                connection,
                workspace.project_id,
                wanted or ItemFilter(),
                workspace.now_us(),
                sees_all=workspace.store.sees_all(connection),
                actor=workspace.actor,
            )

    def counts(self) -> dict[str, int]:
        """Return how many items are in each state, from counters."""
        with read(self._workspace.engine) as connection:
            return load_counters(connection, self._workspace.project_id)

    def get(self, item_id: str, source: str | None = None) -> Item:
        """Return the item as this person may read it: in a file all of it, with its gold and control marks."""
        return self._serve(item_id, source).item

    def row(self, item_id: str, source: str | None = None) -> ItemRow:
        """Return the list row of one item."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            number = get_number(connection, workspace.project_id, item_id, source)
            return listing.rows_by_number(connection, [number], workspace.now_us())[0]

    def hides_hits(self, item_id: str, source: str | None = None) -> bool:
        """Return whether the hits of an item are hidden until the verdict."""
        return self._serve(item_id, source).hits_hidden

    def _serve(self, item_id: str, source: str | None) -> Served:
        workspace = self._workspace
        return workspace.store.serve(workspace.project_id, workspace.actor, item_id, source)

    def progress(self, reviewer: str) -> Progress:
        """Return how far this person and the queue are."""
        workspace = self._workspace
        midnight = _local_midnight(workspace.clock())
        oldest, due = workspace.store.summary(workspace.project_id)
        standing = self.standing(reviewer)
        with read(workspace.engine) as connection:
            counters = load_counters(connection, workspace.project_id)
            return Progress(
                reviewed_today=count_by(connection, workspace.project_id, reviewer, midnight),
                reviewed_in_all=count_by(connection, workspace.project_id, reviewer),
                waiting=counters.get("open", 0),
                adjudication=counters.get("adjudication", 0),
                escalated=counters.get("escalated", 0),
                oldest_at=from_micros(oldest),
                next_due_at=from_micros(due),
                items_in_all=sum(counters.values()),
                warned=standing is not None and standing.state == "warned",
            )

    def unreadable(self, offset: int = 0, limit: int = 100) -> tuple[UnreadableRow, ...]:
        """Return what could not be read, newest first; nothing to a reviewer on a server."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            if not workspace.store.sees_all(connection):
                return ()
            return page_of_unreadable(connection, workspace.project_id, offset, limit)

    def unreadable_count(self) -> int:
        """Return how many records could not be read, as far as this person may know."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            if not workspace.store.sees_all(connection):
                return 0
            return count_unreadable(connection, workspace.project_id)

    def index_some(self) -> int:
        """Add the next items to the full-text index; 0 when it is complete. Meant for the background."""
        return self._workspace.store.index_some()

    def _lease_us(self) -> int:
        return int(self._workspace.project.lease_minutes * 60_000_000)

    def _wish(self, reviewer: str) -> Wish:
        workspace = self._workspace
        token = secrets.token_urlsafe(18)
        asked = workspace.project.wellbeing.interleave
        interleave = asked if self.interleave is None else self.interleave
        return Wish(
            workspace.project_id,
            reviewer,
            token,
            workspace.now_us(),
            self._lease_us(),
            interleave,
            workspace.project.consistency_share,
            rules_of(workspace.project),
        )

    def _claim(self, reviewer: str, taken: Taken) -> Claim:
        workspace = self._workspace
        return Claim(
            item=as_served(taken.item, workspace.project, taken.hits_hidden),
            reviewer=reviewer,
            token=taken.token,
            claimed_at=from_micros(taken.claimed_at),
            expires_at=from_micros(taken.expires_at),
            hits_hidden=taken.hits_hidden,
            project_version=workspace.project_version,
        )


def _local_midnight(now: datetime) -> datetime:
    """Return the beginning of this day where the person is."""
    return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
