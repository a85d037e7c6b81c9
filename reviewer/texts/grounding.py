"""The grounding lens: what of a response stands in the passages that came with it, and what stands in none.

Numbers, dates, names, quotations, addresses and the words that say something are looked up by their keys (`wording`).
Nothing is understood: a sentence may consist of words of a passage and say the opposite. It is an aid for reading,
computed on this machine without a model, and no verdict; how well it agrees with people stands in docs/grounding.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from reviewer.texts.figures import addresses, dates
from reviewer.texts.passages import Passages, Place
from reviewer.texts.wording import Key, Unit, UnitKind, other_reading, units

__all__ = ["MOST_RESPONSE", "Grounding", "Place", "Sentence", "Support", "Term", "TermKind", "ground"]

TermKind = Literal["number", "date", "name", "quotation", "address", "phrase", "words"]

MOST_RESPONSE: Final = 100_000
"""Of a response so many characters are looked at."""
_MOST_FOUND: Final = 3  # a sentence of which no more words are found is thin
_SHORTEST: Final = 4  # words that say something; of a sentence with fewer nothing is said
_PHRASE: Final = 3  # words that say something make a row worth showing
_MOST_BETWEEN: Final = 3  # words such as `for all` between two that were not found
_LONGEST_NAME: Final = 8

_CITATION: Final = re.compile(r"\[\d{1,4}(?:[,;–-] ?\d{1,4}){0,20}\]")
_LIST_NUMBER: Final = re.compile(r"^[ \t]{0,20}\d{1,3}[.)](?=\s)", re.MULTILINE)
_QUOTATION: Final = re.compile(
    r"“([^“”]{2,1000})”|„([^„“”]{2,1000})[“”]|«([^«»]{2,1000})»|‹([^‹›]{2,1000})›|「([^「」]{2,1000})」"
    r"|『([^『』]{2,1000})』|\"([^\"\n]{2,1000})\"|‘([^‘’\n]{2,1000})’"
)
_SENTENCE_END: Final = re.compile(
    r"(?<![^\w][A-Z])(?<!\b[DM]r)(?<!\bMrs)(?<!\bvs)(?<!e\.g)(?<!i\.e)(?<!\bal)(?<!\betc)[.!?]"
    r"(?:\s?\[\d{1,4}\])*[\"”’)\]*_]{0,3}\s+|[。！？]|\n+"
)
_JOINT: Final = re.compile(r"[ \u00a0'’/&-]{0,3}|[\u2010-\u2013]")
_HYPHENS: Final = "-\u2010\u2011"
_INSIDE_NAMES: Final = frozenset(
    [
        "of",
        "de",
        "da",
        "di",
        "du",
        "del",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "and",
        "the",
        "for",
        "&",
    ]
)


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of the response that was looked up, in code points, and the places where it stands."""

    start: int
    end: int
    kind: TermKind
    places: tuple[Place, ...] = ()

    @property
    def found(self) -> bool:
        """Whether it stands in a passage."""
        return bool(self.places)


