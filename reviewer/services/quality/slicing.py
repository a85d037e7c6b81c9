"""Rates by group: rejected, false alarms and misses by language, model, tenant or any other field of the items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, cast

from reviewer.domain.errors import InvalidInput
from reviewer.domain.projects import Project
from reviewer.services.weeks import week_name
from reviewer.store.facts import Fact

from .truth import hit_judgements, looked_for

Measure = Literal["rejected", "false_alarms", "misses"]
MEASURES: Mapping[Measure, str] = {
    "rejected": "items that were rejected, of those that were judged",
    "false_alarms": "hits that people called false alarms, of those confirmed or called so",
    "misses": "items with a broken policy that no detector reported, of those where it was looked for",
}
ITEM_FIELDS = ("source", "model", "language", "tenant", "policy", "detector", "week")


def check_measure(name: str) -> Measure:
    """Return the measure with this name, or refuse it with those that there are."""
    if name in MEASURES:
        return cast("Measure", name)
    raise InvalidInput(f"'{name}' is not a measure: choose one of {', '.join(MEASURES)}.")


def check_field(name: str) -> str:
    """Return a field by which items are grouped, or refuse it with those that there are."""
    if name in ITEM_FIELDS or (name.startswith("metadata.") and len(name) > len("metadata.")):
        return name
    raise InvalidInput(f"Items are not grouped by '{name}': choose {', '.join(ITEM_FIELDS)} or metadata.<name>.")


class Tally:
    """Counts (hits, all) of a measure for each value of a field; an item with several values counts in each."""

    def __init__(self, field: str, measure: Measure, project: Project) -> None:
        self._asked = field, measure, project
        self._counts: dict[str, list[int]] = {}

    def add(self, fact: Fact) -> None:
        """Take one judged item."""
        for group, hit in _cases(fact, *self._asked):
            seen = self._counts.setdefault(group, [0, 0])
            seen[0] += hit
            seen[1] += 1

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return what was counted so far."""
        return {group: (hits, items) for group, (hits, items) in self._counts.items()}


def tally(facts: Iterable[Fact], field: str, measure: Measure, project: Project) -> dict[str, tuple[int, int]]:
    """Return (hits, all) of a measure for each value of a field."""
    found = Tally(field, measure, project)
    for fact in facts:
        found.add(fact)
    return found.counts()


def _cases(fact: Fact, field: str, measure: Measure, project: Project) -> Iterator[tuple[str, bool]]:
    """Yield (group, whether it counts as a hit) for each case that an item is to a measure."""
    if measure == "rejected":
        outcome = final_outcome(fact, project)
        if outcome is not None:
            yield from ((group, outcome == "reject") for group in groups_of(fact, field))
    elif measure == "false_alarms":
        judged = hit_judgements(fact)
        for hit in fact.item.get("policy_hits") or ():
            said = judged.get(hit["id"])
            if said in ("confirmed", "false_alarm"):
                yield from ((group, said == "false_alarm") for group in groups_of(fact, field, hit))
    elif fact.hits_hidden:
        reported = {hit["policy"] for hit in fact.item.get("policy_hits") or () if hit.get("outcome", "fail") == "fail"}
        checked = {policy for review in fact.reviews for policy in review.get("policies_checked") or ()}
        found = {policy: looked_for(fact.reviews, policy) for policy in checked - reported}
        if any(broken is not None for broken in found.values()):
            yield from ((group, any(found.values())) for group in groups_of(fact, field))


def final_outcome(fact: Fact, project: Project) -> str | None:
    """Return what an item was settled as, or what all reviews say where nothing is settled yet."""
    if fact.resolution is not None:
        return str(fact.resolution["outcome"])
    outcomes = {project.outcome(review["verdict"]) for review in fact.reviews}
    return outcomes.pop() if len(outcomes) == 1 else None


def groups_of(fact: Fact, field: str, hit: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Return the values of a field: of one hit where it is a field of hits, else of the item."""
    item = fact.item
    metadata = item.get("metadata") or {}
    if field in ("policy", "detector"):
        hits = [hit] if hit else [h for h in item.get("policy_hits") or () if h.get("outcome", "fail") == "fail"]
        return tuple(sorted({str(found.get(field) or "(none)") for found in hits})) or ("(none)",)
    if field == "week":
        return (week_of(fact),)
    if field == "source":
        return (fact.key[1],)
    value: Any = metadata
    for key in field.removeprefix("metadata.").split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return tuple(str(part) for part in value) or ("(none)",)
    return ("(none)" if value is None or value == "" else str(value),)


def week_of(fact: Fact) -> str:
    """Return the ISO week of the first review of an item."""
    times = [review["submitted_at"] for review in fact.reviews if review.get("submitted_at")]
    return week_name(datetime.fromisoformat(min(times))) if times else "(none)"
