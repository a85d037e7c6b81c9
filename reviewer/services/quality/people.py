"""The scorecard of each reviewer, private to the person and the lead; the figures are computed in `stats`."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any

from reviewer.domain.projects import Project
from reviewer.store.facts import Fact
from reviewer.store.store import OwnWork

if TYPE_CHECKING:
    from reviewer.stats.people import Pace, RevealEffect, Run
    from reviewer.stats.proportions import Share
    from reviewer.stats.results import Coefficient, Undefined


_UNSPACED = re.compile("[\u3040-\u9fff\u0e00-\u0eff]+")
UNLIKELY = 0.01
"""A run of equal verdicts that chance makes less often than this is worth a word."""


@dataclass(frozen=True)
class Overturned:
    """An item that was settled otherwise than the reviewer had judged, and why."""

    item_id: str
    source: str
    said: str
    settled: str
    decided_by: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Return the item as the terminal prints it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Scorecard:
    """What is known of one reviewer's work; each figure has its interval and count, or the reason why it is missing."""

    reviewer: str
    reviews: int
    gold: Share
    agreement: Share
    kappa: Coefficient
    overturned: Share
    consistency: Share
    reveals: Mapping[str, RevealEffect]
    pace: Pace | Undefined
    longest_run: Run | Undefined
    overturned_items: tuple[Overturned, ...]

    def remarks(self) -> tuple[str, ...]:
        """Return, one sentence each, what a table cannot show: pace, runs, reveals, and why a figure is missing."""
        from reviewer.stats.results import Undefined

        found = []
        if isinstance(self.pace, Undefined):
            found.append(f"The pace is undefined: {self.pace.reason}.")
        else:
            times = f"{self.pace.median:.0f} s at the median, {self.pace.p90:.0f} s at the 90th percentile"
            fast = f"{self.pace.fast.hits:,} of {self.pace.fast.items:,} far below the time that reading takes"
            found.append(f"{times}; reading is expected to take {self.pace.expected:.0f} s; {fast}.")
        if not isinstance(self.longest_run, Undefined) and self.longest_run.chance < UNLIKELY:
            length, chance = self.longest_run.length, self.longest_run.chance
            found.append(f"{length:,} equal verdicts in a row, which chance makes in {chance:.1%} of orders.")
        for name, effect in self.reveals.items():
            changed = f"{effect.changed.hits:,} of {effect.shown:,} verdicts changed after {name} was revealed"
            found.append(f"{changed}, {effect.helped.hits:,} for the better, {effect.misled.hits:,} for the worse.")
        figures = {"Gold accuracy": self.gold, "Agreement": self.agreement, "The overturn rate": self.overturned}
        found += [f"{title} is {part.note}." for title, part in figures.items() if part.note]
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """Return the scorecard as the terminal prints it."""
        from reviewer.stats.results import Undefined

        def part(found: Any) -> Any:
            return {"note": f"undefined: {found.reason}"} if isinstance(found, Undefined) else found.to_json()

        return {
            "reviewer": self.reviewer,
            "reviews": self.reviews,
            "gold": self.gold.to_json(),
            "agreement": self.agreement.to_json(),
            "kappa": self.kappa.to_json(),
            "overturned": self.overturned.to_json(),
            "consistency": self.consistency.to_json(),
            "reveals": {name: effect.to_json() for name, effect in self.reveals.items()},
            "pace": part(self.pace),
            "longest_run": part(self.longest_run),
            "overturned_items": [one.to_json() for one in self.overturned_items],
        }


@dataclass
class Work:
    """What was seen of one reviewer so far; `latest` is a heap of the latest verdicts, `pairs` counts what is alike."""

    reviews: int = 0
    latest: list[tuple[str, str]] = field(default_factory=list)
    gold: list[bool] = field(default_factory=list)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    settled: int = 0
    overturned: list[Overturned] = field(default_factory=list)
    seconds: array[float] = field(default_factory=lambda: array("d"))
    expected: array[float] = field(default_factory=lambda: array("d"))
    reveals: dict[str, list[tuple[bool, bool, bool]]] = field(default_factory=dict)
    again: list[bool] = field(default_factory=list)


