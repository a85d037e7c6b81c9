"""How good each detector is for each policy: read from what was judged, computed in `stats.detectors`."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reviewer.domain.projects import Project
from reviewer.store.facts import Fact

from .truth import chance_of_selection, hit_judgements, looked_for, policies_looked_for

if TYPE_CHECKING:
    from reviewer.stats.detectors import Calibration, DetectorQuality, Judged, WhatIf
    from reviewer.stats.results import Undefined

Key = tuple[str, str, str]
Hit = Mapping[str, Any]
Columns = tuple["array[Any]", "array[Any]", "array[Any]"]


@dataclass(frozen=True)
class DetectorReport:
    """One version of a detector for one policy: what it is worth, and what its scores are worth."""

    policy: str
    detector: str
    version: str
    hits: int
    threshold: float | None
    quality: DetectorQuality
    calibration: Calibration | Undefined
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the detector as the terminal prints it."""
        from reviewer.stats.results import Undefined

        curve = self.calibration
        return {
            "policy": self.policy,
            "detector": self.detector,
            "version": self.version,
            "hits": self.hits,
            "threshold": self.threshold,
            **self.quality.to_json(),
            "calibration": None if isinstance(curve, Undefined) else curve.to_json(),
            "notes": list(self.notes),
        }


def _columns(kinds: str) -> Columns:
    return array(kinds[0]), array(kinds[1]), array(kinds[2])


def _put(columns: Columns, *values: float) -> None:
    for column, value in zip(columns, values, strict=True):
        column.append(value)


@dataclass
class Collected:
    """What was seen of one detector so far: judgements of its hits, items judged blind, and scores with the truth.

    Columns of numbers, since there may be a million of each. Scores are kept as they came; `sign` is -1 where the
    detector's own are lower for worse.
    """

    hits: int = 0
    said: dict[str, int] = field(default_factory=lambda: {"confirmed": 0, "false_alarm": 0, "unsure": 0})
    blind: Columns = field(default_factory=lambda: _columns("bbd"))
    scored: Columns = field(default_factory=lambda: _columns("dbd"))
    sign: float = 1.0
    direction_known: bool = False
    threshold: float | None = None
    without_probability: int = 0


@dataclass(frozen=True, eq=False)
class DetectorBook:
    """What was judged of every detector, read once; its answers need no database."""

    found: Mapping[Key, Collected]

    def reports(self, *, seed: int = 0) -> tuple[DetectorReport, ...]:
        """Return the figures of each detector, by policy and version."""
        return tuple(report(key, self.found[key], seed) for key in sorted(self.found))

    def what_if(
        self, key: Key, *, outputs_per_day: float, cost_ratio: float = 1.0, seed: int = 0
    ) -> WhatIf | Undefined:
        """Return what other thresholds would mean for one detector."""
        return threshold_table(self.found[key], outputs_per_day=outputs_per_day, cost_ratio=cost_ratio, seed=seed)


