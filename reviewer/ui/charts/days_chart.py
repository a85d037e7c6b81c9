"""The chart of the queue: reviews that came to be needed as bars, reviews that were made as a line, by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reviewer.ui.charts.chart import Chart
from reviewer.ui.language import tr
from reviewer.ui.safe_text import escape_for_chart
from reviewer.ui.theme import Theme

_MOST_TICKS = 8


class DaysChart(Chart):
    """Draws arrivals and decisions."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "days", tr("Arrivals and decisions by day"))
        self._first = date(1970, 1, 1)
        self._arrivals: tuple[int, ...] = ()
        self._decisions: tuple[int, ...] = ()

    def show_days(self, first: date, arrivals: Sequence[int], decisions: Sequence[int]) -> None:
        """Draw other days."""
        if (first, tuple(arrivals), tuple(decisions)) != (self._first, self._arrivals, self._decisions):
            self._first, self._arrivals, self._decisions = first, tuple(arrivals), tuple(decisions)
            self.setAccessibleDescription("; ".join(self._words()))
            self.redraw()

    def draw(self) -> None:
        """Draw the grid, a bar for each day's arrivals, and the line of decisions."""
        count = len(self._arrivals)
        if not count:
            return
        pg, theme = self.pg, self.theme
        highest = max(*self._arrivals, *self._decisions, 1)
        step = _step(highest)
        ticks = list(range(0, highest + step, step))
        self.axes["left"].setTicks([[(tick, f"{tick:,}") for tick in ticks]])
        for tick in ticks:
            self.line(tick)
        days = list(range(count))
        bars = pg.BarGraphItem(
            x=days, height=list(self._arrivals), width=0.7, brush=pg.mkBrush(theme.color("chart_band")), pen=None
        )
        self.box.addItem(bars)
        line = pg.mkPen(theme.color("chart_1"), width=2)
        self.box.addItem(pg.PlotCurveItem(days, list(self._decisions), pen=line, antialias=True))
        every = -(-count // _MOST_TICKS)
        named = [(day, escape_for_chart(f"{self._date(day):%d %b}".lstrip("0"))) for day in days[::-1][::every]]
        self.axes["bottom"].setTicks([named])
        self.box.setXRange(-0.6, count - 0.4, padding=0)
        self.box.setYRange(0, ticks[-1], padding=0.02)

    def _date(self, day: int) -> date:
        return self._first + timedelta(days=day)

    def _words(self) -> list[str]:
        pairs = zip(self._arrivals, self._decisions, strict=True)
        return [
            tr("{day}: {came:,} needed, {made:,} made").format(day=self._date(number), came=came, made=made)
            for number, (came, made) in enumerate(pairs)
        ]


def _step(highest: int) -> int:
    """Return a round distance of the grid that gives about five lines."""
    size = 1
    while highest > size * 50:
        size *= 10
    return next(factor * size for factor in (1, 2, 5, 10) if highest <= factor * size * 5)
