"""What lights up together: a policy hit or a claim, its stretch, its passages, and the places that cite these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.domain.items import PolicyHit
from reviewer.domain.reviews import ClaimLink, Passage
from reviewer.texts.citations import find_citations
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight

Thing = tuple[str, object]
"""("hit", its id), ("passage", its id), ("claim", its place) or ("span", its place)."""
POINTED = "pointed"


def citations_in(state: ReviewState, target: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield where a response cites passages: start, end, id of the passage, whether it is a mark like [1]."""
    if target == "response":
        for passage in state.evidence:
            if passage.citation is not None:
                yield passage.citation.start, passage.citation.end, passage.id, False
    text = next((response.text for response in state.responses if response.target == target), "")
    for mark in find_citations(text, tuple(passage.id for passage in state.evidence)):
        yield mark.start, mark.end, state.evidence[mark.passage].id, True


def lit_with(state: ReviewState, thing: Thing | None) -> frozenset[Thing]:
    """Return all that lights up with a hit, a claim or a passage, itself included."""
    if thing is None:
        return frozenset()
    kind, name = thing
    if kind == "hit":
        hit = next((one for one in state.hits if one.id == name), None)
        return frozenset({thing, *(("passage", passage) for passage in passages_of(state, hit))} if hit else ())
    if kind == "claim":
        claims = [claim for place, claim in enumerate(state.claims) if place == name]
        return frozenset({thing, *(("passage", passage.evidence) for one in claims for passage in one.passages)})
    if kind != "passage":
        return frozenset({thing})
    hits = (("hit", hit.id) for hit in state.hits if name in passages_of(state, hit))
    return frozenset({thing, *hits, *(("claim", place) for place, _claim, _part in claims_on(state, str(name)))})


def claims_on(state: ReviewState, evidence: str) -> Iterator[tuple[int, ClaimLink, Passage]]:
    """Yield the claims that are tied to a passage: the place of each, the claim, and what it names of the passage."""
    for place, claim in enumerate(state.claims):
        for passage in claim.passages:
            if passage.evidence == evidence:
                yield place, claim, passage


def passages_of(state: ReviewState, hit: PolicyHit) -> frozenset[str]:
    """Return the ids of the passages that a hit is about: the one it points into, and those cited in its stretches."""
    if hit.target.startswith("evidence:"):
        return frozenset({hit.target.partition(":")[2]})
    return frozenset(
        name
        for start, end, name, _mark in citations_in(state, hit.target)
        if any(span.anchored and start < span.end and span.start < end for span in hit.spans)
    )


def pointed_marks(lit: Iterable[Thing], marks: Iterable[Highlight]) -> tuple[Highlight, ...]:
    """Return the highlights over what lights up in one text."""
    things = frozenset(lit)
    return tuple(Highlight(each.start, each.end, POINTED, each.id) for each in marks if things and each.id in things)
