"""Which items stand behind a figure, as a filter that the queue room can show."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.listing import ItemFilter

MOST_NAMED = 100
"""A filter that names more items than this would be too long to read."""
NOBODY = "(none)"
JUDGED_BY_TWO = ItemFilter(where="reviews>=2")


def of_detector(policy: str, detector: str) -> ItemFilter:
    """Return the items with a hit of a detector for a policy."""
    return ItemFilter(policy=(policy,), detector=(detector,) if detector else ())


def of_group(field: str, group: str) -> ItemFilter | None:
    """Return the items of one group, or None where a list cannot be narrowed to them."""
    if field in ("policy", "detector"):
        return None if group == NOBODY else ItemFilter.model_validate({field: (group,)})
    if field == "week":
        return None
    path = field if field in ("model", "language", "source") else f"metadata.{field.removeprefix('metadata.')}"
    return ItemFilter(where=f"{path} == {None if group == NOBODY else group!r}")


def of_items(names: Iterable[str]) -> ItemFilter:
    """Return the items with these ids, but no more than can be named."""
    chosen = list(dict.fromkeys(names))[:MOST_NAMED]
    return ItemFilter(where=f"item_id in {chosen!r}")