@dataclass(frozen=True, slots=True)
class Support:
    """How much of a stretch stands in the passages, counted in different words that say something."""

    words: int
    found: int
    beyond: int
    """How many of the found ones the question did not already hold: those are in any answer."""

    @property
    def thin(self) -> bool:
        """Whether so little was found that a person should look: at most three words beyond the question, not all."""
        return self.words >= _SHORTEST and self.beyond <= _MOST_FOUND and self.found < self.words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the response and its support."""

    start: int
    end: int
    support: Support


@dataclass(frozen=True)
class Grounding:
    """What was found of one response."""

    terms: tuple[Term, ...] = ()
    """In the order of the text; none overlaps another."""
    sentences: tuple[Sentence, ...] = ()
    compared: bool = False
    """Whether any passage had text to compare with."""
    cut: bool = False
    """Whether response or passages were longer than what is looked at."""
    _counted: tuple[tuple[int, str, bool, bool], ...] = ()

    @cached_property
    def missing(self) -> tuple[Term, ...]:
        """What stands in no passage, in the order of the text."""
        return tuple(term for term in self.terms if not term.found)

    @cached_property
    def thin(self) -> tuple[Sentence, ...]:
        """The sentences of which next to nothing stands in a passage."""
        return tuple(sentence for sentence in self.sentences if sentence.support.thin)

    @cached_property
    def _starts(self) -> list[int]:
        return [term.start for term in self.terms]

    def term_at(self, offset: int) -> Term | None:
        """Return what was looked up at an offset of the response."""
        at = bisect_right(self._starts, offset) - 1
        return self.terms[at] if at >= 0 and offset < self.terms[at].end else None

    def terms_of(self, passage: int, offset: int) -> tuple[Term, ...]:
        """Return what stands in the response of that which stands at an offset of a passage."""
        return tuple(
            term
            for term in self.terms
            if any(place.passage == passage and place.start <= offset < place.end for place in term.places)
        )

    def support(self, start: int, end: int) -> Support:
        """Count what of a stretch of the response stands in the passages."""
        counted = self._counted
        first = bisect_left(counted, (start,))
        words: dict[str, tuple[bool, bool]] = {}
        for place, key, found, asked in counted[first : bisect_left(counted, (end,))]:
            if place < end:
                words[key] = (found, asked)
        return Support(
            words=len(words),
            found=sum(found for found, _ in words.values()),
            beyond=sum(found and not asked for found, asked in words.values()),
        )


def ground(response: str, passages: Sequence[str], question: str = "") -> Grounding:
    """Tell for the figures, names, quotations and words of a response where they stand in the passages."""
    known: dict[str, Key] = {}
    stock = Passages(passages, known)
    if not stock:
        return Grounding()
    text = _blanked(response[:MOST_RESPONSE])
    lens = _Lens(text, stock, known)
    asked = {unit.key for unit in units(question[:MOST_RESPONSE], known)}
    bare = Grounding(
        terms=tuple(lens.terms()),
        compared=True,
        cut=stock.cut or len(response) > MOST_RESPONSE,
        _counted=tuple(lens.counted(asked)),
    )
    sentences = tuple(Sentence(start, end, bare.support(start, end)) for start, end in _sentences(text))
    return Grounding(bare.terms, sentences, bare.compared, bare.cut, bare._counted)


def _blanked(text: str) -> str:
    """Take out what numbers a source or a line of a list; offsets stay."""
    for pattern in (_CITATION, _LIST_NUMBER):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)):
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start + left, start + len(piece.rstrip())
        start = end


class _Lens:
    """One response under the lens: each kind of term takes its units, and what is left is looked up one by one."""

    def __init__(self, text: str, stock: Passages, known: dict[str, Key]) -> None:
        self._text = text
        self._stock = stock
        self._addresses = addresses(text)
        bare = text
        for address in self._addresses:
            bare = bare[: address.start] + " " * (address.end - address.start) + bare[address.end :]
        self._units = units(bare, known)
        self._ends = [unit.end for unit in self._units]
        self._taken = [False] * len(self._units)
        self._found = [self._is_found(at) for at in range(len(self._units))]
        self._cased = any(unit.kind == "word" and text[unit.start].islower() for unit in self._units)
        self._terms: list[Term] = []

    def terms(self) -> list[Term]:
        """Return all terms in the order of the text."""
        for address in self._addresses:
            places = self._stock.of_address(address.key)
            self._terms.append(Term(address.start, address.end, "address", places))
        for date in dates(self._text):
            self._take(date.start, date.end, "date", self._stock.of_date(date.readings))
        for found in _QUOTATION.finditer(self._text):
            self._quotation(*next(found.span(group) for group in range(1, 9) if found.group(group)))
        self._names()
        self._figures()
        self._phrases()
        self._singles()
        self._terms.sort(key=lambda term: term.start)
        return self._terms

    def counted(self, asked: set[str]) -> Iterator[tuple[int, str, bool, bool]]:
        """Yield what a sentence is judged by: place, key, whether it was found, whether the question holds it."""
        rows = [
            (address.start, address.key, bool(self._stock.of_address(address.key)), False)
            for address in self._addresses
        ]
        for at, unit in enumerate(self._units):
            if not unit.content:
                continue
            after = self._neighbour(at, 1)
            if after is not None:
                pair = unit.key + after.key
                both = unit.key in asked and after.key in asked
                rows.append((unit.start, pair, self._stock.has_pair(unit.key, after.key), both))
            elif unit.kind != "sign" or self._neighbour(at, -1) is None:
                rows.append((unit.start, unit.key, self._found[at], unit.key in asked))
        return iter(sorted(rows))

    def _is_found(self, at: int) -> bool:
        unit = self._units[at]
        if unit.kind == "sign":
            before, after = self._neighbour(at, -1), self._neighbour(at, 1)
            if before is not None or after is not None:
                has = self._stock.has_pair
                return bool(before and has(before.key, unit.key)) or bool(after and has(unit.key, after.key))
        if self._stock.has(unit.key):
            return True
        other = other_reading(self._text[unit.start : unit.end]) if unit.kind == "number" else None
        return other is not None and self._stock.has(other)

    def _neighbour(self, at: int, step: int) -> Unit | None:
        """Return the sign right beside a sign."""
        here = self._units[at]
        if here.kind != "sign" or not 0 <= at + step < len(self._units):
            return None
        there = self._units[at + step]
        touching = here.end == there.start if step > 0 else there.end == here.start
        return there if there.kind == "sign" and touching else None

    def _take(self, start: int, end: int, kind: TermKind, places: tuple[Place, ...]) -> None:
        """Make one term of all units of a stretch, unless another has some of them."""
        first, last = bisect_right(self._ends, start), bisect_left(self._ends, end) + 1
        while last > first and (last > len(self._units) or self._units[last - 1].start >= end):
            last -= 1
        if first < last and not any(self._taken[first:last]):
            self._taken[first:last] = [True] * (last - first)
            self._terms.append(Term(start, end, kind, places))

    def _quotation(self, start: int, end: int) -> None:
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end)
        inner = self._units[first:last]
        if len(inner) > 1 and sum(unit.content for unit in inner) > 1:
            places = self._stock.of_row([unit.key for unit in inner])
            self._take(inner[0].start, inner[-1].end, "quotation", places)

    def _names(self) -> None:
        """Take names of several words, which must stand together; of others each word is looked up by itself."""
        at = 0
        while at < len(self._units):
            run = self._run_of_capitals(at)
            content = [each for each in run if self._units[each].content]
            if len(content) > 1:
                places = self._stock.of_near([self._units[each].key for each in content])
                if places or all(self._found[each] for each in content):
                    self._take(self._units[content[0]].start, self._units[content[-1]].end, "name", places)
            at = run[-1] + 1 if run else at + 1

    def _run_of_capitals(self, at: int) -> list[int]:
        run: list[int] = []
        while at < len(self._units) and len(run) < _LONGEST_NAME and not self._taken[at]:
            unit = self._units[at]
            apart = run and not _JOINT.fullmatch(self._text, self._units[at - 1].end, unit.start)
            if apart or not (self._is_named(at) or (run and unit.key in _INSIDE_NAMES)):
                break
            run.append(at)
            at += 1
        while run and not self._is_named(run[-1]):
            run.pop()
        return run

    def _is_named(self, at: int) -> bool:
        """Tell whether a word is written as a name: with a capital that does not come from where it stands."""
        if not self._has_capital(at) or not self._begins_sentence(at):
            return self._has_capital(at)
        if at + 1 == len(self._units) or not self._units[at + 1].content:
            return False  # `Thanks, I` is no name
        return self._has_capital(at + 1) and not self._begins_sentence(at + 1)

    def _has_capital(self, at: int) -> bool:
        unit = self._units[at]
        return self._cased and unit.kind == "word" and self._text[unit.start].isupper()

    def _begins_sentence(self, at: int) -> bool:
        between = self._text[self._units[at - 1].end if at else 0 : self._units[at].start]
        return not at or any(sign in between for sign in ".!?:\n")

    def _figures(self) -> None:
        """Take `five-year` and `COVID-19` whole: that the parts stand somewhere says nothing."""
        at = 0
        while at < len(self._units):
            last = at
            while last - at < _LONGEST_NAME and not self._taken[at] and self._is_tied(last, last + 1):
                last += 1
            row = self._units[at : last + 1]
            if len(row) > 1 and any(unit.kind == "number" for unit in row):
                places = self._stock.of_near([unit.key for unit in row], 0)
                self._take(row[0].start, row[-1].end, "number", places)
            at = last + 1

    def _phrases(self) -> None:
        """Take rows of words that stand in a passage just so."""
        at = 0
        while at < len(self._units):
            unit = self._units[at]
            if self._taken[at] or not unit.content or not self._found[at]:
                at += 1
                continue
            length, places = self._stock.longest_row(self._units, at)
            while length > 1 and not self._units[at + length - 1].content:
                length -= 1
            row = range(at, at + length)
            if sum(self._units[each].content for each in row) >= _PHRASE and not any(self._taken[each] for each in row):
                if places:
                    places = self._stock.of_row([self._units[each].key for each in row]) or places
                self._take(unit.start, self._units[row[-1]].end, "phrase", places)
                at += length
            else:
                at += 1

    def _singles(self) -> None:
        missing = self._missing()
        for at, unit in enumerate(self._units):
            if not self._taken[at] and unit.content and self._found[at] and at not in missing:
                self._terms.append(Term(unit.start, unit.end, self._kind([at]), self._places(at)))
        for run in self._runs(sorted(missing)):
            self._terms.append(Term(self._units[run[0]].start, self._units[run[-1]].end, self._kind(run)))

    def _places(self, at: int) -> tuple[Place, ...]:
        unit = self._units[at]
        before, after = self._neighbour(at, -1), self._neighbour(at, 1)
        if after is not None and self._stock.has_pair(unit.key, after.key):
            return self._stock.of_pair(unit.key, after.key)
        if before is not None:
            return self._stock.of_pair(before.key, unit.key)
        places = self._stock.of_key(unit.key)
        other = other_reading(self._text[unit.start : unit.end]) if unit.kind == "number" and not places else None
        return places if other is None else self._stock.of_key(other)

    def _missing(self) -> set[int]:
        """Return the units that stand nowhere, with what a hyphen ties to them: of `five-year` both."""
        missing = {at for at, unit in enumerate(self._units) if unit.content and not self._found[at]}
        missing = {at for at in missing if not self._taken[at]}
        for step in (1, -1):
            for at in sorted(missing, reverse=step < 0):
                while at + step not in missing and self._is_tied(at, at + step):
                    at += step
                    missing.add(at)
        return missing

    def _is_tied(self, at: int, other: int) -> bool:
        if not 0 <= other < len(self._units) or self._taken[other]:
            return False
        first, second = sorted((at, other))
        between = self._text[self._units[first].end : self._units[second].start]
        return len(between) == 1 and between in _HYPHENS

    def _runs(self, missing: list[int]) -> Iterator[list[int]]:
        """Yield what was not found and stands together, with small words such as `for all` between."""
        run: list[int] = []
        for at in missing:
            if run and not self._are_together(run[-1], at):
                yield run
                run = []
            run.append(at)
        if run:
            yield run

    def _are_together(self, first: int, second: int) -> bool:
        between = range(first + 1, second)
        if self._is_named(first) != self._is_named(second) and "number" not in self._kinds(first, second):
            return False
        if len(between) > _MOST_BETWEEN or any(self._units[at].content or self._taken[at] for at in between):
            return False
        ends = [self._units[at].end for at in range(first, second)]
        starts = [self._units[at].start for at in range(first + 1, second + 1)]
        return all(_JOINT.fullmatch(self._text, end, start) for end, start in zip(ends, starts, strict=True))

    def _kinds(self, *run: int) -> set[UnitKind]:
        return {self._units[at].kind for at in run}

    def _kind(self, run: Sequence[int]) -> TermKind:
        if "number" in self._kinds(*run):
            return "number"
        return "name" if any(self._is_named(at) for at in run) else "words"
