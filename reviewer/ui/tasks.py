"""Slow work off the GUI thread: a lane of one worker for the store, one for this machine's journal, three for the rest.

The journal has a lane of its own, since what a person wrote must come to the disk while the database does not answer.

Answers come back on the GUI thread; an answer that a newer question has overtaken is dropped.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reviewer.ui.collector import Collector

T = TypeVar("T")
Failed = Callable[[Exception], None]
_CLOSE_SECONDS = 5.0
_BREATH_MS = 5
# A worker that computes keeps the window waiting this long for each of the many small things that a painting is.
_TURN_SECONDS = 0.0005


class _Ticket:
    """One job under way: whether its answer is still wanted, and where it goes."""

    def __init__(self, done: Callable[[Any], None] | None, failed: Failed | None, key: str | None) -> None:
        self.done = done
        self.failed = failed
        self.key = key
        self.wanted = True


class Runner(QObject):
    """What both runners share: which answers are wanted, and who hears of an error that nobody handles."""

    def __init__(self, on_error: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_error = on_error
        self._tickets: list[_Ticket] = []

    def store(
        self,
        job: Callable[..., T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed | None = None,
        key: str | None = None,
        progress: Callable[[Any], None] | None = None,
    ) -> None:
        """Run `job` in the store's lane, one at a time, and give its result to `done` on the GUI thread."""
        self._run("store", job, self._ticket(done, failed, key), progress)

    def journal(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed | None = None,
        key: str | None = None,
    ) -> None:
        """Run `job` in the lane of the local journal, one at a time; nothing there waits for the database."""
        self._run("journal", job, self._ticket(done, failed, key), None)

    def io(
        self,
        job: Callable[..., T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Failed | None = None,
        key: str | None = None,
        progress: Callable[[Any], None] | None = None,
    ) -> None:
        """Run `job` beside up to two others; with `progress` the job gets a function that reports to it."""
        self._run("io", job, self._ticket(done, failed, key), progress)

    def drop(self, prefix: str) -> None:
        """Forget the answers of all jobs whose key begins with `prefix`; the jobs themselves go on."""
        for ticket in self._tickets:
            if ticket.key is not None and ticket.key.startswith(prefix):
                ticket.wanted = False

    @property
    def busy(self) -> int:
        """The number of jobs whose answer has not been delivered."""
        return len(self._tickets)

    def close(self, seconds: float = _CLOSE_SECONDS) -> bool:
        """Take no more answers and wait at most `seconds`; return whether all jobs have ended."""
        for ticket in self._tickets:
            ticket.wanted = False
        return True

    def _ticket(self, done: Callable[[Any], None] | None, failed: Failed | None, key: str | None) -> _Ticket:
        if key is not None:
            for older in self._tickets:
                if older.key == key:
                    older.wanted = False
        ticket = _Ticket(done, failed, key)
        self._tickets.append(ticket)
        return ticket

    def _run(self, lane: str, job: Callable[..., Any], ticket: _Ticket, progress: Callable[[Any], None] | None) -> None:
        raise NotImplementedError

    def _deliver(self, ticket: _Ticket, result: Any, error: BaseException | None) -> None:
        self._tickets.remove(ticket)
        if not ticket.wanted:
            return
        if error is None:
            if ticket.done is not None:
                ticket.done(result)
        elif isinstance(error, Exception):
            (ticket.failed or self._on_error)(error)
        else:
            raise error


class Tasks(Runner):
    """The three lanes of the running program."""

    _came_home = Signal(object)

    def __init__(self, on_error: Failed, parent: QObject | None = None) -> None:
        super().__init__(on_error, parent)
        self._lanes = {
            "store": ThreadPoolExecutor(1, thread_name_prefix="reviewer-store"),
            "journal": ThreadPoolExecutor(1, thread_name_prefix="reviewer-journal"),
            "io": ThreadPoolExecutor(3, thread_name_prefix="reviewer-io"),
        }
        self._running: set[Future[Any]] = set()
        self._closed = threading.Event()
        self._collector = Collector(self)
        sys.setswitchinterval(_TURN_SECONDS)
        self._came_home.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        # A native event loop such as QTest.qWait keeps the interpreter to itself: the workers would stand still.
        self._breath = QTimer(self)
        self._breath.setInterval(_BREATH_MS)
        self._breath.timeout.connect(_let_others_run)

    def _run(self, lane: str, job: Callable[..., Any], ticket: _Ticket, progress: Callable[[Any], None] | None) -> None:
        if self._closed.is_set():
            self._tickets.remove(ticket)
            return

        def report(value: object) -> None:
            self._send(lambda: progress(value) if progress is not None and ticket.wanted else None)

        future = self._lanes[lane].submit(*((job,) if progress is None else (job, report)))
        self._running.add(future)
        if not self._breath.isActive():
            self._breath.start()
        future.add_done_callback(lambda ended: self._send(lambda: self._end(ticket, ended)))

    def _send(self, call: Callable[[], None]) -> None:
        if not self._closed.is_set():
            self._came_home.emit(call)

    def _receive(self, call: Callable[[], None]) -> None:
        if not self._closed.is_set():
            call()

    def _end(self, ticket: _Ticket, future: Future[Any]) -> None:
        self._running.discard(future)
        if not self._running:
            self._breath.stop()
        error = future.exception()
        self._deliver(ticket, None if error else future.result(), error)

    def close(self, seconds: float = _CLOSE_SECONDS) -> bool:
        """Deliver nothing more; let what was to be stored finish, but wait at most `seconds` for it."""
        super().close(seconds)
        self._closed.set()
        self._breath.stop()
        self._lanes["io"].shutdown(wait=False, cancel_futures=True)
        for lane in ("journal", "store"):
            self._lanes[lane].shutdown(wait=False)
        unfinished = wait(self._running, timeout=seconds).not_done
        self._lanes["store"].shutdown(wait=False, cancel_futures=True)
        for ticket in self._tickets:
            ticket.done = ticket.failed = None  # a job that is still under way must not keep the window for its end
        self._tickets.clear()
        self._collector.stop()
        return not unfinished


def _let_others_run() -> None:
    time.sleep(0.0005)


class InlineRunner(Runner):
    """Runs each job at once on the calling thread, for tests and for scripts without an event loop."""

    def _run(self, lane: str, job: Callable[..., Any], ticket: _Ticket, progress: Callable[[Any], None] | None) -> None:
        try:
            result = job() if progress is None else job(progress)
        except Exception as error:
            self._deliver(ticket, None, error)
        else:
            self._deliver(ticket, result, None)
