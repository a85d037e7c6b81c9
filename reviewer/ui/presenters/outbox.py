"""Sends what waits in the outbox: at once where the database answers, else again and again after growing pauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reviewer.domain.errors import ReviewerError
from reviewer.domain.leases import Claim
from reviewer.domain.reviews import Review
from reviewer.ui.language import tr
from reviewer.ui.tasks import Failed, Runner

if TYPE_CHECKING:
    from reviewer.services.outbox import Entry, Lost, Outbox, Report

RETRY_MS = 2_000
_LONGEST_PAUSE_MS = 60_000
_PATIENCE_MS = 1_000


@dataclass(frozen=True)
class Waiting:
    """A submission that waits, the claim under which it was made where it was made here, and what to say of it."""

    entry: Entry
    claim: Claim | None = None
    said: str = ""


class OutboxKeeper(QObject):
    """Knows what waits and whether the database could be reached, and keeps trying."""

    def __init__(
        self,
        outbox: Outbox,
        reviewer: str,
        tasks: Runner,
        *,
        reported: Callable[[Report, list[str]], None],
        changed: Callable[[], None],
        again: Callable[[], None],
        failed: Failed,
        retry_ms: int = RETRY_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._outbox = outbox
        self._reviewer = reviewer
        self._tasks = tasks
        self._reported = reported
        self._changed = changed
        self._again = again
        self._failed = failed
        self._waiting: dict[str, Waiting] = {}
        self._sending: set[str] | None = None
        self._once_more = False
        self._stuck = False
        self._slow = False
        self._told = False
        self.away: ReviewerError | None = None
        """Why the database could not be reached the last time, or None while it can."""
        self._retry_ms = self._pause_ms = retry_ms
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self.send)
        self._patience = QTimer(self)  # what is on its way waits, in the person's eyes, only when it takes a while
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._takes_long)

    @property
    def count(self) -> int:
        """How many submissions wait longer than the person would expect."""
        return len(self._waiting) if self._told else 0

    @property
    def hopeless(self) -> bool:
        """Whether an answer of the database cannot be expected within the time that a person waits."""
        return self.away is not None or self._slow

    def __contains__(self, file_name: str) -> bool:
        return file_name in self._waiting

    @property
    def newest_first(self) -> list[Waiting]:
        """What waits, newest first."""
        return sorted(self._waiting.values(), key=lambda one: one.entry.number, reverse=True)

    @property
    def last(self) -> Waiting | None:
        """The newest submission that waits."""
        return max(self._waiting.values(), key=lambda one: one.entry.number, default=None)

    def put(
        self, review: Review, claim: Claim, draft: Review, said: str, done: Callable[[Waiting], None], failed: Failed
    ) -> None:
        """Bring a submission to the disk; `done` is called when it is there."""

        def is_put(entry: Entry) -> None:
            waiting = self._waiting[entry.file_name] = Waiting(entry, claim, said)
            self._tell()
            done(waiting)

        self._tasks.journal(lambda: self._outbox.put(review, claim, draft), is_put, failed=failed, key="review.put")

    def take_back(self, waiting: Waiting, done: Callable[[Review | None], None], failed: Failed) -> None:
        """Make a waiting submission a draft again; `done` gets None where it was sent meanwhile."""

        def is_back(draft: Review | None) -> None:
            self._waiting.pop(waiting.entry.file_name, None)
            self._tell()
            done(draft)
            if self.away is None:
                self.send()  # its withdrawal, should it have arrived

        self._tasks.journal(lambda: self._outbox.take_back(waiting.entry), is_back, failed=failed, key="review.back")

    def send(self) -> None:
        """Send what waits now."""
        self._retry.stop()
        if self._sending is not None:
            self._once_more = True
            return
        self._sending = set(self._waiting)
        self._patience.start()
        self._tasks.store(
            lambda: self._outbox.send(self._reviewer), self._came_back, failed=self._not_read, key="review.send"
        )

    def cut_off(self, error: ReviewerError) -> None:
        """Note that the database cannot be reached, and try again after a pause that grows."""
        self.away = error
        if not self._retry.isActive():
            self._retry.start(self._pause_ms)
            self._pause_ms = min(2 * self._pause_ms, _LONGEST_PAUSE_MS)
        self._tell()

    def reached(self) -> None:
        """Note that the database answers, and send at once what waits."""
        self._pause_ms = self._retry_ms
        if self.away is not None:
            self.away = None
            self._retry.stop()
            self._tell()
            if self._waiting:
                self.send()

    def close(self) -> None:
        """Try no more after this; what the database does not take now waits for the next start."""
        self._retry.stop()
        self._patience.stop()
        if self._waiting:
            self._tasks.store(lambda: self._outbox.send(self._reviewer), failed=lambda _error: None)

    def _tell(self) -> None:
        """Tell of what waits; once it was told, it is said until all of it was sent."""
        self._told = bool(self._waiting) and (self._told or self._stuck or self.hopeless)
        self._changed()

    def _takes_long(self) -> None:
        self._slow = True
        self._tell()

    def _came_back(self, report: Report) -> None:
        asked = self._end()
        sent = [self._waiting.get(entry.file_name) for entry, _ in report.sent]
        kept = {entry.file_name: entry for entry in report.kept if entry.kind == "submit"}
        gone = {entry.file_name for entry, _ in report.sent} | {lost.entry.file_name for lost in report.lost}
        for name in gone | (asked - kept.keys()):  # also what another window has sent
            self._waiting.pop(name, None)
        for name, entry in kept.items():
            self._waiting.setdefault(name, Waiting(entry))
        self._stuck = report.failed is not None
        was_away, self.away = self.away, None
        if report.stopped is not None:
            self.cut_off(report.stopped)
        elif report.sent or report.lost:
            self._pause_ms = self._retry_ms
        self._tell()
        try:
            self._reported(report, [one.said for one in sent if one is not None])
        finally:
            self._go_on(was_away is not None)

    def _go_on(self, was_away: bool) -> None:
        once_more, self._once_more = self._once_more, False
        if self.away is None and was_away:
            self._again()
        if self.away is None and once_more:
            self.send()

    def _not_read(self, error: Exception) -> None:
        self._end()
        if isinstance(error, ReviewerError):
            self.cut_off(error)
        self._failed(error)

    def _end(self) -> set[str]:
        self._patience.stop()
        asked, self._sending, self._slow = self._sending or set(), None, False
        return asked


def trouble_of(lost: Iterable[Lost], damaged: Iterable[Path]) -> str:
    """Return a sentence for each entry that was not taken and for each file that was damaged."""
    said = []
    for one in lost:
        item = tr("Item '{item_id}'").format(item_id=one.entry.review.item_id)
        if one.entry.kind == "submit":
            said.append(
                tr("{item} was not taken, your work on it is kept as a draft: {message}").format(
                    item=item, message=one.error.message
                )
            )
        else:
            said.append(tr("{item} could not be taken back: {message}").format(item=item, message=one.error.message))
    for file in damaged:
        said.append(
            tr("A submission that waited on this machine is damaged and lies in {file}: review its item again.").format(
                file=file
            )
        )
    return " ".join(said)
