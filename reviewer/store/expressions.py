"""The expression language as SQL: the same meaning as its predicate, with two-valued logic, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, not_, or_

from reviewer.domain.expressions import BoolOp, Compare, In, Kind, Name, Node, Not, compile_expression

from . import expressions_in_file, expressions_on_server
from .expression_fields import ITEM_FIELDS, Operand, is_time, one_is_time


class Speech(Protocol):
    """How one database says what a comparison means; each condition is true or false, never unknown."""

    def equal(self, left: Operand, right: Operand) -> ColumnElement[bool]:
        """Both are missing, or both are of one kind and alike."""

    def ordered(self, left: Operand, operator: str, right: Operand) -> ColumnElement[bool]:
        """Both are texts or both numbers, and stand in this order."""

    def holds(self, holder: Name, value: Operand) -> ColumnElement[bool]:
        """The text or list that a field holds has the value in it."""


SPEECHES: Mapping[str, Speech] = {"sqlite": expressions_in_file, "postgresql": expressions_on_server}


def to_sql(text: str, fields: Mapping[str, Kind], dialect: str) -> ColumnElement[bool]:
    """Return an expression over items as a condition; an unknown field is an error with the nearest name."""
    return _node(compile_expression(text, fields).tree, SPEECHES[dialect])


def _node(node: Node, speech: Speech) -> ColumnElement[bool]:
    if isinstance(node, BoolOp):
        return (and_ if node.operator == "and" else or_)(*(_node(part, speech) for part in node.parts))
    if isinstance(node, Not):
        return not_(_node(node.part, speech))
    return _compare(node, speech) if isinstance(node, Compare) else _within(node, speech)


def _compare(node: Compare, speech: Speech) -> ColumnElement[bool]:
    if node.operator == "==":
        return speech.equal(node.left, node.right)
    if node.operator == "!=":
        return not_(speech.equal(node.left, node.right))
    return false() if one_is_time(node.left, node.right) else speech.ordered(node.left, node.operator, node.right)


def _within(node: In, speech: Speech) -> ColumnElement[bool]:
    if not isinstance(node.right, Name):
        return or_(false(), *(speech.equal(node.left, entry) for entry in node.right))
    return false() if is_time(node.left) else speech.holds(node.right, node.left)


__all__ = ["ITEM_FIELDS", "to_sql"]
