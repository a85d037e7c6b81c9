"""Opening a workspace on a server: who is logged in, whether everything is there, and what the time is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from reviewer.domain.errors import NotAMember, NotReady, NoWorkspace, Refused, Unreachable
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.store.engine import Connection, read
from reviewer.store.members import find_role
from reviewer.store.projects import StoredProject, get_project, list_names
from reviewer.store.schema import is_older, load_version
from reviewer.store.store import Store
from reviewer.store.times import to_micros

from .times import Clock

if TYPE_CHECKING:
    from reviewer.store.postgres.server_store import ServerStore


class Opened(NamedTuple):
    """A workspace on a server, ready to be used: its store, its project, the log-in and the server's clock."""

    store: Store
    stored: StoredProject
    actor: str
    clock: Clock


def open_on_server(location: str, project: str | None, actor: str | None, clock: Clock) -> Opened:
    """Open the workspace in which this log-in is a member, through one of its projects."""
    with _connected(location, actor) as store:
        with _as_member(store) as connection:
            if not list_names(connection):
                raise NotReady(f"{store.location} has no project yet: an admin makes one with 'reviewer init'.")
            stored = get_project(connection, project)
        return Opened(store, stored, store.server.login, _clock_of(store, clock))


def create_on_server(
    location: str, project: Project, taxonomy: Taxonomy | None, actor: str | None, clock: Clock
) -> Opened:
    """Make the first project of a workspace that a database administrator has made on a server."""
    with _connected(location, actor) as store:
        with _as_member(store) as connection:
            names = list_names(connection)
        if names:
            known = ", ".join(f"'{name}'" for name in names)
            raise Refused(f"{store.location} has projects already ({known}): open it, or apply another project there.")
        login, now = store.server.login, _clock_of(store, clock)
        stored, _ = store.apply_project(project, taxonomy, login, to_micros(now()))
        return Opened(store, stored, login, now)


def connect(location: str, actor: str | None) -> ServerStore:
    """Return the store in which this log-in is a member, whether it has a project yet or not."""
    with _connected(location, actor) as store, _as_member(store):
        return store


@contextmanager
def _connected(location: str, actor: str | None) -> Iterator[ServerStore]:
    """Log in to a server; where what follows does not succeed, let it go again."""
    try:
        from reviewer.store.postgres.server_store import ServerStore

        from .server_login import log_in
    except ImportError:
        raise Unreachable(
            "For a workspace on a server a part is missing here: install it with pip install 'reviewer[postgres]'."
        ) from None
    store = ServerStore(log_in(location))
    try:
        login = store.server.login
        if actor not in (None, login):
            raise Refused(f"You are logged in as {login}, not as {actor}: on a server people act under their log-in.")
        yield store
    except NoWorkspace as none:
        try:
            raise _closed_to_me(store) or none from None
        finally:
            store.close()
    except BaseException:
        store.close()
        raise


def _closed_to_me(store: ServerStore) -> NotAMember | None:
    """Return that there is a workspace which this log-in may not use, where that is why it sees none."""
    from reviewer.store.postgres.errors import HOW_TO_OPEN
    from reviewer.store.postgres.inspection import has_closed_schema

    if not has_closed_schema(store.server):
        return None
    return NotAMember(f"The workspace at {store.location} is not open to this log-in: {HOW_TO_OPEN}")


@contextmanager
def _as_member(store: ServerStore) -> Iterator[Connection]:
    """Read in one snapshot, where there is a workspace that this program knows and this log-in is a member."""
    with read(store.engine) as connection:
        if is_older(load_version(connection), store.location):
            raise NotReady(f"{store.location} is of an older version: a database administrator upgrades it.")
        if find_role(connection, store.server.login) is None:
            raise NotAMember(f"{store.server.login} is no member of a workspace at {store.location}: ask its admin.")
        yield connection


def _clock_of(store: ServerStore, clock: Clock) -> Clock:
    """Return a clock that shows the server's time, by which its leases end: this machine's may be wrong."""
    ahead = timedelta(microseconds=store.server.call("now_us")[0].now_us - to_micros(clock()))

    def now() -> datetime:
        return clock() + ahead

    return now
