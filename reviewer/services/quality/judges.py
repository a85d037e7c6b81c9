"""How far the suggestions of models agree with what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.domain.projects import Project
from reviewer.store.facts import Fact

if TYPE_CHECKING:
    from reviewer.stats.proportions import Share
    from reviewer.stats.results import Coefficient

UNNAMED = "suggestion"


@dataclass(frozen=True)
class JudgeReport:
    """One model that suggests verdicts: the share of items on which people decided the same, and Cohen's kappa."""

    agent: str
    agreement: Share
    kappa: Coefficient

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the terminal prints them."""
        return {
            "agent": self.agent,
            "agreement": self.agreement.to_json(),
            "kappa": self.kappa.to_json(),
            "notes": [self.kappa.note] if self.kappa.note else [],
        }


def collect(facts: Iterable[Fact], project: Project) -> dict[str, list[tuple[str, str]]]:
    """Return for each agent what it suggested and what people decided, item by item."""
    found: dict[str, list[tuple[str, str]]] = {}
    for fact in facts:
        suggestion = fact.item.get("suggestion") or {}
        decided = final_verdict(fact)
        if suggestion.get("verdict") and decided is not None:
            found.setdefault(suggestion.get("agent") or UNNAMED, []).append((suggestion["verdict"], decided))
    return found


def final_verdict(fact: Fact) -> str | None:
    """Return the verdict that an item was settled with, or that all reviews give where nothing is settled."""
    if fact.resolution is not None:
        return str(fact.resolution["verdict"])
    verdicts = {review["verdict"] for review in fact.reviews}
    return verdicts.pop() if len(verdicts) == 1 else None


def report(agent: str, pairs: list[tuple[str, str]], seed: int) -> JudgeReport:
    """Compute the figures of one agent; a unit is an item."""
    from reviewer.stats import Ratings, cohen_kappa
    from reviewer.stats.proportions import share

    rows = [(item, who, said) for item, pair in enumerate(pairs) for who, said in zip("ab", pair, strict=True)]
    kappa = cohen_kappa.STATISTIC.compute(Ratings.from_triples(rows), seed=seed)
    return JudgeReport(agent, share(sum(a == b for a, b in pairs), len(pairs)), kappa)
