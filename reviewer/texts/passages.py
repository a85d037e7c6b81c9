"""The passages of an item, read once, so that one can ask where in them something stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reviewer.texts.figures import Date, Day, addresses, dates
from reviewer.texts.wording import Key, Unit, other_reading, units

MOST_PASSAGES: Final = 1_000_000
"""Of the passages of one item so many characters are looked at, in all."""
_MOST_PLACES: Final = 60  # of one key; what stands in a text more often than that says little
_MOST_DATES: Final = 500
_LONGEST_RUN: Final = 200
_NEAR: Final = 3  # so many other words may stand between the words of a name


class Place(NamedTuple):
    """A stretch of a passage: the place of the passage among the others, and code points of its text."""

    passage: int
    start: int
    end: int


_Spot = tuple[int, int]
"""A unit of a passage: the place of the passage, and which of its units."""


class Passages:
    """What stands in the passages, by key."""

    def __init__(self, texts: Sequence[str], known: dict[str, Key]) -> None:
        self.cut = False
        self._units: list[list[Unit]] = []
        self._keys: list[list[str]] = []
        self._spots: dict[str, list[_Spot]] = {}
        self._pairs: dict[tuple[str, str], _Spot] = {}
        self._dates: list[tuple[int, Date]] = []
        self._addresses: dict[str, Place] = {}
        room = MOST_PASSAGES
        for number, text in enumerate(texts):
            self.cut = self.cut or len(text) > room
            self._read(number, text[:room], known)
            room -= min(room, len(text))

    def __bool__(self) -> bool:
        """Whether there is anything to compare with."""
        return any(self._units) or bool(self._addresses)

    def has(self, key: str) -> bool:
        """Tell whether a word, number or sign stands in a passage."""
        return key in self._spots

    def has_pair(self, first: str, second: str) -> bool:
        """Tell whether two signs stand side by side in a passage."""
        return (first, second) in self._pairs

    def of_key(self, key: str) -> tuple[Place, ...]:
        """Return the first place of a word or number in each passage that has it."""
        first: dict[int, _Spot] = {}
        for spot in self._spots.get(key, ()):
            first.setdefault(spot[0], spot)
        return tuple(self._place(spot, 1) for spot in first.values())

    def of_pair(self, first: str, second: str) -> tuple[Place, ...]:
        """Return where two signs stand side by side."""
        spot = self._pairs.get((first, second))
        return (self._place(spot, 2),) if spot else ()

    def of_date(self, readings: Sequence[Day]) -> tuple[Place, ...]:
        """Return the first place in each passage of a date that says at least as much."""
        found: dict[int, Place] = {}
        for passage, date in self._dates:
            if passage not in found and any(there.covers(here) for there in date.readings for here in readings):
                found[passage] = Place(passage, date.start, date.end)
        return tuple(found.values())

    def of_address(self, key: str) -> tuple[Place, ...]:
        """Return where an e-mail or web address stands."""
        place = self._addresses.get(key)
        return (place,) if place else ()

    def of_row(self, keys: Sequence[str]) -> tuple[Place, ...]:
        """Return the first place in each passage where these words stand in a row."""
        found: dict[int, Place] = {}
        rarest = min(range(len(keys)), key=lambda at: len(self._spots.get(keys[at], ())))
        wanted = list(keys)
        for passage, at in self._spots.get(keys[rarest], ()):
            start = at - rarest
            inside = start >= 0 and passage not in found
            if inside and self._keys[passage][start : start + len(wanted)] == wanted:
                found[passage] = self._place((passage, start), len(wanted))
        return tuple(found.values())

    def of_near(self, keys: Sequence[str], between: int = _NEAR) -> tuple[Place, ...]:
        """Return the first place in each passage where these words stand close together, in any order."""
        found: dict[int, Place] = {}
        rarest = min(keys, key=lambda key: len(self._spots.get(key, ())))
        reach = len(keys) - 1 + between
        for passage, at in self._spots.get(rarest, ()):
            if passage in found:
                continue
            first = max(0, at - reach)
            around = self._keys[passage][first : at + reach + 1]
            if all(key in around for key in keys):
                places = [first + _nearest(around, key, at - first) for key in keys]
                found[passage] = self._place((passage, min(places)), max(places) - min(places) + 1)
        return tuple(found.values())

    def longest_row(self, response: Sequence[Unit], at: int) -> tuple[int, tuple[Place, ...]]:
        """Return how many units from one on stand in the same row in a passage, and where that row stands."""
        longest, best = 1, None
        for spot in self._spots.get(response[at].key, ()):
            keys, first = self._keys[spot[0]], spot[1]
            length = 1
            while (
                length < _LONGEST_RUN
                and at + length < len(response)
                and first + length < len(keys)
                and keys[first + length] == response[at + length].key
            ):
                length += 1
            if length > longest:
                longest, best = length, spot
        return longest, (self._place(best, longest),) if best else ()

    def _read(self, number: int, text: str, known: dict[str, Key]) -> None:
        for address in addresses(text):
            self._addresses.setdefault(address.key, Place(number, address.start, address.end))
        if len(self._dates) < _MOST_DATES:
            self._dates += ((number, date) for date in dates(text)[:_MOST_DATES])
        found = units(text, known)
        self._units.append(found)
        self._keys.append([unit.key for unit in found])
        spots = self._spots
        for at, unit in enumerate(found):
            there = spots.get(unit.key)
            if there is None:
                spots[unit.key] = [(number, at)]
            elif len(there) < _MOST_PLACES or there[-1][0] != number:
                there.append((number, at))
            if unit.kind != "word":
                self._note(number, at, text)

    def _note(self, number: int, at: int, text: str) -> None:
        """Note what else a number may mean, and which sign stands before a sign."""
        unit = self._units[number][at]
        before = self._units[number][at - 1] if at else None
        if unit.kind == "number":
            other = other_reading(text[unit.start : unit.end])
            if other is not None and other != unit.key:
                self._spots.setdefault(other, []).append((number, at))
        elif before is not None and before.end == unit.start:
            self._pairs.setdefault((before.key, unit.key), (number, at - 1))

    def _place(self, spot: _Spot, length: int) -> Place:
        passage, at = spot
        found = self._units[passage]
        return Place(passage, found[at].start, found[at + length - 1].end)


def _nearest(keys: Sequence[str], wanted: str, middle: int) -> int:
    return min((at for at, key in enumerate(keys) if key == wanted), key=lambda at: abs(at - middle))
