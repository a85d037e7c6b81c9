"""A log-in that the test server asks for a password, which is looked for afterwards wherever it must not be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Database

CANARY = "kanarienvogel-7f3a"


@pytest.fixture
def guarded(database: Database) -> Iterator[str]:
    """The address of a reviewer `wary` that the server asks for a password, which is the canary."""
    with database.superuser() as connection:
        file = Path(connection.execute("SHOW hba_file").fetchone()[0])
        before = file.read_text()
        file.write_text(f"host all wary 127.0.0.1/32 scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        database.add("wary")
        connection.execute(f"ALTER ROLE wary PASSWORD '{CANARY}'")
    yield database.url("wary", tcp=True)
    file.write_text(before)
    with database.superuser() as connection:
        connection.execute("SELECT pg_reload_conf()")
