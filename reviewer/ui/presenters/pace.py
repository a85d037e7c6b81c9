"""How often something may be read again by itself: never twice at once, and seldom where it is slow."""

from __future__ import annotations

import time

SHARE_OF_TIME = 0.1


class Pace:
    """Lets one reading begin at a time, and rests after it so that reading takes at most a tenth of the time."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._rest_until = 0.0

    def begin(self, *, at_once: bool = False) -> bool:
        """Return whether a reading may begin now, and count it as begun; `at_once` leaves out the rest."""
        now = time.monotonic()
        if self._began is not None or (now < self._rest_until and not at_once):
            return False
        self._began = now
        return True

    def end(self) -> None:
        """Note that the reading is over, well or not."""
        if self._began is not None:
            now = time.monotonic()
            self._rest_until = now + (now - self._began) * (1 / SHARE_OF_TIME - 1)
            self._began = None
