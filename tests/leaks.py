"""Finds what a test left behind: threads, running timers and windows, with the place that started them."""

from __future__ import annotations

import functools
import gc
import os
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 2.0
# These live as long as the program by their makers' intent: tqdm's refresher and fsspec's event loop.
_LASTING_THREADS = ("tqdm_monitor", "TMonitor", "fsspecIO")
_started_at: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
_timers: weakref.WeakSet[Any] = weakref.WeakSet()
_qthreads: weakref.WeakSet[Any] = weakref.WeakSet()


def watch_threads() -> None:
    """Note for each Python thread where it was started."""
    threading.Thread.start = _noting(threading.Thread.start, None)  # type: ignore[method-assign]


@functools.cache
def watch_qt() -> None:
    """Note for each timer and thread of Qt where it was started."""
    from PySide6.QtCore import QThread, QTimer

    QTimer.start = _noting(QTimer.start, _timers)  # type: ignore[method-assign]
    QThread.start = _noting(QThread.start, _qthreads)  # type: ignore[method-assign]


def _noting(start: Callable[..., None], seen: weakref.WeakSet[Any] | None) -> Callable[..., None]:
    @functools.wraps(start, assigned=("__name__", "__doc__"), updated=())
    def noting_start(self: Any, *args: Any, **kwargs: Any) -> None:
        _started_at[self] = _caller()
        if seen is not None:
            seen.add(self)
        start(self, *args, **kwargs)

    return noting_start


def _caller() -> str:
    """Return the innermost line of the package that led here, else the innermost line of a test."""
    frames = traceback.extract_stack()[:-2]
    for folder in ("reviewer", "tests"):
        inside = str(_ROOT / folder) + os.sep
        for frame in reversed(frames):
            if frame.filename.startswith(inside):
                return f"{frame.filename}:{frame.lineno}"
    return "an unknown place"


class Snapshot:
    """What was running and open before a test, to compare with what is there after it."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._windows = {_address(window) for window in _windows()}

    def leftovers(self) -> list[str]:
        """Return a sentence for each thread, timer and window that is new, after a moment of patience."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while found := [*self._new_threads(), *_running_timers(), *_running_qthreads(), *self._new_windows()]:
            if time.monotonic() > deadline:
                return found
            gc.collect()
            time.sleep(0.01)
        return []

    def clean(self) -> None:
        """Stop timers and close windows, so that only the test that left them fails."""
        for timer in [timer for timer in _timers if _alive(timer)]:
            timer.stop()
        for window in _windows():
            if _address(window) not in self._windows:
                window.hide()
                window.deleteLater()
        _deliver_deletions()

    def _new_threads(self) -> Iterator[str]:
        for thread in set(threading.enumerate()) - self._threads:
            lasting = thread.name in _LASTING_THREADS or type(thread).__name__ in _LASTING_THREADS
            if thread.is_alive() and not lasting and not isinstance(thread, threading._DummyThread):
                yield f"thread {thread.name!r}, started at {_started_at.get(thread, 'an unknown place')}"

    def _new_windows(self) -> Iterator[str]:
        _deliver_deletions()
        for window in _windows():
            if _address(window) not in self._windows:
                yield f"window {type(window).__name__} {window.objectName()!r} {window.windowTitle()!r}"


def _running_timers() -> Iterator[str]:
    for timer in list(_timers):
        if _alive(timer) and timer.isActive():
            yield f"timer {timer.objectName()!r}, started at {_started_at.get(timer, 'an unknown place')}"


def _running_qthreads() -> Iterator[str]:
    for thread in list(_qthreads):
        if _alive(thread) and thread.isRunning():
            yield f"QThread {thread.objectName()!r}, started at {_started_at.get(thread, 'an unknown place')}"


def _alive(thing: Any) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(thing))


def _address(thing: Any) -> int:
    import shiboken6

    return int(shiboken6.getCppPointer(thing)[0])


def _windows() -> list[Any]:
    widgets: Any = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [window for window in widgets.QApplication.topLevelWidgets() if _alive(window)]


def _deliver_deletions() -> None:
    core: Any = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
