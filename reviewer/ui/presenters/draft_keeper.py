"""Keeps the draft on disk: at most half a second of work is ever only in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reviewer.domain.reviews import Review
from reviewer.ui.tasks import Runner

if TYPE_CHECKING:
    from reviewer.services.drafts import Drafts

DELAY_MS = 500


class DraftKeeper(QObject):
    """Writes the newest draft to the local journal half a second after the first unwritten change."""

    def __init__(
        self,
        drafts: Drafts,
        tasks: Runner,
        written: Callable[[], None],
        failed: Callable[[Exception], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._tasks = tasks
        self._written = written
        self._failed = failed
        self._pending: Review | None = None
        self._lock = threading.Lock()
        self._number = 0
        self._newest = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._write)

    def changed(self, draft: Review) -> None:
        """Remember this draft and see that it is written soon."""
        self._pending = draft
        if not self._timer.isActive():
            self._timer.start()

    def forget(self) -> None:
        """Drop what was not written yet: the caller writes it itself, or it is of no use any more."""
        self._pending = None
        self._timer.stop()

    def flush(self) -> None:
        """Write what is pending now, in the store's lane, before whatever the caller starts there next."""
        self._timer.stop()
        self._write()

    def close(self) -> None:
        """Write what is pending on this thread: the window goes, and a lane may not live long enough."""
        self._timer.stop()
        draft, self._pending = self._pending, None
        if draft is not None:
            self._put(draft, self._next())

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _write(self) -> None:
        draft, self._pending = self._pending, None
        if draft is None:
            return
        number = self._next()
        self._tasks.store(
            lambda: self._put(draft, number),
            lambda _none: self._written(),
            failed=lambda error: self._not_written(draft, error),
            key="review.draft",
        )

    def _put(self, draft: Review, number: int) -> None:
        """Write one draft, unless a newer one is on disk already."""
        with self._lock:
            if number < self._newest:
                return
            self._drafts.save(draft)
            self._newest = number

    def _not_written(self, draft: Review, error: Exception) -> None:
        if self._pending is None:
            self._pending = draft  # the next change or the end of the room tries again
        self._failed(error)
