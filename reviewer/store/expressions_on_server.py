"""Conditions as PostgreSQL says them: each value as JSON, whose kinds are never equal to each other."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ColumnElement, and_, func, literal, null

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
    if isinstance(left, Name) and isinstance(right, Name) and one_is_time(left, right):
        return and_(a.is_(None), b.is_(None))
    return cast(ColumnElement[bool], a.is_not_distinct_from(b))


def ordered(left: Operand, operator: str, right: Operand) -> ColumnElement[bool]:
    """Return the condition that both are texts or both numbers, and stand in this order."""
    place = func.reviewer.json_order(_value(left), _value(right))
    return cast(ColumnElement[bool], func.coalesce(COMPARE[operator](place, 0), False))


def holds(holder: Name, value: Operand) -> ColumnElement[bool]:
    """Return the condition that the text or list of a field has the value in it."""
    return cast(ColumnElement[bool], func.reviewer.json_holds(_value(holder), _value(value)))


def _value(side: Operand) -> Any:
    if isinstance(side, Name):
        if side.path.startswith("metadata."):
            return func.reviewer.json_at(BODY.c.body, side.path)
        return func.to_jsonb(column(side.path))
    value = to_micros(side.value) if isinstance(side.value, datetime) else side.value
    if value is None:
        return null()
    return func.to_jsonb(literal(int(value), BigInteger()) if isinstance(value, int) else literal(value))
