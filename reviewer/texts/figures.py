"""Dates and addresses in a text: what stands for one thing although it is written in several pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeVar

_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
# Each pattern begins with the sign that it looks for and only then looks back, which is several times as fast.
_ALONE: Final = r"(?<![\w.,/-].)"
_MONTH: Final = (
    rf"(?P<month>[JFMASOND]{_ALONE}(?:(?<=J)an(?:uary)?|(?<=F)eb(?:ruary)?|(?<=M)ar(?:ch)?|(?<=A)pr(?:il)?|(?<=M)ay"
    r"|(?<=J)une?|(?<=J)uly?|(?<=A)ug(?:ust)?|(?<=S)ept?(?:ember)?|(?<=O)ct(?:ober)?|(?<=N)ov(?:ember)?"
    r"|(?<=D)ec(?:ember)?|(?<=J)ANUARY|(?<=F)EBRUARY|(?<=M)ARCH|(?<=A)PRIL|(?<=M)AY|(?<=J)UNE|(?<=J)ULY|(?<=A)UGUST"
    r"|(?<=S)EPTEMBER|(?<=O)CTOBER|(?<=N)OVEMBER|(?<=D)ECEMBER))\b\.?"
)
_DAY: Final = rf"(?P<day>[0-9]{_ALONE}[0-9]?)(?:st|nd|rd|th)?"
_DAY_AFTER: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>[12][0-9]{3})\b"
_FIRST_YEAR: Final = rf"(?P<year>[12]{_ALONE}[0-9]{{3}})"
_DATES: Final = tuple(
    re.compile(rf"{pattern}(?![\w/-])", re.ASCII)
    for pattern in (
        rf"{_DAY}[ \u00a0](?:of )?{_MONTH}(?:,? {_YEAR})?",
        rf"{_MONTH}[ \u00a0]{_DAY_AFTER}(?:,? {_YEAR})?",
        rf"{_MONTH},?[ \u00a0](?:of )?{_YEAR}",
        rf"{_FIRST_YEAR}([-/.])(?P<month>[01]?[0-9])\2(?P<day>[0-3]?[0-9])",
        rf"{_FIRST_YEAR}-(?P<month>[01][0-9])",
        rf"(?P<one>[0-9]{_ALONE}[0-9]?)([./-])(?P<other>[0-3]?[0-9])\2(?P<year>[12][0-9]{{3}})",
    )
)
_MAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK: Final = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"“”«»]{1,2000}", re.IGNORECASE)
_AFTER_LINK: Final = ".,;:!?)]}'’*_"


class Day(NamedTuple):
    """A date as far as it is given; None stands for what was left out."""

    year: int | None
    month: int | None
    day: int | None

    def covers(self, other: Day) -> bool:
        """Tell whether this date says everything that the other says."""
        return all(theirs is None or ours == theirs for ours, theirs in zip(self, other, strict=True))


class Date(NamedTuple):
    """A date in a text: its place, and what it may mean, as 3/4/2026 is in March or in April."""

    start: int
    end: int
    readings: tuple[Day, ...]


class Address(NamedTuple):
    """An e-mail or web address in a text, without what makes no difference."""

    start: int
    end: int
    key: str


T = TypeVar("T", Date, Address)


def dates(text: str) -> list[Date]:
    """Return the dates of a text, in its order: English month names, year-month-day, and days with slashes or dots."""
    found: dict[int, Date] = {}
    for pattern in _DATES:
        for match in pattern.finditer(text):
            readings = tuple(day for day in _readings(match.groupdict()) if _is_possible(day))
            last = found.get(match.start())
            if readings and (last is None or match.end() > last.end):
                found[match.start()] = Date(match.start(), match.end(), readings)
    return _apart(sorted(found.values()))


def addresses(text: str) -> list[Address]:
    """Return the e-mail and web addresses of a text, in its order."""
    found: list[Address] = []
    if "@" in text:
        found += (Address(m.start(), m.end(), m.group().rstrip(".").casefold()) for m in _MAIL.finditer(text))
    for match in _LINK.finditer(text):
        link = match.group().rstrip(_AFTER_LINK)
        key = re.sub(r"^(?:https?://)?(?:www\.)?", "", link.casefold()).rstrip("/")
        if key:
            found.append(Address(match.start(), match.start() + len(link), key))
    return _apart(sorted(found))


def _readings(parts: dict[str, str | None]) -> Iterator[Day]:
    given = parts.get("year")
    year = int(given) if given else None
    one, other = parts.get("one"), parts.get("other")
    if one and other:
        yield Day(year, int(other), int(one))
        if one != other:
            yield Day(year, int(one), int(other))
        return
    month, day = parts.get("month"), parts.get("day")
    if month:
        number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
        yield Day(year, number, int(day) if day else None)


def _is_possible(day: Day) -> bool:
    return 1 <= (day.month or 1) <= 12 and 1 <= (day.day or 1) <= 31


def _apart(found: list[T]) -> list[T]:
    """Leave out what begins inside the one before."""
    kept: list[T] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
