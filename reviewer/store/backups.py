"""Backups through the connection, never by copying the file, and their restoring."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from reviewer.config.atomic import sync_folder
from reviewer.domain.errors import Damaged, Refused, Unreachable


def back_up(source: Path, target: Path) -> Path:
    """Write a complete and checked copy of the workspace to `target`; all or nothing."""
    if target.exists():
        raise Refused(f"{target} exists already: choose another name for the backup.")
    partial = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(partial)) as copy:
            live.backup(copy)  # in one step: a copy in steps begins anew at each write
            copy.execute("PRAGMA journal_mode = delete")
            _check(copy, source)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
        sync_folder(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise Unreachable(f"The backup to {target} failed ({error}): nothing was changed.") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def _check(copy: sqlite3.Connection, source: Path) -> None:
    found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Damaged(f"{source} is damaged ({found}): restore an earlier backup with 'reviewer db restore'.")


def restore(backup: Path, target: Path) -> Path:
    """Write a backup to a new place; an existing workspace is never overwritten."""
    if not backup.is_file():
        raise Unreachable(f"There is no backup at {backup}.")
    if target.exists():
        raise Refused(f"{target} exists already: move it away first, or restore to another name.")
    return back_up(backup, target)


def quick_check(path: Path) -> str:
    """Return what SQLite says of the file's structure: `ok`, or the first thing that is wrong."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
