"""The names of weeks, by which figures are grouped."""

from __future__ import annotations

from datetime import datetime


def week_name(at: datetime) -> str:
    """Return the ISO week of a time, such as 2026-W07; `strftime` would take ten times as long."""
    year, week, _ = at.isocalendar()
    return f"{year:04}-W{week:02}"
