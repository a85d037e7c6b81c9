"""Splits by the hash of a group, so that related items stay together and rows stay where they were.

A group keeps its split when rows are added, whatever the order, because nothing but its name and the seed decides.
"""

from __future__ import annotations

from reviewer.datasets.recipe import SPLITS, Shares
from reviewer.domain.canonical import canonical_json, sha256_text, unit_fraction
from reviewer.domain.items import Item


def group_of(item: Item, group_by: str) -> str:
    """Return the name of the group that an item belongs to.

    `group_by` is `item`, `prompt`, `document` or a key of the metadata. An item without that key stands alone,
    together with its exact copies under other ids.
    """
    if group_by == "item":
        return f"item\x1f{item.source.system}\x1f{item.id}"
    if group_by == "prompt" and item.conversation():
        return f"prompt\x1f{canonical_json(_conversation(item))}"
    if group_by == "document" and item.evidence:
        first = min(item.evidence, key=lambda passage: (passage.rank is None, passage.rank or 0))
        return f"document\x1f{first.source or first.title or first.id}"
    value = item.metadata.get(group_by)
    if value is not None and value != "":
        return f"{group_by}\x1f{value if isinstance(value, str) else canonical_json(value)}"
    return f"copy\x1f{_content_hash(item)}"


def split_of(group: str, seed: int, shares: Shares) -> str:
    """Return the split of a group: the SHA-256 of seed and group, laid on the shares."""
    draw = unit_fraction("split", str(seed), group)
    reached = 0.0
    last = SPLITS[0]
    for name, share in zip(SPLITS, shares, strict=True):
        reached += share
        if share > 0:
            last = name
            if draw < reached:
                return name
    return last


def _content_hash(item: Item) -> str:
    responses = [item.response, *(candidate.text for candidate in item.responses)]
    evidence = [passage.text for passage in item.evidence]
    return sha256_text(canonical_json([_conversation(item), responses, evidence]))


def _conversation(item: Item) -> list[tuple[str, str | None]]:
    return [(message.role, message.content) for message in item.conversation()]
