"""Which groups near copies join, and which new items would join two splits that earlier versions have recorded."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewer.datasets.cases import Setting
from reviewer.datasets.recipe import SPLITS, Recipe
from reviewer.datasets.splits import PHRASE, Joined, Recorded, group_of, split_of, stand_in, stand_in_number
from reviewer.domain.canonical import sha256_text
from reviewer.domain.items import Item
from reviewer.texts.near_pairs import Sketched
from reviewer.texts.wording import unit_keys

if TYPE_CHECKING:
    from reviewer.texts.near_pairs import Places

_INSTRUCTIONS: Final = ("system", "developer")
_LOOKED_AT: Final = 5_000  # of the items that a newcomer is held against where versions conflict, the latest


class Members(NamedTuple):
    """The items that have near copies, in the order of their numbers; each column is a place for each item."""

    numbers: array[int]
    groups: array[int]
    """The numbers in the stand-ins of their groups."""
    splits: bytearray
    """The split of each group by its hash alone."""
    phrases: array[int]
    """Zero, or what tells a short response with its question from others."""


def find_members(items: Iterable[tuple[int, Item]], recipe: Recipe, setting: Setting) -> Members:
    """Return what has to be known of the items that stand in pairs."""
    members = Members(array("q"), array("Q"), bytearray(), array("Q"))
    for number, item in items:
        group = group_of(item, recipe.group_by)
        members.numbers.append(number)
        members.groups.append(stand_in_number(setting.pseudonym(group, "group")))
        members.splits.append(SPLITS.index(split_of(group, recipe.seed, recipe.split)))
        members.phrases.append(_phrase(item))
    return members


def _phrase(item: Item) -> int:
    """Return zero for an item of some words, and for others a number for what was asked and said."""
    said = [candidate.text for candidate in item.responses] or [item.response or ""]
    words = [_words(text[: PHRASE * 40]) for text in said]
    if sum(map(len, words)) >= PHRASE:
        return 0
    asked = [_words(m.content or "") for m in item.conversation() if m.role not in _INSTRUCTIONS]
    return int(sha256_text(repr((asked, words)))[:16], 16) or 1


def _words(text: str) -> list[str]:
    return unit_keys(text) or text.split()


def find_joined(
    members: Members,
    pairs: Places,
    recorded: Recorded,
    *,
    old: Callable[[], Container[int]] = tuple,
    sketched: Sketched | None = None,
) -> Joined:
    """Return what pairs of near copies, as places among the members, do to the splits of their groups.

    `old` tells the numbers of items that stand in an earlier dataset of the scheme. A new item that is near to items
    of two recorded splits bridges them; `sketched` finds all that such an item is near to.
    """
    pairs = _without_phrases(members, pairs)
    clusters = _Clusters(members, pairs)
    groups: dict[int, tuple[str, str]] = {}
    bridges: set[int] = set()
    for inside in clusters.of_several_groups():
        own = {members.groups[place] for place in inside}
        splits = {split for split in map(recorded.find, own) if split is not None}
        if len(splits) > 1:
            settling = _Settling(members, recorded, clusters.partners(), sketched)
            settling.take(inside, old())
            bridges |= settling.bridges
            groups |= settling.groups()
        else:
            split = splits.pop() if splits else SPLITS[members.splits[inside[0]]]
            groups |= dict.fromkeys(own, (split, stand_in(members.groups[inside[0]])))
    flat = array("q", (members.numbers[place] for pair in pairs.tolist() for place in pair))
    return Joined(groups, frozenset(bridges), flat)


def _without_phrases(members: Members, pairs: Places) -> Places:
    """Return the pairs without those of a phrase and another question, and with those of the same of both."""
    import numpy as np

    phrases = np.frombuffer(members.phrases, dtype=np.uint64)
    kept = pairs[phrases[pairs[:, 0]] == phrases[pairs[:, 1]]]
    order = np.argsort(phrases, kind="stable")
    again = np.nonzero((phrases[order[1:]] == phrases[order[:-1]]) & (phrases[order[1:]] > 0))[0]
    same = np.column_stack([order[again + 1], order[again]])
    return np.unique(np.concatenate([kept, same]), axis=0)


class _Joining:
    """Groups that belong together, each known by one of them."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, group: int) -> int:
        above = self._above
        while (next_one := above.get(group, group)) != group:
            above[group] = above.get(next_one, next_one)
            group = next_one
        return group

    def join(self, one: int, other: int) -> None:
        self._above[self.root(other)] = self.root(one)


