"""Keeps the items of a person held: renews each lease at a third of its time and tells which were lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reviewer.domain.errors import LeaseLost
from reviewer.domain.leases import Claim
from reviewer.ui.tasks import Runner

if TYPE_CHECKING:
    from reviewer.services.queue import Queue

BEATS = 3
"""How often a lease is renewed within its time, as long as the person is here."""
Renewed = tuple[Claim, Claim | str]
"""A claim as it was, and as it is now or the sentence that says why it is gone."""


class LeaseKeeper(QObject):
    """The heartbeat of the leases that this window holds."""

    def __init__(
        self,
        queue: Queue,
        tasks: Runner,
        claims: Callable[[], Iterable[Claim]],
        renewed: Callable[[list[Renewed]], None],
        failed: Callable[[Exception], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._tasks = tasks
        self._claims = claims
        self._renewed = renewed
        self._failed = failed
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.beat)

    def start(self, lease_minutes: float) -> None:
        """Renew from now on at a third of the lease's time."""
        self._timer.start(max(1000, int(lease_minutes * 60_000 / BEATS)))

    def close(self) -> None:
        """Renew no more."""
        self._timer.stop()

    def beat(self) -> None:
        """Renew every lease once."""
        claims = list(self._claims())
        if claims:
            self._tasks.store(
                lambda: [(claim, self.renew(claim)) for claim in claims],
                self._renewed,
                failed=self._failed,
                key="review.renew",
            )

    def renew(self, claim: Claim) -> Claim | str:
        """Return the renewed claim, or why it is gone.

        A lease that only lapsed is renewed where nobody took the place. One that a lead has ended is not claimed again
        behind the lead's back: the person is told, and the work stays as a draft.
        """
        try:
            return self._queue.renew(claim)
        except LeaseLost as lost:
            return lost.message
