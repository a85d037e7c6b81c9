"""Migrations: Alembic brings an older workspace to this program's schema, in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from reviewer.domain.errors import Unreachable

from .engine import open_engine, write
from .triggers import FULL_TEXT, make_triggers

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(path: Path, revision: str = "head") -> None:
    """Run the missing migrations on a file, then make the triggers again, which batch mode drops."""
    engine = open_engine(path)
    try:
        with write(engine) as connection:
            run(connection, revision)
            make_triggers(connection)
    except OSError as error:
        raise Unreachable(f"{path} could not be upgraded ({error}): nothing was changed.") from None
    finally:
        engine.dispose()


def run(connection: Connection, revision: str = "head") -> None:
    """Run the missing migrations on an open connection, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Return whether Alembic should compare this object: the full-text tables are made by name elsewhere."""
    return not (kind == "table" and (name or "").startswith(FULL_TEXT))
