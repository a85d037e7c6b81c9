"""A PostgreSQL server, as one log-in sees it: a small pool of connections, none of which is waited for without end.

No setting of a client helps against a server that is frozen: the socket stays open and nothing comes. So each wait for
the server is counted here, by the clock of this machine, and when it lasts too long the connection is given up.
"""

from __future__ import annotations

import ipaddress
import select
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, LiteralString

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import namedtuple_row
from sqlalchemy import Select, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import PoolProxiedConnection

from reviewer.config.addresses import address_title, read_address, secret_name, shown_address
from reviewer.domain.errors import Refused, Unreachable
from reviewer.store.engine import READER

from .errors import Silent, connection_error, plainly
from .reading import read_server

CALL_SECONDS = 20.0
CONNECT_SECONDS = 5
CLOSING_SECONDS = 2.0  # what is under way when the server is closed
PREPARE_AFTER = 3  # a statement that came so often on one connection is prepared
_LOOKS = 5  # a server that goes says so first; only after that comes the end of the stream
MINIMUM_VERSION = 150000  # views and policies that run with the rights of who asks
Password = Callable[[], str | None] | str | None
_CLOSED = "The workspace was closed meanwhile: nothing was saved by this; open it again."


class Patience:
    """How long the connections of one server may be silent, and whether they are wanted at all."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._closed_at: float | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing more is wanted of this server."""
        return self._closed_at is not None

    def close(self) -> None:
        """Let what is under way come to its end soon, or not at all."""
        self._closed_at = monotonic()

    def ended(self, heard_at: float, since: float | None) -> bool:
        """Return whether to give up: after a silence, a call that lasts, or when the server was closed."""
        now = monotonic()
        if self._closed_at is not None and now - self._closed_at > CLOSING_SECONDS:
            return True
        return now - heard_at > self.seconds or (since is not None and now - since > self.seconds)


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that is given up when the server is silent for too long."""

    patience: Patience | None = None
    call_began: float | None = None

    def wait(self, gen: Any, *arguments: Any, **options: Any) -> Any:
        """Wait for the server as the driver does, which looks in ten times a second, and count the silence."""
        if self.patience is None:
            return super().wait(gen, *arguments, **options)
        try:
            return super().wait(self._counted(gen, self.patience), *arguments, **options)
        except Silent:
            self.pgconn.finish()  # without a farewell that could be waited for
            raise

    def _counted(self, gen: Any, patience: Patience) -> Generator[Any, Any, Any]:
        heard_at = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard_at = monotonic()
                if patience.ended(heard_at, self.call_began):
                    raise Silent("the server gave no answer in time")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


_OPTIONS = "-c search_path=reviewer,pg_catalog -c default_transaction_isolation=read\\ committed"


class Server:
    """The connections of one log-in to one database: `call` for changes, `engine` for the reads of `store.engine`."""

    def __init__(self, url: str, password: Password = None, *, seconds: float = CALL_SECONDS) -> None:
        self.location = shown_address(url)
        self.title = address_title(url)
        self._secret = secret_name(url)
        self._parameters = connection_parameters(url)
        self._password = password
        self._patience = Patience(seconds)
        self._own = threading.local()  # the connection of the transaction that this thread is in
        self._statements: dict[tuple[str, int, Sequence[str]], str] = {}
        self.engine = create_engine(
            "postgresql+psycopg://",
            creator=self._connect,
            hide_parameters=True,  # an error must never print what a person wrote
            use_native_hstore=False,
            execution_options={READER: read_server},
            pool_size=2,
            max_overflow=6,
            pool_timeout=seconds,
            pool_use_lifo=True,  # the connection that has its statements prepared
        )
        event.listen(self.engine, "checkout", _look_alive)
        event.listen(self.engine, "checkin", self._let_go)
        event.listen(self.engine, "begin", _begin_reading)
        self.login: str
        self.login, version = self.row("SELECT session_user, current_setting('server_version_num')::int")
        if version < MINIMUM_VERSION:
            self.close()
            raise Refused(f"{self.location} is PostgreSQL {version // 10000}: version 15 or newer is needed.")

    def call(self, function: str, *arguments: Any, types: Sequence[str] = ()) -> list[Any]:
        """Call a function of ours in a transaction of its own, in one round trip; rows have the names it gives.

        Nothing is ever sent twice: after an error only the caller knows whether the same call may be made again.
        `types` are the types of the arguments, where PostgreSQL cannot tell them from the function.
        """
        statement = self._statement(function, len(arguments), tuple(types))
        with plainly():
            own = getattr(self._own, "connection", None)
            if own is not None:
                return _fetch(own, statement, arguments)
            with self.borrowed() as connection:
                return _fetch(connection, statement, arguments)

    def row(self, query: LiteralString, values: Mapping[str, Any] | None = None) -> tuple[Any, ...]:
        """Return the one row of a question to the server that touches no workspace."""
        with plainly(), self.borrowed() as connection:
            found: list[tuple[Any, ...]] = connection.execute(query, values).fetchall()
            return found[0]

    def select(self, statement: Select[Any]) -> list[Any]:
        """Run a shared SELECT; within a transaction of this thread it sees what was called there."""
        compiled = statement.compile(dialect=self.engine.dialect)
        with plainly():
            own = getattr(self._own, "connection", None)
            if own is not None:
                return _fetch(own, str(compiled), compiled.params)
            with self.borrowed() as connection:
                return _fetch(connection, str(compiled), compiled.params)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let all calls of this thread stand or fall together; what was called is committed at the end."""
        with self._transaction() as connection:
            yield
            connection.commit()

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Let all calls of this thread happen for show: at the end everything is as it was."""
        with self._transaction():
            yield

    def close(self) -> None:
        """Let the server go; what is under way has two seconds to end."""
        self._patience.close()
        self.engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[WatchedConnection]:
        if getattr(self._own, "connection", None) is not None:
            raise RuntimeError("a transaction within a transaction")
        with plainly(), self.borrowed() as connection:
            connection.autocommit = False
            connection.isolation_level = None
            connection.read_only = None
            self._own.connection = connection
            try:
                yield connection
            finally:
                self._own.connection = None
                if not connection.closed:
                    connection.rollback()

    @contextmanager
    def borrowed(self) -> Iterator[WatchedConnection]:
        """Lend a connection in autocommit; one that broke is thrown away, and so are those that are as old."""
        lent: PoolProxiedConnection = self.engine.raw_connection()
        connection: Any = lent.driver_connection  # what _connect made
        try:
            connection.autocommit = True
            yield connection
        finally:
            if connection.closed or self._patience.closed:
                lent.invalidate()
            else:
                lent.close()

    def _let_go(self, connection: Any, _record: Any) -> None:
        """Close what comes back after the end."""
        if self._patience.closed and connection is not None:
            connection.close()

    def _statement(self, function: str, count: int, types: tuple[str, ...]) -> str:
        key = (function, count, types)
        if key not in self._statements:
            casts = [f"%s::{kind}" for kind in types] + ["%s"] * (count - len(types))
            named = sql.SQL("SELECT * FROM reviewer.{}").format(sql.Identifier(function)).as_string()
            self._statements[key] = f"{named}({', '.join(casts)})"
        return self._statements[key]

    def _connect(self) -> WatchedConnection:
        """Make a connection, with the password of the address or of libpq's own places, else with the one we know."""
        if self._patience.closed:
            raise Unreachable(_CLOSED)
        try:
            connection = self._try(self._password if isinstance(self._password, str) else None)
        except psycopg.Error as error:
            found = self._password() if callable(self._password) and _wants_password(error) else None
            if found is None:
                raise connection_error(error, self.location, self._secret) from None
            try:
                connection = self._try(found)
            except psycopg.Error as second:
                raise connection_error(second, self.location, self._secret) from None
            self._password = found
        connection.patience = self._patience
        return connection

    def _try(self, password: str | None) -> WatchedConnection:
        given = {**self._parameters, **({"password": password} if password is not None else {})}
        return WatchedConnection.connect(**given, autocommit=True, prepare_threshold=PREPARE_AFTER)


