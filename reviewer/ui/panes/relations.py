"""How a passage can stand to a claim: the words, the colour and the sign of each relation, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.reviews import ClaimLink, Relation
from reviewer.ui.language import later, tr
from reviewer.ui.panes.parts import Tone


@dataclass(frozen=True)
class RelationLook:
    """One relation as the window shows it; the sign says it without colour."""

    relation: Relation
    title: str
    short: str
    tone: Tone
    sign: str


RELATIONS: tuple[RelationLook, ...] = (
    RelationLook("supports", later("Supports"), later("Supports"), "good", "✓"),
    RelationLook("partial", later("Supports in part"), later("In part"), "warn", "≈"),
    RelationLook("contradicts", later("Contradicts"), later("Contradicts"), "bad", "✗"),
    RelationLook("no_passage", later("In no passage"), later("No passage"), "plain", "∅"),
)


def look_of(relation: Relation) -> RelationLook:
    """Return how a relation is shown."""
    return next(look for look in RELATIONS if look.relation == relation)


def said_of(number: int, claim: ClaimLink) -> str:
    """Return what a link says as words, for a name that is read aloud: `claim 2: contradicts`."""
    return tr("claim {number}: {relation}").format(
        number=number + 1, relation=tr(look_of(claim.relation).title).lower()
    )
