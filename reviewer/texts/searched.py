"""The words of a text as a search knows them, and where the words of a search stand in it.

A word is a run of letters and digits, in small letters and without accents. They are made here and not in a database,
since what is a letter there depends on how its administrator set it up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 100
_WORD = re.compile(r"[^\W_]+")
_ACCENT = re.compile("[\u0300-\u036f]")
_WRITTEN = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_BEFORE, _LENGTH = 24, 200


def words_of(text: str) -> list[str]:
    """Return the words of a text, in its order."""
    if not text.isascii():
        plain = _ACCENT.sub("", unicodedata.normalize("NFD", text.lower()))
        text = unicodedata.normalize("NFC", plain)
    return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())]


def places_of(text: str, search: str) -> Iterator[tuple[int, int]]:
    """Yield where words of a search stand in a text, in code points; the last one may be the beginning of a word."""
    wanted = frozenset(words_of(search))
    last = words_of(search.split()[-1])[-1:] if search.split() else []
    if not wanted:
        return
    for found in _WRITTEN.finditer(text):
        word = found[0].lower() if found[0].isascii() else "".join(words_of(found[0]))
        if word[:LONGEST_WORD] in wanted or any(map(word.startswith, last)):
            yield found.span()


def snippet_of(text: str, search: str) -> str:
    """Return a stretch of a text around the first place of a search, on one line; nothing where it is not found."""
    place = next(places_of(text, search), None)
    if place is None:
        return ""
    start = max(0, place[0] - _BEFORE)
    if start:
        start = text.find(" ", start, place[0]) + 1 or start
    words = " ".join(text[start : start + _LENGTH].split())
    return ("… " if start else "") + words