def collect(facts: Iterable[Fact], project: Project) -> dict[str, Work]:
    """Sort what was judged by reviewer."""
    from reviewer.stats.people import MOST_SHUFFLED, reading_seconds

    people: dict[str, Work] = {}
    for fact in facts:
        expected = reading_seconds(*_length(fact.item))
        for review in fact.reviews:
            work = people.get(review["reviewer"]) or people.setdefault(review["reviewer"], Work())
            work.reviews += 1
            _keep_latest(work.latest, MOST_SHUFFLED, (review.get("submitted_at") or "", review["verdict"]))
            if review.get("active_seconds") is not None:
                work.seconds.append(float(review["active_seconds"]))
                work.expected.append(expected)
            _compare(work, review, fact, project)
            if after := fact.revealed.get(review["reviewer"]):
                _take_reveal(work, review, after, fact, project)
        for review in fact.consistency:
            if review.get("after_reveal"):
                continue  # told since the first time, it says nothing of the person alone
            first = next((r for r in fact.reviews if r["reviewer"] == review["reviewer"]), None)
            if first is not None:
                same = project.outcome(first["verdict"]) == project.outcome(review["verdict"])
                people[review["reviewer"]].again.append(same)
    return people


def own_work(found: OwnWork, reviewer: str, project: Project) -> dict[str, Work]:
    """Sort what one person judged, where the rest is known by what it tells of this person alone."""
    people = collect(found.facts, project)
    work = people.get(reviewer)
    if work is None:
        return {}
    if found.gold is not None:
        right, judged = found.gold
        work.gold = [place < right for place in range(judged)]
    return {reviewer: work}


def _keep_latest(latest: list[tuple[str, str]], most: int, review: tuple[str, str]) -> None:
    if len(latest) < most:
        heappush(latest, review)
    else:
        heappushpop(latest, review)


def _compare(work: Work, review: Mapping[str, Any], fact: Fact, project: Project) -> None:
    """Hold a review against the gold answer, the other reviews, and the resolution."""
    gold = fact.item.get("gold")
    if gold and (review.get("submitted_at") or "") >= gold.get("since", ""):
        answers = review.get("answers") or {}
        known = all(answers.get(name) == value for name, value in (gold.get("answers") or {}).items())
        work.gold.append(review["verdict"] == gold["verdict"] and known)
    for other in fact.reviews:
        if other["reviewer"] != review["reviewer"]:
            work.pairs[review["verdict"], other["verdict"]] += 1
    if fact.resolution is not None and _is_of_others(fact, review):
        work.settled += 1
        if fact.resolution["outcome"] != project.outcome(review["verdict"]):
            work.overturned.append(_overturned(review, fact))


class Overturns:
    """Counts the reviews of which somebody else's decision tells, and those that it overturned."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.settled = self.overturned = 0

    def add(self, fact: Fact) -> None:
        """Take one judged item."""
        for review in fact.reviews:
            if fact.resolution is not None and _is_of_others(fact, review):
                self.settled += 1
                self.overturned += fact.resolution["outcome"] != self._project.outcome(review["verdict"])


def _is_of_others(fact: Fact, review: Mapping[str, Any]) -> bool:
    """Return whether a resolution rests on more than this person's review, so that it can say something about it."""
    resolution = fact.resolution or {}
    later = fact.revealed.get(review["reviewer"], {})
    rests_on = set(resolution.get("reviews") or ()) - {review.get("submission_id"), later.get("submission_id")}
    return resolution["method"] == "adjudicated" or bool(rests_on)


