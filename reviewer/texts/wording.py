"""A text as the words, figures and signs that are compared between a response and its passages.

Two spellings of one thing get one key: case, accents and English endings do not count, `1,000` and `1 000` are one
number, `five` is 5 and `3 million` is 3000000. Chinese, Japanese, Thai, Lao, Khmer and Burmese write no blanks between
words: there each character is a unit. Other scripts are compared word by word, without endings.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, NamedTuple

UnitKind = Literal["word", "number", "sign"]

_UNSPACED: Final = (
    "\u0e00-\u0e4e\u0e80-\u0eff\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Signs that belong to the letter before them; a regular expression takes them for no part of a word.
_MARKS: Final = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a51"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d81-\u0ddf\u0f18-\u0fbc\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff"
)
# Every repetition has a bound: a key is made of each piece, and sorting a hundred thousand accents would take minutes.
_LETTERS: Final = rf"[^\W{_UNSPACED}]"
_UNIT: Final = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d)){1,4}|\d{1,40}(?:[.,:'’]\d{1,40}){0,8})"
    r"(?:(?i:st|nd|rd|th)\b)?"
    rf"|(?P<sign>[{_UNSPACED}][{_MARKS}]{{0,4}})"
    rf"|(?P<word>{_LETTERS}{{1,64}}(?:[{_MARKS}]{{1,8}}{_LETTERS}{{0,64}}){{0,8}}"
    rf"(?:['’]{_LETTERS}{{1,16}}){{0,2}})"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,'’\s]\d{3})+")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_ENDING_LIST: Final = (
    "ization isation fulness ousness iveness ational tional ement ation ition ments ities ment ness edly able "
    "ible ance ence ions ious ies ity ive ing ion ous ful ers ors ed es er or al ic ly y e s"
)
_ENDINGS: Final = frozenset(_ENDING_LIST.split())
_LONGEST_ENDING: Final = max(map(len, _ENDINGS))
_SHORTEST_STEM: Final = 4

_SMALL_WORDS: Final = (
    "a an the and or nor but if then than so as of in on at by to from for with without within into onto over "
    "under about above below between among through during before after against per via up down out off again is "
    "are was were be been being am do does did done has have had having can could may might must shall should "
    "will would not no yes it its itself this that these those there here they them their theirs he him his she "
    "her hers we us our ours you your yours i me my mine who whom whose which what when where why how all any "
    "both each either neither every few more most much many other others some such same own only also just very "
    "too even still yet while because since until although though however therefore thus hence et etc eg ie don't "
    "doesn't isn't aren't it's"
)
STOP_WORDS: Final = frozenset(_SMALL_WORDS.split())
_COUNTED: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS: Final = {word: str(value) for value, word in enumerate(_COUNTED.split())} | {
    word: f"{value}0" for value, word in enumerate(_TENS.split(), 2)
}
_TIMES: Final = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}


Key = tuple[str, UnitKind, bool]
"""What is known of a unit apart from its place: its key, its kind, and whether it says something by itself."""


class Unit(NamedTuple):
    """One word, number or sign with its place in the text, in code points, and its key."""

    start: int
    end: int
    key: str
    kind: UnitKind
    content: bool
    """Whether it says something by itself, as `and` does not."""


_new_unit: Final = tuple.__new__  # a third of the time, for what is made for each word


def units(text: str, known: dict[str, Key] | None = None) -> list[Unit]:
    """Return the units of a text in their order; `known` keeps the keys of words from one text to the next."""
    known = {} if known is None else known
    made: list[Unit] = []
    for found in _UNIT.finditer(text):
        whole = found.group()
        key = known.get(whole)
        if key is None:
            key = known[whole] = _keyed(found)
        made.append(_new_unit(Unit, found.span() + key))
    return _joined(made)


def unit_keys(text: str, known: dict[str, Key] | None = None) -> list[str]:
    """Return the keys of the units of a text, without their places, which takes a third of the time."""
    known = {} if known is None else known
    keys = []
    for found in _UNIT.finditer(text):
        whole = found.group()
        key = known.get(whole)
        if key is None:
            key = known[whole] = _keyed(found)
        keys.append(key[0])
    return keys if _TIMES.keys().isdisjoint(keys) else [unit.key for unit in units(text, known)]


def other_reading(number: str) -> str | None:
    """Return what `1.000` or `1,000` may mean besides, since a group of three digits may also be a fraction."""
    key = number.translate(_PLAIN_DIGITS)
    if len(re.findall(r"\D", key)) != 1 or not _GROUPED.fullmatch(key) or not re.search("[.,]", key):
        return None
    return _decimal(*re.split(r"\D", key))


# The zeros of the scripts that have digits of their own.
_ZEROS: Final = (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xFF10)
_PLAIN_DIGITS: Final = {code: str(unicodedata.digit(chr(code))) for zero in _ZEROS for code in range(zero, zero + 10)}


def _keyed(found: re.Match[str]) -> Key:
    kind = found.lastgroup
    text = found.group(kind or 0)
    if kind == "number":
        return _number_key(text), "number", True
    if kind == "sign":
        return unicodedata.normalize("NFKC", text), "sign", True
    plain = _plain(text)
    if plain in _NUMBER_WORDS:
        return _NUMBER_WORDS[plain], "number", True
    if plain in _TIMES or plain[:-1] in _TIMES:
        return plain.removesuffix("s"), "word", True
    return _stem(plain), "word", len(plain) > 1 and plain not in STOP_WORDS


def _joined(found: list[Unit]) -> list[Unit]:
    """Take `3 million` and `two hundred` for one number each."""
    if not any(unit.key in _TIMES for unit in found):
        return found
    made: list[Unit] = []
    for unit in found:
        last = made[-1] if made else None
        zeros = _TIMES.get(unit.key) if last is not None and last.kind == "number" else None
        if last is not None and zeros is not None and unit.start - last.end == 1 and ":" not in last.key:
            made[-1] = Unit(last.start, unit.end, _shifted(last.key, zeros), "number", True)
        else:
            made.append(unit)
    return made


def _shifted(number: str, zeros: int) -> str:
    whole, _, part = number.partition(".")
    return _decimal(whole + part[:zeros].ljust(zeros, "0"), part[zeros:])


def _number_key(text: str) -> str:
    plain = text if text.isascii() else text.translate(_PLAIN_DIGITS)
    if plain.isdigit():
        return plain.lstrip("0") or "0"
    if _GROUPED.fullmatch(plain):
        return _decimal("".join(re.split(r"\D", plain)), "")
    parts = re.split(r"[.,'’\s]", plain)
    if ":" in plain or len(parts) > 2:
        return _mixed(plain)
    return _decimal(*parts)


def _mixed(plain: str) -> str:
    """Return the key of `1,234.56`, or of what is no single number, such as `1.2.3` or `14:30`."""
    found = re.fullmatch(r"(\d{1,3}(?:([.,'’])\d{3})(?:\2\d{3})*)([.,])(\d+)", plain)
    if found and found.group(2) != found.group(3):
        return _decimal("".join(re.split(r"\D", found.group(1))), found.group(4))
    return plain


def _decimal(whole: str, part: str) -> str:
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _plain(word: str) -> str:
    """Return a word without case, accents and possessive ending; vowel signs of Indic scripts are no accents."""
    plain = word.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        kept = "".join(sign for sign in apart if unicodedata.combining(sign) < 10 and sign not in _UNSEEN)
        plain = unicodedata.normalize("NFC", kept).casefold()
    return _POSSESSIVE.sub("", plain.replace("’", "'")) if "'" in plain or "’" in plain else plain


_UNSEEN: Final = "\u00ad\u0640\u200c\u200d"


def _stem(plain: str) -> str:
    if not plain.isascii() or not plain.isalpha():
        return plain
    for length in range(min(_LONGEST_ENDING, len(plain) - _SHORTEST_STEM), 0, -1):
        if plain[-length:] in _ENDINGS:
            return plain[:-length]
    return plain[:-1] if plain.endswith("s") and len(plain) > 3 else plain
