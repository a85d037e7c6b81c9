"""The order in which a lead settles: the worst disagreement first.

An item is before another if, in this order,
1. its conflict is more severe: an escalation, since somebody waits for an answer; then accepting against rejecting;
   then other verdicts of different outcome; then hits judged differently; then corrections that differ;
2. more reviewers judged it;
3. its verdicts are more scattered: the entropy of their outcomes in bits is higher;
4. it has waited longer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from reviewer.domain.projects import Outcome, Project
from reviewer.store.resolutions import Unsettled

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def worst_first(waiting: Sequence[Unsettled], project: Project) -> list[int]:
    """Return the numbers of the items that wait for a lead, given oldest first, in the order to settle them."""
    import numpy as np

    from reviewer.stats.consensus.votes import Votes

    counts = np.array([_counts(one.verdicts, project) for one in waiting], np.int64).reshape(-1, len(OUTCOMES))
    entropy = Votes(counts).entropy

    def rank(at: int) -> tuple[int, int, float]:
        return -_severity(waiting[at].state, counts[at].tolist()), -int(counts[at].sum()), -float(entropy[at])

    return [waiting[at].number for at in sorted(range(len(waiting)), key=rank)]


def _counts(verdicts: Mapping[str, int], project: Project) -> list[int]:
    """Return how many reviewers accept, correct and reject."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for verdict, number in verdicts.items():
        outcome = project.outcome(verdict)
        if outcome is not None:
            counts[outcome] += number
    return [counts[outcome] for outcome in OUTCOMES]


def _severity(state: str, counts: Sequence[int]) -> int:
    accepted, _corrected, rejected = counts
    if state == "escalated":
        return 4
    if state == "resolved":
        return 0  # only the corrections differ
    if accepted and rejected:
        return 3
    return 2 if sum(count > 0 for count in counts) > 1 else 1