class DetectorCollector:
    """Sorts what was judged by policy, detector and version.

    An item that was judged blind tells of every detector of a policy, also of those that other items name later, so
    that such items are kept by policy until the end: (broken, probability, what each detector said).
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._found: dict[Key, Collected] = {}
        self._blind: dict[str, list[tuple[bool, float | None, dict[tuple[str, str], bool]]]] = {}

    def add(self, fact: Fact) -> None:
        """Take one judged item."""
        judged = hit_judgements(fact)
        listed: dict[Key, Hit] = {}
        for hit in fact.item.get("policy_hits") or ():
            key = (hit["policy"], hit.get("detector") or "", hit.get("detector_version") or "")
            listed[key] = hit
            one = self._found.get(key) or self._found.setdefault(key, Collected())
            _take_score_direction(one, hit)
            if _failed(hit) and not fact.hits_hidden:
                one.hits += 1
                if judgement := judged.get(hit["id"]):
                    one.said[judgement] += 1
        for key, hit in listed.items():
            if hit.get("score") is not None:
                _take_score(self._found[key], hit, fact, judged)
        if fact.hits_hidden:
            self._keep_blind(fact, listed)

    def _keep_blind(self, fact: Fact, listed: Mapping[Key, Hit]) -> None:
        probability = chance_of_selection(fact, self._project)
        for policy in policies_looked_for(fact.reviews):
            broken = looked_for(fact.reviews, policy)
            if broken is not None:
                said = {key[1:]: _failed(hit) for key, hit in listed.items() if key[0] == policy}
                self._blind.setdefault(policy, []).append((broken, probability, said))

    def found(self) -> dict[Key, Collected]:
        """Return what was seen of each detector, once everything was added."""
        for (policy, detector, version), one in self._found.items():
            for broken, probability, said in self._blind.get(policy, ()):
                flagged = said.get((detector, version))
                if flagged is None and any(name == detector for name, _ in said):
                    continue  # another version of the detector saw this item
                if probability is None:
                    one.without_probability += 1
                else:
                    _put(one.blind, broken, bool(flagged), probability)
        self._blind = {}
        return self._found


def _failed(hit: Hit) -> bool:
    return bool(hit.get("outcome", "fail") == "fail")


def _take_score(one: Collected, hit: Hit, fact: Fact, judged: Mapping[str, str]) -> None:
    truth: bool | None
    if not fact.hits_hidden and _failed(hit):
        truth = {"confirmed": True, "false_alarm": False}.get(judged.get(hit["id"]) or "")
    else:
        truth = looked_for(fact.reviews, hit["policy"])
    # All flagged outputs are in the queue; hiding the hits of some changes nothing about how they came there.
    probability = fact.item.get("sampling_probability") or (None if fact.item.get("control") else 1.0)
    if truth is not None and probability is not None:
        _put(one.scored, float(hit["score"]), truth, probability)


def _take_score_direction(one: Collected, hit: Hit) -> None:
    """Learn from a hit whether its scores are higher for worse; where the source is silent, a failing score tells."""
    score, threshold = hit.get("score"), hit.get("threshold")
    if threshold is not None:
        one.threshold = float(threshold)
    direction = hit.get("score_direction", "unknown")
    if direction != "unknown":
        one.sign, one.direction_known = (-1.0 if direction == "higher_is_better" else 1.0), True
    elif not one.direction_known and hit.get("outcome", "fail") == "fail" and not (score is None or threshold is None):
        one.sign, one.direction_known = (1.0 if score >= threshold else -1.0), True


def report(key: Key, one: Collected, seed: int) -> DetectorReport:
    """Compute the figures of one detector."""
    from reviewer.stats.detectors import calibration, detector_quality
    from reviewer.stats.results import Undefined

    quality = detector_quality(one.said["confirmed"], one.said["false_alarm"], one.said["unsure"], _blind(one))
    notes = [] if not one.without_probability else [_without_probability(one.without_probability)]
    curve: Calibration | Undefined
    if not one.scored[0]:
        curve = Undefined("no judged item has a score of this detector")
    elif not one.direction_known:
        curve = Undefined("the source does not say whether a higher score is better or worse")
    else:
        scores, broken, probability = _scored(one)
        curve = calibration(scores if one.sign > 0 else 1 + scores, broken, probability, seed=seed)
    if isinstance(curve, Undefined):
        notes.append(f"Calibration is undefined: {curve.reason}.")
    return DetectorReport(*key, one.hits, one.threshold, quality, curve, tuple(notes))


def threshold_table(one: Collected, *, outputs_per_day: float, cost_ratio: float, seed: int) -> WhatIf | Undefined:
    """Return what other thresholds would mean for one detector, in the unit and direction of its own scores."""
    from dataclasses import replace

    from reviewer.stats.detectors import what_if
    from reviewer.stats.results import Undefined

    if not one.scored[0]:
        return Undefined("no judged item has a score of this detector")
    if not one.direction_known:
        return Undefined("the source does not say whether a higher score is better or worse")
    found = what_if(*_scored(one), outputs_per_day=outputs_per_day, cost_ratio=cost_ratio, seed=seed)
    if isinstance(found, Undefined) or one.sign > 0:
        return found
    return replace(
        found,
        rows=tuple(replace(row, threshold=-row.threshold) for row in found.rows),
        suggested=-found.suggested,
        suggested_low=-found.suggested_high,
        suggested_high=-found.suggested_low,
    )


def _blind(one: Collected) -> Judged:
    import numpy as np

    from reviewer.stats.detectors import Judged

    broken, flagged, probability = one.blind
    return Judged(np.array(broken, bool), np.array(flagged, bool), np.array(probability, float))


def _scored(one: Collected) -> tuple[Any, Any, Any]:
    """Return the scores so that higher is worse, what people found, and the probabilities."""
    import numpy as np

    scores, broken, probability = one.scored
    return one.sign * np.array(scores, float), np.array(broken, bool), np.array(probability, float)


def _without_probability(count: int) -> str:
    noun = "item has" if count == 1 else "items have"
    return f"{count:,} control {noun} no sampling_probability and cannot be weighed: give it in the import."
