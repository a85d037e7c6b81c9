"""Personal data in a text, found by its form: e-mail and IP addresses, phone and card numbers, IBANs.

A checksum decides where there is one (Luhn, mod 97). Nothing is looked up anywhere. Names, postal addresses and
birthdays have no form that could be told from other words, so they are not found; docs/personal-data.md says how many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from reviewer.domain.personal_data import Kind


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data: where it stands, what it is, and its value in the one spelling of that value."""

    start: int
    end: int
    kind: Kind
    value: str


SHORTEST: Final = 6
"""No personal data has fewer characters than `a@b.de`, so shorter texts need no search."""
_HAS_NUMBER: Final = re.compile(r"[0-9](?:[ \u00a0.\-/()\u2010\u2011\u2013]{0,20}[0-9]){6}")
_NO_DIGITS: Final = bytes(sorted(set(range(256)) - set(b"0123456789")))


@lru_cache(maxsize=64)
def find_personal_data(text: str) -> tuple[Found, ...]:
    """Return the personal data of a text in its order; stretches never overlap."""
    found: list[Found] = []
    taken = bytearray()
    for search in _worth_trying(text):
        for one in search(text):
            taken = taken or bytearray(len(text))
            if not any(taken[one.start : one.end]):
                found.append(one)
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return tuple(sorted(found, key=lambda one: one.start))


def _worth_trying(text: str) -> list[Callable[[str], Iterator[Found]]]:
    """Return the searches that may find something, which a sign or the number of digits tells much faster."""
    searches: list[Callable[[str], Iterator[Found]]] = []
    if "@" in text or "(" in text or "[" in text:
        searches.append(_emails)
    digits = len(text.encode("utf-8", "surrogatepass").translate(None, _NO_DIGITS))
    has_number = digits > 6 and _HAS_NUMBER.search(text) is not None
    if digits > 1:
        searches.append(_ibans)
    if has_number:
        searches.append(_cards)
    if (digits > 3 and text.count(".") > 2) or (digits and ("::" in text or text.count(":") > 6)):
        searches.append(_addresses)
    if has_number:
        searches.append(_phones)
    return searches


# Most texts hold no personal data. Python's search is quick for a pattern that begins with a character or a class of
# few, so each search is preceded by such a one, for what every find of it contains.
_EMAIL: Final = re.compile(r"(?<![\w.%+\-])[\w.%+'\-]{1,64}@(?:[\w\-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w\-])")
_SPELLED_EMAIL: Final = re.compile(
    r"(?<![\w.%+\-])[\w.%+\-]{1,64} ?[\[(] ?at ?[\])] ?[\w\-]{1,63}(?: ?(?:\.|[\[(] ?dot ?[\])]) ?[\w\-]{2,63}){1,4}",
    re.IGNORECASE,
)
_HAS_BRACKETED: Final = re.compile(r"[\[(] ?(?:[aA][tT]|[dD][oO][tT]) ?[\])]")
_BRACKETED: Final = re.compile(r" ?[\[(] ?(at|dot) ?[\])] ?", re.IGNORECASE)


def _emails(text: str) -> Iterator[Found]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Found(*match.span(), "e-mail", match[0].casefold())
    if _HAS_BRACKETED.search(text):
        for match in _SPELLED_EMAIL.finditer(text):
            plain = _BRACKETED.sub(lambda part: "@" if part[1].casefold() == "at" else ".", match[0])
            yield Found(*match.span(), "e-mail", plain.replace(" ", "").casefold())


_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ \u00a0\-]?[A-Za-z0-9]){11,30}")
_HAS_IBAN: Final = re.compile(r"[0-9](?<=[A-Za-z]{2}[0-9])[0-9](?:[ \u00a0\-]?[A-Za-z0-9]){11}")
_LENGTHS: Final = {
    code: length
    for length, codes in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL FK SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU XK MN",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ TL OM SO",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI FR GR IT MC MR SM DJ",
        28: "AL AZ BY CY DO GT HU LB PL SV NI",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for code in codes.split()
}
_BLANKS: Final = str.maketrans("", "", " \u00a0-")


def is_iban(text: str) -> bool:
    """Return whether this is an account number with its country's length and a checksum of 1 modulo 97."""
    plain = text.translate(_BLANKS).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", plain) or _LENGTHS.get(plain[:2]) != len(plain):
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def _ibans(text: str) -> Iterator[Found]:
    if not _HAS_IBAN.search(text):
        return
    for match in _IBAN.finditer(text):
        length = _LENGTHS.get(match[0][:2].upper())
        end = _after(text, match.start(), match.end(), length) if length else None
        if end is not None and not text[end : end + 1].isalnum() and is_iban(text[match.start() : end]):
            yield Found(match.start(), end, "IBAN", text[match.start() : end].translate(_BLANKS).upper())


def _after(text: str, start: int, end: int, count: int) -> int | None:
    """Return the place behind so many letters and digits, or None where there are fewer."""
    for place in range(start, end):
        count -= text[place].isalnum()
        if not count:
            return place + 1
    return None


_CARD: Final = re.compile(
    r"[2-6](?<![0-9A-Za-z].)(?<![0-9][.,\-].)(?:[ \u00a0\-]?[0-9]){12,18}(?![0-9A-Za-z])(?![.,][0-9])"
)
_ISSUERS: Final = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"30[0-5]|36|38|39"), (14, 16, 19)),
    (re.compile(r"352[89]|35[3-8]"), (16, 17, 18, 19)),
    (re.compile(r"6011|64[4-9]|65|62|63|67|50|5[6-8]"), (16, 17, 18, 19)),
)


