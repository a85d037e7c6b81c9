"""Checks of where items stand besides: their own groups in other splits, they and near copies of them elsewhere."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewer.datasets.recipe import SPLITS, Recipe

from .balance import group_digest, group_noun
from .check import ITEMS_LISTED, Check, State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TRAIN: Final = 0
_NAMED: Final = 5
OTHER_DATASETS: Final = "other_datasets"
GOLD_COPIES: Final = "gold_copies"
"""The check whose items are near to gold items, which tells what those say."""


class Stretch(NamedTuple):
    """Some items of another dataset that are in one split of it, by their numbers, which rise."""

    dataset: str
    split: str
    numbers: Sequence[int]


class Elsewhere(NamedTuple):
    """What the record of datasets and the items are asked at the end, when it is known which items became rows."""

    standing: Callable[[Collection[str]], Iterable[Stretch]]
    """Which items stand in these splits of other datasets, where their splits follow another scheme."""
    names: Callable[[Sequence[int]], Mapping[int, str]]
    gold: Callable[[], Iterable[int]] = tuple
    """The numbers of the gold items."""


def written_of(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the checks that a dataset tells of itself: what others hold changes, and must not change its bytes."""
    return tuple(check for check in checks if check.id != OTHER_DATASETS)


class Standing:
    """Which items became rows of which split, and under which group of their own; seventeen bytes for each case."""

    def __init__(self, recipe: Recipe, pairs: array[int] | None = None, elsewhere: Elsewhere | None = None) -> None:
        self._recipe, self._pairs, self._elsewhere = recipe, pairs, elsewhere
        self._numbers, self._splits, self._groups = array("q"), bytearray(), array("Q")

    def add(self, number: int | None, split: str, group: str) -> None:
        """Count a case by the number of its item; without one it cannot be named."""
        self._numbers.append(number or 0)
        self._splits.append(SPLITS.index(split))
        self._groups.append(group_digest(group))

    def none_in_two_splits(self) -> Check:
        """Return whether each group is in one split only; which items are in several is asked only if one is not."""
        import numpy as np

        groups, splits = np.frombuffer(self._groups, dtype=np.uint64), self._codes()
        each = [np.unique(groups[splits == code]) for code in range(len(SPLITS))]
        found, times = np.unique(np.concatenate(each), return_counts=True)
        apart = found[times > 1]
        return self._check(
            "groups",
            f"no {group_noun(self._recipe.group_by)} is in two splits",
            "failed",
            self._items()[np.isin(groups, apart)] if len(apart) else self._items()[:0],
            count=int((times - 1).sum()),
        )

    def others(self) -> Iterator[Check]:
        """Yield whether items stand in other datasets where they must not, and whether near copies of gold train."""
        if self._elsewhere is None:
            return
        yield self._in_other_datasets(self._elsewhere)
        if self._pairs is not None:
            yield self._near_to_gold(self._elsewhere, self._pairs)

    def _in_other_datasets(self, elsewhere: Elsewhere) -> Check:
        """Return whether no item that is held out of one dataset trains in the other, whichever of both this one is."""
        import numpy as np

        train, held_out = self._of_splits(lambda codes: codes == _TRAIN), self._of_splits(lambda codes: codes != _TRAIN)
        asked = [name for place, name in enumerate(SPLITS) if len(held_out if place == _TRAIN else train)]
        met = {True: np.zeros(len(held_out), dtype=bool), False: np.zeros(len(train), dtype=bool)}
        datasets: dict[bool, dict[str, None]] = {True: {}, False: {}}
        for stretch in elsewhere.standing(asked) if asked else ():
            trains = stretch.split == SPLITS[_TRAIN]
            mine, its = held_out if trains else train, np.asarray(stretch.numbers, dtype=np.int64)
            places = np.minimum(np.searchsorted(mine, its), len(mine) - 1)
            same = places[mine[places] == its]
            if len(same):
                met[trains][same] = True
                datasets[trains][stretch.dataset] = None
        found = {trains: (held_out if trains else train)[met[trains]] for trains in (True, False)}
        parts = (
            f"{words} {_listed(datasets[trains])}: {len(found[trains]):,}"
            for trains, words in ((True, "held out here, training in"), (False, "training here, held out of"))
            if len(found[trains])
        )
        return self._check(
            OTHER_DATASETS,
            "no item trains in one dataset and is held out of another",
            "warning",
            np.concatenate([found[True], found[False]]),
            says="; ".join(parts),
        )

    def _near_to_gold(self, elsewhere: Elsewhere, pairs: array[int]) -> Check:
        import numpy as np

        both = np.frombuffer(pairs, dtype=np.int64).reshape(-1, 2)
        gold = np.fromiter(elsewhere.gold() if len(both) else (), dtype=np.int64)
        near = np.unique(both[:, ::-1][np.isin(both, gold)])
        found = np.intersect1d(near, self._of_splits(lambda codes: codes == _TRAIN))
        says = f"items that are: {len(found):,}, so evaluations with gold items look too good" if len(found) else ""
        return self._check(GOLD_COPIES, "no row that trains is a near copy of a gold item", "warning", found, says=says)

    def _of_splits(self, chosen: Callable[[NDArray[np.uint8]], NDArray[np.bool_]]) -> NDArray[np.int64]:
        """Return the numbers of the items in some splits, each once, in their order."""
        import numpy as np

        numbers = np.unique(self._items()[chosen(self._codes())])
        return numbers[numbers > 0]

    def _items(self) -> NDArray[np.int64]:
        import numpy as np

        return np.frombuffer(self._numbers, dtype=np.int64)

    def _codes(self) -> NDArray[np.uint8]:
        import numpy as np

        return np.frombuffer(self._splits, dtype=np.uint8)

    def _check(
        self,
        name: str,
        title: str,
        state: State,
        numbers: NDArray[np.int64],
        *,
        count: int | None = None,
        says: str = "",
    ) -> Check:
        import numpy as np

        count = len(numbers) if count is None else count
        first = np.unique(numbers)[:ITEMS_LISTED].tolist()
        names = self._elsewhere.names(first) if self._elsewhere is not None and first else {}
        items = tuple(names[number] for number in first if number in names)
        return Check(id=name, title=title, state=state if count else "ok", count=count, says=says, items=items)


def _listed(datasets: Mapping[str, None]) -> str:
    names = [*datasets]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[-_NAMED:]) + more
