"""Storing many reviews at once, in batches of one transaction each; a row that does not fit is counted and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from reviewer.domain.errors import ReviewerError
from reviewer.domain.reviews import Review
from reviewer.store.engine import read as read_from
from reviewer.store.lineage import datasets_with_items

from .affected import name_datasets
from .review_import import Rejected, ReviewMap, Row, prepare_reviews

if TYPE_CHECKING:
    from .workspace import Workspace

BATCH = 200
NAMED_ROWS = 20


@dataclass(frozen=True)
class ReviewCounts:
    """What became of an import of reviews; repeated rows are neither added nor rejected."""

    read: int
    added: int
    rejected: int
    reasons: Mapping[str, int]
    notes: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    """Which datasets rest on items that were judged here."""

    def to_json(self) -> dict[str, Any]:
        """Return the object that `reviewer reviews import --json` prints."""
        told = {"read": self.read, "added": self.added, "rejected": self.rejected, "reasons": dict(self.reasons)}
        return told | ({"datasets": list(self.datasets)} if self.datasets else {})


def import_rows(
    workspace: Workspace,
    rows: Iterable[Row],
    names: ReviewMap | None = None,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
) -> ReviewCounts:
    """Store reviews that were made elsewhere, and count what was added and why rows were rejected."""
    notes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    examples: list[str] = []
    resting: set[int] = set()
    read = added = 0
    prepared = prepare_reviews(rows, workspace.project, names, notes)
    while batch := list(islice(prepared, BATCH)):
        read += len(batch)
        done, bad = _store(workspace, batch, read - len(batch), dry_run)
        added += len(done)
        with read_from(workspace.engine) as connection:
            if workspace.store.sees_all(connection):
                resting |= datasets_with_items(connection, workspace.project_id, done)
        for line, reason in bad:
            reasons[_group(reason)] += 1
            if len(examples) < NAMED_ROWS:
                examples.append(f"row {line}: {reason}")
        if progress:
            progress(read, None)
    with read_from(workspace.engine) as connection:
        datasets = name_datasets(workspace, connection, resting)
    return ReviewCounts(read, added, sum(reasons.values()), reasons, notes, tuple(examples), datasets)


def _store(
    workspace: Workspace, batch: list[Review | Rejected], before: int, dry_run: bool
) -> tuple[list[str], list[tuple[int, str]]]:
    """Store one batch; return the items of what was added, and (row, reason) of what was not taken."""
    ready: list[tuple[int, Review]] = []
    bad: list[tuple[int, str]] = []
    for line, entry in enumerate(batch, start=before + 1):
        try:
            ready.append((line, _ready(workspace, entry)))
        except ReviewerError as error:
            bad.append((line, error.message))
    done = workspace.store.import_reviews(
        workspace.project_id,
        workspace.project,
        [review for _, review in ready],
        workspace.actor,
        workspace.now_us(),
        refused=len(bad),
        dry_run=dry_run,
    )
    bad += [(line, one.problem) for (line, _), one in zip(ready, done, strict=True) if one.problem]
    return [review.item_id for (_, review), one in zip(ready, done, strict=True) if one.added], sorted(bad)


def _ready(workspace: Workspace, entry: Review | Rejected) -> Review:
    if isinstance(entry, Rejected):
        raise ReviewerError(entry.reason)
    if entry.state != "submitted":
        raise ReviewerError(f"its state is {entry.state}: only submitted reviews are taken")
    return workspace.reviews.complete(entry)


def _group(reason: str) -> str:
    """Return the reason without the names that differ from row to row, so that equal problems count together."""
    for known in ("has already reviewed item", "There is no item"):
        if known in reason:
            return {
                "has already reviewed item": "this reviewer has already reviewed the item",
                "There is no item": "there is no such item",
            }[known]
    return reason
