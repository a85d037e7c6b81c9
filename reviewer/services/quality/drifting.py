"""The latest weeks against those before: which mixes, rates, scores and times have moved, and which items show it."""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from reviewer.domain.errors import InvalidInput
from reviewer.domain.projects import Project
from reviewer.services.weeks import week_name
from reviewer.store.facts import Fact

from .truth import hit_judgements

if TYPE_CHECKING:
    from reviewer.stats.drift import Break, Shift
    from reviewer.stats.results import Undefined

NAMED_ITEMS = 50
MOST_WEEKS = 520
"""Ten years: further back no calendar need be searched."""


@dataclass(frozen=True)
class Drifted:
    """One comparison of the window with the reference, and the items of the window that show the difference best."""

    shift: Shift
    items: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as the terminal prints it."""
        return {**self.shift.to_json(), "items": list(self.items)}


@dataclass(frozen=True)
class DriftReport:
    """All comparisons, those with an alert first, and the week at which the mix of verdicts most likely changed."""

    window_from: datetime
    reference_from: datetime
    comparisons: tuple[Drifted, ...]
    weeks: tuple[str, ...]
    change: Break | Undefined

    @property
    def alerts(self) -> tuple[Drifted, ...]:
        """Return the comparisons that raise an alert."""
        return tuple(found for found in self.comparisons if found.shift.alert)

    def to_json(self) -> dict[str, Any]:
        """Return the report as the terminal prints it."""
        from reviewer.stats.results import Undefined

        change: dict[str, Any]
        if isinstance(self.change, Undefined):
            change = {"week": None, "note": f"undefined: {self.change.reason}"}
        else:
            week = self.weeks[self.change.place] if self.change.found else None
            change = {"week": week, "chance": round(self.change.chance, 12)}
        return {
            "window_from": self.window_from.isoformat(),
            "reference_from": self.reference_from.isoformat(),
            "comparisons": [found.to_json() for found in self.comparisons],
            "change": change,
        }


@dataclass
class Period:
    """What was seen in one stretch of time."""

    verdicts: Counter[str] = field(default_factory=Counter)
    items: int = 0
    with_hit: Counter[str] = field(default_factory=Counter)
    judged_hits: dict[str, list[bool]] = field(default_factory=dict)
    scores: dict[str, array[float]] = field(default_factory=dict)
    seconds: array[float] = field(default_factory=lambda: array("d"))
    agreeing: list[bool] = field(default_factory=list)
    showing: dict[str, deque[str]] = field(default_factory=dict)

    def show(self, name: str, item_id: str) -> None:
        """Keep an item as one of the latest that show a difference."""
        latest = self.showing.get(name) or self.showing.setdefault(name, deque(maxlen=NAMED_ITEMS))
        if not latest or latest[-1] != item_id:
            latest.append(item_id)


def collect(
    facts: Iterable[Fact], project: Project, reference_from: datetime, window_from: datetime
) -> tuple[Period, Period, dict[str, Counter[str]]]:
    """Sort what was judged into reference and window; also return the verdicts of each week."""
    before, now = Period(), Period()
    weeks: dict[str, Counter[str]] = {}
    for fact in facts:
        at = _first_review(fact)
        if at is None or at < reference_from:
            continue
        _take(now if at >= window_from else before, fact, project)
        weeks.setdefault(week_name(at), Counter()).update(review["verdict"] for review in fact.reviews)
    return before, now, weeks


def _first_review(fact: Fact) -> datetime | None:
    times = [review["submitted_at"] for review in fact.reviews if review.get("submitted_at")]
    return datetime.fromisoformat(min(times)) if times else None


def _take(period: Period, fact: Fact, project: Project) -> None:
    item_id = fact.item["id"]
    period.items += 1
    for review in fact.reviews:
        period.verdicts[review["verdict"]] += 1
        period.show(f"verdict {review['verdict']}", item_id)
        if review.get("active_seconds") is not None:
            period.seconds.append(float(review["active_seconds"]))
    outcomes = [project.outcome(review["verdict"]) for review in fact.reviews]
    if len(outcomes) > 1:
        period.agreeing.append(len(set(outcomes)) == 1)
        if len(set(outcomes)) > 1:
            period.show("agreement", item_id)
    _take_hits(period, fact, item_id)


def _take_hits(period: Period, fact: Fact, item_id: str) -> None:
    judged = hit_judgements(fact)
    failing = set()
    for hit in fact.item.get("policy_hits") or ():
        name = hit.get("detector") or "unnamed"
        if hit.get("score") is not None:
            period.scores.setdefault(name, array("d")).append(float(hit["score"]))
        if hit.get("outcome", "fail") != "fail":
            continue
        failing.add(hit["policy"])
        if (said := judged.get(hit["id"])) in ("confirmed", "false_alarm"):
            period.judged_hits.setdefault(name, []).append(said == "false_alarm")
            if said == "false_alarm":
                period.show(f"false alarms {name}", item_id)
    for policy in failing:
        period.with_hit[policy] += 1
        period.show(f"hits {policy}", item_id)


def report(
    before: Period,
    now: Period,
    weeks: Mapping[str, Counter[str]],
    times: tuple[datetime, datetime],
    thresholds: Mapping[str, float],
    seed: int,
) -> DriftReport:
    """Compare window and reference."""
    import numpy as np

    from reviewer.stats.drift import find_break, with_alerts

    for name, least in thresholds.items():
        if not 0 <= least < float("inf"):
            raise InvalidInput(f"{least:g} is no threshold for '{name}': give a number from zero on.")
    shifts, showing = _shifts(before, now)
    checked = with_alerts(shifts, thresholds)  # type: ignore[arg-type]
    found = [Drifted(shift, _items(now, showing[place])) for place, shift in enumerate(checked)]
    names = sorted({verdict for counts in weeks.values() for verdict in counts})
    order = sorted(weeks)
    counts = np.array([[weeks[week][name] for name in names] for week in order], np.int64).reshape(
        len(order), len(names)
    )
    return DriftReport(
        times[1],
        times[0],
        tuple(sorted(found, key=lambda one: (not one.shift.alert, one.shift.name))),
        tuple(order),
        find_break(counts, seed=seed),
    )


def _shifts(before: Period, now: Period) -> tuple[list[Shift], list[Sequence[str]]]:
    """Return the comparisons, and under which names their items are kept."""
    import numpy as np

    from reviewer.stats.drift import mix_shift, share_shift, value_shift

    shifts = [mix_shift("verdicts", before.verdicts, now.verdicts)]
    showing: list[Sequence[str]] = [_grown(before, now)]
    for policy in sorted({*before.with_hit, *now.with_hit}):
        hits = (before.with_hit[policy], before.items), (now.with_hit[policy], now.items)
        shifts.append(share_shift(f"hits of {policy}", *hits))
        showing.append([f"hits {policy}"])
    for name in sorted({*before.judged_hits, *now.judged_hits}):
        parts = [period.judged_hits.get(name, []) for period in (before, now)]
        alarms = [(sum(part), len(part)) for part in parts]
        shifts.append(share_shift(f"false alarms of {name}", alarms[0], alarms[1]))
        showing.append([f"false alarms {name}"])
    for name in sorted({*before.scores, *now.scores}):
        values = [np.array(period.scores.get(name, ()), float) for period in (before, now)]
        shifts.append(value_shift(f"scores of {name}", values[0], values[1]))
        showing.append([])
    seconds = [np.array(period.seconds, float) for period in (before, now)]
    shifts.append(value_shift("active seconds", seconds[0], seconds[1]))
    showing.append([])
    agreeing = [(sum(period.agreeing), len(period.agreeing)) for period in (before, now)]
    shifts.append(share_shift("items on which all reviewers agree", agreeing[0], agreeing[1]))
    showing.append(["agreement"])
    return shifts, showing


def _grown(before: Period, now: Period) -> list[str]:
    """Return the verdict whose share has grown most, as the name under which its items are kept."""
    total, past = sum(now.verdicts.values()) or 1, sum(before.verdicts.values()) or 1
    grown = max(now.verdicts, key=lambda name: now.verdicts[name] / total - before.verdicts[name] / past, default=None)
    return [] if grown is None else [f"verdict {grown}"]


def _items(period: Period, names: Sequence[str]) -> tuple[str, ...]:
    found = dict.fromkeys(item for name in names for item in period.showing.get(name, ()))
    return tuple(list(found)[-NAMED_ITEMS:])


def window(now: datetime, weeks: int, reference_weeks: int) -> tuple[datetime, datetime]:
    """Return when the reference and the window begin."""
    if weeks > MOST_WEEKS or reference_weeks > MOST_WEEKS:
        raise InvalidInput(f"The window and the reference have at most {MOST_WEEKS} weeks each: ask for fewer.")
    start = now - timedelta(weeks=weeks)
    return start - timedelta(weeks=reference_weeks), start
