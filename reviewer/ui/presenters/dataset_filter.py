"""The filter of the datasets room as chips: each part of the one expression in words, taken away or added.

The expression is the only truth. Its parts are what `and` joins; a part that no chip can say in words stands as it is.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reviewer.datasets.cases import WHERE_FIELDS
from reviewer.domain.errors import ReviewerError
from reviewer.domain.expressions import Compare, In, Kind, Literal, Name, Node, Not, compile_expression
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
_WORDS_ONLY = ("prompt", "response", "item_id")
_WITHOUT_VALUES = (*_WORDS_ONLY, "decided_at", "flagged_at")


@dataclass(frozen=True)
class FilterPart:
    """One part of a filter: what stands in the expression, and how a person reads it."""

    text: str
    said: str
    in_words: bool = True


def parts_of(where: str) -> tuple[FilterPart, ...]:
    """Return what `and` joins in a filter; nothing for one that cannot be read."""
    return tuple(FilterPart(text, *_said(text)) for text in _texts(where))


def without(where: str, number: int) -> str:
    """Return a filter without one of its parts."""
    return " and ".join(text for place, text in enumerate(_texts(where)) if place != number)


def narrowed(where: str, field: str, value: object) -> str:
    """Return a filter that asks for a value too; values of one field become alternatives, each of which will do."""
    texts, kind = list(_texts(where)), field_kind(field)
    if kind in ("text", "any") and field not in _WORDS_ONLY:
        for place, text in enumerate(texts):
            known = _alternatives(text, field)
            if known is not None:
                texts[place] = text if value in known else f"{field} in [{', '.join(map(repr, (*known, value)))}]"
                return " and ".join(texts)
    part = _part(field, kind, value)
    return " and ".join([*texts, part] if part not in texts else texts)


def field_kind(field: str) -> Kind:
    """Return what a field holds."""
    return WHERE_FIELDS.get(field) or WHERE_FIELDS[f"{field.partition('.')[0]}.*"]


def field_word(field: str) -> str:
    """Return the name of a field as a person reads it."""
    word = FIELD_WORDS.get(field)
    return tr(word) if word is not None else field.partition(".")[2] or field


def offered(fields: Iterable[str], *, complete: bool) -> tuple[str, ...]:
    """Return the fields that can be chosen: those with values, and until all are known every one that may have some."""
    there = {name for name in fields if not keyword.iskeyword(name.partition(".")[2])}
    known = [name for name in FIELD_WORDS if name in there or name in _WITHOUT_VALUES or not complete]
    return (*known, *sorted(there - set(FIELD_WORDS)))


def as_typed(field: str, text: str) -> object | None:
    """Return what a person typed as a value of a field, or None where it cannot be one."""
    text, kind = text.strip(), field_kind(field)
    if not text or kind == "flag":
        return None
    try:
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "time":
            datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def day_before(now: datetime, days: int) -> str:
    """Return the day that lies so many days before now, as it stands in a filter."""
    return f"{(now.astimezone(UTC) - timedelta(days=days)).date().isoformat()}"


def _texts(where: str) -> tuple[str, ...]:
    where = where.strip()
    if not where:
        return ()
    try:
        compile_expression(where, WHERE_FIELDS)
        tree = ast.parse(where, mode="eval").body
    except (ReviewerError, SyntaxError):
        return ()
    if not (isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)):
        return (f"({where})" if isinstance(tree, ast.BoolOp) and not _wrapped(where) else where,)
    return tuple(_text_of(where, value) for value in tree.values)


def _text_of(where: str, node: ast.expr) -> str:
    text = ast.get_source_segment(where, node) or ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BoolOp) else text


def _wrapped(where: str) -> bool:
    """Return whether one pair of parentheses is around all of an expression."""
    try:
        return where.startswith("(") and isinstance(ast.parse(where[1:-1], mode="eval").body, ast.BoolOp)
    except SyntaxError:
        return False


def _part(field: str, kind: Kind, value: object) -> str:
    if field in _WORDS_ONLY:
        return f"{value!r} in {field}"
    if kind == "flag":
        return field if value else f"not {field}"
    if kind == "list":
        return f"{value!r} in {field}"
    return f"{field} {'>=' if kind in ('time', 'number') else '=='} {value!r}"


def _alternatives(text: str, field: str) -> tuple[object, ...] | None:
    """Return the values that a part asks of a field, any of which will do, or None where it asks something else."""
    match compile_expression(text, WHERE_FIELDS).tree:
        case Compare(Name(path), "==", Literal(value)) if path == field and value is not None:
            return (value,)
        case In(Name(path), tuple() as values) if path == field:
            return tuple(one.value for one in values)
    return None


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
