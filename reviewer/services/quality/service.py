"""Quality: the figures about labels, people and detectors, over one consistent snapshot each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.store.engine import read
from reviewer.store.facts import stream_facts

from .detectors import Collected, DetectorReport, Key, collect, collect_blind, report, threshold_table

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.stats.detectors import WhatIf
    from reviewer.stats.results import Undefined


class Quality:
    """What a lead asks of the labels of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def detectors(self, *, seed: int = 0) -> tuple[DetectorReport, ...]:
        """Return precision, recall, miss rate and calibration of each detector, by policy and version."""
        found = self._collected()
        return tuple(report(key, found[key], seed) for key in sorted(found))

    def thresholds(
        self,
        policy: str,
        detector: str,
        version: str | None = None,
        *,
        outputs_per_day: float,
        cost_ratio: float = 1.0,
        seed: int = 0,
    ) -> WhatIf | Undefined:
        """Return what each threshold would mean; `cost_ratio` is how many false alarms a miss is worth."""
        if not outputs_per_day > 0 or not cost_ratio > 0:
            raise InvalidInput("Outputs per day and the cost ratio must be numbers above zero.")
        found = self._collected()
        keys = [key for key in sorted(found) if key[:2] == (policy, detector) and version in (None, key[2])]
        if not keys:
            raise NotFound(f"No judged item has a hit of the detector '{detector}' for the policy '{policy}'.")
        return threshold_table(found[keys[-1]], outputs_per_day=outputs_per_day, cost_ratio=cost_ratio, seed=seed)

    def _collected(self) -> dict[Key, Collected]:
        """Read everything that was judged; twice, since a control item tells of detectors that other items name."""
        self._require_all()
        project = self._workspace.project
        with read(self._workspace.engine) as connection:
            found = collect(stream_facts(connection, self._workspace.project_id), project)
            collect_blind(stream_facts(connection, self._workspace.project_id), project, found)
        return found

    def _require_all(self) -> None:
        """Refuse a person who may not read the reviews of others."""
        if not self._workspace.members.sees_all():
            raise Refused(f"{self._workspace.actor} sees the own reviews alone: a lead sees the figures of all.")
