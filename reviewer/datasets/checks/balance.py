"""Checks of how the rows spread over labels, groups and splits; what is uneven is a warning."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Final

from reviewer.datasets.recipe import SPLITS, Recipe
from reviewer.datasets.splits import group_key, keeps_copies_together
from reviewer.domain.canonical import sha256_text

from .check import Check, Listed

_KTO_RATIO: Final = 4.0
_LARGEST_LABEL: Final = 0.9
_LARGEST_GROUP: Final = 0.2
_FEW_ROWS: Final = 20
_FOLLOWED: Final = 10


class Labels:
    """How many rows have which label."""

    def __init__(self) -> None:
        self._rows: dict[str, Listed] = defaultdict(Listed)

    def add(self, label: str, item_id: str) -> None:
        """Count one row."""
        self._rows[label].add(item_id)

    def kto_ratio(self) -> Check:
        """Return whether desirable and undesirable responses are both there, and neither far more often."""
        good, bad = self._rows["True"], self._rows["False"]
        more, fewer = (good, bad) if good.count > bad.count else (bad, good)
        uneven = fewer.count == 0 or more.count / fewer.count > _KTO_RATIO
        return Check(
            id="kto_ratio",
            title="desirable and undesirable responses are both there, at most 4 to 1",
            state="warning" if uneven else "ok",
            count=more.count - fewer.count if uneven else 0,
            says=f"{good.count:,} desirable, {bad.count:,} undesirable",
            items=more.items if uneven else (),
        )

    def balance(self) -> Check:
        """Return whether there is more than one label, and none that nearly all rows have."""
        total = sum(rows.count for rows in self._rows.values())
        largest = max(self._rows.values(), key=lambda rows: rows.count, default=Listed())
        uneven = len(self._rows) < 2 or largest.count > total * _LARGEST_LABEL
        return Check(
            id="balance",
            title="there are two labels or more, and none has over nine tenths",
            state="warning" if uneven else "ok",
            count=largest.count if uneven else 0,
            says=", ".join(f"{label} {rows.count:,}" for label, rows in sorted(self._rows.items())),
            items=largest.items if uneven else (),
        )


class Groups:
    """Which groups are in which split, eight bytes for each row."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._digests = {name: array("Q") for name in SPLITS}
        self._rows: Counter[str] = Counter()
        self._frequent: dict[str, Listed] = {}
        self._left: dict[str, int] = {}
        self._taken = 0  # from each of them, instead of which it stands here

    def add(self, group: str, split: str, rows: int, item_id: str) -> None:
        """Count the rows of one case."""
        digest = group_digest(group)
        for _ in range(rows):
            self._digests[split].append(digest)
            self._follow(group, item_id)
        self._rows[split] += rows

    def _follow(self, group: str, item_id: str) -> None:
        """Keep the items of a few groups, among which every group of over a tenth of the rows is (Misra and Gries)."""
        if group not in self._frequent and len(self._frequent) >= _FOLLOWED:
            self._taken += 1
            if min(self._left.values()) <= self._taken:
                for other in [name for name, left in self._left.items() if left <= self._taken]:
                    del self._left[other], self._frequent[other]
            return
        self._frequent.setdefault(group, Listed()).add(item_id)
        self._left[group] = self._left.get(group, self._taken) + 1

    def each_split_has_rows(self) -> Check:
        """Return whether every split that was asked for has a row."""
        asked = [name for name, share in zip(SPLITS, self._recipe.split, strict=True) if share > 0]
        empty = [name for name in asked if not self._rows[name]]
        says = f"{', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty" if empty else ""
        state = "warning" if empty else "ok"
        return Check(id="empty_splits", title="each split has rows", state=state, count=len(empty), says=says)

    def sizes(self) -> Check:
        """Return whether no group is so large that it makes the splits uneven."""
        import numpy as np

        copies = " or cluster of near copies" if keeps_copies_together(self._recipe) else ""
        title = f"no {group_noun(self._recipe.group_by)}{copies} has more than a fifth of the rows"
        total = sum(self._rows.values())
        counts = [
            np.unique(np.frombuffer(groups, dtype=np.uint64), return_counts=True)[1]
            for groups in self._digests.values()
            if groups
        ]
        largest = int(max((sizes.max() for sizes in counts), default=0))
        if total < _FEW_ROWS or largest <= total * _LARGEST_GROUP:
            return Check(id="group_size", title=title, state="ok")
        says = f"one has {largest:,} of {total:,}, so the splits are uneven"
        items = max(self._frequent.items(), key=lambda pair: self._left[pair[0]], default=("", Listed()))[1].items
        return Check(id="group_size", title=title, state="warning", count=largest, says=says, items=items)


@lru_cache(maxsize=16)  # the same group is added to several of these, and often for the next item too
def group_digest(group: str) -> int:
    """Return eight bytes by which one group is told from another."""
    return int(sha256_text(group)[:16], 16)


def group_noun(group_by: str) -> str:
    """Return what a group is called in a sentence."""
    words = {"conversation_id": "conversation", "user_id": "user", "prompt_template": "prompt template"}
    return words.get(group_key(group_by), group_by)
