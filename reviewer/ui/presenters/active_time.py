"""How long a person worked on an item: time between two acts counts up to two minutes, a coffee does not."""

from __future__ import annotations

import time

_LONGEST_PAUSE_SECONDS = 120.0


class ActiveTime:
    """A stopwatch that does not run on while nobody is there."""

    def __init__(self) -> None:
        self._sum = 0.0
        self._last = time.monotonic()

    def start(self, seconds: float = 0.0) -> None:
        """Begin with what was counted before."""
        self._sum = seconds
        self._last = time.monotonic()

    def touch(self) -> None:
        """Count the time since the last act."""
        now = time.monotonic()
        self._sum += min(now - self._last, _LONGEST_PAUSE_SECONDS)
        self._last = now

    def seconds(self) -> float:
        """Return the time that was worked so far."""
        self.touch()
        return self._sum
