"""The one small language of `where` and `show_when`: Python comparisons over named fields, and nothing else.

A condition is read with `ast`, checked against the fields that exist, and becomes a tree of frozen nodes.
`matches` runs the tree over a record; the store turns the same tree into SQL. Both follow these rules:

* Logic has two values. A comparison is true or false, never unknown, and `not` turns one into the other. So
  `not (score > 3)` also holds where there is no score.
* A value that is missing is None. `== None` and `in [None]` find it, `!=` with any value holds for it, and
  `<`, `<=`, `>`, `>=` with it are false. Nothing is `in` a field that is missing.
* Values of different kinds are never equal and have no order. A flag is the number 1 or 0, as in Python.
* Text is compared by code points, so case counts. `'x' in field` looks for a part of a text or for an element
  of a list.
* Times are points in time: text literals compared with them are ISO 8601, in UTC where they name no zone.
* A flag may stand alone: `control` means `control == True`. A chain `1 < score < 3` means both halves.
"""

from __future__ import annotations

import ast
import difflib
import math
import operator
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final, NoReturn
from typing import Literal as OneOf

from reviewer.domain.errors import ReviewerError

Kind = OneOf["text", "number", "flag", "time", "list", "any"]
Value = str | int | float | bool | datetime | None
Operator = OneOf["==", "!=", "<", "<=", ">", ">="]

LONGEST_TEXT: Final = 2_000
DEEPEST_NESTING: Final = 32
_LARGEST_INTEGER: Final = 2**63 - 1


class ExpressionError(ReviewerError):
    """A condition cannot be read, names a field that does not exist, or compares what cannot be compared."""


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the record, by its dotted path."""

    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the condition; beside a time field it is already a time in UTC."""

    value: Value


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison of two operands."""

    left: Name | Literal
    operator: Operator
    right: Name | Literal


@dataclass(frozen=True, slots=True)
class In:
    """An operand is one of the listed values, or is part of the text or list that a field holds."""

    left: Name | Literal
    right: Name | tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class BoolOp:
    """All of the parts hold, or any of them."""

    operator: OneOf["and", "or"]
    parts: tuple[Node, ...]


Node = Compare | In | Not | BoolOp


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition that was read and checked: `matches` runs it, `tree` is what the store turns into SQL."""

    text: str
    tree: Node
    _holds: Callable[[object], bool] = field(repr=False, compare=False)

    def matches(self, record: object) -> bool:
        """Tell whether the condition holds for a record, which is a mapping or an object with the fields."""
        return self._holds(record)

    @property
    def fields(self) -> frozenset[str]:
        """The dotted paths of the fields that the condition asks for."""
        return frozenset(_paths(self.tree))


def compile_expression(text: str, fields: Mapping[str, Kind]) -> Expression:
    """Read a condition over the given fields; a field that ends in `.*` stands for every name below it."""
    if not text.strip():
        raise ExpressionError("The condition is empty; write one such as verdict == 'reject', or leave it out.")
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(
            f"The condition has {len(text):,} characters, and at most {LONGEST_TEXT:,} fit; shorten it."
        )
    tree = _Reader(text, fields).condition(_parse(text), 1)
    return Expression(text, tree, _predicate(tree))


def _parse(text: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (RecursionError, MemoryError, UnicodeError):
        raise ExpressionError(
            f"The condition {_shown(text)} is too deeply nested or holds an impossible character; simplify."
        ) from None
    except (SyntaxError, ValueError) as error:  # a NUL is the one on some versions of Python, the other on others
        hint = "; use == to compare" if "==" not in text and "=" in text else ""
        raise ExpressionError(
            f"The condition {_shown(text)} cannot be read at column {getattr(error, 'offset', None) or 1}{hint}; "
            "write one such as verdict == 'reject' and score > 0.5."
        ) from None


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 60 else text[:57] + "...")


