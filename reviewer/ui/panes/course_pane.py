"""The pane of agreement over time: the chart, or why there is none yet."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget

from reviewer.ui.charts.agreement_chart import DOUBTFUL, AgreementChart
from reviewer.ui.language import tr
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Panel
from reviewer.ui.presenters.quality_state import QualityState
from reviewer.ui.theme import Theme


class CoursePane(Panel):
    """Shows alpha per week with its interval."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Agreement over time"), "course_pane")
        level_header(self)
        self.chart = AgreementChart(theme)
        self._state: QualityState | None = None
        self._empty = EmptyState("", "", name="course_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.chart)
        self.body.addWidget(self._stack)

    def start(self, pyqtgraph: Any) -> None:
        """Take the chart library, and draw what was to be drawn."""
        self.chart.start(pyqtgraph)
        if self._state is not None:
            self.show_state(self._state)

    def show_state(self, state: QualityState) -> None:
        """Show the weeks of a state."""
        self._state = state
        drawn = any(week.alpha.value is not None for week in state.weeks)
        self.note(tr("α per week · band 95% CI · dashed line {doubtful:g}").format(doubtful=DOUBTFUL) if drawn else "")
        figure = state.weeks_figure
        if figure.phase == "failed":
            self._empty.show_text(tr("The course cannot be computed"), figure.failure)
        elif figure.phase == "loading" or (drawn and not self.chart.ready):
            self._empty.show_text("", tr("Computing \u2026"))
        elif state.weeks:
            reason = (state.weeks[-1].alpha.note or "").removeprefix("undefined: ")
            self._empty.show_text(
                tr("No agreement to draw yet"),
                tr("It needs two reviewers on the same items: {reason}.").format(reason=reason),
            )
        else:
            self._empty.show_text(
                tr("No reviews yet"), tr("The course appears here when two reviewers judged the same items.")
            )
        shows = drawn and self.chart.ready and figure.phase != "failed"
        if shows:
            self.chart.show_weeks(state.weeks, state.marks)
        self._stack.setCurrentWidget(self.chart if shows else self._empty)
