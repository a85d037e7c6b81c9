"""A report of an unexpected error: what failed where, without a word of any item."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .atomic import write_atomically
from .paths import state_dir

KEPT = 20


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version("reviewer")
    except PackageNotFoundError:
        return "unknown"


def write_crash_report(error: BaseException, doing: str) -> Path:
    """Write a report of `error` into the state folder, the oldest ones go, and return its path.

    Messages of errors may quote what somebody wrote, so the report has the kinds and the places of the errors only.
    """
    folder = state_dir() / "crashes"
    folder.mkdir(mode=0o700, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"crash-{now:%Y%m%dT%H%M%S%f}.txt"
    write_atomically(path, report_of(error, doing, now).encode("utf-8", "replace"))
    for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def report_of(error: BaseException, doing: str, at: datetime) -> str:
    """Return the text of a report."""
    lines = [
        f"Reviewer {program_version()} on Python {platform.python_version()}, {platform.platform()}",
        f"At {at.isoformat(timespec='seconds')}, while: {doing}",
        "",
    ]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def _short(filename: str) -> str:
    """Return a file name from the folder on that Python imports it from, without the person's own folders."""
    path = Path(filename)
    for root in sorted((Path(entry) for entry in sys.path if entry), key=lambda entry: -len(str(entry))):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
