"""The review room's parts of the top bar: how far the day is, how old the queue, how long the item is held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.listing import Progress
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import BarMeter, Chip, Hint
from reviewer.ui.presenters.active_time import ActiveTime
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import PlainLabel

_METER_WIDTH = 200


class DayProgress(QWidget):
    """What this person has done today, what waits, and how long the oldest item has waited."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self._progress: Progress | None = None
        self._label = PlainLabel("")
        self._label.setObjectName("progress_label")
        self._label.setAccessibleName(tr("Progress"))
        self._waiting = Hint("", "waiting_label")
        self._meter = BarMeter("accent", "progress_meter")
        words = QHBoxLayout()
        words.setSpacing(24)
        words.addWidget(self._label)
        words.addWidget(self._waiting)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addStretch(1)
        column.addLayout(words)
        column.addWidget(self._meter)
        column.addStretch(1)
        words.addStretch(1)
        self._meter.setMaximumWidth(_METER_WIDTH)
        self._oldest = Chip("", "warn", "oldest_label")
        self._oldest.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(column)
        row.addWidget(self._oldest)
        row.addStretch(1)

    def show_state(self, state: ReviewState) -> None:
        """Show the progress of a state."""
        progress = state.progress
        if progress is None or progress is self._progress:
            return
        self._progress = progress
        self._label.setText(tr("Today {reviewed_today:,}").format(reviewed_today=progress.reviewed_today))
        self._label.setAccessibleName(
            tr("{reviewed_today} reviewed today, {waiting} waiting").format(
                reviewed_today=progress.reviewed_today, waiting=progress.waiting
            )
        )
        self._waiting.setText(tr("{waiting:,} waiting").format(waiting=progress.waiting))
        whole = progress.reviewed_today + progress.waiting
        self._meter.set_share(progress.reviewed_today / whole if whole else 0.0)
        now = self._clock()
        parts = []
        if progress.oldest_at is not None and progress.waiting:
            parts.append(tr("oldest {span}").format(span=_span(max(0.0, (now - progress.oldest_at).total_seconds()))))
        if progress.next_due_at is not None:
            left = (progress.next_due_at - now).total_seconds()
            parts.append(
                tr("due in {span}").format(span=_span(left))
                if left > 0
                else tr("overdue by {span}").format(span=_span(-left))
            )
        self._oldest.show_text(" · ".join(parts), "warn")


class LeaseClock(QWidget):
    """How long the person has worked on this item, and how long it is still held."""

    def __init__(self, clock: Callable[[], datetime], worked: ActiveTime) -> None:
        super().__init__()
        self._clock = clock
        self._worked = worked
        self._state: ReviewState | None = None
        self._time = Chip("", "plain", "time_label")
        self._lease = Chip("", "accent", "lease_label")
        self._time.setAccessibleName(tr("Time that you worked on this item"))
        self._lease.setAccessibleName(tr("Lease"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._time)
        row.addWidget(self._lease)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def show_state(self, state: ReviewState) -> None:
        """Show the lease of a state."""
        self._state = state
        self._tick()

    def showEvent(self, event: QShowEvent) -> None:
        """Run while it can be seen."""
        super().showEvent(event)
        self._timer.start()
        self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def stop(self) -> None:
        """Run no more."""
        self._timer.stop()

    def _tick(self) -> None:
        state = self._state
        if state is None or state.claim is None:
            self._time.show_text("")
            self._lease.show_text("")
            return
        now = self._clock()
        time = _clock_text(self._worked.seconds())
        self._time.show_text(tr("{time} paused").format(time=time) if self._worked.idle else time)
        if state.changing:
            self._lease.show_text(tr("becomes revision {n}").format(n=state.revision), "purple")
            return
        left = (state.claim.expires_at - now).total_seconds()
        if state.lost:
            self._lease.show_text(tr("no longer held"), "bad")
        elif left <= 0:
            self._lease.show_text(tr("lease ended"), "bad")
        else:
            self._lease.show_text(
                tr("held for you {clock_text}").format(clock_text=_clock_text(left)), "warn" if left < 60 else "accent"
            )


def waiting_text(count: int, location: str) -> str:
    """Say how many submissions wait on this machine, and for what; nothing where none does."""
    if not count:
        return ""
    if "://" in location:
        said = tr("{n:,} submissions wait for the server", "{n:,} submission waits for the server", count)
    else:
        said = tr(
            "{n:,} submissions wait for the workspace file", "{n:,} submission waits for the workspace file", count
        )
    return said.format(n=count)


def _clock_text(seconds: float) -> str:
    whole = max(0, int(seconds))
    if whole >= 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}"


def _span(seconds: float) -> str:
    """Return a time span in the two units that matter."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return tr("{minutes} min").format(minutes=minutes)
    if minutes < 48 * 60:
        return tr("{hours} h {minutes} m").format(hours=minutes // 60, minutes=minutes % 60)
    return tr("%n days", "%n day", minutes // (24 * 60))
