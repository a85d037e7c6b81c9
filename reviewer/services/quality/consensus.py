"""What the reviews of each item say together, worst disagreement first: votes, and the estimate by reliability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.store.facts import Fact

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class ItemConsensus:
    """One item: its label distribution with the entropy in bits, the majority, and the likeliest verdict with its odds.

    `majority` is None where two verdicts lead alike, `likeliest` and `posterior` where no estimate can be made.
    """

    item_id: str
    source: str
    votes: dict[str, int]
    entropy: float
    majority: str | None
    likeliest: str | None
    posterior: float | None

    def to_json(self) -> dict[str, Any]:
        """Return the item as the terminal prints it."""
        rounded = None if self.posterior is None else round(self.posterior, 12)
        return {**vars(self), "entropy": round(self.entropy, 12), "posterior": rounded}


@dataclass(frozen=True)
class ConsensusReport:
    """All judged items, and how often the estimate and the majority differ; the note says why there is no estimate."""

    items: tuple[ItemConsensus, ...]
    differing: int
    accuracy: dict[str, float]
    note: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the report as the terminal prints it."""
        return {
            "items": [item.to_json() for item in self.items],
            "differing": self.differing,
            "note": self.note,
        }


def report(facts: Iterable[Fact]) -> ConsensusReport:
    """Estimate the verdict of each item that two people judged."""
    from reviewer.stats import Ratings
    from reviewer.stats.consensus import dawid_skene, votes
    from reviewer.stats.results import Undefined

    names, rows = list[tuple[str, str]](), list[tuple[int, str, str]]()
    for fact in facts:
        if len(fact.reviews) > 1:
            rows += [(len(names), review["reviewer"], review["verdict"]) for review in fact.reviews]
            names.append(fact.key)
    ratings = Ratings.from_triples(rows)
    counted, estimate = votes(ratings), dawid_skene(ratings)
    levels = [str(level) for level in ratings.levels]
    found = []
    for place, (item_id, source) in enumerate(names):
        likeliest, posterior = _likeliest(estimate, place, levels)
        winner = int(counted.winners[place])
        tally = {level: int(count) for level, count in zip(levels, counted.counts[place], strict=True) if count}
        majority = levels[winner] if winner >= 0 else None
        entropy = float(counted.entropy[place])
        found.append(ItemConsensus(item_id, source, tally, entropy, majority, likeliest, posterior))
    found.sort(key=lambda item: (-item.entropy, item.item_id, item.source))
    differing = sum(item.likeliest not in (None, item.majority) for item in found)
    if isinstance(estimate, Undefined):
        return ConsensusReport(tuple(found), 0, {}, f"undefined: {estimate.reason}")
    accuracy = dict(zip(ratings.reviewer_names, estimate.accuracy.tolist(), strict=True))
    return ConsensusReport(tuple(found), differing, accuracy, None)


def _likeliest(estimate: Any, place: int, levels: list[str]) -> tuple[str | None, float | None]:
    from reviewer.stats.results import Undefined

    if isinstance(estimate, Undefined):
        return None, None
    return levels[int(estimate.values[place])], float(estimate.certainty[place])
