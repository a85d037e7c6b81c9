"""The marks by which a response cites its passages, such as [2] or 【2†source】."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_LOOKED_AT: Final = 1_000_000  # characters
_MOST: Final = 500
# A bracket before "(" is a link of Markdown, and one before ":" at the beginning of a line says where a link leads.
_MARK: Final = re.compile(r"\[\^?([^\[\]\n]{1,60})\](?!\()|【(\d{1,3})[^【】\n]{0,40}】")
_PART: Final = re.compile(r"[^\s,;][^,;]*")
_DIGITS: Final = re.compile(r"[0-9]+")
_OWN_NUMBER: Final = re.compile(r"\s*(?:\[\^?(\d{1,3})\]|【(\d{1,3})】)")
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CitationMark:
    """A mark in a response, and the passage that it names, counted from 0."""

    start: int
    end: int
    passage: int


@lru_cache(maxsize=32)
def find_citations(text: str, passages: tuple[str, ...]) -> tuple[CitationMark, ...]:
    """Return the marks that name a passage, by its number from 1 or by its id; other brackets are left alone."""
    if not passages or ("[" not in text and "【" not in text):
        return ()
    return tuple(_marks(text, {**_numbers(passages), **{name: at for at, name in enumerate(passages)}}))


def _numbers(passages: Sequence[str]) -> dict[str, int]:
    return {str(number): number - 1 for number in range(1, len(passages) + 1)}


def _marks(text: str, names: dict[str, int]) -> Iterator[CitationMark]:
    count = 0
    for found in _MARK.finditer(text, 0, _LOOKED_AT):
        if found.group(2) is not None:
            parts = [(found.start(), found.end(), found.group(2))]
        else:
            parts = _parts(text, found)
        if any(name not in names for _, _, name in parts) or _is_definition(text, found):
            continue
        for start, end, name in parts:
            yield CitationMark(start, end, names[name])
        count += len(parts)
        if count >= _MOST:
            return


def _parts(text: str, found: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return the names in one pair of brackets; a single one takes the brackets with it."""
    parts = [(one.start(), one.end(), one.group()) for one in _PART.finditer(text, *found.span(1))]
    if len(parts) == 1:
        return [(found.start(), found.end(), parts[0][2].strip())]
    return [(start, start + len(name.rstrip()), name.strip()) for start, _, name in parts]


def _is_definition(text: str, found: re.Match[str]) -> bool:
    starts_line = found.start() == 0 or text[found.start() - 1] == "\n"
    return starts_line and text[found.end() : found.end() + 1] == ":"


def own_number(title: str) -> str | None:
    """Return the number that a passage carries in its own title, as in "[6] Warranty terms"."""
    found = _OWN_NUMBER.match(title)
    return (found[1] or found[2]) if found else None


def cited_names(text: str, passages: tuple[str, ...]) -> frozenset[str]:
    """Return the numbers and ids that a text cites outside of code, whether or not there is such a passage."""
    return frozenset(name for _, names in _citing(text, passages) for name in names)


def find_dead_citations(text: str, passages: tuple[str, ...], others: Collection[str] = ()) -> tuple[str, ...]:
    """Return the marks outside of code that cite a passage which is not there, such as [7] where there are three.

    Any number in brackets is a citation where there is something to cite; so is what looks like the ids of the
    passages but for its number. Where there are no passages, [7] may be anything, and only 【7】 cites. `others` are
    further names under which the passages are known.
    """
    names = {*_numbers(passages), *passages, *others}
    return tuple(mark for mark, cited in _citing(text, passages) if not names.issuperset(cited))


def _citing(text: str, passages: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Yield each mark outside of code that cites, with the names in it."""
    if "【" not in text and ("[" not in text or not passages):
        return
    forms = {_DIGITS.sub("0", name) for name in passages if _DIGITS.search(name)}
    plain = _CODE.sub(lambda code: " " * len(code[0]), text[:_LOOKED_AT])
    for found in _MARK.finditer(plain):
        cited = [found[2]] if found[2] is not None else [name for _, _, name in _parts(plain, found)]
        cites = found[2] is not None or (passages and all(_looks_like(name, forms) for name in cited))
        if cited and cites and not _is_definition(plain, found):
            yield found[0], cited


def _looks_like(name: str, forms: set[str]) -> bool:
    return (name.isascii() and name.isdigit() and len(name) <= 3) or _DIGITS.sub("0", name) in forms
