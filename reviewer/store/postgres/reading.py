"""Reads on a server: one snapshot, and nothing of a connection that broke goes back into the pool."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from .errors import plainly


@contextmanager
def read_server(engine: Engine) -> Iterator[Connection]:
    """Run reads in one snapshot that cannot write; the engine is that of a `Server`."""
    with plainly(), engine.connect() as connection:
        connection.begin()
        try:
            yield connection
        except BaseException:
            _drop_if_broken(connection)
            raise
        connection.rollback()  # nothing was written: this only ends the snapshot


def _drop_if_broken(connection: Connection) -> None:
    raw = None if connection.invalidated else connection.connection.driver_connection
    if raw is not None and raw.closed:
        connection.invalidate()
