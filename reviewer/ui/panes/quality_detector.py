"""One detector in detail: what its scores are worth, and what another threshold would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QDoubleSpinBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.charts.reliability_chart import ReliabilityChart
from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.figure_table import Badge, FigureModel, FigureTable
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Hint, Panel, label
from reviewer.ui.panes.quality_detectors import DetectorRow, calibration_of, drawn, rows_of, share_words
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.quality_figures_state import FiguresState, defined, key_of, why_undefined
from reviewer.ui.presenters.quality_state import figure_text, interval_text
from reviewer.ui.safe_text import one_line, set_plain_tooltip
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.stats.detectors import Threshold, WhatIf
    from reviewer.stats.results import Coefficient

_CENTER = QAbstractItemView.ScrollHint.PositionAtCenter
_MEANS = (
    later("Everything from this score on would be reported."),
    later("The threshold in force, and the one with the lowest expected cost."),
    later("The share of reported outputs that break the policy."),
    later("The share of outputs that break the policy and would be reported."),
    later("How many outputs a day would be reported for review, with the outputs a day that you set."),
    later("How many of a thousand outputs would break the policy and not be reported."),
)


class ThresholdRow(NamedTuple):
    """One threshold, and whether it is the one in force or the one that is suggested."""

    row: Threshold
    remark: str


def _amount(found: Coefficient) -> str:
    if found.value is None:
        return tr("undefined")
    digits = 0 if max(found.value, found.high or 0.0) >= 100 else 1
    if found.low is None or found.high is None:
        return f"{found.value:,.{digits}f}"
    return f"{found.value:,.{digits}f} ({found.low:,.{digits}f}\u2013{found.high:,.{digits}f})"


def _words(one: ThresholdRow) -> str:
    row = one.row
    said = tr(
        "From a score of {at:.2f} on: precision {precision}, recall {recall}, {reviews} reviews a day, "
        "{misses} misses per thousand outputs."
    ).format(
        at=row.threshold,
        precision=share_words(row.precision),
        recall=share_words(row.recall),
        reviews=_amount(row.reviews_per_day),
        misses=_amount(row.misses_per_thousand),
    )
    return f"{said} {one.remark}".strip()


_COLUMNS = (
    TableColumn(later("From"), lambda one: f"{one.row.threshold:.2f}", numbers=True),
    TableColumn("", lambda one: one.remark),
    TableColumn(later("Precision"), lambda one: figure_text(one.row.precision.value)),
    TableColumn(later("Recall"), lambda one: figure_text(one.row.recall.value)),
    TableColumn(later("Reviews a day"), lambda one: _amount(one.row.reviews_per_day), numbers=True),
    TableColumn(later("Missed per 1,000"), lambda one: _amount(one.row.misses_per_thousand), numbers=True),
)


def threshold_rows(what_if: WhatIf, now: float | None) -> tuple[ThresholdRow, ...]:
    """Return the thresholds with their remarks; the one in force is the nearest that was judged."""
    nearest = min((abs(row.threshold - now) for row in what_if.rows), default=0.0) if now is not None else None

    def remark(row: Threshold) -> str:
        words = [tr("suggested")] if row.threshold == what_if.suggested else []
        if now is not None and nearest is not None and abs(row.threshold - now) == nearest:
            words.append(tr("now"))
        return ", ".join(words)

    return tuple(ThresholdRow(row, remark(row)) for row in what_if.rows)


class DetectorPane(Panel):
    """Shows the reliability curve above, the thresholds below, and what the lead sets between them."""

    outputs_given = Signal(float)
    cost_given = Signal(float)
    items_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Detector"), "detector_pane")
        level_header(self)
        self._row: DetectorRow | None = None
        self._scrolled_to: float | None = None
        self.chart = ReliabilityChart(theme)
        self.items = KeyButton(tr("Items behind it"), "detector_items_button")
        self.items.set_small(True)
        self.items.clicked.connect(self._want_items)
        self.tail.addWidget(self.items)
        self._undefined = EmptyState("", "", name="calibration_empty")
        self._upper = QStackedWidget()
        self._upper.addWidget(self._undefined)
        self._upper.addWidget(self.chart)
        self._scores = Hint("", "calibration_words")
        self._scores.setWordWrap(True)
        above, below = _Column(), _Column()
        above.column.addWidget(self._scores)
        above.column.addWidget(self._upper, 1)
        self._build_thresholds(below.column)
        self.body.addWidget(split("detector_splitter", above, below, upright=True, sizes=(270, 330), grow=(45, 55)), 1)

    def _build_thresholds(self, column: QVBoxLayout) -> None:
        self.outputs = _number("outputs_per_day", tr("Outputs a day"), 1, 10_000_000, 0)
        self.cost = _number("cost_ratio", tr("How many false alarms a miss is worth"), 0.01, 1000, 2)
        self.outputs.valueChanged.connect(self.outputs_given)
        self.cost.valueChanged.connect(self.cost_given)
        row = FlowLayout(spacing=8)
        for words, field in ((tr("Outputs a day"), self.outputs), (tr("False alarms a miss is worth"), self.cost)):
            part = QWidget()
            inner = QHBoxLayout(part)
            inner.setContentsMargins(0, 0, 8, 0)
            inner.addWidget(label(words, "muted"))
            inner.addWidget(field)
            row.addWidget(part)
        self._suggested = label("", "strong", "suggested_threshold")
        self._suggested.setWordWrap(True)
        self.model: FigureModel[ThresholdRow] = FigureModel(
            _COLUMNS,
            cells={
                1: lambda one: Badge(one.remark, "accent" if one.remark else "plain"),
                2: lambda one: drawn(one.row.precision),
                3: lambda one: drawn(one.row.recall),
            },
            means=_MEANS,
            words=_words,
        )
        self.table = FigureTable(self.model, "threshold_table", tr("What other thresholds would mean"), stretch=())
        self._none = EmptyState("", "", name="thresholds_empty")
        self._lower = QStackedWidget()
        self._lower.addWidget(self._none)
        self._lower.addWidget(self.table)
        column.addLayout(row)
        column.addWidget(self._suggested)
        column.addWidget(self._lower, 1)

    def show_state(self, state: FiguresState) -> None:
        """Show the chosen detector of a state."""
        chosen = state.detector
        rows = {key_of(row.report): row for row in rows_of(state)}
        self._row = rows.get(key_of(chosen)) if chosen is not None else None
        self.items.setEnabled(self._row is not None)
        for field, value in ((self.outputs, state.outputs_per_day), (self.cost, state.cost_ratio)):
            if not field.hasFocus() and field.value() != value:
                field.setValue(value)
        if self._row is None:
            self.set_title(tr("Detector"))
        else:
            self.set_title(f"{one_line(self._row.title, 60)} \u00b7 {one_line(self._row.detector, 60)}")
        self._show_calibration()
        self._show_thresholds(state)

    def _show_calibration(self) -> None:
        report = self._row.report if self._row is not None else None
        found = calibration_of(report) if report is not None else None
        self.chart.show_calibration(found)
        if found is None:
            why = why_undefined(report.calibration) if report is not None else ""
            self._undefined.show_text(
                tr("The calibration is undefined") if why else "",
                tr("{reason}.").format(reason=why[:1].upper() + why[1:]) if why else tr("Choose a detector."),
            )
            self._scores.setText("")
        else:
            self._undefined.show_text("", tr("Computing \u2026"))
            parts = (tr("Calibration error (ECE) {value}"), found.ece), (tr("Brier score {value}"), found.brier)
            said = [words.format(value=_with_interval(figure)) for words, figure in parts]
            self._scores.setText(" \u00b7 ".join([*said, f"n {found.ece.items:,}"]))
            set_plain_tooltip(
                self._scores,
                tr(
                    "Each point is a tenth of the judged items: the mean of their scores and the share that people "
                    "found broken, with its interval. On the dashed line a score means what it says."
                ),
            )
        self._upper.setCurrentWidget(self.chart if found is not None and self.chart.ready else self._undefined)

    def _show_thresholds(self, state: FiguresState) -> None:
        found, figure = defined(state.what_if), state.figure("what_if")
        now = self._row.report.threshold if self._row is not None else None
        rows = threshold_rows(found, now) if found is not None and self._row is not None else ()
        suggested = found.suggested if found is not None else None
        self.model.show_rows(rows)
        if found is not None:
            words = tr("Suggested {at:.2f} ({low:.2f}\u2013{high:.2f})").format(
                at=found.suggested, low=found.suggested_low, high=found.suggested_high
            )
            self._suggested.setText(words if now is None else tr("{words}, now {now:.2f}").format(words=words, now=now))
        else:
            self._suggested.setText("")
        if figure.phase == "failed":
            self._none.show_text(tr("The thresholds cannot be computed"), figure.failure)
        elif figure.phase == "loading" and self._row is not None:
            self._none.show_text("", tr("Computing \u2026"))
        else:
            why = why_undefined(state.what_if)
            self._none.show_text(
                tr("No threshold can be compared") if why else "",
                tr("{reason}.").format(reason=why[:1].upper() + why[1:]) if why else "",
            )
        self._lower.setCurrentWidget(self.table if rows else self._none)
        if rows and suggested != self._scrolled_to:
            self._scrolled_to = suggested
            QTimer.singleShot(0, self, self._scroll)  # once the table has the size that it will have

    def _scroll(self) -> None:
        """Bring the suggested threshold into sight."""
        rows = range(self.model.rowCount())
        wanted = (number for number in rows if self.model.row(number).row.threshold == self._scrolled_to)
        self.table.scrollTo(self.model.index(next(wanted, 0), 0), _CENTER)

    def _want_items(self) -> None:
        if self._row is not None:
            self.items_wanted.emit(key_of(self._row.report))


class _Column(QWidget):
    """A widget with an upright layout without margins."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)


def _with_interval(found: Coefficient) -> str:
    interval = interval_text(found)
    return f"{figure_text(found.value)} ({interval})" if interval else figure_text(found.value)


def _number(name: str, title: str, low: float, high: float, digits: int) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setObjectName(name)
    field.setAccessibleName(title)
    field.setDecimals(digits)
    field.setRange(low, high)
    field.setGroupSeparatorShown(True)
    field.setKeyboardTracking(False)
    field.setMaximumWidth(112)
    return field
