"""The database of a workspace: what it is, whether it is sound, backups and upgrades."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.config.paths import state_dir
from reviewer.config.settings import load_settings
from reviewer.store import backups
from reviewer.store.audit import find_head
from reviewer.store.engine import PRAGMAS, read
from reviewer.store.items import count_all
from reviewer.store.schema import SCHEMA_VERSION, load_facts

if TYPE_CHECKING:
    from .workspace import Workspace

LARGE_BYTES = 2_000_000_000


class Database:
    """The database of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._backed_up_at_seq: int | None = None

    def info(self) -> dict[str, Any]:
        """Return what the database is: place, schema, counts, and of a file its size, settings and backups."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            facts = load_facts(connection)
            head = find_head(connection)
            items = count_all(connection, workspace.project_id)
        return {
            "workspace": workspace.location,
            "workspace_id": workspace.workspace_id,
            "created_at": facts["created_at"],
            "project": workspace.project_name,
            "project_version": workspace.project_version,
            "schema": SCHEMA_VERSION,
            "items": items,
            "events": head.seq if head else 0,
            **(self._file_info() if workspace.store.path else {}),
        }

    def _file_info(self) -> dict[str, Any]:
        with read(self._workspace.engine) as connection:
            pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
        return {
            "bytes": self._workspace.path.stat().st_size,
            "sqlite": pragmas,
            "backups": [str(path) for path in self.backups()],
        }

    def check(self) -> tuple[str, ...]:
        """Return one sentence for everything that is wrong with the file or the ledger; nothing where all is sound."""
        problems = []
        if self._workspace.store.path is not None:
            structure = backups.quick_check(self._workspace.path)
            if structure != "ok":
                return (f"The structure of the file is damaged: {structure}.",)
            with read(self._workspace.engine) as connection:
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if orphans:
                problems.append(f"{len(orphans)} rows refer to rows that do not exist.")
        report = self._workspace.audit.verify()
        return (*problems, *(finding.message for finding in report.findings))

    def backup(self, to: Path | None = None) -> Path:
        """Write a complete copy, to `to` or among the automatic backups, of which the newest ones are kept."""
        if to is not None:
            return backups.back_up(self._workspace.path, to)
        return make_automatic_backup(self._workspace.path, self._workspace.clock(), "asked")

    def backups(self) -> tuple[Path, ...]:
        """Return the automatic backups of this workspace, newest first."""
        return automatic_backups(self._workspace.path)

    def backup_before(self, what: str) -> Path | None:
        """Make an automatic backup before something risky, unless nothing was written since the last one."""
        workspace = self._workspace
        if workspace.store.path is None:
            return None  # whoever runs the server backs it up
        with read(workspace.engine) as connection:
            head = find_head(connection)
            empty = count_all(connection, workspace.project_id) == 0
        seq = head.seq if head else 0
        if empty or seq == self._backed_up_at_seq or workspace.path.stat().st_size > LARGE_BYTES:
            return None
        self._backed_up_at_seq = seq
        return make_automatic_backup(workspace.path, workspace.clock(), what)


def backup_folder(path: Path) -> Path:
    """Return the folder of the automatic backups of a workspace file."""
    digest = sha256(str(path.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return state_dir() / "backups" / f"{path.stem[:40]}-{digest}"


def automatic_backups(path: Path) -> tuple[Path, ...]:
    """Return the automatic backups of a workspace file, newest first."""
    folder = backup_folder(path)
    return tuple(sorted(folder.glob("*.reviewer"), reverse=True)) if folder.is_dir() else ()


def make_automatic_backup(path: Path, now: datetime, why: str) -> Path:
    """Write a backup among the automatic ones and drop those beyond the number to keep."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
    made = backups.back_up(path, backup_folder(path) / f"{stamp}-{why}.reviewer")
    for old in automatic_backups(path)[load_settings().backups_kept :]:
        old.unlink(missing_ok=True)
    return made


def restore_backup(backup: Path, target: Path) -> Path:
    """Write a backup to a new place."""
    return backups.restore(backup, target)


def upgrade_file(path: Path, now: datetime) -> Path:
    """Back a workspace up, then bring its schema to this program's version; return the backup."""
    from reviewer.store.migrate import upgrade

    made = make_automatic_backup(path, now, "upgrade")
    upgrade(path)
    return made