class _Clusters:
    """The items that pairs join, whether directly, over other items, or because their groups are the same."""

    def __init__(self, members: Members, pairs: Places) -> None:
        self._members, self._pairs = members, pairs
        self._partners: defaultdict[int, list[int]] | None = None

    def of_several_groups(self) -> Iterator[list[int]]:
        """Yield the places of the items of each cluster that holds more than one group, in their order."""
        groups = self._members.groups
        joining = _Joining()
        for later, earlier in self._pairs.tolist():
            if groups[later] != groups[earlier]:
                joining.join(groups[earlier], groups[later])
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place, group in enumerate(groups):
            found[joining.root(group)].append(place)
        yield from (inside for inside in found.values() if any(groups[p] != groups[inside[0]] for p in inside))

    def partners(self) -> defaultdict[int, list[int]]:
        """Return for each place the places that it is paired with."""
        if self._partners is None:
            self._partners = defaultdict(list)
            for later, earlier in self._pairs.tolist():
                self._partners[later].append(earlier)
                self._partners[earlier].append(later)
        return self._partners


class _Settling:
    """Lets the items of a cluster with two recorded splits arrive one by one, and keeps out who would join them."""

    def __init__(
        self, members: Members, recorded: Recorded, partners: Mapping[int, list[int]], sketched: Sketched | None
    ) -> None:
        self._members, self._recorded, self._partners, self._sketched = members, recorded, partners, sketched
        self._joining = _Joining()
        self._splits: dict[int, str] = {}
        self._there: list[int] = []
        self.bridges: set[int] = set()

    def take(self, inside: Iterable[int], old: Container[int]) -> None:
        """Take the items of earlier datasets first, then the others, each in the order of arrival."""
        numbers, groups = self._members.numbers, self._members.groups
        places = list(inside)
        for group in {groups[place] for place in places}:
            split = self._recorded.find(group)
            if split is not None:
                self._splits[group] = split
        for place in sorted(places, key=lambda place: (numbers[place] not in old, place)):
            self._arrive(place, stays=numbers[place] in old)

    def _arrive(self, place: int, *, stays: bool) -> None:
        groups, root = self._members.groups, self._joining.root
        roots = {root(groups[place]), *(root(groups[other]) for other in self._near(place))}
        splits = {self._splits[one] for one in roots if one in self._splits}
        if len(splits) > 1 and not stays:
            self.bridges.add(self._members.numbers[place])
            return
        if len(splits) < 2:
            for one in roots:
                self._joining.join(groups[place], one)
            if splits:
                self._splits[root(groups[place])] = splits.pop()
        self._there.append(place)

    def _near(self, place: int) -> set[int]:
        """Return those who are there and near to a newcomer, by the pairs and by the sketches."""
        near = set(self._there).intersection(self._partners[place])
        if self._sketched is not None and self._there:
            near |= self._told_by_sketches(place, self._sketched)
        return near

    def _told_by_sketches(self, place: int, sketched: Sketched) -> set[int]:
        import numpy as np

        latest = np.array(self._there[-_LOOKED_AT:])
        numbers = np.frombuffer(self._members.numbers, dtype=np.int64)
        every = np.frombuffer(sketched.numbers, dtype=np.int64)
        told = sketched.near(int(np.searchsorted(every, numbers[place])), np.searchsorted(every, numbers[latest]))
        phrases = self._members.phrases
        found = np.searchsorted(numbers, every[told]).tolist()
        return {other for other in found if phrases[other] == phrases[place]}

    def groups(self) -> dict[int, tuple[str, str]]:
        """Return for each group the split and the stand-in of those it ended up with."""
        groups, root = self._members.groups, self._joining.root
        firsts: dict[int, int] = {}
        for place in sorted(self._there):
            firsts.setdefault(root(groups[place]), place)
        return {
            groups[place]: (
                self._splits.get(root(groups[place])) or SPLITS[self._members.splits[firsts[root(groups[place])]]],
                stand_in(groups[firsts[root(groups[place])]]),
            )
            for place in self._there
        }
