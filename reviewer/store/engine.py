"""Connections to SQLite that keep their promises: checked pragmas, explicit write transactions, plain errors.

`read` works on the engine of a server too, which brings its own way to read (see postgres/server.py).
"""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy import URL, create_engine, event
from sqlalchemy import Connection as Connection  # for the services, which hand connections on but know no SQL
from sqlalchemy import Engine as Engine  # the same
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.pool import QueuePool

from reviewer.domain.errors import Damaged, ReadOnly, Refused, Unreachable

from .json_functions import add_functions
from .place import refuse_network_drive

BUSY_SECONDS = 15
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit that returned survives a power cut; NORMAL does not
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else INSERT OR REPLACE goes round the triggers that guard the ledger
    "busy_timeout": BUSY_SECONDS * 1000,
}
READER = "reviewer_reader"  # the option under which an engine that is not of a file carries its own way to read
_GONE = "The file {path} is not there any more or is another one: nothing was saved by this; put it back."
FILE = "reviewer_file"  # which file a connection was opened on, however it is called by now
READ_ONLY_BITS = stat.S_IRUSR | stat.S_IWUSR


def open_engine(path: Path, *, create: bool = False, foreign_keys: bool = True) -> Engine:
    """Return an engine on the workspace file; refuses network drives, missing files and what is no database."""
    refuse_network_drive(path)
    if create:
        _create_private(path)
    elif not path.is_file():
        raise Unreachable(f"There is no workspace at {path}: check the path, or make one with 'reviewer init {path}'.")
    wanted = {**PRAGMAS, "foreign_keys": int(foreign_keys)}
    address = URL.create("sqlite", database=str(path.absolute()))  # never parsed: a path may hold '?' or '%'
    try:
        return _tried(path, wanted, address)
    except ReadOnly:
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return _tried(path, {**wanted, "journal_mode": "delete"}, _address_of_still_file(path))


def _address_of_still_file(path: Path) -> URL:
    """Return the address under which a file is read that nobody writes now, in a folder that we cannot write in."""
    options = {"mode": "ro", "immutable": "1", "uri": "true"}
    return URL.create("sqlite", database=f"file:{quote(str(path.absolute()))}", query=options)


def _tried(path: Path, wanted: Mapping[str, str | int], address: URL) -> Engine:
    """Return an engine whose first connection has read something."""
    engine = create_engine(
        address,
        hide_parameters=True,  # an error must never print what a person wrote
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
    )
    event.listen(engine, "do_connect", partial(_refuse_to_make, path))
    event.listen(engine, "connect", partial(_prepare, wanted, path))
    event.listen(engine, "begin", partial(_begin, path))
    try:
        with read(engine) as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    except BaseException:
        engine.dispose()
        raise
    return engine


def close_engine(engine: Engine) -> None:
    """Let the file go for good: a connection in use is closed when it comes back, and no new one is made."""
    event.listen(engine, "checkin", _close_returned)
    event.listen(engine, "do_connect", _refuse_to_connect)
    engine.dispose()


def _close_returned(connection: Any, _record: Any) -> None:
    if connection is not None:
        connection.close()


def _refuse_to_connect(*_details: Any) -> None:
    raise Unreachable("The workspace was closed meanwhile: nothing was saved by this; open it again.")


def _create_private(path: Path) -> None:
    """Create an empty file that only its owner can read; an existing one is refused."""
    if not path.parent.is_dir():
        raise Unreachable(f"The folder {path.parent} does not exist: make it first, or choose another place.")
    try:
        path.touch(mode=READ_ONLY_BITS, exist_ok=False)
    except FileExistsError:
        raise Refused(f"{path} exists already: open it, or choose another name.") from None
    except OSError as error:
        raise Unreachable(f"{path} cannot be created: {error.strerror}.") from None


def _prepare(wanted: Mapping[str, str | int], path: Path, connection: Any, record: Any) -> None:
    """Set the pragmas on a new connection and stop if one did not take."""
    record.info[FILE] = _identity(path)
    add_functions(connection)
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own is deferred and double-claims
    try:
        cursor = connection.cursor()
        for name, value in {"busy_timeout": wanted["busy_timeout"], **wanted}.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        for name, value in wanted.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != value:
                raise Unreachable(
                    f"SQLite refuses {name} = {value} here (it says {found}): move the file to a local disk."
                )
        cursor.close()
    except sqlite3.Error as error:
        raise plain_error(error) from None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refuse_to_make(path: Path, *_details: Any) -> None:
    """Refuse to connect to a file that is gone: SQLite would make an empty one in its place."""
    if not path.is_file():
        raise Unreachable(_GONE.format(path=path))


def _begin(path: Path, connection: Connection) -> None:
    """Begin for real: a write takes its lock at once, so that it can never fail half-way.

    A file that was moved or deleted goes on taking writes through its open connections: they would be lost.
    """
    now = _identity(path)
    if now is None or now != connection.info.get(FILE):
        connection.invalidate()
        raise Unreachable(_GONE.format(path=path))
    write_wanted = connection.get_execution_options().get("reviewer_write", False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if write_wanted else "BEGIN")


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Run one write transaction: it takes the write lock first, and commits or rolls back as a whole."""
    with (
        _plainly(),
        engine.connect().execution_options(reviewer_write=True) as connection,
        connection.begin(),
    ):
        yield connection


def read(engine: Engine) -> AbstractContextManager[Connection]:
    """Run reads in one consistent snapshot, of a file or of a server."""
    reader = engine.get_execution_options().get(READER, _read_file)
    return cast(AbstractContextManager[Connection], reader(engine))


@contextmanager
def _read_file(engine: Engine) -> Iterator[Connection]:
    with _plainly(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn errors of the database into one sentence that says what to do."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise plain_error(error.orig) from error
        raise
    except sqlite3.Error as error:
        raise plain_error(error) from error


def plain_error(error: sqlite3.Error) -> Exception:
    """Return the error of ours that says in one sentence what an error of SQLite means."""
    text = str(error).lower()
    if isinstance(error, sqlite3.IntegrityError):
        return error
    if "locked" in text or "busy" in text:
        return Unreachable(
            f"Another program has been writing to the file for {BUSY_SECONDS} seconds: nothing was saved, try again."
        )
    if "full" in text:
        return Unreachable("The disk is full: nothing was saved; free some space and try again.")
    if "readonly" in text or "read-only" in text:
        return ReadOnly(
            "The workspace file or its folder is read-only for you: everything can be read, and nothing decided; "
            "ask for the right to write both."
        )
    if "not a database" in text or "malformed" in text:
        return Damaged("The file is damaged or not a workspace: restore a backup with 'reviewer db restore'.")
    if "unable to open" in text or "disk i/o" in text:
        return Unreachable("The workspace cannot be read from its disk: check the disk and the rights, then try again.")
    return error


__all__ = ["DatabaseError", "open_engine", "plain_error", "read", "write"]
