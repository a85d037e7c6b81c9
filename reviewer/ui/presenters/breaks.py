"""When a break is suggested: after a time of active work, or after many hard items; once, and never in the way."""

from __future__ import annotations

from reviewer.domain.wellbeing import Wellbeing
from reviewer.ui.language import tr

from .wellbeing import BREAK_MINUTES, Switch


class BreakWatch:
    """Counts active work and severe items since the last suggestion; the figures stay in this window."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._severe = 0
        self.said = ""

    def worked(self, seconds: float, severe: bool, rules: Wellbeing, choice: Switch) -> None:
        """Take the work on one item; where it was enough, `said` suggests a break until it is dismissed."""
        self._seconds += seconds
        self._severe += severe
        minutes = rules.break_minutes
        if choice == "on" and minutes is None:
            minutes = BREAK_MINUTES
        if choice == "off":
            self.dismiss()
        elif rules.break_severe_items is not None and self._severe >= rules.break_severe_items:
            self._say(_hard(self._severe))
        elif minutes is not None and self._seconds >= minutes * 60:
            worked = round(self._seconds / 60)
            self._say(_long(worked))

    def dismiss(self) -> None:
        """Say it no more, and count from zero."""
        self._seconds, self._severe, self.said = 0.0, 0, ""

    def _say(self, text: str) -> None:
        self.dismiss()
        self.said = text


def _hard(count: int) -> str:
    said = tr("%n hard items are behind you.", "%n hard item is behind you.", count)
    return f"{said} {tr('A short break may do you good.')}"


def _long(minutes: int) -> str:
    said = tr("You have worked for %n minutes.", "You have worked for %n minute.", minutes)
    return f"{said} {tr('A short break may do you good.')}"
