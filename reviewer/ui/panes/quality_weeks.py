"""Weeks: what has moved against the weeks before, which items show it, and who has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLineEdit, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.figure_page import Column, TablePanel
from reviewer.ui.panes.figure_table import Badge, FigureModel, FigureTable
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Hint, Panel, label
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.quality_figures_state import FiguresState, Limits, defined, why_undefined
from reviewer.ui.safe_text import one_line, set_plain_tooltip

if TYPE_CHECKING:
    from reviewer.services.quality.drifting import Drifted, DriftReport

_MEASURES = {"psi": later("PSI"), "ks": later("KS distance"), "share": later("difference")}
_MEANS = (
    later("What is compared: the last four weeks with the twelve before."),
    later(
        "How large the difference is: the population stability index of a mix, the Kolmogorov–Smirnov distance of "
        "numbers, or the difference of two shares."
    ),
    later("How often chance alone makes a difference as large."),
    later("How many the reference and the last weeks have."),
    later("An alert needs a difference from your threshold on that chance does not explain."),
)
_COLUMNS = (
    TableColumn(later("What"), lambda one: one.drifted.shift.name),
    TableColumn(later("Difference"), lambda one: _difference(one), numbers=True),
    TableColumn(later("Chance"), lambda one: _chance(one), numbers=True),
    TableColumn(
        later("Before, now"),
        lambda one: f"{one.drifted.shift.reference_items:,}, {one.drifted.shift.window_items:,}",
        numbers=True,
    ),
    TableColumn("", lambda one: _badge(one).text),
)


class WeekRow(NamedTuple):
    """One comparison, and whether its alert has been seen."""

    drifted: Drifted
    seen: bool


def _difference(one: WeekRow) -> str:
    shift = one.drifted.shift
    if shift.value is None:
        return tr("undefined")
    value = f"{shift.value * 100:+.1f} %" if shift.measure == "share" else f"{shift.value:.2f}"
    return f"{tr(_MEASURES[shift.measure])} {value}".replace("-", "\u2212")


def _chance(one: WeekRow) -> str:
    chance = one.drifted.shift.chance
    return "\u2013" if chance is None else f"{chance:.3f}"


def _badge(one: WeekRow) -> Badge:
    if not one.drifted.shift.alert:
        return Badge("", "plain")
    return Badge(tr("seen"), "good") if one.seen else Badge(tr("alert"), "bad")


def _words(one: WeekRow) -> str:
    shift = one.drifted.shift
    said = f"{shift.name}: {_difference(one)}"
    if shift.note:
        return f"{said}, {shift.note}"
    return f"{said}; {tr('alert')}" if shift.alert else said


def rows_of(report: DriftReport | None, state: FiguresState) -> tuple[WeekRow, ...]:
    """Return the comparisons of a report, each with whether its alert has been seen."""
    found = report.comparisons if report is not None else ()
    return tuple(WeekRow(one, one.shift.name in state.acknowledged) for one in found)


class WeeksPage(Column):
    """All comparisons at the left, the chosen one at the right with its items and what was noted."""

    items_wanted = Signal(object)
    limits_given = Signal(object)
    acknowledged = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.model: FigureModel[WeekRow] = FigureModel(_COLUMNS, cells={4: _badge}, means=_MEANS, words=_words)
        self.table = FigureTable(self.model, "drift_table", tr("The last weeks against those before"), spare=(3, 2))
        self.pane = TablePanel(tr("The last weeks against those before"), "drift", self.table)
        self.alert = Panel(tr("Comparison"), "alert_pane")
        self._state: FiguresState | None = None
        self._build()
        both = split("quality_weeks_splitter", self.pane, self.alert, sizes=(680, 480), grow=(58, 42))
        self.column.addWidget(both)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.table.row_opened.connect(lambda _number: self._want_items())
        self.model.modelReset.connect(self._show_chosen)

    def _build(self) -> None:
        body = self.alert.body
        self.change = Hint("", "drift_change")
        self.words = label("", "plain", "alert_words")
        self.items = KeyButton(tr("Items that show it"), "alert_items_button")
        self.items.clicked.connect(self._want_items)
        self.seen = Hint("", "alert_seen")
        self.note = QLineEdit()
        self.note.setObjectName("alert_note")
        self.note.setAccessibleName(tr("What you note about the alert"))
        self.note.setPlaceholderText(tr("What you found, or why it is no matter"))
        self.note.setMaxLength(500)
        self.button = PrimaryButton(tr("Acknowledge"), "acknowledge_button")
        self.button.clicked.connect(self._acknowledge)
        self.note.returnPressed.connect(self._acknowledge)
        for words in (self.words, self.change, self.seen):
            words.setWordWrap(True)
        body.addWidget(self.words)
        body.addWidget(self.items)
        body.addWidget(self.note)
        body.addWidget(self.button)
        body.addWidget(self.seen)
        body.addStretch(1)
        body.addWidget(self.change)
        body.addWidget(label(tr("An alert from this difference on"), "strong"))
        self.limits = {
            "psi": _limit("limit_psi", tr("Alert from this PSI on")),
            "ks": _limit("limit_ks", tr("Alert from this KS distance on")),
            "share": _limit("limit_share", tr("Alert from this difference of shares on")),
        }
        row = FlowLayout(spacing=8)
        for name, field in self.limits.items():
            part = QWidget()
            inner = QHBoxLayout(part)
            inner.setContentsMargins(0, 0, 8, 0)
            inner.addWidget(label(tr(_MEASURES[name]), "muted"))
            inner.addWidget(field)
            row.addWidget(part)
            field.valueChanged.connect(self._give_limits)
        body.addLayout(row)

    def show_state(self, state: FiguresState) -> None:
        """Show the comparisons of a state."""
        self._state = state
        for name, field in self.limits.items():
            value = getattr(state.limits, name)
            if not field.hasFocus() and field.value() != value:
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
        rows = rows_of(state.drift, state)
        alerts = sum(row.drifted.shift.alert for row in rows)
        self.pane.note(tr("{n:,} alerts", "{n:,} alert", alerts).format(n=alerts) if rows else "")
        self.pane.show_figure(state.figure("drift"), rows, tr("No weeks to compare yet"), "")
        self.change.setText(_change_words(state.drift))
        self._show_chosen()

    def _chosen(self) -> WeekRow | None:
        number = self.table.currentIndex().row()
        return self.model.row(number) if 0 <= number < self.model.rowCount() else None

    def _show_chosen(self) -> None:
        row, state = self._chosen(), self._state
        if state is None:
            return
        shift = row.drifted.shift if row is not None else None
        self.alert.set_title(one_line(shift.name, 80) if shift is not None else tr("Comparison"))
        self.words.setText(_long_words(row) if row is not None else "")
        count = len(row.drifted.items) if row is not None else 0
        self.items.setVisible(count > 0)
        self.items.set_caption(tr("{n} items that show it", "{n} item that shows it", count).format(n=count))
        alert = shift is not None and shift.alert
        found = state.acknowledged.get(shift.name) if shift is not None else None
        self.note.setVisible(alert)
        self.button.setVisible(alert)
        self.button.setEnabled(state.may_acknowledge)
        set_plain_tooltip(self.button, "" if state.may_acknowledge else tr("A lead acknowledges alerts."))
        self.seen.setVisible(found is not None)
        if found is not None:
            said = tr("Seen by {who} on {at:%Y-%m-%d %H:%M}: {note}").format(
                who=one_line(found.by, 60), at=found.at, note=one_line(found.note, 500)
            )
            self.seen.setText(said)

    def _acknowledge(self) -> None:
        row = self._chosen()
        if row is not None and row.drifted.shift.alert and self.button.isEnabled():
            self.acknowledged.emit(row.drifted, self.note.text().strip())
            self.note.clear()

    def _want_items(self) -> None:
        row = self._chosen()
        if row is not None and row.drifted.items:
            self.items_wanted.emit(row.drifted.items)

    def _give_limits(self, _value: float) -> None:
        self.limits_given.emit(Limits(**{name: field.value() for name, field in self.limits.items()}))


def _long_words(row: WeekRow) -> str:
    shift = row.drifted.shift
    counts = tr("{before:,} before, {now:,} in the last weeks").format(
        before=shift.reference_items, now=shift.window_items
    )
    parts = [_difference(row), counts]
    if shift.chance is not None:
        parts.append(tr("chance makes as much in {share:.1f} % of cases").format(share=shift.chance * 100))
    said = "; ".join(parts) + "."
    return f"{said}\n{shift.note[:1].upper()}{shift.note[1:]}." if shift.note else said


def _change_words(report: DriftReport | None) -> str:
    """Return in which week the mix of verdicts most likely changed."""
    if report is None:
        return ""
    found = defined(report.change)
    if found is None:
        return tr("When the mix of verdicts changed cannot be said: {reason}.").format(
            reason=why_undefined(report.change)
        )
    if not found.found:
        return tr("The mix of verdicts has no week at which it changed.")
    return tr("The mix of verdicts most likely changed in week {week}.").format(week=report.weeks[found.place])


def _limit(name: str, title: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setRange(0.0, 1.0)
    made.setSingleStep(0.01)
    made.setKeyboardTracking(False)
    made.setMaximumWidth(96)
    return made
