"""Writing a file so that a crash leaves the old one or the new one, and names that are safe as file names."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from reviewer.domain.errors import InvalidInput

_SAFE_NAME = re.compile(r"[a-z0-9_-]{1,64}")
_WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)
_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.tmp")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_STALE_AFTER_SECONDS = 24 * 3600


def safe_name(text: str) -> str:
    """Return `text` if a file may be named after it on every system, else raise InvalidInput."""
    if not _SAFE_NAME.fullmatch(text):
        raise InvalidInput(
            f"The name {text[:80]!r} cannot be used: take 1 to 64 of the letters a-z, digits, '-' and '_'."
        )
    if text in _WINDOWS_DEVICES:
        raise InvalidInput(f"The name {text!r} is reserved on Windows: take another one.")
    return text


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write `data` to `path` so that a crash at any moment leaves either the old content or the new one."""
    write_parts_atomically(path, (data,), mode)


def write_for_now(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write `data` so that it outlives the program, not a power cut: for what the next step makes durable elsewhere."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with os.fdopen(os.open(temporary, _NEW, mode), "wb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_parts_atomically(path: Path, parts: Iterable[bytes], mode: int = 0o600) -> None:
    """Write one part after the other, as `write_atomically` does; an error while they are made leaves the old file."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with os.fdopen(os.open(temporary, _NEW, mode), "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            if os.name == "posix":
                os.fchmod(file.fileno(), mode)  # the umask may have taken away more than was asked for
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; Windows does this by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_temporary(folder: Path) -> int:
    """Delete what killed writers left in `folder` more than a day ago, and return how many files went."""
    deadline = time.time() - _STALE_AFTER_SECONDS
    swept = 0
    for path in folder.glob(".*.tmp"):
        if _TEMPORARY.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < deadline:
            path.unlink(missing_ok=True)
            swept += 1
    return swept
