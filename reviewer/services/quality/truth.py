"""What the reviewers of one item found out about its hits and its policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from reviewer.domain.projects import Project
from reviewer.store.facts import Fact

Judgement = Literal["confirmed", "false_alarm", "unsure"]


def hit_judgements(fact: Fact) -> dict[str, Judgement]:
    """Return the final judgement of each hit: of the resolution, else what most reviewers said, a tie being unsure."""
    said: dict[str, list[Judgement]] = {}
    for review in fact.reviews:
        for hit in review.get("hits") or ():
            said.setdefault(hit["hit"], []).append(hit["judgement"])
    found: dict[str, Judgement] = {name: _commonest(votes) for name, votes in said.items()}
    if fact.resolution is not None:
        found |= {hit["hit"]: hit["judgement"] for hit in fact.resolution.get("hits") or ()}
    return found


def _commonest(votes: list[Judgement]) -> Judgement:
    if len(set(votes)) == 1:
        return votes[0]
    (first, most), (_, second), *_ = Counter(votes).most_common()
    return "unsure" if second == most else first


def looked_for(reviews: Iterable[Mapping[str, Any]], policy: str) -> bool | None:
    """Return whether a policy was found broken by those who looked for it; None where nobody did, or half did not."""
    looked = broken = 0
    for review in reviews:
        found = any(hit["policy"] == policy for hit in review.get("missed_hits") or ())
        if found or policy in (review.get("policies_checked") or ()):
            looked += 1
            broken += found
    if 2 * broken == looked:
        return None
    return 2 * broken > looked


def policies_looked_for(reviews: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the policies of which a review says whether they are broken, as somebody looked for them."""
    names = {name for review in reviews for name in review.get("policies_checked") or ()}
    return sorted(names.union(hit["policy"] for review in reviews for hit in review.get("missed_hits") or ()))


def chance_of_selection(fact: Fact, project: Project) -> float | None:
    """Return with which probability this item was judged with its hits hidden; None for a control item without one.

    A control item was drawn from unflagged outputs with its own probability, a flagged one came with its own and was
    then drawn for hiding by the share of the project.
    """
    probability = fact.item.get("sampling_probability")
    if fact.item.get("control"):
        return probability
    return (probability or 1.0) * (project.hide_hits_share or 1.0)
