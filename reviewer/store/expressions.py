"""The expression language as SQL: the same meaning as its predicate, with two-valued logic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, func, literal, not_, or_, select

from reviewer.domain.expressions import BoolOp, Compare, In, Kind, Literal, Name, Node, Not, compile_expression

from .items import BODY, ITEM
from .resolutions import RESOLUTION
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
    if isinstance(node, Compare):
        return _compare(node)
    if isinstance(node, In):
        return _within(node)
    return func.coalesce(_value(node), 0) != 0


def _compare(node: Compare) -> ColumnElement[bool]:
    left, right = _pair(node.left, node.right)
    if node.operator == "==":
        return cast(ColumnElement[bool], left.is_not_distinct_from(right))
    if node.operator == "!=":
        return cast(ColumnElement[bool], left.is_distinct_from(right))
    alike = func.typeof(left) == func.typeof(right)
    numbers = and_(func.typeof(left).in_(("integer", "real")), func.typeof(right).in_(("integer", "real")))
    return func.coalesce(case((or_(alike, numbers), COMPARE[node.operator](left, right)), else_=literal(0)), 0) != 0


def _within(node: In) -> ColumnElement[bool]:
    if isinstance(node.right, Name):
        holder = _value(node.right)
        value = _value(node.left)
        return func.coalesce(func.instr(holder, value), 0) > 0
    return or_(*(_compare(Compare(node.left, "==", entry)) for entry in node.right))


def _pair(left: Name | Literal, right: Name | Literal) -> tuple[Any, Any]:
    """Return both sides; a literal beside a time is read as a time."""
    timed = any(isinstance(side, Name) and side.kind == "time" for side in (left, right))
    return _value(left, timed), _value(right, timed)


def _value(side: Any, timed: bool = False) -> Any:
    if isinstance(side, Literal):
        value = side.value
        if timed and value is not None:
            return literal(_micros(value))
        return literal(int(value) if isinstance(value, bool) else value)
    return _column(side.path)


def _micros(value: Any) -> int | None:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return to_micros(at.replace(tzinfo=UTC) if at.tzinfo is None else at)


def _column(path: str) -> Any:
    """Return the column, the resolution's column or the place in the JSON body that a field names."""
    if path == "priority":
        return -ITEM.c.rank
    if path in ("model", "language", "flagged_at"):
        return BODY.c[path]
    if path in ("verdict", "outcome", "method"):
        return (
            select(RESOLUTION.c[path])
            .where(RESOLUTION.c.item_number == ITEM.c.number, RESOLUTION.c.state == "current")
            .scalar_subquery()
        )
    if path.startswith("metadata."):
        keys = "".join('."' + key.replace('"', "") + '"' for key in path.split("."))
        return func.json_extract(BODY.c.body, "$" + keys)
    return ITEM.c[path]
