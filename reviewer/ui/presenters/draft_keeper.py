"""Keeps the draft on disk: at most half a second of work is ever only in memory, the time of writing included."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reviewer.domain.reviews import Review
from reviewer.ui.tasks import Runner

if TYPE_CHECKING:
    from reviewer.services.drafts import Drafts

DELAY_MS = 300


class DraftKeeper(QObject):
    """Writes the newest draft to the local journal soon after the first unwritten change."""

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
        self._under_way: Review | None = None
        self._lock = threading.Lock()
        self._number = 0
        self._newest: dict[tuple[str | None, str], int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(lambda: self._write(tasks.journal))

    def changed(self, draft: Review) -> None:
        """Remember this draft and see that it is written soon."""
        self._pending = draft
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, draft: Review) -> None:
        """Write nothing more of this item: the caller keeps it from here on, or it is of no use any more."""
        self._pending = self._under_way = None
        self._newest[_key(draft)] = self._next()
        self._timer.stop()

    def flush(self) -> None:
        """Write what is not on the disk: at once, and before whatever the caller starts in the store's lane next."""
        self._timer.stop()
        draft = self._pending or self._under_way
        for lane in (self._tasks.journal, self._tasks.store):
            self._pending = draft
            self._write(lane)

    def close(self) -> None:
        """Write what is pending on this thread: the window goes, and a lane may not live long enough."""
        self._timer.stop()
        draft, self._pending = self._pending or self._under_way, None
        if draft is not None:
            self._put(draft, self._next())

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _write(self, lane: Callable[..., None]) -> None:
        draft, self._pending = self._pending, None
        if draft is None:
            return
        number = self._next()
        self._under_way = draft
        lane(
            lambda: self._put(draft, number),
            lambda _none: self._is_written(draft),
            failed=lambda error: self._not_written(draft, number, error),
            key="review.draft",
        )

    def _put(self, draft: Review, number: int) -> None:
        """Write one draft, unless a newer one of this item is on disk already."""
        with self._lock:
            if self._is_newest(draft, number):
                self._drafts.save(draft)
                self._newest[_key(draft)] = max(number, self._newest.get(_key(draft), 0))

    def _is_newest(self, draft: Review, number: int) -> bool:
        return number >= self._newest.get(_key(draft), 0)

    def _is_written(self, draft: Review) -> None:
        if self._under_way is draft:
            self._under_way = None
        self._written()

    def _not_written(self, draft: Review, number: int, error: Exception) -> None:
        if self._pending is None and self._is_newest(draft, number):
            self._pending = draft  # the next change or the end of the room tries again
        self._failed(error)


def _key(draft: Review) -> tuple[str | None, str]:
    return draft.source, draft.item_id
