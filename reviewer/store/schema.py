"""The schema of a workspace file: made at the start, checked when it is opened."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, insert, inspect, select, update

from reviewer.domain.errors import Damaged, Refused

from .engine import read, write
from .tables import Meta, metadata
from .triggers import make_triggers

SCHEMA_VERSION = "0005"
META = Meta.__table__  # type: ignore[attr-defined]


def create_schema(engine: Engine, facts: Mapping[str, str]) -> None:
    """Make all tables, triggers and the facts of a new workspace."""
    with write(engine) as connection:
        metadata.create_all(connection)
        make_triggers(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (SCHEMA_VERSION,))
        connection.execute(insert(META), [{"key": key, "value": value} for key, value in facts.items()])


def find_schema_version(engine: Engine) -> str | None:
    """Return the number of the last migration of this file, or None where it is no workspace."""
    with read(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return str(row[0]) if row else None


def check_schema_version(engine: Engine, place: str) -> bool:
    """Return whether the file needs an upgrade; refuse one that is newer than this program or no workspace."""
    found = find_schema_version(engine)
    if found is None:
        raise Damaged(f"{place} is a database, but not a workspace of Reviewer: choose another file.")
    return is_older(found, place)


def is_older(found: str, place: str) -> bool:
    """Return whether a schema is older than the one that this program knows; refuse one that is newer."""
    if found > SCHEMA_VERSION:
        raise Refused(
            f"{place} was written by a newer Reviewer (schema {found}, known is {SCHEMA_VERSION}): update it."
        )
    return found < SCHEMA_VERSION


def load_version(connection: Connection) -> str:
    """Return the number of the last migration, where there is a workspace."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def load_facts(connection: Connection) -> dict[str, str]:
    """Return the facts of the workspace."""
    return {row.key: row.value for row in connection.execute(select(META))}


def set_fact(connection: Connection, key: str, value: str) -> None:
    """Set one fact of the workspace."""
    if connection.execute(update(META).where(META.c.key == key).values(value=value)).rowcount == 0:
        connection.execute(insert(META), {"key": key, "value": value})
