"""What a reader may put right in foreign rows without guessing: nulls, missing ids, messages that came in parts."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from itertools import chain, count
from typing import Any

from pydantic import ValidationError

from .message_parts import join_parts

# The lists whose entries may come without an id, and the letter that the ids given to them begin with.
_NUMBERED = {"evidence": "e", "policy_hits": "h", "responses": "r"}


def mended(fields: Mapping[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """Return `fields` with what `error` names and can be put right put right, or None if it names nothing such.

    Only what was refused is touched, so that a row that is fine is never looked through.
    """
    copy = deepcopy(dict(fields))
    problems = error.errors(include_url=False, include_context=False)
    changed = [_mend(copy, problem["loc"], problem["type"]) for problem in problems]
    return copy if any(changed) else None


def _mend(fields: dict[str, Any], place: tuple[int | str, ...], kind: str) -> bool:
    *way, name = place or ("",)
    holder: Any = fields
    for step in way:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return False
    if not isinstance(holder, dict):
        return False
    if name == "id" and len(way) == 2 and holder.get("id") is None and way[0] in _NUMBERED:
        holder["id"] = _free_id(fields[str(way[0])], _NUMBERED[str(way[0])], int(way[1]))
        return True
    if name == "content" and way[:1] == ["messages"] and isinstance(holder.get("content"), list):
        join_parts(holder, f"messages.{way[1]}.content")
        return True
    if kind != "missing" and name in holder and holder[name] is None:
        del holder[name]
        return True
    return False


def _free_id(entries: list[Any], letter: str, index: int) -> str:
    taken = {entry.get("id") for entry in entries if isinstance(entry, dict)}
    numbers = chain([index + 1], count(len(entries) + 1))
    return next(name for number in numbers if (name := f"{letter}{number}") not in taken)
