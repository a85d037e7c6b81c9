"""An examination of this machine and of a workspace: what was found, and what to do where it is not well."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from reviewer.config.addresses import is_address, shown_address
from reviewer.config.paths import cache_dir, config_dir, shipped, state_dir
from reviewer.config.secrets import keyring_note
from reviewer.config.settings import load_settings
from reviewer.domain.errors import ReviewerError

from .driver import demand_driver
from .symptoms import Symptom
from .workspace import open_workspace

FREE_BYTES = 1_000_000_000
SQLITE = (3, 37, 0)  # the first with STRICT tables
_QT_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([]); import PySide6; print(PySide6.__version__)"
_FONT_PROBE = (
    "from PySide6.QtGui import QFontDatabase, QGuiApplication; "
    "QGuiApplication([]); print(len(QFontDatabase.families()))"
)
_PATIENCE_SECONDS = 20


def examine_machine() -> Iterator[Symptom]:
    """Look at Python, SQLite, the folders, the shipped files, the window library, fonts and the key ring."""
    yield Symptom("Python", sys.version_info >= (3, 11), platform.python_version(), "Install Python 3.11 or newer.")
    found = sqlite3.sqlite_version
    yield Symptom("SQLite", sqlite3.sqlite_version_info >= SQLITE, found, "Install a Python with SQLite 3.37 or newer.")
    for name, folder in (("settings", config_dir), ("state", state_dir), ("cache", cache_dir)):
        yield _folder(f"folder of the {name}", folder)
    yield _attempt("settings", lambda: f"readable, {len(type(load_settings()).model_fields)} of them")
    yield _attempt("shipped files", lambda: str(shipped("resources/templates").parent))
    yield from _window()
    yield Symptom("key ring", True, keyring_note())


def _folder(what: str, find: Callable[[], Path]) -> Symptom:
    try:
        folder = find()
        free = shutil.disk_usage(folder).free
    except (ReviewerError, OSError) as error:
        return Symptom(what, False, str(error), "Set REVIEWER_HOME to a folder that you may write to.")
    private = os.name != "posix" or not folder.stat().st_mode & 0o077
    found = f"{folder}, {free / 1e9:.1f} GB free" + ("" if private else ", open to others")
    enough = free >= FREE_BYTES
    remedy = "Free some space on this disk." if not enough else f"Run: chmod 700 {folder}"
    return Symptom(what, enough and private and os.access(folder, os.W_OK), found, remedy)


def _attempt(what: str, look: Callable[[], str]) -> Symptom:
    try:
        return Symptom(what, True, look())
    except ReviewerError as error:
        return Symptom(what, False, "not usable", str(error))


def _window() -> Iterator[Symptom]:
    """Start the window library in another process, since a missing system package may end the process."""
    if importlib.util.find_spec("PySide6") is None:
        yield Symptom(
            "window", False, "PySide6 is not installed", "Install the program with its window: pip install reviewer"
        )
        return
    ok, found = _probe(_QT_PROBE)
    remedy = "Install the system packages that Qt needs: python3 packaging/dev.py setup names them."
    yield Symptom("window", ok, f"PySide6 {found}" if ok else found, remedy)
    if ok:
        counted, fonts = _probe(_FONT_PROBE)
        some = counted and fonts.isdigit() and int(fonts) > 0
        yield Symptom("fonts", some, f"{fonts} families", "Install fonts, such as fonts-dejavu and fonts-noto-cjk.")
    display = sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    yield Symptom("display", True, "there is one" if display else "none: the window works off screen only")


def _probe(program: str) -> tuple[bool, str]:
    """Run a small program without a screen; return whether it worked, and its last line."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    command = [sys.executable, "-c", program]
    try:
        done = subprocess.run(  # noqa: S603  the program and its arguments are ours
            command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, f"it did not start ({type(error).__name__})"
    text = (done.stdout if done.returncode == 0 else done.stderr).strip()
    return done.returncode == 0, text.splitlines()[-1][:200] if text else f"exit code {done.returncode}"


def examine_workspace(location: str) -> Iterator[Symptom]:
    """Look at one workspace: can it be opened, its settings, rights, space, structure and ledger.

    A server may ask for a password: then PasswordNeeded is raised, so that the person can be asked for it.
    """
    if is_address(location):
        yield from _server(location)
        return
    try:
        workspace = open_workspace(location)
    except ReviewerError as error:
        yield not_reached(location, error)
        return
    with workspace:
        info = workspace.database.info()
        yield Symptom("workspace", True, f"{info['workspace']}, {info['items']:,} items, schema {info['schema']}")
        yield Symptom("SQLite settings", True, ", ".join(f"{name}={value}" for name, value in info["sqlite"].items()))
        if workspace.store.path is not None:
            yield from _file(workspace.store.path, info["bytes"])
        problems = workspace.database.check()
        remedy = "Restore a backup with 'reviewer db restore': " + "; ".join(problems[:3])
        yield Symptom(
            "structure and ledger", not problems, f"{info['events']:,} events, {len(problems)} problems", remedy
        )


def _server(location: str) -> Iterator[Symptom]:
    try:
        demand_driver()
    except ReviewerError as error:
        yield not_reached(location, error)
        return
    from .server_doctor import examine_server

    yield from examine_server(location)


def not_reached(location: str, error: ReviewerError) -> Symptom:
    """Return the finding that a workspace cannot be opened."""
    return Symptom("workspace", False, shown_address(location), str(error))


def _file(path: Path, size: int) -> Iterator[Symptom]:
    """Look at the file of a workspace: who may read it, and whether there is room beside it."""
    mode = path.stat().st_mode
    private = os.name != "posix" or not mode & 0o077
    found = "readable by you alone" if private else f"open to others ({mode & 0o777:o})"
    yield Symptom("rights", private, found, f"Run: chmod 600 {path}")
    free = shutil.disk_usage(path.parent).free
    needed = max(FREE_BYTES, 2 * size)
    yield Symptom("free space", free >= needed, f"{free / 1e9:.1f} GB", "Free some space: backups need room too.")
