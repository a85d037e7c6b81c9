"""The workspaces that were opened last, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from reviewer.config.addresses import is_address, shown_address
from reviewer.config.atomic import write_atomically
from reviewer.config.paths import state_dir

_KEPT = 12


def recent_workspaces() -> list[str]:
    """Return the workspaces that were opened last, newest first; a damaged list counts as empty."""
    try:
        stored = json.loads(_file().read_bytes())
    except (OSError, ValueError):
        return []
    if not isinstance(stored, list):
        return []
    return [entry for entry in stored if isinstance(entry, str)][:_KEPT]


def missing_workspaces(recent: Iterable[str]) -> frozenset[str]:
    """Return those whose file is not there now: moved, deleted, or on a disk that is not connected."""
    return frozenset(entry for entry in recent if not is_address(entry) and not Path(entry).is_file())


def remember_workspace(path: str | Path) -> None:
    """Put a workspace at the head of the list, without the password that its address may hold."""
    name = _shown(path)
    _write([name, *(entry for entry in recent_workspaces() if entry != name)][:_KEPT])


def forget_workspace(path: str | Path) -> None:
    """Take a workspace out of the list."""
    name = _shown(path)
    _write([entry for entry in recent_workspaces() if entry != name])


def _file() -> Path:
    return state_dir() / "recent.json"


def _write(entries: list[str]) -> None:
    write_atomically(_file(), json.dumps(entries, indent=0).encode("ascii"))


def _shown(path: str | Path) -> str:
    text = str(path)
    return shown_address(text) if is_address(text) else str(Path(text).expanduser().absolute())
