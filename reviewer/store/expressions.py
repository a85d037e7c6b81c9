"""The expression language as SQL: the same meaning as its predicate, with two-valued logic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, false, func, literal, not_, null, or_, select, true

from reviewer.domain.expressions import BoolOp, Compare, In, Kind, Literal, Name, Node, Not, compile_expression

from .items import BODY, ITEM
from .resolutions import IS_CURRENT, RESOLUTION
from .times import to_micros

ITEM_FIELDS: Mapping[str, Kind] = {
    "item_id": "text",
    "source": "text",
    "state": "text",
    "priority": "number",
    "reviews": "number",
    "flagged_at": "time",
    "due_at": "time",
    "model": "text",
    "language": "text",
    "assigned_to": "text",
    "verdict": "text",
    "outcome": "text",
    "method": "text",
    "metadata.*": "any",
}
COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def to_sql(text: str, fields: Mapping[str, Kind]) -> ColumnElement[bool]:
    """Return an expression over items as a condition; an unknown field is an error with the nearest name."""
    return _node(compile_expression(text, fields).tree)


def _node(node: Node) -> ColumnElement[bool]:
    if isinstance(node, BoolOp):
        return (and_ if node.operator == "and" else or_)(*(_node(part) for part in node.parts))
    if isinstance(node, Not):
        return not_(_node(node.part))
    return _compare(node) if isinstance(node, Compare) else _within(node)


def _compare(node: Compare) -> ColumnElement[bool]:
    left, right = _value(node.left), _value(node.right)
    between_fields = isinstance(node.left, Name) and isinstance(node.right, Name)
    comparable = _of_one_kind(node.left, node.right, left, right) if between_fields else true()
    if node.operator in ("==", "!="):
        equal = cast(ColumnElement[bool], left.is_not_distinct_from(right))
        if between_fields:
            equal = or_(and_(left.is_(None), right.is_(None)), and_(comparable, func.coalesce(left == right, 0) != 0))
        return equal if node.operator == "==" else not_(equal)
    kinds = _of_one_kind(node.left, node.right, left, right)
    return func.coalesce(case((kinds, COMPARE[node.operator](left, right)), else_=literal(0)), 0) != 0


def _of_one_kind(left: Name | Literal, right: Name | Literal, a: Any, b: Any) -> ColumnElement[bool]:
    """Return the condition that both values are texts or both numbers: others are never equal and have no order."""
    if _is_time(left) != _is_time(right):
        return false()
    types = (func.typeof(a), func.typeof(b))
    numbers = and_(*(kind.in_(("integer", "real")) for kind in types))
    return or_(and_(types[0] == types[1], types[0] != "null"), numbers)


def _is_time(side: Name | Literal) -> bool:
    return side.kind == "time" if isinstance(side, Name) else isinstance(side.value, datetime)


def _within(node: In) -> ColumnElement[bool]:
    if not isinstance(node.right, Name):
        return or_(false(), *(_compare(Compare(node.left, "==", entry)) for entry in node.right))
    value = _value(node.left)
    if _is_time(node.left):
        return false()
    if node.right.kind == "text":
        found = func.instr(_value(node.right), value)
        return and_(func.typeof(value) == "text", func.coalesce(found, 0) > 0)
    return func.json_holds_at(BODY.c.body, node.right.path, value) == 1


def _value(side: Name | Literal) -> Any:
    if isinstance(side, Name):
        return _column(side.path)
    if isinstance(side.value, datetime):
        return literal(to_micros(side.value))
    return literal(int(side.value) if isinstance(side.value, bool) else side.value)


def _column(path: str) -> Any:
    """Return the column, the resolution's column or the place in the JSON body that a field names."""
    if path == "priority":
        return -ITEM.c.rank
    if path in ("model", "language"):
        return func.nullif(BODY.c[path], "")
    if path == "flagged_at":
        return BODY.c[path]
    if path in ("verdict", "outcome", "method"):
        return (
            select(RESOLUTION.c[path])
            .where(RESOLUTION.c.item_number == ITEM.c.number, IS_CURRENT)
            .correlate(ITEM)
            .scalar_subquery()
        )
    if path.startswith("metadata."):
        return _place_in_body(path)
    return ITEM.c[path]


def _place_in_body(path: str) -> Any:
    """Return the value at a path of the body: by SQLite's own function, where there is no list on the way."""
    keys = "$" + "".join(f'."{key}"' for key in path.split("."))
    ours = func.json_value_at(BODY.c.body, path)
    missing = null() if path.count(".") == 1 else ours
    kind = func.json_type(BODY.c.body, keys)
    plain = func.json_extract(BODY.c.body, keys)
    return case((kind.is_(None), missing), (kind.in_(("array", "object")), ours), else_=plain)
