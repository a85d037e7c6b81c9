"""The one handler of what nobody expected: a report on disk without any item text, and one sentence with its path."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from reviewer.config.paths import state_dir
from reviewer.ui.language import tr

_log = logging.getLogger("reviewer.window")
_LINES_OF_QT_KEPT = 40
_KEPT_REPORTS = 20
_faults: IO[str] | None = None
_qt_lines: list[str] = []


def install(show: Callable[[BaseException], None]) -> None:
    """Send every unhandled exception of every thread to `show`, and hard crashes to a file."""
    global _faults

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show(error.with_traceback(trace))

    def on_thread_exception(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            sys.stderr.write(write_report(args.exc_value) + "\n")

    sys.excepthook = on_exception
    threading.excepthook = on_thread_exception
    with contextlib.suppress(OSError):
        _faults = (crash_folder() / "hard-crash.txt").open("a", encoding="utf-8")
        faulthandler.enable(_faults)
    qInstallMessageHandler(_on_qt_message)


def uninstall() -> None:
    """Put everything back as Python and Qt had it."""
    global _faults
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    qInstallMessageHandler(None)
    if _faults is not None:
        faulthandler.disable()
        _faults.close()
        _faults = None


def crash_folder() -> Path:
    """Return the folder of the reports, made when it is not there."""
    folder = state_dir() / "crashes"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_report(error: BaseException) -> str:
    """Write what happened to a file and return one sentence with its path; never fails itself."""
    try:
        path = _free_path(crash_folder())
        path.write_text(report(error), "utf-8")
        path.chmod(0o600)
        _sweep(path.parent)
    except OSError:
        return tr("Something unexpected went wrong, and the report could not be written: start the program again.")
    return tr(
        "Something unexpected went wrong; what you saved is safe, and a report without your texts is in {path}."
    ).format(path=path)


def report(error: BaseException) -> str:
    """Return kind, place and versions of an error; its message is left out, since it may hold an item's text."""
    lines = [
        f"at: {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"error: {type(error).__module__}.{type(error).__qualname__}",
        f"python: {platform.python_version()}  qt: {qVersion()}  system: {platform.platform()}",
        f"thread: {threading.current_thread().name}",
        "",
    ]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__qualname__}, raised at")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return "\n".join([*lines, "", "last words of Qt:", *_qt_lines, ""])


def _free_path(folder: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (f"crash-{stamp}{'' if number == 0 else f'-{number}'}.txt" for number in range(1000))
    return next(folder / name for name in names if not (folder / name).exists())


def _sweep(folder: Path) -> None:
    for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT_REPORTS]:
        old.unlink(missing_ok=True)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Keep the last words of Qt by kind and category; the text itself may quote what is on screen."""
    _qt_lines.append(f"{kind.name} in {context.category or 'default'} ({len(text)} characters)")
    del _qt_lines[:-_LINES_OF_QT_KEPT]
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        _log.warning("Qt: %s", _qt_lines[-1])