def open_server(url: str, password: Password = None, *, seconds: float = CALL_SECONDS) -> Server:
    """Connect to the database at an address `postgresql://NAME@HOST/DATABASE`.

    `password` is asked for at the first connection for which the server wants one that libpq does not know by itself
    (from the address, PGPASSWORD, ~/.pgpass or a service file); where it is None or answers None, PasswordNeeded is
    raised. A service passes `lambda: find_secret(secret_name(url))`, and terminal and window ask the person when
    PasswordNeeded comes up. `Server.login` is the person; `Server.location` and `Server.title` hold no secret.
    """
    return Server(url, password, seconds=seconds)


def _fetch(connection: WatchedConnection, statement: str, arguments: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
    connection.call_began = monotonic()
    try:
        with connection.cursor(row_factory=namedtuple_row) as cursor:
            return cursor.execute(statement, arguments).fetchall()
    finally:
        connection.call_began = None


def _wants_password(error: psycopg.Error) -> bool:
    return error.pgconn is not None and error.pgconn.needs_password


def _look_alive(connection: Any, _record: Any, _proxy: Any) -> None:
    """Replace a pooled connection that the server has ended: nothing was sent on it yet."""
    pgconn = connection.pgconn
    try:
        for _ in range(_LOOKS):
            if not _has_news(pgconn.socket):
                break
            pgconn.consume_input()
        dead = pgconn.status != pq.ConnStatus.OK
    except (psycopg.Error, OSError):
        dead = True
    if dead:
        raise DisconnectionError


def _has_news(descriptor: int) -> bool:
    """Return whether something came in that nobody asked for, such as the end of the connection."""
    if hasattr(select, "poll"):  # select.select takes no descriptor above 1023
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([descriptor], [], [], 0)[0])


