"""Disagreement and Resolution: when reviews agree, what follows if they do not, and what the final value is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeVar, get_args

from pydantic import Field

from .items import Item
from .model import Frozen, JsonObject, UtcTime
from .projects import Outcome, Project
from .reviews import ClaimLink, HitJudgement, LabeledSpan, Review

T = TypeVar("T")
Method = Literal["unanimous", "majority", "weighted", "adjudicated"]
Category = Literal["guideline_gap", "ambiguous_item", "slip", "wrong_evidence"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
"""Why reviewers erred, as a lead sees it: what the guideline leaves open, an item with two readings, a slip of one
of them, or evidence that is wrong."""


class Resolution(Frozen):
    """The final value of an item and how it came about."""

    item_id: str
    source: str
    verdict: str
    outcome: Outcome
    method: Method
    hits: tuple[HitJudgement, ...] = ()
    answers: JsonObject = Field(default_factory=dict)
    spans: tuple[LabeledSpan, ...] = ()
    claims: tuple[ClaimLink, ...] = ()
    comparison: str | None = None
    ranking: tuple[tuple[str, ...], ...] | None = None
    correction: str | None = None
    correction_settled: bool = True
    reviews: tuple[str, ...] = ()
    adopted: str | None = None
    decided_by: str | None = None
    reason: str = ""
    category: Category | None = None
    decided_at: UtcTime | None = None


class Decision(Frozen):
    """What follows from the reviews of an item: more reviews, adjudication, or a resolution."""

    next: Literal["wait", "extra_review", "adjudicate", "resolve"]
    needed: int
    resolution: Resolution | None = None


class Disagreement(Frozen):
    """Reviews of one item that conflict, for the lead to settle."""

    item_id: str
    source: str
    reviews: tuple[Review, ...]
    kind: Literal["verdict", "hits", "correction", "escalated"]
    since: UtcTime


def decide(
    item: Item,
    project: Project,
    reviews: Sequence[Review],
    needed: int,
    weights: Mapping[str, float] | None = None,
) -> Decision:
    """Decide what follows from the current first-round reviews of an item.

    Agreed means the same outcome and the same judgement of hits. Otherwise the project's rule may settle it by
    majority or weight; if not, one more reviewer is asked, up to `max_reviews`, and then the lead adjudicates.
    """
    judged = [review for review in reviews if review.is_judgement]
    if len(judged) < needed:
        return Decision(next="wait", needed=needed)
    if agree(project, judged):
        return Decision(next="resolve", needed=needed, resolution=resolve(item, project, judged, "unanimous"))
    winners = _winners(project, judged, weights or {})
    if winners:
        method: Method = "weighted" if project.resolution == "weighted" else "majority"
        return Decision(next="resolve", needed=needed, resolution=resolve(item, project, winners, method))
    if len(judged) < project.max_reviews:
        return Decision(next="extra_review", needed=len(judged) + 1)
    return Decision(next="adjudicate", needed=needed)


def agree(project: Project, reviews: Sequence[Review]) -> bool:
    """Return whether all reviews have the same outcome and do not contradict each other on any hit."""
    outcomes = {project.outcome(review.verdict) for review in reviews}
    return len(outcomes) == 1 and not contested_hits(reviews)


def contested_hits(reviews: Iterable[Review]) -> tuple[str, ...]:
    """Return the ids of hits that one reviewer confirmed and another called a false alarm or was unsure of."""
    said: dict[str, set[str]] = defaultdict(set)
    for review in reviews:
        for hit in review.hits:
            said[hit.hit].add(hit.judgement)
    return tuple(sorted(hit for hit, judgements in said.items() if len(judgements) > 1))


def _winners(project: Project, reviews: Sequence[Review], weights: Mapping[str, float]) -> list[Review]:
    """Return the reviews of the outcome with more than half of the votes or weight, if the project counts so."""
    if project.resolution == "unanimous":
        return []
    by_weight = project.resolution == "weighted"
    votes: dict[Outcome | None, float] = defaultdict(float)
    for review in reviews:
        votes[project.outcome(review.verdict)] += weights.get(review.reviewer, 1.0) if by_weight else 1.0
    best, weight = max(votes.items(), key=lambda vote: vote[1])
    if weight * 2 <= sum(votes.values()):
        return []
    return [review for review in reviews if project.outcome(review.verdict) == best]


def resolve(item: Item, project: Project, reviews: Sequence[Review], method: Method) -> Resolution:
    """Combine agreeing reviews: commonest verdict and hit judgements, spans that most marked, one correction.

    Corrections that differ stay unsettled: they need adjudication before they may train.
    """
    verdict = _commonest([review.verdict or "" for review in reviews])
    corrections = {review.correction.text for review in reviews if review.correction is not None}
    alone = reviews[0] if len(reviews) == 1 else None
    return Resolution(
        item_id=item.id,
        source=item.source.system,
        verdict=verdict,
        outcome=project.outcome(verdict) or "reject",
        method=method,
        hits=_judged_hits(reviews),
        answers=dict(alone.answers) if alone else _shared_answers(reviews),
        spans=alone.spans if alone else majority_spans(item, reviews),
        claims=alone.claims if alone else (),
        comparison=_only({review.comparison for review in reviews}),
        ranking=_only({review.ranking for review in reviews}),
        correction=_only(corrections),
        correction_settled=len(corrections) <= 1,
        reviews=tuple(review.submission_id or "" for review in reviews),
        adopted=alone.submission_id if alone else None,
    )


def adopt(
    item: Item,
    project: Project,
    review: Review,
    reviews: Sequence[Review],
    lead: str,
    reason: str,
    category: Category | None = None,
) -> Resolution:
    """Settle an item by taking one review as it stands."""
    return resolve(item, project, [review], "adjudicated").model_copy(
        update={
            "reviews": tuple(r.submission_id or "" for r in reviews),
            "decided_by": lead,
            "reason": reason,
            "category": category,
        }
    )


def _commonest(values: Sequence[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None


def _judged_hits(reviews: Sequence[Review]) -> tuple[HitJudgement, ...]:
    said: dict[str, list[str]] = defaultdict(list)
    for review in reviews:
        for hit in review.hits:
            said[hit.hit].append(hit.judgement)
    return tuple(
        HitJudgement.model_validate({"hit": hit, "judgement": _commonest(judgements)})
        for hit, judgements in sorted(said.items())
    )


def _shared_answers(reviews: Sequence[Review]) -> JsonObject:
    """Return the answers on which all who answered agree."""
    given: dict[str, list[object]] = defaultdict(list)
    for review in reviews:
        for question, answer in review.answers.items():
            given[question].append(answer)
    return {question: answers[0] for question, answers in given.items() if all(a == answers[0] for a in answers)}


def majority_spans(item: Item, reviews: Sequence[Review]) -> tuple[LabeledSpan, ...]:
    """Return the stretches that more than half of the reviewers marked with the same label."""
    marks: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for review in reviews:
        own: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for span in review.spans:
            if span.anchored:
                own[span.target, span.label].append((span.start, span.end))
        for key, ranges in own.items():
            marks[key] += _union(ranges)
    spans = []
    for (target, label), ranges in marks.items():
        text = item.target_text(target) or ""
        for start, end in _covered(ranges, len(reviews)):
            spans.append(LabeledSpan(target=target, start=start, end=end, text=text[start:end], label=label))
    return tuple(sorted(spans, key=lambda span: (span.target, span.start, span.end, span.label)))


def _union(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge the overlapping ranges of one person, so that nobody counts twice."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _covered(ranges: Sequence[tuple[int, int]], people: int) -> list[tuple[int, int]]:
    """Return the maximal ranges that more than half of `people` cover."""
    edges: dict[int, int] = defaultdict(int)
    for start, end in ranges:
        edges[start] += 1
        edges[end] -= 1
    found: list[tuple[int, int]] = []
    depth, begin = 0, None
    for place in sorted(edges):
        depth += edges[place]
        if depth * 2 > people and begin is None:
            begin = place
        elif depth * 2 <= people and begin is not None:
            found.append((begin, place))
            begin = None
    return found
