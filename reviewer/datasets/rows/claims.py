"""Claims of a response with the passages that they rest on, as the reviewers settled them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reviewer.datasets.cases import Case
from reviewer.domain.reviews import ClaimLink, Passage, Review

Mark = tuple[int, int, str]


def settled_claims(case: Case) -> tuple[ClaimLink, ...]:
    """Return the links that hold: those of the review that was adopted, or of most who linked the same stretch.

    A link counts if more than half of the reviewers drew it over the same stretch with the same relation; of its
    passages those count that more than half of these named. What people drew over different stretches is no link.
    """
    if case.decision.adopted is not None or len(case.reviews) < 2:
        return case.decision.claims
    return _common_claims(case.reviews)


def _common_claims(reviews: Sequence[Review]) -> tuple[ClaimLink, ...]:
    drawn: dict[Mark, list[ClaimLink]] = {}
    for review in reviews:
        own = {_mark(claim): claim for claim in review.claims if claim.anchored and claim.target == "response"}
        for mark, claim in own.items():
            drawn.setdefault(mark, []).append(claim)
    return tuple(
        links[0].model_copy(update={"passages": _common_passages(links)})
        for _, links in sorted(drawn.items())
        if len(links) * 2 > len(reviews)
    )


def _common_passages(links: Sequence[ClaimLink]) -> tuple[Passage, ...]:
    named = Counter(passage for link in links for passage in set(link.passages))
    return tuple(passage for passage in dict.fromkeys(p for link in links for p in link.passages)
                 if named[passage] * 2 > len(links))  # fmt: skip


def _mark(claim: ClaimLink) -> Mark:
    return claim.start, claim.end, claim.relation
