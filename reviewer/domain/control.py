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
    if project.overlap_share >= 1:
        return True
    draw = unit_fraction("overlap", project.name, item.source.system, item.id)
    return draw < project.overlap_share
