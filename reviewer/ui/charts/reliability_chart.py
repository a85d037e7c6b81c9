"""The chart of a detector's scores against what people found: on the dashed line a score means what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reviewer.ui.charts.chart import Chart
from reviewer.ui.language import tr
from reviewer.ui.presenters.quality_state import figure_text
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.stats.detectors import Bin, Calibration

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class ReliabilityChart(Chart):
    """Draws the bins of a calibration with their intervals."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "reliability", tr("Scores and what people found"))
        self._calibration: Calibration | None = None

    def show_calibration(self, calibration: Calibration | None) -> None:
        """Draw another detector's curve, or none."""
        if calibration is not self._calibration:
            self._calibration = calibration
            bins = calibration.bins if calibration is not None else ()
            self.setAccessibleDescription("; ".join(map(_words, bins)))
            self.redraw()

    def draw(self) -> None:
        """Draw the grid, the line of perfect calibration, and the bins."""
        for side in ("left", "bottom"):
            self.axes[side].setTicks([[(tick, f"{tick:g}") for tick in _TICKS]])
        for tick in _TICKS:
            self.line(tick)
            self.line(tick, angle=90)
        pg, theme = self.pg, self.theme
        dashed = pg.mkPen(theme.color("chart_threshold"), width=1.2, style=Qt.PenStyle.DashLine)
        self.box.addItem(pg.PlotCurveItem([0, 1], [0, 1], pen=dashed))
        self.box.setXRange(0, 1, padding=0.03)
        self.box.setYRange(0, 1, padding=0.03)
        known = [b for b in self._calibration.bins if b.broken.value is not None] if self._calibration else []
        band = pg.mkPen(theme.color("chart_band"), width=7)
        for one in known:
            if one.broken.low is not None and one.broken.high is not None:
                self.box.addItem(pg.PlotCurveItem([one.score] * 2, [one.broken.low, one.broken.high], pen=band))
        places, found = [one.score for one in known], [one.broken.value for one in known]
        ink = theme.color("chart_1")
        self.box.addItem(pg.PlotCurveItem(places, found, pen=pg.mkPen(ink, width=2), antialias=True))
        ground = pg.mkPen(theme.color("surface"), width=1.5)
        self.box.addItem(pg.ScatterPlotItem(places, found, size=8, brush=pg.mkBrush(ink), pen=ground))


def _words(one: Bin) -> str:
    return tr("scores {low} to {high}: {share} broken of {n:,} items").format(
        low=f"{one.low:.2f}", high=f"{one.high:.2f}", share=figure_text(one.broken.value), n=one.broken.items
    )
