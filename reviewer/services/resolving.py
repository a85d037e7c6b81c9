"""Resolutions: what a lead has to settle, and how it is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.domain.items import Item
from reviewer.domain.resolutions import Category, Disagreement, Resolution, adopt, contested_hits, resolve
from reviewer.domain.reviews import Review, place_in, read_review
from reviewer.store.engine import read
from reviewer.store.items import get_number, load_counters
from reviewer.store.resolutions import (
    count_unsettled,
    disagreements_by_number,
    find_resolution,
    list_unsettled,
    stream_resolved,
)
from reviewer.store.times import from_micros

from .affected import changes_with_datasets
from .reviewing import check_against

if TYPE_CHECKING:
    from .workspace import Workspace

TOUCHED: frozenset[Noun] = frozenset({"items", "resolutions", "leases"})


class Resolutions:
    """The resolutions of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def disagreements(self, *, offset: int = 0, limit: int = 100) -> tuple[Disagreement, ...]:
        """Return what a lead has to settle, the worst first: conflicts, escalations, corrections that differ."""
        from .worst_first import worst_first

        workspace = self._workspace
        with read(workspace.engine) as connection:
            numbers = worst_first(list_unsettled(connection, workspace.project_id), workspace.project)
            rows = list(disagreements_by_number(connection, numbers[offset : offset + limit]))
        return tuple(
            Disagreement(
                item_id=row.item_id,
                source=row.source,
                reviews=reviews,
                kind=self._kind(row.state, reviews),
                since=from_micros(row.changed_at),
            )
            for row, reviews in rows
        )

    def _kind(self, state: str, reviews: tuple[Review, ...]) -> Any:
        if state == "escalated":
            return "escalated"
        if state == "resolved":
            return "correction"
        outcomes = {self._workspace.project.outcome(review.verdict) for review in reviews if review.is_judgement}
        return "hits" if len(outcomes) == 1 and contested_hits(reviews) else "verdict"

    def open_count(self) -> int:
        """Return how many items wait for a lead, as far as this person may know."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            counters = load_counters(connection, workspace.project_id)
            sees_all = workspace.store.sees_all(connection)
            unsettled = count_unsettled(connection, workspace.project_id) if sees_all else 0
        return counters.get("adjudication", 0) + counters.get("escalated", 0) + unsettled

    def adopt(
        self,
        item_id: str,
        submission_id: str,
        *,
        lead: str,
        reason: str = "",
        category: Category | None = None,
        source: str | None = None,
    ) -> Changes:
        """Settle an item by taking one of its reviews as it stands."""
        workspace = self._workspace
        workspace.members.demand(lead, "lead")
        item = workspace.queue.get(item_id, source)
        reviews = workspace.reviews.for_item(item_id, source)
        chosen = next((review for review in reviews if review.submission_id == submission_id), None)
        if chosen is None or not chosen.is_judgement:
            known = ", ".join(review.submission_id or "" for review in reviews if review.is_judgement) or "none"
            raise NotFound(f"Item '{item_id}' has no current review {submission_id} with a verdict (it has: {known}).")
        resolution = adopt(item, workspace.project, chosen, reviews, lead, reason, category)
        return self._store(resolution, item)

    def decide(
        self,
        item_id: str,
        review: Mapping[str, Any] | Review,
        *,
        reason: str = "",
        category: Category | None = None,
        source: str | None = None,
    ) -> Changes:
        """Settle an item anew with a judgement of the lead's own: verdict, hits, answers, spans, correction."""
        workspace = self._workspace
        own = check_against(workspace.project, read_review(review))
        workspace.members.demand(own.reviewer, "lead")
        if own.verdict is None:
            raise InvalidInput(f"To settle item '{item_id}' a verdict is needed.")
        item = workspace.queue.get(item_id, source)
        placed = place_in(own.model_copy(update={"item_id": item_id, "source": item.source.system}), item)
        used = [known.submission_id or "" for known in workspace.reviews.for_item(item_id, source)]
        resolution = resolve(item, workspace.project, [placed], "adjudicated").model_copy(
            update={
                "reviews": tuple(used),
                "adopted": None,
                "decided_by": own.reviewer,
                "reason": reason or own.comment,
                "category": category,
            }
        )
        return self._store(resolution, item)

    def _store(self, resolution: Resolution, item: Item) -> Changes:
        workspace = self._workspace
        receipt = workspace.store.adjudicate(
            workspace.project_id, resolution, item.id, item.source.system, workspace.now_us()
        )
        workspace.drafts.keep_receipt(resolution.decided_by or workspace.actor, receipt)
        return changes_with_datasets(workspace, TOUCHED, (item.id,), receipt)

    def find(self, item_id: str, source: str | None = None) -> Resolution | None:
        """Return the current resolution of an item, or None."""
        with read(self._workspace.engine) as connection:
            return find_resolution(connection, get_number(connection, self._workspace.project_id, item_id, source))

    def stream(self) -> Iterator[tuple[Item, Resolution, tuple[Review, ...]]]:
        """Yield (item, resolution, current reviews) of the resolved items, in one snapshot of the database."""
        with read(self._workspace.engine) as connection:
            yield from stream_resolved(connection, self._workspace.project_id)
