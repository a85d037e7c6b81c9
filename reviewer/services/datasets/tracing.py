"""Lineage: from a row to item, reviews, decision and ledger, and from an item to every dataset that it went into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reviewer.datasets.cases import stand_in
from reviewer.domain.canonical import canonical_json
from reviewer.domain.errors import NotFound
from reviewer.store.datasets import StoredDataset, list_datasets
from reviewer.store.engine import read
from reviewer.store.histories import Decided, History, Reviewed, events_of, find_used, load_histories
from reviewer.store.items import get_number
from reviewer.store.lineage import datasets_with
from reviewer.store.times import from_micros

from .history import Named, demand_lineage, demand_sight, find_dataset
from .outdating import outdated_because

if TYPE_CHECKING:
    from reviewer.domain.audit import Event
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection
    from reviewer.store.store import ItemUsed


@dataclass(frozen=True, slots=True)
class Membership:
    """A dataset that an item went into, the split of its rows, and why they are outdated, if they are."""

    dataset: StoredDataset
    split: str
    outdated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedReview:
    """A review that a row rests on: who wrote it, under which stand-in the dataset names them, and what it is now."""

    submission_id: str
    reviewer: str
    stand_in: str
    verdict: str | None
    revision: int
    submitted_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class TracedDecision:
    """The resolution that a row rests on, and what it is now."""

    verdict: str
    method: str
    decided_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the rows of an item come from: in one dataset, or as things stand now; with the events of the ledger."""

    item_id: str
    source: str
    item_sha256: str
    dataset: StoredDataset | None
    split: str | None
    decision: TracedDecision | None
    reviews: tuple[TracedReview, ...]
    outdated: tuple[str, ...]
    datasets: tuple[Membership, ...]
    events: tuple[Event, ...]

    def document(self) -> dict[str, Any]:
        """Return the JSON object that the terminal prints."""
        decision = self.decision
        return {
            "item_id": self.item_id,
            "source": self.source,
            "item_sha256": self.item_sha256,
            "dataset": None if self.dataset is None else self.dataset.name,
            "split": self.split,
            "decision": None if decision is None else _plain(decision),
            "reviews": [_plain(review) for review in self.reviews],
            "outdated": list(self.outdated),
            "datasets": [
                {
                    "name": one.dataset.name,
                    "sha256": one.dataset.sha256,
                    "split": one.split,
                    "outdated": list(one.outdated),
                }
                for one in self.datasets
            ],
            "events": [
                {"seq": event.seq, "at": event.at.isoformat(), "actor": event.actor, "action": event.action}
                for event in self.events
            ],
        }


def _plain(told: TracedReview | TracedDecision) -> dict[str, Any]:
    found = {name: getattr(told, name) for name in told.__slots__}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}


def containing(workspace: Workspace, item_id: str, source: str | None) -> tuple[Membership, ...]:
    """Return every dataset that an item went into, newest first."""
    demand_sight(workspace)
    with read(workspace.engine) as connection:
        number = get_number(connection, workspace.project_id, item_id, source)
        history = load_histories(connection, [number])[number]
        return _memberships(workspace, connection, history)


def trace(workspace: Workspace, item_id: str, named: Named | None, source: str | None) -> Trace:
    """Return where the rows of an item come from, in a dataset or as things stand now."""
    demand_sight(workspace)
    dataset = None if named is None else find_dataset(workspace, named)
    if dataset is not None:
        demand_lineage(dataset)
    with read(workspace.engine) as connection:
        number = get_number(connection, workspace.project_id, item_id, source)
        history = load_histories(connection, [number])[number]
        used = None if dataset is None else find_used(connection, dataset.number, number)
        if dataset is not None and used is None:
            raise NotFound(f"Item '{item_id}' is not in {dataset.name}: leave out the dataset to see which have it.")
        reviews, decision = _behind(history, used)
        events = events_of(connection, history.item_id, [review.audit_seq for review in reviews])
        return Trace(
            item_id=history.item_id,
            source=history.source,
            item_sha256=history.sha256,
            dataset=dataset,
            split=used and used.split,
            decision=None if decision is None else _traced_decision(decision),
            reviews=tuple(_traced_review(workspace.salt, review) for review in reviews),
            outdated=() if used is None else outdated_because(used, history),
            datasets=_memberships(workspace, connection, history),
            events=tuple(event for event in events if _tells_of(event, history)),
        )


def _behind(history: History, used: ItemUsed | None) -> tuple[list[Reviewed], Decided | None]:
    """Return the reviews and the resolution that count: those of a dataset, or the current ones."""
    if used is None:
        current = [one for one in history.reviews if (one.state, one.round) == ("submitted", "first")]
        return current, history.resolution
    reviews = {one.number: one for one in history.reviews}
    decisions = {one.number: one for one in history.resolutions}
    behind = [reviews[number] for number in used.reviews if number in reviews]
    return behind, decisions.get(used.resolution_number or 0)


def _memberships(workspace: Workspace, connection: Connection, history: History) -> tuple[Membership, ...]:
    known = {one.number: one for one in list_datasets(connection, workspace.project_id)}
    found = []
    for number in reversed(datasets_with(connection, history.number)):
        used = find_used(connection, number, history.number)
        if used is not None and number in known:
            found.append(Membership(known[number], used.split, outdated_because(used, history)))
    return tuple(found)


def _tells_of(event: Event, history: History) -> bool:
    """Return whether an event with this item's id is about it, and not about one of another source."""
    source = f'"source":{canonical_json(history.source)}'
    return '"source":' not in event.details or source in event.details


def _traced_review(salt: str, review: Reviewed) -> TracedReview:
    return TracedReview(
        review.submission_id,
        review.reviewer,
        stand_in(salt, "reviewer", review.reviewer),
        review.verdict,
        review.revision,
        from_micros(review.submitted_at),
        review.state,
    )


def _traced_decision(decision: Decided) -> TracedDecision:
    return TracedDecision(decision.verdict, decision.method, from_micros(decision.decided_at), decision.state)
