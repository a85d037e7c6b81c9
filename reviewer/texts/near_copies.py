"""Near copies: texts that say nearly the same words in nearly the same order, found without comparing all with all.

A text becomes its set of shingles, each of two neighbouring units (words, numbers, and single characters where a
script writes no blanks). Two texts are as alike as their sets overlap: shared shingles by all shingles (Jaccard). From
each set comes a sketch (MinHash) whose bands can be kept in an index (LSH): texts that share a band are candidates, and
the signatures tell how alike they are. docs/near-copies.md says how many of the copies are found.

Nothing here knows a database: the same sketches serve the review room and the groups that a split keeps together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from hashlib import blake2b
from struct import Struct
from typing import Final, Generic, NamedTuple, TypeVar

from .wording import Key, unit_keys

THRESHOLD: Final = 0.7
"""From this share of common shingles on, two texts are near copies."""
RECALL: Final = 0.984
"""The share of the pairs of near copies that is found among long answers, as docs/near-copies.md measures it."""
RECALL_OF_SENTENCES: Final = 0.923
"""The same among texts of one sentence."""
SHINGLE: Final = 2
PERMUTATIONS: Final = 128
ROWS: Final = 5
BANDS: Final = 16
_SEED: Final = 20_261
_CHARACTERS_READ: Final = 200_000
_BY_CHANCE: Final = 1 / 256  # a signature keeps one byte of each minimum, and one in 256 is equal by chance
LEAST_EQUAL: Final = 90
"""So many equal places of a signature mean the threshold; the database of a server counts up to the same number."""
_EMPTY: Final = b""
_PACKED: Final = Struct(f">{PERMUTATIONS}I")
_SALTS: Final = tuple(bytes([place]) for place in range(BANDS))
_HELD_PER_BAND: Final = 50  # of a band with ever more different texts, so that a hundred thousand are not all compared

Name = TypeVar("Name", bound=Hashable)


class Sketch(NamedTuple):
    """What is kept of a text: keys for the index, and a signature that tells how alike two texts are."""

    bands: tuple[int, ...]
    """Signed 64-bit numbers; texts that share one are candidates. None where a text has no units at all."""
    signature: bytes


NOTHING: Final = Sketch((), _EMPTY)


def shingles(text: str, known: dict[str, Key] | None = None) -> set[str]:
    """Return the shingles of a text; a text of one unit is one shingle, one without any has none."""
    keys = unit_keys(text[:_CHARACTERS_READ], known)
    if not keys:
        plain = " ".join(text[:_CHARACTERS_READ].split())
        return {plain} if plain else set()  # emoji or punctuation alone: a copy only of itself
    if len(keys) < SHINGLE:
        return {"\x1f".join(keys)}
    return set(map("\x1f".join, zip(*(keys[start:] for start in range(SHINGLE)), strict=False)))


def sketch(text: str, known: dict[str, Key] | None = None) -> Sketch:
    """Return the sketch of a text; `known` keeps the units of words from one text to the next."""
    found = shingles(text, known)
    if not found:
        return NOTHING
    from rensa import RMinHash  # loaded when the first sketch is made

    minimum = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minimum.update(list(found))  # whose order does not matter, since of each permutation only the least stays
    least: list[int] = minimum.digest()
    packed = _PACKED.pack(*least)
    return Sketch(tuple(_band(place, packed) for place in range(BANDS)), packed[3::4])


def _band(place: int, packed: bytes) -> int:
    part = packed[place * ROWS * 4 : (place + 1) * ROWS * 4]
    return int.from_bytes(blake2b(part, digest_size=8, salt=_SALTS[place]).digest(), "big", signed=True)


def equal_places(one: bytes, other: bytes) -> int:
    """Return in how many places two signatures are equal."""
    if len(one) != len(other):
        return 0
    return len(one) if one == other else sum(mine == yours for mine, yours in zip(one, other, strict=True))


def is_near(equal: int) -> bool:
    """Return whether signatures that are equal in so many places belong to near copies."""
    return equal >= LEAST_EQUAL


def likeness_of(equal: int) -> float:
    """Return the share of shingles that texts have in common, within 0.05, by the equal places of their signatures."""
    return max(0.0, (equal / PERMUTATIONS - _BY_CHANCE) / (1 - _BY_CHANCE))


def share_in_common(one: set[str], other: set[str]) -> float:
    """Return the exact share that two sets of shingles have in common."""
    every = len(one | other)
    return len(one & other) / every if every else 0.0


def groups(texts: Iterable[tuple[Name, str]]) -> list[list[Name]]:
    """Return the names of texts in groups of near copies, one alone where it has none; a copy of a copy belongs too.

    The groups come in the order of their first texts, and so do the names in them.
    """
    known: dict[str, Key] = {}
    joined: _Joined[Name] = _Joined()
    holders: defaultdict[int, list[tuple[Name, bytes]]] = defaultdict(list)
    for name, text in texts:
        joined.add(name)
        made = sketch(text, known)
        for band in made.bands:
            there = holders[band]
            for other, signature in there:
                if not joined.are(name, other) and is_near(equal_places(made.signature, signature)):
                    joined.join(name, other)
            if len(there) < _HELD_PER_BAND and all(signature != made.signature for _, signature in there):
                there.append((name, made.signature))
    return joined.groups()


class _Joined(Generic[Name]):
    """Names that belong together, each known by the first name of its group."""

    def __init__(self) -> None:
        self._firsts: dict[Name, Name] = {}
        self._places: dict[Name, int] = {}

    def add(self, name: Name) -> None:
        self._firsts[name] = name
        self._places[name] = len(self._places)

    def are(self, one: Name, other: Name) -> bool:
        return self._first(one) == self._first(other)

    def join(self, one: Name, other: Name) -> None:
        first, second = sorted((self._first(one), self._first(other)), key=self._places.__getitem__)
        self._firsts[second] = first

    def groups(self) -> list[list[Name]]:
        found: defaultdict[Name, list[Name]] = defaultdict(list)
        for name in self._firsts:
            found[self._first(name)].append(name)
        return list(found.values())

    def _first(self, name: Name) -> Name:
        while self._firsts[name] != name:
            self._firsts[name] = self._firsts[self._firsts[name]]
            name = self._firsts[name]
        return name
