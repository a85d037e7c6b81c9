"""All or nothing: a dataset appears under its name only when every byte of it is on the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reviewer.config.atomic import sync_folder
from reviewer.domain.errors import InvalidInput, Unreachable

_STALE_AFTER_SECONDS = 24 * 3600
_TEMPORARY = re.compile(r"\.(?P<name>.+)\.(?P<host>[0-9a-f]{8})\.(?P<pid>\d+)\.[0-9a-f]{8}\.dataset-tmp")


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Give a temporary folder beside `out` that becomes `out` if the block succeeds, and vanishes if not.

    The block has to call `make_durable` when all of it is written, before it tells anybody that the dataset is there.
    """
    out = Path(os.path.abspath(out))  # a name such as . or a/.. must not hide where the folder goes
    _demand_text(out)
    refuse_taken(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep_stale(out.parent)
        work = out.with_name(f".{out.name}.{_host()}.{os.getpid()}.{secrets.token_hex(4)}.dataset-tmp")
        work.mkdir(mode=0o700)
    except OSError as error:
        raise _explained(error, out) from error
    try:
        yield work
        if out.is_dir():
            out.rmdir()  # the empty folder that may stand there; another one stops the build
        work.rename(out)
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)
        raise _explained(error, out) from error
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    with suppress(OSError):  # some disks cannot do this for folders; a power cut now would leave the temporary name
        sync_folder(out.parent)


def _demand_text(out: Path) -> None:
    """Raise InvalidInput for a name whose bytes are no characters: neither Parquet nor the ledger could hold it."""
    try:
        str(out).encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput(
            "The name of the folder is not UTF-8 text here: choose another one, or set LC_ALL to a UTF-8 locale."
        ) from None


def refuse_taken(out: Path) -> None:
    """Raise InvalidInput if something is in the way that a dataset must not replace, Unreachable where none can be."""
    try:
        _refuse_taken(out)
    except OSError as error:
        raise _explained(error, out) from error


def _refuse_taken(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise InvalidInput(f"{out} is not a folder: choose another place for the dataset.")
    if out.is_dir() and any(out.iterdir()):
        raise InvalidInput(f"The folder {out} is not empty: choose a new one, nothing is ever overwritten.")
    if out.is_mount():
        raise InvalidInput(f"{out} is the top of a disk, which cannot be replaced: choose a new folder in it.")


def sweep_stale(parent: Path) -> int:
    """Delete what killed builds left in `parent`, never what a running one writes; return how many went."""
    swept = 0
    for path in parent.glob(".*.dataset-tmp"):
        match = _TEMPORARY.fullmatch(path.name)
        if match is None or not path.is_dir() or path.is_symlink():
            continue
        orphaned = match["host"] == _host() and not _is_running(int(match["pid"]))
        if orphaned or path.stat().st_mtime < time.time() - _STALE_AFTER_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
            swept += 1
    return swept


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_file(path: Path, text: str) -> None:
    """Write text as UTF-8 with line feeds, the same on every system."""
    path.write_bytes(text.encode("utf-8"))


def make_durable(folder: Path) -> None:
    """Put every byte of a dataset and all names in it on the disk, for its owner alone."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.chmod(0o700)
            sync_folder(path)
            continue
        path.chmod(0o600)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


def _host() -> str:
    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:8]


def _is_running(pid: int) -> bool:
    if os.name != "posix":
        return True  # there, asking with a signal would end the process; such a folder goes after a day
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _explained(error: OSError, out: Path) -> Unreachable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unreachable(f"The disk of {out.parent} is full, so nothing was written: free some space and try again.")
    a_file = isinstance(error, FileExistsError | NotADirectoryError)
    reason = "part of the path is a file" if a_file else error.strerror or type(error).__name__
    return Unreachable(
        f"The dataset cannot be written to {out} ({reason}): nothing is left there; choose another place."
    )