def passes_luhn(digits: str) -> bool:
    """Return whether the last digit is the check digit after Luhn."""
    figures = [int(digit) for digit in reversed(digits)]
    doubled = (sum(divmod(2 * figure, 10)) for figure in figures[1::2])
    return (sum(figures[::2]) + sum(doubled)) % 10 == 0


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        digits = match[0].translate(_BLANKS)
        issued = any(begin.match(digits) and len(digits) in lengths for begin, lengths in _ISSUERS)
        if issued and len(set(digits)) > 1 and passes_luhn(digits):
            yield Found(*match.span(), "card", digits)


_V4: Final = re.compile(r"[0-9](?<![\w.].)[0-9]{0,2}\.(?:[0-9]{1,3}\.){2}[0-9]{1,3}(?![\w]|\.[0-9])")
_HAS_V6: Final = re.compile(r":[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:")
_V6: Final = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}(?:(?:\.[0-9]{1,3}){3})?(?![\w:])")
_VERSION: Final = re.compile(r"(?:version|release|build|v|firmware|section|§)\.?\s*$", re.IGNORECASE)


def _addresses(text: str) -> Iterator[Found]:
    for match in _V4.finditer(text):
        is_section = max(map(int, match[0].split("."))) < 10  # 3.2.4.1 of a report, and nobody's own address
        if not is_section and not _VERSION.search(text[max(0, match.start() - 12) : match.start()]):
            yield from _address(match)
    if ("::" in text or text.count(":") > 6) and _HAS_V6.search(text):
        for match in _V6.finditer(text):
            groups = [group for group in match[0].split(":") if group]
            if len(groups) > 2 and any(letter.isdigit() for letter in match[0]):
                yield from _address(match)


def _address(match: re.Match[str]) -> Iterator[Found]:
    try:
        address = ip_address(match[0])
    except ValueError:
        return
    if not (address.is_loopback or address.is_unspecified):  # these are everybody's
        yield Found(*match.span(), "IP address", str(address))


_SEPARATOR = r"[ \u00a0.\-/\u2010\u2011\u2013]"
_ABROAD: Final = re.compile(
    rf"(?<![\w+])(?:\+|\(\+(?=[0-9]{{1,3}}\))|00(?=[1-9]))[1-9][0-9]{{0,2}}\)?(?:{_SEPARATOR}?\(0?[0-9]{{0,5}}\))?"
    rf"(?:{_SEPARATOR}{{0,2}}[0-9]){{6,20}}(?![\w])"
)
_NORTH_AMERICA: Final = re.compile(
    r"(?<![\w.\-+/])(?:1[ .\-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .\-])"
    r"[2-9][0-9]{2}[ .\-][0-9]{4}(?![\w\-]|\.[0-9])"
)
_TRUNK: Final = re.compile(
    r"(?<![\w.,\-+/])(?:0(?:1[5-7]|7)[0-9]{8,9}|0[1-9](?:[ .\-][0-9]{2}){4}"
    r"|(?:\(0[1-9][0-9]{1,4}\)|0[1-9][0-9]{1,4})(?: ?[/\-] ?| )[0-9]{3,8}(?:[ \-][0-9]{2,5}){0,3})"
    r"(?![\w]|[.,\-/][0-9])"
)
_HAS_ABROAD: Final = re.compile(r"\+[1-9]|00(?<![\w+]..)[1-9]")
_HAS_NORTH_AMERICA: Final = re.compile(r"[2-9][0-9]{2}[ .\-][0-9]{4}")
_HAS_TRUNK: Final = re.compile(r"0[1-9][0-9 .\-()/]{5}")
_HAS_NAMED: Final = re.compile(r"[0-9][0-9 \u00a0.\-/()]{5,20}[0-9]")
_NAMED: Final = re.compile(
    r"(?:\b(?:tel|tél|phone|telephone|telefon|telefono|teléfono|téléphone|mobile?|handy|cell|fax|whatsapp|call|dial"
    r"|hotline|rufnummer|anrufen|reach (?:me|us) (?:at|on))\b(?:[^\w\n]{1,3}(?:number|no|nr|is|at|on|me)\b){0,2}|☎|📞)"
    r"[\s.:#(]{0,4}([0-9][0-9 \u00a0.\-/()]{5,20}[0-9])(?![\w])",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"[0-9]{1,4}[./\-][0-9]{1,2}[./\-][0-9]{2,4}")
_DIGITS: Final = re.compile(r"[0-9]+")


def _phones(text: str) -> Iterator[Found]:
    if _HAS_ABROAD.search(text):
        yield from _dialled(_ABROAD, text, 8, 15)
    if _HAS_NORTH_AMERICA.search(text):
        yield from _dialled(_NORTH_AMERICA, text, 10, 11)
    if _HAS_TRUNK.search(text):
        yield from _dialled(_TRUNK, text, 9, 13)
    if not _HAS_NAMED.search(text):
        return
    for match in _NAMED.finditer(text):
        digits = "".join(_DIGITS.findall(match[1]))
        if 7 <= len(digits) <= 15 and not _DATE.match(match[1]):
            yield Found(*match.span(1), "phone", digits)


def _dialled(form: re.Pattern[str], text: str, fewest: int, most: int) -> Iterator[Found]:
    """Yield the numbers of this form; what is too long for one is taken up to a blank, and the rest looked at anew."""
    place = 0
    while match := form.search(text, place):
        place = match.end()
        for end in _ends(match):
            digits = "".join(_DIGITS.findall(text[match.start() : end].replace("(0)", "")))
            digits = digits.removeprefix("00")
            if fewest <= len(digits) <= most:
                yield Found(match.start(), end, "phone", digits)
                place = end
                break


def _ends(match: re.Match[str]) -> Iterator[int]:
    yield match.end()
    for place in range(match.end() - 1, match.start(), -1):
        if match.string[place] in " \u00a0":
            yield place