def _begin_reading(connection: Any) -> None:
    """Let the driver's own BEGIN say that this is a snapshot for reading."""
    raw = connection.connection.driver_connection
    raw.autocommit = False
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    raw.read_only = True


def connection_parameters(url: str) -> dict[str, Any]:
    """Return what libpq is to be told: all that the address says, and what we demand."""
    read_address(url)  # says what is wrong without quoting it, which libpq does not
    try:
        given = conninfo_to_dict(
            f"postgresql://{url.partition('://')[2]}"
        )  # libpq knows the word in small letters alone
    except psycopg.Error:
        where = "check what follows '?'" if "?" in url else "write unusual characters as %-codes, such as %20"
        raise Refused(f"The address of the database has a part that PostgreSQL does not know: {where}.") from None
    if not _is_local(given):
        if given.get("sslmode", "verify-full") != "verify-full":
            raise Refused(
                f"{shown_address(url)} is another machine, so the connection must be encrypted and the server must "
                "prove who it is: write sslmode=verify-full in the address, or leave sslmode out."
            )
        given["sslmode"] = "verify-full"
    return {
        "gssencmode": "disable",
        "keepalives_idle": 60,
        "application_name": "reviewer",
        **given,
        "connect_timeout": CONNECT_SECONDS,
        "client_encoding": "utf8",
        "options": f"{given.get('options', '')} {_OPTIONS}".strip(),
    }


def _is_local(given: dict[str, Any]) -> bool:
    """Return whether every host that may be meant is this machine; a service of libpq may mean any."""
    if given.get("service"):
        return False
    for name in ("hostaddr", "host"):
        hosts = given.get(name) or _default(name)
        if hosts:
            return all(_is_loopback(host) for host in hosts.split(","))
    return True


def _default(name: str) -> str:
    """Return what libpq takes where the address says nothing: from the environment, or its own."""
    found = next((option.val for option in pq.Conninfo.get_defaults() if option.keyword == name.encode()), None)
    return found.decode() if found else ""


def _is_loopback(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