class _Reader:
    """Turns the syntax tree of Python into nodes; whatever is not allowed is refused with its column."""

    def __init__(self, text: str, fields: Mapping[str, Kind]) -> None:
        self._text = text
        self._fields = fields

    def condition(self, node: ast.expr, depth: int) -> Node:
        if depth > DEEPEST_NESTING:
            raise ExpressionError(
                f"The condition {_shown(self._text)} is nested more than {DEEPEST_NESTING} deep; simplify it."
            )
        match node:
            case ast.BoolOp(op=op, values=values):
                word: OneOf["and", "or"] = "and" if isinstance(op, ast.And) else "or"
                return BoolOp(word, tuple(self.condition(value, depth + 1) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return Not(self.condition(inner, depth + 1))
            case ast.Compare(left=left, ops=ops, comparators=rights):
                lefts = [left, *rights[:-1]]
                parts = tuple(self._comparison(*each) for each in zip(lefts, ops, rights, strict=True))
                return parts[0] if len(parts) == 1 else BoolOp("and", parts)
            case ast.Name() | ast.Attribute():
                return self._flag(node)
            case _:
                self._refuse(node)

    def _flag(self, node: ast.expr) -> Node:
        name = self._name(node)
        if name.kind not in ("flag", "any"):
            raise ExpressionError(f"The field {name.path} is not a yes or no, so it cannot stand alone; compare it.")
        return Compare(name, "==", Literal(True))

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(op, (ast.In, ast.NotIn)):
            found = self._membership(left, right)
            return Not(found) if isinstance(op, ast.NotIn) else found
        if type(op) not in _OPERATORS:
            raise ExpressionError(f"The condition {_shown(self._text)} uses `is`; use == or != instead.")
        first, second = self._operand(left), self._operand(right)
        self._needs_a_field(left, first, second)
        word = _OPERATORS[type(op)]
        return Compare(self._fitted(first, second, word), word, self._fitted(second, first, word))

    def _membership(self, left: ast.expr, right: ast.expr) -> In:
        first = self._operand(left)
        if isinstance(right, (ast.List, ast.Tuple)):
            values = [self._operand(element) for element in right.elts]
            self._needs_a_field(left, first)
            fitted = (self._fitted(value, first, "==") for value in values)
            return In(first, tuple(self._literal_only(value) for value in fitted))
        holder = self._operand(right)
        if not isinstance(holder, Name) or holder.kind not in ("text", "list", "any"):
            raise ExpressionError(
                f"The right side of `in` at column {right.col_offset + 1} must be a list such as ['a', 'b'], "
                "or a field that holds a list or a text."
            )
        if holder.kind == "text" and not _could_be_text(first):
            raise ExpressionError(f"The field {holder.path} holds a text, so only a text can be in it; use quotes.")
        return In(first, holder)

    def _literal_only(self, operand: Name | Literal) -> Literal:
        if isinstance(operand, Name):
            raise ExpressionError(
                f"A list after `in` holds plain values, but {operand.path} is a field; "
                f"join two comparisons by `or` instead."
            )
        return operand

    def _needs_a_field(self, node: ast.expr, *operands: Name | Literal) -> None:
        if not any(isinstance(operand, Name) for operand in operands):
            raise ExpressionError(
                f"The comparison at column {node.col_offset + 1} names no field, so it says nothing; "
                f"name one such as {self._example()}."
            )

    def _operand(self, node: ast.expr) -> Name | Literal:
        match node:
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.Constant(value=value):
                return Literal(self._value(node, value))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)) if not isinstance(
                value, bool
            ):
                return Literal(self._value(node, -value))
            case _:
                self._refuse(node)

    def _value(self, node: ast.expr, value: object) -> Value:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str) and not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
            return value
        if isinstance(value, int) and -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER:
            return value
        if isinstance(value, float) and math.isfinite(value):
            return value
        raise ExpressionError(
            f"The value at column {node.col_offset + 1} of {_shown(self._text)} is one no field can hold; "
            "use a text, a number, True, False or None."
        )

    def _name(self, node: ast.expr) -> Name:
        parts: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            self._refuse(inner)
        path = ".".join([inner.id, *reversed(parts)])
        if any(part.startswith("_") for part in path.split(".")):
            raise ExpressionError(f"The field {_shown(path)} starts with an underscore, and no field does; rename it.")
        kind = _kind_of(path, self._fields)
        if kind is None:
            raise ExpressionError(_unknown(path, self._fields))
        return Name(path, kind)

    def _fitted(self, operand: Name | Literal, other: Name | Literal, word: Operator) -> Name | Literal:
        """Return the operand as the other side needs it, or refuse what could never be true."""
        if isinstance(operand, Name):
            if operand.kind == "list" and other != Literal(None):
                raise ExpressionError(f"The field {operand.path} holds a list; ask for one of its values with `in`.")
            return operand
        value = operand.value
        if isinstance(other, Literal) or (value is None and word in ("==", "!=")):
            return operand
        if value is None:
            raise ExpressionError(f"Nothing is before or after None; ask for {other.path} == None or != None.")
        if other.kind == "time":
            return Literal(_time_of(value, other.path))
        if (other.kind == "text" and not isinstance(value, str)) or (
            other.kind in ("number", "flag") and isinstance(value, str)
        ):
            remedy = "put it in quotes" if other.kind == "text" else "write it without quotes"
            raise ExpressionError(
                f"The field {other.path} holds a {other.kind} and cannot be compared with "
                f"{_shown(str(value))}; {remedy}."
            )
        return operand

    def _example(self) -> str:
        return next((name for name in self._fields if not name.endswith(".*")), "verdict")

    def _refuse(self, node: ast.expr) -> NoReturn:
        what = next((words for kind, words in _REFUSED.items() if isinstance(node, kind)), "something else")
        raise ExpressionError(
            f"The condition {_shown(self._text)} has {what} at column {node.col_offset + 1}, "
            "and may only compare fields with values, joined by and, or, not."
        )


_OPERATORS: Final[dict[type[ast.cmpop], Operator]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}

