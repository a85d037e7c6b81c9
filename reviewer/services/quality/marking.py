"""How far reviewers agree on the spans that they mark in the responses, of all labels and of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.store.facts import Fact

if TYPE_CHECKING:
    from reviewer.stats.results import Coefficient
    from reviewer.stats.spans import Marked

RESPONSE = "response"


@dataclass(frozen=True)
class SpanAgreement:
    """Agreement on one label, or on all of them: by characters, by stretches, and on whether it occurs at all."""

    label: str | None
    characters: Coefficient
    stretches: Coefficient
    presence: Coefficient

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the terminal prints them."""
        parts = {name: getattr(self, name) for name in ("characters", "stretches", "presence")}
        return {
            "label": self.label,
            **{name: part.to_json() for name, part in parts.items()},
            "notes": [f"{name}: {part.note}" for name, part in parts.items() if part.note],
        }


def collect(facts: Iterable[Fact]) -> list[Marked]:
    """Return each response that two people judged, with what each of them marked in it."""
    from reviewer.stats.spans import Marked, Stretch

    texts = []
    for fact in facts:
        length = len(fact.item.get("response") or "")
        if len(fact.reviews) < 2 or not length:
            continue
        marks = {
            review["reviewer"]: [
                Stretch(span["start"], min(span["end"], length), span["label"])
                for span in review.get("spans") or ()
                if span.get("target", RESPONSE) == RESPONSE and _is_placed(span, length)
            ]
            for review in fact.reviews
        }
        texts.append(Marked(length, marks))
    return texts


def _is_placed(span: dict[str, Any], length: int) -> bool:
    return bool(span.get("anchored", True)) and 0 <= span["start"] < min(span["end"], length)


def report(texts: list[Marked], seed: int) -> tuple[SpanAgreement, ...]:
    """Compute the agreement on all labels together, then on each that was used."""
    from reviewer.stats.set_alpha import set_alpha
    from reviewer.stats.spans import character_alpha, unitizing_alpha

    used = sorted({mark.label for text in texts for marks in text.by_reviewer.values() for mark in marks})
    rows: list[SpanAgreement] = []
    for label in (None, *used):
        present = [
            (number, reviewer, {mark.label for mark in marks if label in (None, mark.label)})
            for number, text in enumerate(texts)
            for reviewer, marks in text.by_reviewer.items()
        ]
        rows.append(
            SpanAgreement(
                label,
                character_alpha(texts, label=label, seed=seed),
                unitizing_alpha(texts, label=label, seed=seed),
                set_alpha(present, seed=seed),
            )
        )
    return tuple(rows)
