"""Which part of what was judged the figures are about: a stretch of time, one policy, or everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from reviewer.store.facts import Fact


@dataclass(frozen=True)
class Scope:
    """A filter on judged items; an item is as old as its first review, so that its reviews stay together."""

    since: datetime | None = None
    policy: str | None = None

    def __bool__(self) -> bool:
        """Return whether anything is left out."""
        return self.since is not None or self.policy is not None

    def facts(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """Yield the judged items that belong to it."""
        return (fact for fact in facts if self.holds(fact)) if self else iter(facts)

    def holds(self, fact: Fact) -> bool:
        """Return whether a judged item belongs to it."""
        if self.since is not None:
            times = [review["submitted_at"] for review in fact.reviews if review.get("submitted_at")]
            if not times or datetime.fromisoformat(min(times)) < self.since:
                return False
        if self.policy is None:
            return True
        hits = fact.item.get("policy_hits") or ()
        said = (review.get("policies_checked") or () for review in fact.reviews)
        return any(hit["policy"] == self.policy for hit in hits) or any(self.policy in checked for checked in said)


EVERYTHING = Scope()
