"""What a case that became rows rests on, as it is recorded with a dataset and compared with one."""

from __future__ import annotations

from reviewer.datasets.selection import Kept
from reviewer.domain.canonical import model_json
from reviewer.store.store import ItemUsed


def used_of(kept: Kept) -> ItemUsed:
    """Return what the rows of a case rest on."""
    case = kept.case
    known, gold = case.lineage, (case.unredacted or case).item.gold
    if known is None:
        raise AssertionError("what the store reads has its numbers")
    return ItemUsed(
        item_number=known.item,
        split=kept.split,
        resolution_number=known.resolution,
        reviews=known.reviews,
        gold=None if gold is None else model_json(gold),
        split_group=kept.group if kept.group != kept.own_group else None,
    )


def together(before: ItemUsed, more: ItemUsed) -> ItemUsed:
    """Return what two cases of one item rest on together; a review that both rest on counts once."""
    return before._replace(reviews=tuple(dict.fromkeys(before.reviews + more.reviews)))
