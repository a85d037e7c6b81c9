"""Opening a workspace on a server: who is logged in, whether everything is there, and what the time is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from reviewer.config.addresses import secret_name
from reviewer.config.secrets import find_secret
from reviewer.domain.errors import NotAMember, NotReady, Refused, Unreachable
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.store.engine import read
from reviewer.store.members import find_role
from reviewer.store.projects import StoredProject, get_project, list_names
from reviewer.store.schema import check_schema_version, find_schema_version
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
    store = connect(location, actor)
    try:
        with read(store.engine) as connection:
            names = list_names(connection)
            if not names:
                raise NotReady(f"{store.location} has no project yet: an admin makes one with 'reviewer init'.")
            stored = get_project(connection, project)
        return Opened(store, stored, store.server.login, _clock_of(store, clock))
    except BaseException:
        store.close()
        raise


def create_on_server(
    location: str, project: Project, taxonomy: Taxonomy | None, actor: str | None, clock: Clock
) -> Opened:
    """Make the first project of a workspace that a database administrator has made on a server."""
    store = connect(location, actor)
    try:
        with read(store.engine) as connection:
            names = list_names(connection)
        if names:
            known = ", ".join(f"'{name}'" for name in names)
            raise Refused(f"{store.location} has projects already ({known}): open it, or apply another project there.")
        login, now = store.server.login, _clock_of(store, clock)
        stored, _ = store.apply_project(project, taxonomy, login, to_micros(now()))
        return Opened(store, stored, login, now)
    except BaseException:
        store.close()
        raise


def connect(location: str, actor: str | None) -> ServerStore:
    """Return the store in which this log-in is a member, whether it has a project yet or not."""
    try:
        from reviewer.store.postgres.errors import NO_WORKSPACE
        from reviewer.store.postgres.server import open_server
        from reviewer.store.postgres.server_store import ServerStore
    except ImportError:
        raise Unreachable(
            "For a workspace on a server a part is missing here: install it with pip install 'reviewer[postgres]'."
        ) from None
    store = ServerStore(open_server(location, lambda: find_secret(secret_name(location))))
    try:
        login = store.server.login
        if actor not in (None, login):
            raise Refused(f"You are logged in as {login}, not as {actor}: on a server people act under their log-in.")
        if find_schema_version(store.engine) is None:
            raise NotReady(NO_WORKSPACE)
        if check_schema_version(store.engine, store.location):
            raise NotReady(f"{store.location} is of an older version: a database administrator upgrades it.")
        with read(store.engine) as connection:
            if find_role(connection, login) is None:
                raise NotAMember(f"{login} is no member of a workspace at {store.location}: ask its admin.")
        return store
    except BaseException:
        store.close()
        raise


def _clock_of(store: ServerStore, clock: Clock) -> Clock:
    """Return a clock that shows the server's time, by which its leases end: this machine's may be wrong."""
    ahead = timedelta(microseconds=store.server.call("now_us")[0].now_us - to_micros(clock()))

    def now() -> datetime:
        return clock() + ahead

    return now
