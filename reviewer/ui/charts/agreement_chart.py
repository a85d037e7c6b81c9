"""The chart of agreement over time: a line, the band of its interval, and the line below which labels are doubtful.

pyqtgraph is imported by `chart.load()`, in a thread, when a chart is shown for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from PySide6.QtCore import Qt

from reviewer.ui.charts.chart import Chart
from reviewer.ui.language import tr
from reviewer.ui.presenters.quality_state import Mark, Week, figure_text, interval_text
from reviewer.ui.safe_text import escape_for_chart
from reviewer.ui.theme import Theme

DOUBTFUL = 0.667
"""Below this alpha Krippendorff (2004) advises to draw no conclusions from the data."""
_WEEK = timedelta(days=7)
_MOST_TICKS = 8


class AgreementChart(Chart):
    """Draws the weeks that it is given, and when the guideline changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "agreement", tr("Agreement over time"))
        self._weeks: tuple[Week, ...] = ()
        self._marks: tuple[Mark, ...] = ()

    def show_weeks(self, weeks: tuple[Week, ...], marks: tuple[Mark, ...] = ()) -> None:
        """Draw other weeks."""
        if (weeks, marks) != (self._weeks, self._marks):
            self._weeks, self._marks = weeks, marks
            changes = (tr("{text} from {at:%Y-%m-%d}").format(text=mark.text, at=mark.at) for mark in marks)
            self.setAccessibleDescription("; ".join([*map(_words, weeks), *changes]))
            self.redraw()

    def draw(self) -> None:
        """Draw the grid, the band, the line, and the marks."""
        points = list(self._points())
        if not points:
            return
        low = min([DOUBTFUL, *(p[2] for p in points), *(p[1] for p in points)])
        floor = max(-1.0, int(low * 10 - 1) / 10 if low > 0 else int(low * 10 - 1.999) / 10)
        floor = min(floor, 0.5)
        self._draw_grid(floor, points[0][0], points[-1][0])
        self._draw_band(points)
        self._draw_line(points)
        self._label_weeks(points)
        self._draw_marks(points)
        self.box.setYRange(floor, 1.0, padding=0.03)
        first, last = points[0][0], points[-1][0]
        margin = 0.5 if last > first else 1
        self.box.setXRange(first - margin, last + margin, padding=0)

    def _points(self) -> Iterator[tuple[int, float, float, float, Week]]:
        """Yield (number of the week, alpha, low, high, week) of the weeks that have a value."""
        if not self._weeks:
            return
        begin = self._weeks[0].start
        for week in self._weeks:
            alpha = week.alpha
            if alpha.value is not None:
                low = alpha.value if alpha.low is None else alpha.low
                high = alpha.value if alpha.high is None else alpha.high
                yield round((week.start - begin) / _WEEK), alpha.value, low, high, week

    def _draw_grid(self, floor: float, first: int, last: int) -> None:
        step = 0.1 if floor >= 0.2 else 0.2 if floor >= -0.2 else 0.5
        ticks = [round(1.0 - step * number, 1) for number in range(int((1.0 - floor) / step + 1e-9) + 1)]
        self.axes["left"].setTicks([[(tick, figure_text(tick)) for tick in ticks]])
        pen = self.pg.mkPen(self.theme.color("chart_grid"), width=1)
        for tick in ticks:
            self.box.addItem(self.pg.InfiniteLine(pos=tick, angle=0, pen=pen, movable=False))
        threshold = self.theme.color("chart_threshold")
        line = self.pg.InfiniteLine(
            pos=DOUBTFUL,
            angle=0,
            movable=False,
            pen=self.pg.mkPen(threshold, width=1.2, style=Qt.PenStyle.DashLine),
            label=f"{DOUBTFUL:g}",
            labelOpts={"position": 0.985, "color": threshold, "movable": False, "anchors": [(1, 1), (1, 1)]},
        )
        line.label.setFont(self.theme.font(-1))
        self.box.addItem(line)

    def _draw_marks(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        """Draw an upright line where a version of the guideline came into force, unless that was before the weeks."""
        begin, last = self._weeks[0].start, points[-1][0]
        for mark in self._marks:
            place = (mark.at - begin) / _WEEK
            if points[0][0] - 0.5 <= place <= last + 1:
                axis = self.theme.color("chart_axis")
                line = self.pg.InfiniteLine(
                    pos=min(place, last + 0.45),
                    angle=90,
                    movable=False,
                    pen=self.pg.mkPen(axis, width=1.2, style=Qt.PenStyle.DotLine),
                    label=escape_for_chart(mark.text),
                    labelOpts={"position": 0.97, "color": axis, "movable": False, "anchors": [(0, 0), (0, 0)]},
                )
                line.label.setFont(self.theme.font(-1))
                self.box.addItem(line)

    def _draw_band(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        ground = self.theme.color("chart_band")
        empty = self.pg.mkPen(None)
        for run in _runs(points):
            numbers = [point[0] for point in run]
            if len(run) == 1:
                # A week without neighbours has no band: a stroke shows how far its interval reaches.
                pen = self.pg.mkPen(ground, width=9, cap=Qt.PenCapStyle.FlatCap)
                self.box.addItem(self.pg.PlotCurveItem([numbers[0]] * 2, [run[0][2], run[0][3]], pen=pen))
                continue
            lower = self.pg.PlotCurveItem(numbers, [point[2] for point in run], pen=empty)
            upper = self.pg.PlotCurveItem(numbers, [point[3] for point in run], pen=empty)
            band = self.pg.FillBetweenItem(lower, upper, brush=self.pg.mkBrush(ground))
            band.setZValue(-10)
            for part in (lower, upper, band):
                self.box.addItem(part)

    def _draw_line(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        ink, ground = self.theme.color("chart_1"), self.theme.color("surface")
        for run in _runs(points):
            numbers, values = [point[0] for point in run], [point[1] for point in run]
            self.box.addItem(self.pg.PlotCurveItem(numbers, values, pen=self.pg.mkPen(ink, width=2), antialias=True))
            self.box.addItem(
                self.pg.ScatterPlotItem(
                    numbers, values, size=7, brush=self.pg.mkBrush(ink), pen=self.pg.mkPen(ground, width=1)
                )
            )

    def _label_weeks(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        step = -(-len(points) // _MOST_TICKS)
        shown = points[::-1][::step]
        ticks = [(point[0], escape_for_chart(f"{point[4].start:%d %b}".lstrip("0"))) for point in shown]
        self.axes["bottom"].setTicks([ticks])


def _runs(
    points: Sequence[tuple[int, float, float, float, Week]],
) -> Iterator[list[tuple[int, float, float, float, Week]]]:
    """Yield the stretches of weeks that follow each other without a gap."""
    run = [points[0]]
    for before, after in pairwise(points):
        if after[0] - before[0] > 1:
            yield run
            run = []
        run.append(after)
    yield run


def _words(week: Week) -> str:
    interval = interval_text(week.alpha)
    known = f" ({interval})" if interval else ""
    return tr("week of {start:%Y-%m-%d}: alpha {figure_text}{known}, {items:,} items").format(
        start=week.start, figure_text=figure_text(week.alpha.value), known=known, items=week.alpha.items
    )
