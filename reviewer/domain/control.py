"""Which items are judged with their hits hidden, so that recall can be computed without betraying anything."""

from __future__ import annotations

from .canonical import unit_fraction
from .items import Item
from .projects import Project


def hides_hits(item: Item, project: Project) -> bool:
    """Return whether the hits stay hidden until the verdict: for control items and a random share."""
    if item.control:
        return True
    if project.hide_hits_share <= 0:
        return False
    draw = unit_fraction("hide-hits", project.name, item.source.system, item.id)
    return draw < project.hide_hits_share


def needs_overlap(item: Item, project: Project) -> bool:
    """Return whether this item is in the share that gets the project's overlap; the rest needs one review."""
    share = overlap_share(item, project)
    if share >= 1:
        return True
    draw = unit_fraction("overlap", project.name, item.source.system, item.id)
    return draw < share


def overlap_share(item: Item, project: Project) -> float:
    """Return the share of the items like this one that get the overlap: the largest one of a stratum with its own."""
    if not project.overlap_shares:
        return project.overlap_share
    own = [project.overlap_shares[name] for name in strata(item) if name in project.overlap_shares]
    return max(own, default=project.overlap_share)


def strata(item: Item) -> set[str]:
    """Return the strata that an item lies in: the policies and severities of its hits, and its language."""
    found = {f"language:{item.metadata.get('language') or ''}"}
    for hit in item.policy_hits:
        if hit.outcome == "fail":
            found |= {f"policy:{hit.policy}", f"severity:{hit.severity}"}
    return found
