"""The chart of agreement over time: a line, the band of its interval, and the line below which labels are doubtful.

pyqtgraph is imported by `load()`, in a thread, when the chart is shown for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.presenters.quality_state import Week, figure_text, interval_text
from reviewer.ui.safe_text import escape_for_chart
from reviewer.ui.theme import Theme

DOUBTFUL = 0.667
"""Below this alpha Krippendorff (2004) advises to draw no conclusions from the data."""
_WEEK = timedelta(days=7)
_MOST_TICKS = 8


def load() -> Any:
    """Import pyqtgraph, which takes a good while."""
    import pyqtgraph

    return pyqtgraph


class AgreementChart(QWidget):
    """Draws the weeks that it is given; before pyqtgraph is there it draws nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("agreement_chart")
        self.setAccessibleName(tr("Agreement over time"))
        self._theme = theme
        self._weeks: tuple[Week, ...] = ()
        self._pg: Any = None
        self._view: Any = None
        self._box: Any = None
        self._axes: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def ready(self) -> bool:
        """Whether pyqtgraph is here."""
        return self._pg is not None

    def start(self, pyqtgraph: Any) -> None:
        """Build the plot with the module that `load` returned."""
        if self._pg is not None:
            return
        self._pg = pg = pyqtgraph
        # Axes and box are put together by hand: a PlotItem brings menus of its own, which nobody asked for.
        self._view = pg.GraphicsView(background=self._theme.color("surface"))
        self._view.setObjectName("agreement_plot")
        self._view.setAccessibleName(tr("Agreement over time"))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setAntialiasing(True)
        layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 4, 8, 0)
        self._view.setCentralItem(layout)
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False)
        self._axes = {side: pg.AxisItem(side, linkView=self._box) for side in ("left", "bottom")}
        layout.addItem(self._axes["left"], 0, 0)
        layout.addItem(self._box, 0, 1)
        layout.addItem(self._axes["bottom"], 1, 1)
        self._column.addWidget(self._view)
        self.restyle()

    def show_weeks(self, weeks: tuple[Week, ...]) -> None:
        """Draw other weeks."""
        if weeks != self._weeks:
            self._weeks = weeks
            self.setAccessibleDescription("; ".join(_words(week) for week in weeks))
            self._draw()

    def restyle(self) -> None:
        """Take the colours and the font of the theme."""
        if self._pg is None:
            return
        self._view.setBackground(self._theme.color("surface"))
        for axis in self._axes.values():
            axis.setPen(self._pg.mkPen(None))
            axis.setTextPen(self._theme.color("chart_axis"))
            axis.setStyle(tickLength=0, tickAlpha=0, tickFont=self._theme.font(-1), tickTextOffset=8)
        self._draw()

    def _draw(self) -> None:
        if self._pg is None:
            return
        self._box.clear()
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
        self._box.setYRange(floor, 1.0, padding=0.03)
        first, last = points[0][0], points[-1][0]
        margin = 0.5 if last > first else 1
        self._box.setXRange(first - margin, last + margin, padding=0)

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
        self._axes["left"].setTicks([[(tick, figure_text(tick)) for tick in ticks]])
        pen = self._pg.mkPen(self._theme.color("chart_grid"), width=1)
        for tick in ticks:
            self._box.addItem(self._pg.InfiniteLine(pos=tick, angle=0, pen=pen, movable=False))
        threshold = self._theme.color("chart_threshold")
        line = self._pg.InfiniteLine(
            pos=DOUBTFUL,
            angle=0,
            movable=False,
            pen=self._pg.mkPen(threshold, width=1.2, style=Qt.PenStyle.DashLine),
            label=f"{DOUBTFUL:g}",
            labelOpts={"position": 0.985, "color": threshold, "movable": False, "anchors": [(1, 1), (1, 1)]},
        )
        line.label.setFont(self._theme.font(-1))
        self._box.addItem(line)

    def _draw_band(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        ground = self._theme.color("chart_band")
        empty = self._pg.mkPen(None)
        for run in _runs(points):
            numbers = [point[0] for point in run]
            if len(run) == 1:
                # A week without neighbours has no band: a stroke shows how far its interval reaches.
                pen = self._pg.mkPen(ground, width=9, cap=Qt.PenCapStyle.FlatCap)
                self._box.addItem(self._pg.PlotCurveItem([numbers[0]] * 2, [run[0][2], run[0][3]], pen=pen))
                continue
            lower = self._pg.PlotCurveItem(numbers, [point[2] for point in run], pen=empty)
            upper = self._pg.PlotCurveItem(numbers, [point[3] for point in run], pen=empty)
            band = self._pg.FillBetweenItem(lower, upper, brush=self._pg.mkBrush(ground))
            band.setZValue(-10)
            for part in (lower, upper, band):
                self._box.addItem(part)

    def _draw_line(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        ink, ground = self._theme.color("chart_1"), self._theme.color("surface")
        for run in _runs(points):
            numbers, values = [point[0] for point in run], [point[1] for point in run]
            self._box.addItem(self._pg.PlotCurveItem(numbers, values, pen=self._pg.mkPen(ink, width=2), antialias=True))
            self._box.addItem(
                self._pg.ScatterPlotItem(
                    numbers, values, size=7, brush=self._pg.mkBrush(ink), pen=self._pg.mkPen(ground, width=1)
                )
            )

    def _label_weeks(self, points: Sequence[tuple[int, float, float, float, Week]]) -> None:
        step = -(-len(points) // _MOST_TICKS)
        shown = points[::-1][::step]
        ticks = [(point[0], escape_for_chart(f"{point[4].start:%d %b}".lstrip("0"))) for point in shown]
        self._axes["bottom"].setTicks([ticks])


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
