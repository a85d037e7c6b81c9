"""What an error of PostgreSQL means, in one sentence for a person.

The text of an error may quote what somebody wrote, so it goes no further than this module: what is not known here
becomes a `ServerFault` that has only the error's code and its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error, OperationalError
from psycopg.errors import ConnectionTimeout, Diagnostic
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from reviewer.domain.errors import (
    AlreadyReviewed,
    InvalidInput,
    LeaseLost,
    NotFound,
    NotReady,
    NoWorkspace,
    PasswordNeeded,
    Refused,
    ReviewerError,
    Unreachable,
)

OURS = "reviewer"  # the DETAIL of each refusal of our functions
_REFUSALS: dict[str, type[ReviewerError]] = {
    "42501": Refused,
    "55006": Refused,
    "55000": LeaseLost,
    "23505": AlreadyReviewed,
    "P0002": NotFound,
    "22023": InvalidInput,
}
_CLASHES = ("40001", "40P01", "55P03")  # serialization failure, deadlock, lock not available
_SENTENCES = {
    "25006": "The server takes no changes now, it is read-only: ask whoever runs it, then try again.",
    "42501": "Your log-in may not do this here: ask an admin for the role.",
    "57014": "The server stopped this because it took too long: nothing was saved, try again.",
    "53100": "The disk of the server is full: nothing was saved; tell whoever runs it.",
    "53300": "The server has no room for another connection: try again later, or ask for more max_connections.",
    "3D000": "There is no such database on the server: check the name at the end of the address.",
}
# A log-in that was refused for one of these reasons was not refused for its password.
_OTHER_REASON = re.compile(
    r'database "|pg_hba|too many|remaining connection|starting up|shutting down|recovery|certificate'
)
_NO_WORKSPACE = frozenset({"3F000", "42P01"})  # no such schema, no such table
NO_WORKSPACE = (
    "This database holds no workspace that this version can use: a database administrator runs the SQL "
    "that 'reviewer init URL' prints."
)

HOW_TO_OPEN = (
    "an admin adds it with 'reviewer members add', and a database administrator runs the SQL that this prints."
)


class ServerFault(Exception):
    """The server refused something that the program should not have asked for: a bug, told without any text."""


class NotGranted(Refused):
    """The group of this log-in may not call this at all, so that no function of ours could say why."""


class Silent(OperationalError):
    """The server gave no sign of life for too long, so the connection was given up."""


@contextmanager
def plainly() -> Iterator[None]:
    """Turn errors of the server and its driver into ours."""
    try:
        yield
    except DBAPIError as error:
        raise plain_error(error.orig) from None
    except Error as error:
        raise plain_error(error) from None
    except PoolTimeout:
        raise Unreachable("All connections to the server are busy: nothing was saved, try again.") from None


def plain_error(error: BaseException | None) -> Exception:
    """Return the error of ours that says what an error of PostgreSQL means."""
    if not isinstance(error, Error):
        return ServerFault(type(error).__name__)
    if isinstance(error, Silent):
        return Unreachable("The server cannot be reached now: it gave no answer in time; try again later.")
    code = error.sqlstate or ""
    if error.diag.message_detail == OURS and code in _REFUSALS:
        return _REFUSALS[code](error.diag.message_primary or "")
    if code in _SENTENCES:
        return (NotGranted if code == "42501" else Unreachable)(_SENTENCES[code])
    if code in _CLASHES:
        return Unreachable("Another change came in between: nothing was saved, try again.")
    if code in _NO_WORKSPACE:
        return NoWorkspace(NO_WORKSPACE)
    if code[:2] in ("08", "57", "58", "53") or (isinstance(error, OperationalError) and not code):
        return Unreachable("The server cannot be reached now: the connection was lost; try again later.")
    return ServerFault(f"{code} {type(error).__name__}{_position(error.diag, code)}")


def connection_error(error: Error, place: str, secret: str) -> ReviewerError:
    """Return the error of ours that says why a connection was refused; `secret` is the name of its password."""
    if error.pgconn is not None and error.pgconn.needs_password:
        return PasswordNeeded(f"{place} asks for a password: give it with 'reviewer secret set {secret}'.")
    said = _first_line(error)
    if error.pgconn is not None and error.pgconn.used_password and not _OTHER_REASON.search(said):
        return PasswordNeeded(
            f"{place} does not take this password: give the right one with 'reviewer secret set {secret}'. ({said})",
            wrong=True,
        )
    if "permission denied for database" in said:
        return NotReady(f"{place} is not open to this log-in: {HOW_TO_OPEN}")
    if isinstance(error, ConnectionTimeout):
        said = "it gave no answer in time"
    if "root certificate" in said or "certificate verify failed" in said:
        said += "; name the file of its certificate authority as sslrootcert=FILE, or sslrootcert=system"
    if "does not support SSL" in said:
        said += "; ask whoever runs it to turn encryption on"
    return Unreachable(f"{place} cannot be reached now: {said}. Check the address and the network, then try again.")


def _first_line(error: Error) -> str:
    """Return what the server or the driver said first; neither ever quotes a password."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    said = lines[0].removeprefix("connection failed: ").removeprefix("connection is bad: ")
    return "".join(letter if letter.isprintable() else " " for letter in said)[:300].rstrip(". ")


def _position(diag: Diagnostic, code: str) -> str:
    """Say what was named wrongly: errors of class 42 name tables and columns, never what somebody wrote."""
    return f": {diag.message_primary}" if code.startswith("42") and diag.message_primary else ""
