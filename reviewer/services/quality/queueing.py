"""How the queue does: what comes, what is decided, what waits, and when it is likely to be empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.domain.errors import InvalidInput
from reviewer.store.pace import DAY_US, Waiting

if TYPE_CHECKING:
    from reviewer.stats.forecast import Change, Forecast
    from reviewer.stats.results import Undefined

HISTORY_DAYS = 56
MOST_TIMES = 1000


@dataclass(frozen=True)
class QueueReport:
    """Reviews that came to be needed and reviews that were made, one entry a day, what waits, and the forecast."""

    first_day: int
    arrivals: tuple[int, ...]
    decisions: tuple[int, ...]
    waiting: Waiting
    forecast: Forecast | Undefined

    def to_json(self) -> dict[str, Any]:
        """Return the report as the terminal prints it; ages in hours."""
        from reviewer.stats.results import Undefined

        return {
            "waiting_reviews": self.waiting.reviews,
            "waiting_items": self.waiting.items,
            "overdue_items": self.waiting.overdue,
            "median_age_hours": _hours(self.waiting.median_age_us),
            "oldest_age_hours": _hours(self.waiting.oldest_age_us),
            "days": len(self.arrivals),
            "arrivals_per_day": round(sum(self.arrivals) / max(len(self.arrivals), 1), 6),
            "decisions_per_day": round(sum(self.decisions) / max(len(self.decisions), 1), 6),
            "forecast": (
                {"note": f"undefined: {self.forecast.reason}"}
                if isinstance(self.forecast, Undefined)
                else self.forecast.to_json()
            ),
        }


def report(
    arrivals: Mapping[int, int],
    decisions: Mapping[int, int],
    waiting: Waiting,
    now_us: int,
    change: Change | None,
    seed: int,
) -> QueueReport:
    """Put the days in a row, from the first with anything to yesterday, and play the queue forward."""
    import numpy as np

    from reviewer.stats.forecast import forecast

    if change is not None:
        _check(change)
    today = now_us // DAY_US  # not over yet, so that it would look like a slow day
    first = min([*arrivals, *decisions, today])
    first = max(first, today - HISTORY_DAYS)
    days = range(first, today)
    came, done = ([counts.get(day, 0) for day in days] for counts in (arrivals, decisions))
    found = forecast(waiting.reviews, np.array(came, np.int64), np.array(done, np.int64), change, seed=seed)
    return QueueReport(first, tuple(came), tuple(done), waiting, found)


def _check(change: Change) -> None:
    for times in (change.arrivals, change.reviews_per_item, change.decisions):
        if not 0 <= times <= MOST_TIMES:
            raise InvalidInput(
                f"A change is so many times as now: give a number from 0 to {MOST_TIMES}, not {times:g}."
            )


def _hours(age_us: int | None) -> float | None:
    return None if age_us is None else round(age_us / 3_600_000_000, 3)
