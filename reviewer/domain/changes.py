"""What a write touched, so that each screen decides by itself whether to refresh."""

from __future__ import annotations

from typing import Literal

from .model import Frozen

Noun = Literal["items", "leases", "reviews", "resolutions", "project", "members", "datasets", "drafts"]


class Receipt(Frozen):
    """The place of one write in the audit ledger; who keeps it can later prove that the write was made."""

    seq: int
    hash: str


class Changes(Frozen):
    """The outcome of one write: the nouns and item ids it touched, its receipt, and the datasets that rest on them.

    The datasets have their names, such as `dpo-v3`, for whoever may see them, and else numbers.
    """

    nouns: frozenset[Noun] = frozenset()
    item_ids: tuple[str, ...] = ()
    receipt: Receipt | None = None
    datasets: tuple[str, ...] = ()

    def touches(self, *nouns: Noun) -> bool:
        """Return whether any of `nouns` was changed."""
        return not self.nouns.isdisjoint(nouns)
