"""Databases that cannot be reached for a while, at the border to the driver, where real outages show."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from reviewer.services.workspace import Workspace


@contextmanager
def out_of_reach(workspace: Workspace) -> Iterator[list[int]]:
    """Let no connection to the workspace's file come about for a while; counts who tried, in a list of one number."""
    tried = [0]

    def refuse(*_arguments: object) -> None:
        tried[0] += 1
        raise sqlite3.OperationalError("unable to open database file")

    event.listen(workspace.engine, "do_connect", refuse)
    workspace.engine.dispose()
    try:
        yield tried
    finally:
        event.remove(workspace.engine, "do_connect", refuse)


@contextmanager
def being_written(workspace: Workspace) -> Iterator[None]:
    """Let another program hold the write lock of the workspace's file, and nobody wait long for it."""

    def impatient(connection: sqlite3.Connection, *_details: object) -> None:
        connection.execute("PRAGMA busy_timeout = 20")

    event.listen(workspace.engine, "checkout", impatient)
    other = sqlite3.connect(str(workspace.path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        event.remove(workspace.engine, "checkout", impatient)
