"""Conditions as SQLite says them: by its types, and by functions of ours where a list lies on the way."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, false, func, literal, null, or_

from reviewer.domain.expressions import Name

from .expression_fields import Operand, column, one_is_time
from .items import BODY
from .times import to_micros

COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def equal(left: Operand, right: Operand) -> ColumnElement[bool]:
    """Return the condition that both are missing, or of one kind and alike."""
    a, b = _value(left), _value(right)
    if not (isinstance(left, Name) and isinstance(right, Name)):
        return cast(ColumnElement[bool], a.is_not_distinct_from(b))
    alike = and_(_of_one_kind(left, right, a, b), func.coalesce(a == b, 0) != 0)
    return or_(and_(a.is_(None), b.is_(None)), alike)


def ordered(left: Operand, operator: str, right: Operand) -> ColumnElement[bool]:
    """Return the condition that both are texts or both numbers, and stand in this order."""
    a, b = _value(left), _value(right)
    return func.coalesce(case((_of_one_kind(left, right, a, b), COMPARE[operator](a, b)), else_=literal(0)), 0) != 0


def holds(holder: Name, value: Operand) -> ColumnElement[bool]:
    """Return the condition that the text or list of a field has the value in it."""
    sought = _value(value)
    if holder.kind == "text":
        found = func.instr(_value(holder), sought)
        return and_(func.typeof(sought) == "text", func.coalesce(found, 0) > 0)
    return func.json_holds_at(BODY.c.body, holder.path, sought) == 1


def _of_one_kind(left: Operand, right: Operand, a: Any, b: Any) -> ColumnElement[bool]:
    """Return the condition that both values are texts or both numbers: others are never equal and have no order."""
    if one_is_time(left, right):
        return false()
    types = (func.typeof(a), func.typeof(b))
    numbers = and_(*(kind.in_(("integer", "real")) for kind in types))
    return or_(and_(types[0] == types[1], types[0] != "null"), numbers)


def _value(side: Operand) -> Any:
    if isinstance(side, Name):
        return _place_in_body(side.path) if side.path.startswith("metadata.") else column(side.path)
    if isinstance(side.value, datetime):
        return literal(to_micros(side.value))
    return literal(int(side.value) if isinstance(side.value, bool) else side.value)


def _place_in_body(path: str) -> Any:
    """Return the value at a path of the body: by SQLite's own function, where there is no list on the way."""
    keys = "$" + "".join(f'."{key}"' for key in path.split("."))
    ours = func.json_value_at(BODY.c.body, path)
    missing = null() if path.count(".") == 1 else ours
    kind = func.json_type(BODY.c.body, keys)
    plain = func.json_extract(BODY.c.body, keys)
    return case((kind.is_(None), missing), (kind.in_(("array", "object")), ours), else_=plain)
