"""JSON read strictly: what would be read differently by another program is refused with its reason."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import jiter

from reviewer.domain.json_values import DEEPEST_NESTING

_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_POSITION = re.compile(r" at line \d+ column (\d+)$")


class BadJson(ValueError):
    """The bytes are not JSON that can be taken; the message is the reason."""


def parse_strict(data: bytes) -> tuple[Any, bool]:
    """Return the value of one JSON text, and whether no text in it holds NUL or a lone surrogate.

    Refused are duplicate keys, NaN and infinities, invalid UTF-8, and nesting or numbers beyond all sense. What
    only the whole value shows (depth, size of numbers) is left to `check_values` in the parts that no model checks.
    """
    try:
        value = jiter.from_json(data, allow_inf_nan=False, catch_duplicate_keys=True, cache_mode="keys")
    except ValueError as error:
        if _SURROGATE_ESCAPE.search(data) is None:
            raise BadJson(_reason(data, str(error))) from None
        return _parse_with_surrogates(data), False
    return value, b"\\u0000" not in data


def _parse_with_surrogates(data: bytes) -> Any:
    """Read a text with escapes of lone surrogates, which the fast parser refuses."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_refuse_twins,
            parse_constant=_refuse_constant,
            parse_int=_read_integer,
        )
    except RecursionError:
        raise BadJson(f"is nested more than {DEEPEST_NESTING} deep") from None
    except BadJson:
        raise
    except ValueError as error:
        raise BadJson(_reason(data, str(error))) from None


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise BadJson(f"has the key {key[:60]!r} twice")
            seen.add(key)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(f"holds {name}, which is no JSON number")


def _read_integer(digits: str) -> int:
    if len(digits) > 25:
        raise BadJson(f"holds a number of {len(digits):,} digits")
    return int(digits)


def _reason(data: bytes, error: str) -> str:
    """Say in words of ours why a text was refused."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        return "is UTF-16 or UTF-32 text; save the file as UTF-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return f"is not UTF-8 at byte {problem.start + 1} (Latin-1 or Windows-1252?); save the file as UTF-8"
    if "Detected duplicate key" in error:
        return "has the key " + error.partition("duplicate key ")[2].partition(" at line")[0][:80] + " twice"
    if "recursion limit" in error:
        return f"is nested more than {DEEPEST_NESTING} deep"
    if "number out of range" in error:
        return "holds a number of thousands of digits"
    place = _POSITION.search(error)
    where = f" at byte {int(place[1]):,}" if place else ""
    what = _POSITION.sub("", error)
    if place and data[max(int(place[1]) - 1, 0) :][:8].lstrip(b"-").startswith((b"NaN", b"Infinity")):
        return f"holds NaN or Infinity, which are no JSON numbers,{where}"
    return f"is not JSON{where}: {what}"
