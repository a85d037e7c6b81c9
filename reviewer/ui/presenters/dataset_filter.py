"""The filter of the datasets room in the words of a person: a chip for each part, and the fields to choose from.

A part that cannot be said in words stands as it is.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reviewer.datasets.cases import WHERE_FIELDS
from reviewer.datasets.filter_parts import WORDS_ONLY, texts_of
from reviewer.domain.expressions import Compare, In, Literal, Name, Node, Not, compile_expression
from reviewer.ui.language import later, tr

FIELD_WORDS: Mapping[str, str] = {
    "language": later("language"),
    "model": later("model"),
    "verdict": later("verdict"),
    "outcome": later("outcome"),
    "method": later("how it was decided"),
    "decided_at": later("decided"),
    "policies": later("policy"),
    "corrected": later("corrected"),
    "span_labels": later("span label"),
    "reviewers": later("reviewer"),
    "agreement": later("agreement of the reviewers"),
    "reviews": later("number of reviews"),
    "source": later("source"),
    "flagged_at": later("flagged"),
    "priority": later("priority"),
    "sampling_probability": later("sampling probability"),
    "prompt": later("prompt"),
    "response": later("response"),
    "item_id": later("item id"),
}
"""The fields of a filter in the words of a person, in the order in which they are offered."""
SINCE_DAYS: Mapping[int, str] = {
    1: later("since yesterday"),
    7: later("in the last 7 days"),
    30: later("in the last 30 days"),
    90: later("in the last 90 days"),
}
_SIGNS = {"!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_WITHOUT_VALUES = (*WORDS_ONLY, "decided_at", "flagged_at")


@dataclass(frozen=True)
class FilterPart:
    """One part of a filter: what stands in the expression, and how a person reads it."""

    text: str
    said: str
    in_words: bool = True


def parts_of(where: str) -> tuple[FilterPart, ...]:
    """Return what `and` joins in a filter; nothing for one that cannot be read."""
    return tuple(FilterPart(text, *_said(text)) for text in texts_of(where))


def field_word(field: str) -> str:
    """Return the name of a field as a person reads it."""
    word = FIELD_WORDS.get(field)
    return tr(word) if word is not None else field.partition(".")[2] or field


def offered(fields: Iterable[str], *, complete: bool) -> tuple[str, ...]:
    """Return the fields that can be chosen: those with values, and until all are known every one that may have some."""
    there = {name for name in fields if not keyword.iskeyword(name.partition(".")[2])}
    known = [name for name in FIELD_WORDS if name in there or name in _WITHOUT_VALUES or not complete]
    return (*known, *sorted(there - set(FIELD_WORDS)))


def day_before(now: datetime, days: int) -> str:
    """Return the day that lies so many days before now, as it stands in a filter."""
    return f"{(now.astimezone(UTC) - timedelta(days=days)).date().isoformat()}"


def _said(text: str) -> tuple[str, bool]:
    said = _in_words(compile_expression(text, WHERE_FIELDS).tree)
    return (said, True) if said else (text, False)


def _in_words(node: Node) -> str:
    match node:
        case Compare(Name(path, kind), "==", Literal(bool() as value)) if kind == "flag":
            return field_word(path) if value else tr("not {part}").format(part=field_word(path))
        case Compare(Name(path), "==", Literal(value)):
            return _pair(path, _value(value))
        case Compare(Name(path, kind), ">=", Literal(datetime() as value)) if kind == "time":
            return tr("{field} since {day}").format(field=field_word(path), day=_value(value))
        case Compare(Name(path), sign, Literal(value)):
            return f"{field_word(path)} {_SIGNS[sign]} {_value(value)}"
        case In(Literal(value), Name(path, kind)):
            said = tr("{field} contains “{text}”") if kind == "text" else "{field}: {text}"
            return said.format(field=field_word(path), text=_value(value))
        case In(Name(path), tuple() as values):
            return _pair(path, ", ".join(_value(one.value) for one in values))
        case Not(part):
            said = _in_words(part)
            return tr("not {part}").format(part=said) if said else ""
    return ""


def _pair(path: str, value: str) -> str:
    return tr("{kind}: {value}").format(kind=field_word(path), value=value)


def _value(value: object) -> str:
    if value is None:
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, datetime):
        return value.strftime("%d %b %Y") if value.time() == datetime.min.time() else value.strftime("%d %b %Y %H:%M")
    return str(value)
