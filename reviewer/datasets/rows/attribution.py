"""Attribution: each claim of a response with the passages that support or contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reviewer.datasets.cases import Case, Setting, prompt_text
from reviewer.datasets.columns import PASSAGES, TEXTS, Column, Row
from reviewer.datasets.reasons import COMPARISON, MISPLACED_SPAN, NO_CLAIM, LeftOut
from reviewer.datasets.recipe import Recipe
from reviewer.domain.items import Evidence, Item
from reviewer.domain.reviews import ClaimLink

from .claims import settled_claims
from .task import Task

RELATIONS: Final = ("supports", "partial", "contradicts", "no_passage")
_SUPPORTING: Final = frozenset({"supports", "partial"})


class Attribution(Task):
    """One row for each claim, which is what learners of attribution and of entailment read."""

    name = "attribution"
    title = "Claims and their passages"
    categories = ("text-classification",)
    reasons = frozenset({COMPARISON, NO_CLAIM, MISPLACED_SPAN})

    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the claim with its place, its label and its passages."""
        return (
            Column("claim", "text", "The claim, as it stands in the response."),
            Column("claim_start", "integer", "First code point of the claim in the response."),
            Column("claim_end", "integer", "Code point after its last one."),
            Column(
                "label",
                "text",
                "What its passages do: supports, partial (they support a part of it), contradicts, no_passage.",
                names=RELATIONS,
            ),
            Column("supporting", PASSAGES, "Passages that support the claim or a part of it."),
            Column("contradicting", PASSAGES, "Passages that contradict the claim."),
            Column("question", "text", "What the model was asked: the plain prompt or the user's last words."),
            Column("response", "text", "The whole response."),
            Column("references", TEXTS, "All passages that the response should rest on, linked or not."),
        )

    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield a row for each claim, in the order of the response."""
        response = case.item.response
        if response is None:
            raise LeftOut(COMPARISON)
        drawn = _by_stretch(case, response)
        if not drawn:
            raise LeftOut(NO_CLAIM)
        references = [passage.text for passage in case.item.evidence if passage.text]
        for (start, end), links in sorted(drawn.items()):
            supporting = _passages([link for link in links if link.relation in _SUPPORTING], case.item)
            contradicting = _passages([link for link in links if link.relation == "contradicts"], case.item)
            yield {
                "claim": response[start:end],
                "claim_start": start,
                "claim_end": end,
                "label": _label(links),
                "supporting": supporting,
                "contradicting": contradicting,
                "question": prompt_text(case.item),
                "response": response,
                "references": references,
            }


def _by_stretch(case: Case, response: str) -> dict[tuple[int, int], list[ClaimLink]]:
    """Return the links of each stretch of the response; a link that names no readable passage says nothing."""
    drawn: dict[tuple[int, int], list[ClaimLink]] = {}
    for claim in settled_claims(case):
        if claim.target != "response":
            continue
        if not claim.anchored or not claim.text or response[claim.start : claim.end] != claim.text:
            raise LeftOut(MISPLACED_SPAN)
        if claim.relation == "no_passage" or _passages([claim], case.item):
            drawn.setdefault((claim.start, claim.end), []).append(claim)
    return drawn


def _label(links: Sequence[ClaimLink]) -> str:
    """Return the gravest of the relations: one passage that contradicts outweighs those that support."""
    found = {link.relation for link in links}
    return next(relation for relation in ("contradicts", "partial", "supports", "no_passage") if relation in found)


def _passages(links: Sequence[ClaimLink], item: Item) -> list[Row]:
    """Return the passages that these links name, each once, with the part that was marked in it."""
    evidence = {passage.id: passage for passage in item.evidence if passage.text}
    named = dict.fromkeys(passage for link in links for passage in link.passages if passage.evidence in evidence)
    return [_passage(evidence[part.evidence], part.start, part.end) for part in named]


def _passage(passage: Evidence, start: int | None, end: int | None) -> Row:
    text = passage.text or ""
    part = text[start:end] if start is not None and end is not None and 0 <= start < end <= len(text) else None
    return {
        "evidence": passage.id,
        "source": passage.source,
        "title": passage.title,
        "text": text,
        "start": start if part is not None else None,
        "end": end if part is not None else None,
        "quote": part,
    }


TASK = Attribution()