_REFUSED: Final[dict[type[ast.expr], str]] = {
    ast.Call: "a function call",
    ast.Subscript: "square brackets after a name",
    ast.BinOp: "a calculation",
    ast.UnaryOp: "a sign before something that is not a number",
    ast.Lambda: "a function",
    ast.IfExp: "an if",
    ast.NamedExpr: "an assignment",
    ast.JoinedStr: "a text with braces to fill in",
    ast.ListComp: "a loop",
    ast.SetComp: "a loop",
    ast.DictComp: "a loop",
    ast.GeneratorExp: "a loop",
    ast.Dict: "a dictionary",
    ast.Set: "a set",
    ast.List: "a list outside `in`",
    ast.Tuple: "a list outside `in`",
    ast.Starred: "a star",
    ast.Constant: "a value that stands alone",
    ast.BoolOp: "and/or inside a comparison",
    ast.Compare: "a comparison inside a comparison",
}


def _could_be_text(operand: Name | Literal) -> bool:
    return operand.kind in ("text", "any") if isinstance(operand, Name) else isinstance(operand.value, str)


def _kind_of(path: str, fields: Mapping[str, Kind]) -> Kind | None:
    if path in fields and not path.endswith("*"):
        return fields[path]
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        wildcard = ".".join(parts[:length]) + ".*"
        if wildcard in fields:
            return fields[wildcard]
    return None


def _unknown(path: str, fields: Mapping[str, Kind]) -> str:
    constants = {"true": "True", "false": "False", "null": "None", "none": "None"}
    if path in constants:
        return f"There is no field {path}; write {constants[path]}."
    rest = path.partition(".")[2] or "name"
    known = [f"{name[:-1]}{rest}" if name.endswith(".*") else name for name in fields]
    nearest = difflib.get_close_matches(path, known, n=1, cutoff=0.5)
    if nearest:
        return f"There is no field {_shown(path)}; did you mean {nearest[0]}?"
    return f"There is no field {_shown(path)}; there are {', '.join(sorted(known)[:8]) or 'none here'}."


def _time_of(value: Value, path: str) -> datetime:
    found = _point_in_time(value)
    if found is None:
        raise ExpressionError(
            f"The field {path} holds a time, so compare it with one such as '2026-11-20' "
            f"or '2026-11-20T09:14:00Z', not with {_shown(str(value))}."
        )
    return found


def _paths(node: Node) -> Iterator[str]:
    if isinstance(node, Not):
        yield from _paths(node.part)
    elif isinstance(node, BoolOp):
        for part in node.parts:
            yield from _paths(part)
    else:
        yield from (side.path for side in (node.left, node.right) if isinstance(side, Name))


def _predicate(node: Node) -> Callable[[object], bool]:
    if isinstance(node, Not):
        inner = _predicate(node.part)
        return lambda record: not inner(record)
    if isinstance(node, BoolOp):
        parts = [_predicate(part) for part in node.parts]
        every = all if node.operator == "and" else any
        return lambda record: every(part(record) for part in parts)
    left = _getter(node.left)
    if isinstance(node, Compare):
        right, compare = _getter(node.right), _COMPARE[node.operator]
        return lambda record: compare(left(record), right(record))
    if isinstance(node.right, tuple):
        values = [literal.value for literal in node.right]
        return lambda record: any(_equal(left(record), value) for value in values)
    holder = _getter(node.right)
    return lambda record: _contains(holder(record), left(record))


def _getter(operand: Name | Literal) -> Callable[[object], Any]:
    if isinstance(operand, Literal):
        value = operand.value
        return lambda record: value
    path, parts, is_time = operand.path, operand.path.split("."), operand.kind == "time"

    def get(record: object) -> Any:
        found = record[path] if isinstance(record, Mapping) and path in record else _walk(record, parts)
        if isinstance(found, Enum):
            found = found.value
        return _point_in_time(found) if is_time else found

    return get


def _walk(record: object, parts: list[str]) -> Any:
    """Follow a path; through a list it gathers what each element holds."""
    for position, part in enumerate(parts):
        if isinstance(record, (list, tuple)):
            return [found for element in record if (found := _walk(element, parts[position:])) is not None]
        record = record.get(part) if isinstance(record, Mapping) else getattr(record, part, None)
        if record is None or callable(record):
            return None
    return record


def _point_in_time(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(found, datetime):
            return None
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _equal(left: Any, right: Any) -> bool:
    return bool(left == right)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def holds(left: Any, right: Any) -> bool:
        alike = any(isinstance(left, kind) and isinstance(right, kind) for kind in ((int, float), str, datetime))
        return alike and bool(compare(left, right))

    return holds


def _contains(holder: Any, value: Any) -> bool:
    if isinstance(holder, str):
        return isinstance(value, str) and value in holder
    return isinstance(holder, (list, tuple, set, frozenset)) and any(_equal(each, value) for each in holder)


_COMPARE: Final[dict[Operator, Callable[[Any, Any], bool]]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
}
