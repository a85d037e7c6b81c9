"""Migrations: Alembic brings an older workspace to this program's schema, in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from reviewer.domain.errors import Damaged, Unreachable

from .engine import open_engine, write
from .triggers import FULL_TEXT, drop_triggers, make_triggers

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(path: Path, revision: str = "head", scripts: Path = MIGRATIONS) -> None:
    """Run the missing migrations on a file, all or nothing.

    Batch mode copies a table, drops the old one and renames the copy. That is no deletion of items or reviews, so the
    triggers and the foreign keys rest meanwhile; afterwards the triggers are made again and every reference is checked.
    """
    engine = open_engine(path, foreign_keys=False)
    try:
        with write(engine) as connection:
            drop_triggers(connection)
            run(connection, revision, scripts)
            make_triggers(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise Damaged(f"{path} could not be upgraded: table {broken[0]} refers to rows that do not exist.")
    except OSError as error:
        raise Unreachable(f"{path} could not be upgraded ({error}): nothing was changed.") from None
    finally:
        engine.dispose()


def run(connection: Connection, revision: str = "head", scripts: Path = MIGRATIONS) -> None:
    """Run the missing migrations on an open connection, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Return whether Alembic should compare this object: the full-text tables are made by name elsewhere."""
    return not (kind == "table" and (name or "").startswith(FULL_TEXT))