def _overturned(review: Mapping[str, Any], fact: Fact) -> Overturned:
    resolution = fact.resolution or {}
    return Overturned(
        *fact.key,
        review["verdict"],
        resolution["verdict"],
        resolution.get("decided_by") or resolution["method"],
        resolution.get("reason") or "",
    )


def _take_reveal(work: Work, before: Mapping[str, Any], after: Mapping[str, Any], fact: Fact, project: Project) -> None:
    """Note what a reveal did to a verdict, for the judge or the detectors that were revealed."""
    first, second = (project.outcome(review["verdict"]) for review in (before, after))
    resolution = fact.resolution
    settled = resolution["outcome"] if resolution and _is_of_others(fact, after) else None
    effect = (first != second, settled is not None and second == settled, settled is not None and first == settled)
    for name in _revealed(fact):
        work.reveals.setdefault(name, []).append(effect)


def _revealed(fact: Fact) -> Iterator[str]:
    suggestion = fact.item.get("suggestion")
    if suggestion:
        yield suggestion.get("agent") or "suggestion"
    if fact.hits_hidden:
        yield from sorted({hit.get("detector") or "detector" for hit in fact.item.get("policy_hits") or ()})


def _length(item: Mapping[str, Any]) -> tuple[int, int]:
    """Return the words of the response and the last message of the prompt, and their signs of unspaced scripts."""
    texts = [item.get("response") or "", item.get("prompt") or ""]
    texts += [candidate.get("text") or "" for candidate in item.get("responses") or ()]
    words = signs = 0
    for text in texts:
        unspaced = 0 if text.isascii() else sum(len(run) for run in _UNSPACED.findall(text))
        signs += unspaced
        words += len(text.split()) if unspaced < len(text) / 2 else 0
    return words, signs


def scorecard(name: str, work: Work, project: Project, seed: int) -> Scorecard:
    """Compute the figures of one reviewer."""
    import numpy as np

    from reviewer.stats.people import longest_run, pace, reveal_effect
    from reviewer.stats.proportions import share

    alike = sum(count for (own, other), count in work.pairs.items() if project.outcome(own) == project.outcome(other))
    verdicts = [verdict for _, verdict in sorted(work.latest)]
    codes = np.unique(np.array(verdicts, dtype=str), return_inverse=True)[1].astype(np.int64)
    return Scorecard(
        name,
        work.reviews,
        share(sum(work.gold), len(work.gold), nothing="no gold item was judged"),
        share(alike, work.pairs.total(), nothing="no item was judged by anybody else"),
        _kappa(work.pairs, seed),
        share(len(work.overturned), work.settled, nothing="no item was settled by anybody else"),
        share(sum(work.again), len(work.again), nothing="no own item was served again"),
        {
            detector: reveal_effect(
                len(seen),
                sum(changed for changed, _, _ in seen),
                sum(changed and right for changed, right, _ in seen),
                sum(changed and was_right for changed, _, was_right in seen),
            )
            for detector, seen in sorted(work.reveals.items())
        },
        pace(np.array(work.seconds, float), np.array(work.expected, float)),
        longest_run(codes, seed=seed),
        tuple(work.overturned),
    )


def _kappa(pairs: Mapping[tuple[str, str], int], seed: int) -> Coefficient:
    """Return Cohen's kappa of one reviewer with all others taken together: a unit is one review by one other person."""
    import numpy as np

    from reviewer.stats import Ratings, cohen_kappa

    levels = sorted({verdict for pair in pairs for verdict in pair})
    codes = np.array([[levels.index(own), levels.index(other)] for own, other in pairs], np.int64).reshape(-1, 2)
    values = np.repeat(codes, list(pairs.values()), axis=0)
    units = np.repeat(np.arange(len(values)), 2)
    who = np.tile(np.arange(2), len(values))
    ratings = Ratings(units, who, values.ravel(), len(values), ("a", "b"), tuple(levels), ordered=False)
    return cohen_kappa.STATISTIC.compute(ratings, seed=seed)
