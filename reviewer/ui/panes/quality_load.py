"""The queue as a lead plans it: what comes and goes, what waits, when it is empty, and after which change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from reviewer.ui.charts.days_chart import DaysChart
from reviewer.ui.language import tr
from reviewer.ui.panes.agreement_tiles import FigureTile
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.figure_page import Column, whole_number
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Hint, Panel, label
from reviewer.ui.presenters.quality_figures_state import Asked, FiguresState, defined, why_undefined
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.services.quality.queueing import QueueReport

_HOUR_US = 3_600_000_000


class LoadPage(Column):
    """Tiles above, the days in the middle, and what is asked of the queue below."""

    asked = Signal(object)
    overdue_wanted = Signal()
    waiting_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.column.setSpacing(12)
        self.chart = DaysChart(theme)
        self._state: FiguresState | None = None
        self._build_tiles()
        self._build_days()
        self._build_question()

    def _build_tiles(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.tiles = {
            "waiting": FigureTile(tr("Reviews needed"), "tile_load_waiting"),
            "overdue": FigureTile(tr("Past their due time"), "tile_load_overdue"),
            "age": FigureTile(tr("Median age"), "tile_load_age"),
            "pace": FigureTile(tr("Decisions a day"), "tile_load_pace"),
            "forecast": FigureTile(tr("Forecast"), "tile_load_forecast"),
        }
        for tile in self.tiles.values():
            row.addWidget(tile, 1)
        self.column.addLayout(row)

    def _build_days(self) -> None:
        panel = Panel(tr("Arrivals and decisions by day"), "days_pane")
        level_header(panel)
        panel.note(tr("bars: reviews needed \u00b7 line: reviews made"))
        self.waiting = KeyButton(tr("Items that wait"), "load_waiting_button")
        self.overdue = KeyButton(tr("Items past their due time"), "load_overdue_button")
        self.waiting.clicked.connect(self.waiting_wanted)
        self.overdue.clicked.connect(self.overdue_wanted)
        for button in (self.waiting, self.overdue):
            button.set_small(True)
            panel.header.addWidget(button)
        self._empty = EmptyState("", "", name="days_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.chart)
        panel.body.addWidget(self._stack)
        self.column.addWidget(panel, 1)

    def _build_question(self) -> None:
        panel = Panel(tr("What if"), "what_if_pane")
        level_header(panel)
        self.arrivals = whole_number("ask_arrivals", tr("Arrivals, in percent of now"), 0, 1000, " %")
        self.capacity = whole_number("ask_capacity", tr("People's time, in percent of now"), 0, 1000, " %")
        self.overlap = whole_number("ask_overlap", tr("Reviews of each item"), 1, 20)
        row = FlowLayout(spacing=8)
        for words, field in (
            (tr("Arrivals"), self.arrivals),
            (tr("People's time"), self.capacity),
            (tr("Reviews of each item"), self.overlap),
        ):
            part = QWidget()
            inner = QHBoxLayout(part)
            inner.setContentsMargins(0, 0, 12, 0)
            inner.addWidget(label(words, "muted"))
            inner.addWidget(field)
            row.addWidget(part)
            field.valueChanged.connect(self._ask)
        self.answer = label("", "strong", "forecast_after_change")
        self.answer.setWordWrap(True)
        self.now = Hint("", "forecast_now")
        self.now.setWordWrap(True)
        panel.body.addLayout(row)
        panel.body.addWidget(self.answer)
        panel.body.addWidget(self.now)
        self.column.addWidget(panel)

    def show_state(self, state: FiguresState) -> None:
        """Show the queue of a state."""
        self._state = state
        asked = state.asked
        for field, value in (
            (self.arrivals, asked.arrivals),
            (self.capacity, asked.capacity),
            (self.overlap, asked.overlap or state.project.overlap),
        ):
            if not field.hasFocus() and field.value() != value:
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
        figure, report = state.figure("queue"), state.queue
        if figure.phase == "failed":
            self._empty.show_text("", figure.failure)
        else:
            self._empty.show_text("", tr("Computing \u2026") if report is None else tr("No day is over yet."))
        days = report is not None and bool(report.arrivals)
        self._stack.setCurrentWidget(self.chart if days and self.chart.ready else self._empty)
        if report is not None:
            self._show_report(report, state)

    def _show_report(self, report: QueueReport, state: FiguresState) -> None:
        waiting, days = report.waiting, max(len(report.arrivals), 1)
        self.chart.show_days(date(1970, 1, 1) + timedelta(days=report.first_day), report.arrivals, report.decisions)
        tiles = self.tiles
        tiles["waiting"].show_value(
            f"{waiting.reviews:,}",
            tr("of {n:,} items", "of {n:,} item", waiting.items).format(n=waiting.items),
            tr("Reviews that open items still need."),
        )
        tiles["overdue"].show_value(f"{waiting.overdue:,}", tr("items"), tr("Open items whose due time has passed."))
        oldest = tr("the oldest {age}").format(age=_age(waiting.oldest_age_us)) if waiting.items else ""
        tiles["age"].show_value(
            _age(waiting.median_age_us), oldest, tr("How long open items have waited since they were flagged.")
        )
        per_day = sum(report.decisions) / days
        came = tr("{n:.1f} needed a day").format(n=sum(report.arrivals) / days)
        tiles["pace"].show_value(
            f"{per_day:,.1f}", came, tr("The mean over the last {days} days.").format(days=len(report.arrivals))
        )
        short, words = forecast_words(report)
        tiles["forecast"].show_value(short, words, words)
        self.now.setText(tr("As things are: {words}").format(words=words))
        changed = state.changed_queue
        self.answer.setText(
            "" if changed is None else tr("After the change: {words}").format(words=forecast_words(changed)[1])
        )
        self.answer.setVisible(changed is not None)

    def _ask(self, _value: int) -> None:
        overlap = self.overlap.value()
        same = self._state is not None and overlap == self._state.project.overlap
        self.asked.emit(Asked(self.arrivals.value(), self.capacity.value(), 0 if same else overlap))


def forecast_words(report: QueueReport) -> tuple[str, str]:
    """Return when the queue is empty, in a word or two and in a sentence."""
    found = defined(report.forecast)
    if found is None:
        why = why_undefined(report.forecast)
        return tr("undefined"), tr("when the queue is empty cannot be said: {reason}.").format(reason=why)
    if found.days is None:
        return tr("never"), tr("at this pace the queue is not empty within a year.")
    latest = (
        tr("more than a year") if found.high is None else tr("{n} days", "{n} day", found.high).format(n=found.high)
    )
    short = tr("empty in {n} d").format(n=found.days)
    return short, tr("empty in {days} days (95% CI {low} days to {latest}).").format(
        days=found.days, low=found.low, latest=latest
    )


def _age(age_us: int | None) -> str:
    if age_us is None:
        return "\u2013"
    hours = age_us / _HOUR_US
    return tr("{days:.1f} d").format(days=hours / 24) if hours >= 24 else tr("{hours:.1f} h").format(hours=hours)
