"""Quality: the figures about labels, people and detectors, over one consistent snapshot each."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reviewer.domain.changes import Changes
from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.services.scope import EVERYTHING, Scope
from reviewer.store import drift_notes, pace
from reviewer.store.engine import read
from reviewer.store.facts import Fact, stream_facts
from reviewer.store.projects import list_versions
from reviewer.store.times import from_micros, to_micros

from . import consensus, drifting, judges, marking, queueing
from .consensus import ConsensusReport
from .detectors import Collected, DetectorBook, DetectorCollector, DetectorReport, Key, threshold_table
from .drifting import DriftReport
from .judges import JudgeReport
from .marking import SpanAgreement
from .people import Scorecard, Work, own_work, scorecard
from .people import collect as collect_people
from .queueing import QueueReport
from .slicing import check_field, check_measure, tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from reviewer.services.workspace import Workspace
    from reviewer.stats.detectors import WhatIf
    from reviewer.stats.forecast import Change
    from reviewer.stats.results import Undefined
    from reviewer.stats.slices import Slice
    from reviewer.store.drift_notes import DriftNote
    from reviewer.store.engine import Connection

    from .printing import Block

ALERT_FROM = {"psi": 0.1, "ks": 0.1, "share": 0.05}
"""The smallest differences that raise an alert unless the lead sets others: PSI, KS distance, and shares."""


class Quality:
    """What a lead asks of the labels of one project."""

    def __init__(self, workspace: Workspace, scope: Scope = EVERYTHING) -> None:
        self._workspace = workspace
        self._scope = scope

    def within(self, scope: Scope) -> Quality:
        """Return the same questions over a part of what was judged; the queue and the weeks know no part."""
        return Quality(self._workspace, scope)

    def detector_book(self) -> DetectorBook:
        """Return what was judged of every detector, read once, to be asked for figures and for other thresholds."""
        return DetectorBook(self._collected())

    def detectors(self, *, seed: int = 0) -> tuple[DetectorReport, ...]:
        """Return precision, recall, miss rate and calibration of each detector, by policy and version."""
        return self.detector_book().reports(seed=seed)

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

    def reviewers(self, reviewer: str | None = None, *, seed: int = 0, names: bool = True) -> tuple[Scorecard, ...]:
        """Return the scorecard of each reviewer, or of one; who is no lead sees the own one alone.

        Without `names` all but the own one are under pseudonyms, the same in each answer of this workspace.
        """
        wanted = reviewer if self._may_see_all() else self._workspace.actor
        if reviewer is not None and reviewer != wanted:
            raise Refused(f"{self._workspace.actor} may see the own scorecard alone: ask {reviewer} or a lead.")
        people = self._people()
        if wanted is not None and wanted not in people:
            raise NotFound(f"{wanted} has judged nothing in this project yet, at least not under exactly this name.")
        chosen = sorted(people) if wanted is None else [wanted]
        cards = [scorecard(name, people[name], self._workspace.project, seed) for name in chosen]
        if names:
            return tuple(cards)
        own = self._workspace.actor
        hidden = (
            card if card.reviewer == own else replace(card, reviewer=self._pseudonym(card.reviewer)) for card in cards
        )
        return tuple(sorted(hidden, key=lambda card: card.reviewer))

    def _people(self) -> dict[str, Work]:
        """Return what was seen of each person, or of this one alone, who may not read the reviews of all."""
        workspace = self._workspace
        if not workspace.members.sees_all():
            found = workspace.store.own_work(workspace.project_id, workspace.actor)
            return own_work(found, workspace.actor, workspace.project)
        with read(workspace.engine) as connection:
            return collect_people(self._facts(connection), workspace.project)

    def _pseudonym(self, name: str) -> str:
        """Return the stand-in under which datasets name this person too, shortened."""
        from reviewer.datasets.cases import stand_in

        if name == self._workspace.actor:
            return name
        return stand_in(self._workspace.salt, "reviewer", name)[: len("reviewer-") + 6]

    def judges(self, *, seed: int = 0) -> tuple[JudgeReport, ...]:
        """Return how far each model that suggests verdicts agrees with what people decided."""
        self._require_all()
        with read(self._workspace.engine) as connection:
            facts = self._facts(connection)
            found = judges.collect(facts, self._workspace.project)
        return tuple(judges.report(agent, found[agent], seed) for agent in sorted(found))

    def slices(self, by: str, measure: str = "rejected") -> tuple[Slice, ...]:
        """Compare the rate of a measure in each group with that of all others; small groups are suppressed."""
        from reviewer.stats.slices import slices

        field, wanted = check_field(by), check_measure(measure)
        self._require_all()
        with read(self._workspace.engine) as connection:
            facts = self._facts(connection)
            return slices(tally(facts, field, wanted, self._workspace.project))

    def drift(
        self,
        *,
        weeks: int = 4,
        reference_weeks: int = 12,
        thresholds: Mapping[str, float] | None = None,
        seed: int = 0,
    ) -> DriftReport:
        """Compare the last weeks with those before; a difference below its threshold raises no alert."""
        if weeks < 1 or reference_weeks < 1:
            raise InvalidInput("The window and the reference need at least one week each.")
        self._require_all()
        begin, start = drifting.window(self._workspace.clock(), weeks, reference_weeks)
        with read(self._workspace.engine) as connection:
            facts = self._facts(connection)
            before, now, by_week = drifting.collect(facts, self._workspace.project, begin, start)
        limits = {**ALERT_FROM, **(thresholds or {})}
        return drifting.report(before, now, by_week, (begin, start), limits, seed)

    def acknowledge(self, comparison: str, items: Sequence[str] = (), note: str = "") -> Changes:
        """Note in the ledger that a lead has seen an alert of drift, with the items that it named."""
        workspace = self._workspace
        receipt = workspace.store.acknowledge_drift(
            workspace.project_id, comparison, tuple(items), note, workspace.actor, workspace.now_us()
        )
        return Changes(receipt=receipt)

    def acknowledged(self, since: datetime) -> tuple[DriftNote, ...]:
        """Return which alerts were acknowledged since a time, oldest first."""
        with read(self._workspace.engine) as connection:
            return drift_notes.stream_notes(connection, self._workspace.project_id, to_micros(since))

    def queue(self, *, change: Change | None = None, seed: int = 0) -> QueueReport:
        """Return arrivals, decisions, waiting and the forecast, as things are or after a change."""
        self._require_all()
        workspace = self._workspace
        now_us = workspace.now_us()
        since_us = now_us - (queueing.HISTORY_DAYS + 1) * pace.DAY_US
        with read(workspace.engine) as connection:
            arrivals = pace.arrivals_by_day(connection, workspace.project_id, since_us)
            decisions = pace.decisions_by_day(connection, workspace.project_id, since_us)
            waiting = pace.waiting(connection, workspace.project_id, now_us)
        return queueing.report(arrivals, decisions, waiting, now_us, change, seed)

    def guideline_changes(self) -> tuple[tuple[str, datetime], ...]:
        """Return each version of the guideline after the first, with the time from which it is in force."""
        with read(self._workspace.engine) as connection:
            versions = list_versions(connection, self._workspace.project_id)
        told = [(stored.project.guideline_version, from_micros(applied_at)) for stored, applied_at in versions]
        return tuple(now for before, now in pairwise(told) if before[0] != now[0])

    def spans(self, *, seed: int = 0) -> tuple[SpanAgreement, ...]:
        """Return the agreement on marked spans: of all labels together first, then of each."""
        self._require_all()
        with read(self._workspace.engine) as connection:
            texts = marking.collect(self._facts(connection))
        return marking.report(texts, seed)

    def consensus(self) -> ConsensusReport:
        """Return what the reviews of each item say together, worst disagreement first."""
        self._require_all()
        with read(self._workspace.engine) as connection:
            return consensus.report(self._facts(connection))

    def report(self, *, seed: int = 0) -> str:
        """Return the transparency report as one HTML file."""
        from .reporting import transparency_report

        self._require_all()
        return transparency_report(self._workspace, seed=seed)

    def printed_report(self, *, seed: int = 0) -> tuple[Block, ...]:
        """Return what the transparency report says as headings, paragraphs and tables, for paper."""
        from .printing import printed
        from .reporting import gather

        self._require_all()
        return printed(gather(self._workspace, seed=seed))

    def _facts(self, connection: Connection) -> Iterator[Fact]:
        return self._scope.facts(stream_facts(connection, self._workspace.project_id))

    def _may_see_all(self) -> bool:
        """Return whether this person may see the scorecards of others."""
        members = self._workspace.members
        return members.sees_all() and members.may(self._workspace.actor, "lead")

    def _collected(self) -> dict[Key, Collected]:
        """Read everything that was judged and sort it by detector."""
        self._require_all()
        collector = DetectorCollector(self._workspace.project)
        with read(self._workspace.engine) as connection:
            for fact in self._facts(connection):
                collector.add(fact)
        return collector.found()

    def _require_all(self) -> None:
        """Refuse a person who may not read the reviews of others."""
        if not self._workspace.members.sees_all():
            raise Refused(f"{self._workspace.actor} sees the own reviews alone: a lead sees the figures of all.")
