"""Statements for the hot paths: built with SQLAlchemy, compiled once, run on the driver's own cursor.

Going through SQLAlchemy costs a tenth of a millisecond per statement, which is what a whole claim may cost.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.expression import ClauseElement, Select


class Prepared:
    """One statement, compiled for each dialect at its first use; values go by the names of its parameters."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}
        names = statement.selected_columns.keys() if isinstance(statement, Select) else ()
        self._row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run a statement that writes; return how many rows it touched."""
        return int(self._execute(connection, values).rowcount)

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a statement that writes once for each row; every row has all values."""
        sql, order, constants = self._compiled.get(connection.dialect.name) or self._compile(connection)
        cursor = connection.connection.cursor()
        if order is None:
            cursor.executemany(sql, [{**constants, **row} for row in rows])
        else:
            names = order
            cursor.executemany(sql, [[row[name] if name in row else constants[name] for name in names] for row in rows])

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Return the first row, whose columns are attributes, or None."""
        found = self._execute(connection, values).fetchone()
        return None if found is None else self._row._make(found)

    def value(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Return the first column of the first row, or None."""
        found = self._execute(connection, values).fetchone()
        return None if found is None else found[0]

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Return every row."""
        return [self._row._make(row) for row in self._execute(connection, values).fetchall()]

    def stream(self, connection: Connection, values: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the rows as the database finds them."""
        yield from map(self._row._make, self._execute(connection, values))

    def _execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        known = self._compiled.get(connection.dialect.name) or self._compile(connection)
        sql, order, constants = known
        cursor = connection.connection.cursor()
        if order is None:
            cursor.execute(sql, {**constants, **values})
        else:
            cursor.execute(sql, [values[name] if name in values else constants[name] for name in order])
        return cursor

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        compiled = self._statement.compile(dialect=connection.dialect)
        names = getattr(compiled, "positiontup", None)
        order = tuple(names) if names is not None else None
        constants = {name: value for name, value in compiled.params.items() if value is not None}
        self._compiled[connection.dialect.name] = (str(compiled), order, constants)
        return self._compiled[connection.dialect.name]
