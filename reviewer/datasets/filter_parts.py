"""The parts of a filter that `and` joins: taken away, or one value more asked for; the expression is the only truth."""

from __future__ import annotations

import ast
from datetime import datetime

from reviewer.datasets.cases import WHERE_FIELDS
from reviewer.domain.errors import ReviewerError
from reviewer.domain.expressions import Compare, In, Kind, Literal, Name, compile_expression

WORDS_ONLY = ("prompt", "response", "item_id")
"""Fields in which words are looked for."""


def texts_of(where: str) -> tuple[str, ...]:
    """Return the parts of a filter, each a filter of its own; nothing for one that cannot be read."""
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
    if field in WORDS_ONLY:
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


def without(where: str, number: int) -> str:
    """Return a filter without one of its parts."""
    return " and ".join(text for place, text in enumerate(texts_of(where)) if place != number)


def narrowed(where: str, field: str, value: object) -> str:
    """Return a filter that asks for a value too; values of one field become alternatives, each of which will do."""
    texts, kind = list(texts_of(where)), field_kind(field)
    if kind in ("text", "any") and field not in WORDS_ONLY:
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
