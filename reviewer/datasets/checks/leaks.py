"""Checks of what could leak from one split into another besides whole groups: near copies, and questions."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from reviewer.datasets.recipe import SPLITS, Recipe
from reviewer.datasets.recipe_problems import nearest
from reviewer.datasets.splits import SHORT_NAMES, group_key
from reviewer.domain.items import Item

from .check import ITEMS_LISTED, Check, Listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_INSTRUCTIONS: Final = ("system", "developer")
_FOLLOWED: Final = 20_000  # questions whose items can be named; more are counted only
_KEYS: Final = 200
_OWN_WORDS: Final = ("item", "prompt", "document")


class NearCopies:
    """Which items with near copies became rows of which split; eight bytes and one for each."""

    def __init__(self, pairs: array[int] | None) -> None:
        self._pairs = pairs
        self._paired = array("q", sorted(set(pairs or ())))
        self._numbers, self._splits = array("q"), bytearray()
        self._names: dict[int, str] = {}

    def add(self, number: int | None, split: str, item_id: str) -> None:
        """Count a case by the number of its item."""
        if number is None or not self._paired:
            return
        place = bisect_left(self._paired, number)
        if place < len(self._paired) and self._paired[place] == number:
            self._numbers.append(number)
            self._splits.append(SPLITS.index(split))
            if len(self._names) < 10 * ITEMS_LISTED:
                self._names[number] = item_id

    def checks(self) -> tuple[Check, ...]:
        """Return whether near copies are in one split each, and how many are kept together."""
        if self._pairs is None:
            return ()
        together, apart = self._looked_up()
        return (
            Check(
                id="near_copies",
                title="no near copies are in two splits",
                state="failed" if len(apart) else "ok",
                count=len(apart),
                items=self._named(apart),
            ),
            Check(
                id="kept_together",
                title="near copies kept together",
                state="info",
                count=len(together),
                says=f"{len(together):,} items have one among the rows" if len(together) else "there are none",
                items=self._named(together),
            ),
        )

    def _looked_up(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of the items that have a near copy among the rows, and of those with one elsewhere."""
        import numpy as np

        if not self._numbers:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        numbers, first = np.unique(np.frombuffer(self._numbers, dtype=np.int64), return_index=True)
        splits = np.frombuffer(self._splits, dtype=np.uint8)[first]
        pairs = np.frombuffer(self._pairs or array("q"), dtype=np.int64).reshape(-1, 2)
        places = np.minimum(np.searchsorted(numbers, pairs), len(numbers) - 1)
        kept = (numbers[places] == pairs).all(axis=1)
        split = splits[places[kept]]
        return np.unique(pairs[kept]), np.unique(pairs[kept][split[:, 0] != split[:, 1]])

    def _named(self, numbers: NDArray[np.int64]) -> tuple[str, ...]:
        return tuple(self._names[number] for number in numbers.tolist() if number in self._names)[:ITEMS_LISTED]


class Questions:
    """Which questions are asked in which split, nine bytes for each case."""

    def __init__(self, recipe: Recipe) -> None:
        self._asked_for = sum(share > 0 for share in recipe.split) > 1 and recipe.group_by != "prompt"
        self._digests, self._splits = array("Q"), bytearray()
        self._firsts: dict[int, tuple[str, str]] = {}
        self._again = Listed()

    def add(self, item: Item, split: str) -> None:
        """Count the question of one case, apart from case and white space."""
        words = " ".join(m.content or "" for m in item.conversation() if m.role not in _INSTRUCTIONS).casefold().split()
        if not self._asked_for or not words:
            return
        text = " ".join(words).encode("utf-8", "surrogatepass")
        digest = int.from_bytes(blake2b(text, digest_size=8).digest())
        self._digests.append(digest)
        self._splits.append(SPLITS.index(split))
        known = self._firsts.get(digest)
        if known is None and len(self._firsts) < _FOLLOWED:
            self._firsts[digest] = (split, item.id)
        elif known is not None and known[0] != split:
            self._again.add(known[1])
            self._again.add(item.id)

    def check(self) -> tuple[Check, ...]:
        """Return how many questions are asked in two splits."""
        import numpy as np

        if not self._asked_for:
            return ()
        both = np.rec.fromarrays(
            [np.frombuffer(self._digests, dtype=np.uint64), np.frombuffer(self._splits, dtype=np.uint8)]
        )
        digests, splits = np.unique(np.unique(both)["f0"], return_counts=True)
        count = int((splits > 1).sum())
        says = f'{count:,} of {len(digests):,} are; group_by = "prompt" keeps equal ones together' if count else ""
        return (
            Check(
                id="questions",
                title="no question is asked in two splits",
                state="warning" if count else "ok",
                count=count,
                says=says,
                items=self._again.items,
            ),
        )


class GroupKey:
    """Whether the items have what the recipe groups them by."""

    def __init__(self, recipe: Recipe) -> None:
        self._key = group_key(recipe.group_by)
        self._has = Counter[bool]()
        self._keys: set[str] = set()
        self._without = Listed()

    def add(self, item: Item) -> None:
        """Count one case."""
        has = self._is_there(item)
        self._has[has] += 1
        if not has:
            self._without.add(item.id)
            if len(self._keys) < _KEYS:
                self._keys.update(item.metadata)

    def _is_there(self, item: Item) -> bool:
        if self._key == "document":
            return bool(item.evidence)
        if self._key == "prompt":
            return bool(item.conversation())
        return self._key == "item" or item.metadata.get(self._key) not in (None, "")

    def check(self) -> tuple[Check, ...]:
        """Return whether any item has it; no conversation at all is usual, another key that nobody has is a slip."""
        if self._has[True] or not self._has[False] or self._key == "conversation_id":
            return ()
        others = {short for short, key in SHORT_NAMES.items() if key != self._key}
        hint = "" if self._key in _OWN_WORDS else nearest(self._key, sorted({*self._keys, *others, *_OWN_WORDS}))
        return (
            Check(
                id="group_by",
                title=f"items have the '{self._key}' that they are grouped by",
                state="warning",
                count=self._without.count,
                says=f"none has it, so each stands alone with its copies{hint}",
                items=self._without.items,
            ),
        )
