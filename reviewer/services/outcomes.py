"""What came of decisions: what a lead's settling tells the reviewers, and what it tells of the guideline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reviewer.domain.resolutions import Category
from reviewer.store.engine import read
from reviewer.store.projects import list_versions
from reviewer.store.resolutions import list_own_settled, stream_of_category
from reviewer.store.times import from_micros, to_micros

if TYPE_CHECKING:
    from .workspace import Workspace


@dataclass(frozen=True)
class Settled:
    """An item of one reviewer that a lead has settled: what the reviewer said, what holds, and why."""

    item_id: str
    source: str
    said: str
    settled: str
    overturned: bool
    reason: str
    category: Category | None
    decided_at: datetime


@dataclass(frozen=True)
class GuidelineGap:
    """An item of which a lead said that the guideline leaves it open, and under which version that was."""

    item_id: str
    source: str
    reason: str
    verdict: str
    decided_by: str
    decided_at: datetime
    guideline_version: str

    def to_json(self) -> dict[str, Any]:
        """Return the gap as the terminal prints it."""
        return {**vars(self), "decided_at": self.decided_at.isoformat()}


class Outcomes:
    """What came of the decisions of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, reviewer: str, since: datetime | None = None) -> tuple[Settled, ...]:
        """Return the items of a reviewer that a lead has settled after a time, newest first."""
        workspace = self._workspace
        since_us = to_micros(since) if since else 0
        with read(workspace.engine) as connection:
            rows = list_own_settled(connection, workspace.project_id, reviewer, since_us)
        outcome = workspace.project.outcome
        return tuple(
            Settled(
                item_id,
                source,
                said,
                found.verdict,
                outcome(said) != found.outcome,
                found.reason,
                found.category,
                found.decided_at or workspace.clock(),
            )
            for item_id, source, said, found in rows
        )

    def guideline_gaps(self, *, every: bool = False) -> tuple[GuidelineGap, ...]:
        """Return what the next version of the guideline has to say; with `every` the gaps of older versions too."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            versions = list_versions(connection, workspace.project_id)
            settled = list(stream_of_category(connection, workspace.project_id, "guideline_gap"))
        gaps = []
        for item_id, source, found in settled:
            at = found.decided_at or workspace.clock()
            in_force = [stored for stored, since_us in versions if from_micros(since_us) <= at]
            version = (in_force or [versions[0][0]])[-1].project.guideline_version
            if every or version == workspace.project.guideline_version:
                gaps.append(
                    GuidelineGap(item_id, source, found.reason, found.verdict, found.decided_by or "", at, version)
                )
        return tuple(gaps)
