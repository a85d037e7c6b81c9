"""How long a person worked on an item: time counts while there is life at the window, a coffee does not."""

from __future__ import annotations

import time
from collections.abc import Callable

IDLE_SECONDS = 60.0
_COARSE_SECONDS = 5.0


class ActiveTime:
    """A stopwatch that stops a minute after the last sign of life, and goes on with the next."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sum = 0.0
        self._last = clock()

    def start(self, seconds: float = 0.0) -> None:
        """Begin with what was counted before."""
        self._sum = seconds
        self._last = self._clock()

    def touch(self, *, counts: bool = True) -> None:
        """Note a sign of life: a key, the wheel, the pointer; elsewhere in the window it does not count."""
        now = self._clock()
        if counts:
            self._sum += min(now - self._last, IDLE_SECONDS)
        self._last = now

    @property
    def idle(self) -> bool:
        """Whether there was no sign of life for so long that the time does not count."""
        return self._clock() - self._last > IDLE_SECONDS

    def idle_for(self, seconds: float) -> bool:
        """Return whether there was no sign of life for so long."""
        return self._clock() - self._last > seconds

    def seconds(self) -> float:
        """Return the time that was worked so far."""
        return self._sum + min(self._clock() - self._last, IDLE_SECONDS)

    def coarse(self) -> float:
        """Return the time as it is stored: to five seconds, so that nobody's keystrokes can be read from it."""
        return max(1.0, round(self.seconds() / _COARSE_SECONDS)) * _COARSE_SECONDS
