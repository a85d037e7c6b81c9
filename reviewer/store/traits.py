"""What lists can be narrowed by, read from the JSON of an item: the same on a server, in 32_finding.sql."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.domain.listing import Facet

LONGEST_VALUE = 200
_OF_A_HIT: tuple[Facet, ...] = ("policy", "detector", "severity")
_OF_METADATA: tuple[Facet, ...] = ("language", "tenant", "model")


def traits_of(body: dict[str, Any]) -> set[tuple[Facet, str]]:
    """Return the facets and values of an item; of its policy hits only those count that failed."""
    return {(facet, value[:LONGEST_VALUE]) for facet, value in _found(body) if value and isinstance(value, str)}


def _found(body: dict[str, Any]) -> Iterator[tuple[Facet, Any]]:
    for hit in body.get("policy_hits", ()):
        if hit.get("outcome", "fail") == "fail":
            yield from ((facet, hit.get(facet)) for facet in _OF_A_HIT)
    metadata = body.get("metadata", {})
    yield from ((facet, metadata.get(facet)) for facet in _OF_METADATA)
