"""The table of detectors as people found them: precision, recall, misses, calibration and the threshold to try."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.figure_table import Badge, Drawn, FigureModel, FigureTable, Lines
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Panel
from reviewer.ui.presenters.quality_figures_state import FiguresState, defined, key_of, reason_of, why_undefined
from reviewer.ui.presenters.quality_state import figure_text

if TYPE_CHECKING:
    from reviewer.services.quality.detectors import DetectorReport
    from reviewer.stats.detectors import Calibration, WhatIf
    from reviewer.stats.proportions import Share
    from reviewer.stats.results import Undefined

_ROW = 44
_SPARE = (5, 1, 6, 4)
"""What gives way first where there is no room: the details of a detector have it too."""
PRECISION = later("Precision: the share of judged hits that people confirmed, with its 95 % interval (Wilson).")
RECALL = later(
    "Recall: the share of broken policies that the detector reported, only from items that were judged with their hits "
    "hidden and where the policy was looked for, each weighed by the chance with which it was drawn."
)
MISSED = later("Miss rate: the share of broken policies among the outputs that the detector let pass.")
ECE = later("Expected calibration error: the mean gap between a score and the share that people found broken.")
_MEANS = (
    later("The policy, the detector and its version."),
    later("How many hits people confirmed or called false alarms."),
    PRECISION,
    RECALL,
    MISSED,
    ECE,
    later("The threshold in force, as the items that came in last have it."),
    later(
        "The threshold with the lowest expected cost, for the worth of a miss that you set under Detectors. "
        "An arrow says that the one in force lies outside its interval."
    ),
)


class DetectorRow(NamedTuple):
    """One detector, under the title of its policy, with the threshold that is suggested."""

    title: str
    report: DetectorReport
    suggestion: WhatIf | Undefined | None

    @property
    def detector(self) -> str:
        """Return the name and the version of the detector."""
        return f"{self.report.detector or tr('unnamed')} {self.report.version}".strip()


def rows_of(state: FiguresState) -> tuple[DetectorRow, ...]:
    """Return the rows of a state."""
    found: Mapping[Any, Any] = state.suggestions
    return tuple(DetectorRow(state.policy_title(one.policy), one, found.get(key_of(one))) for one in state.detectors)


def drawn(part: Share) -> Drawn:
    """Return a share as it is drawn."""
    return Drawn(figure_text(part.value), part.value, part.low, part.high)


def share_words(part: Share) -> str:
    """Return a share in words, with interval and n, or the reason why there is none."""
    if part.value is None:
        return tr("undefined, {reason}").format(reason=reason_of(part.note))
    if part.low is None or part.high is None:
        return tr("{value}, n {items:,}").format(value=figure_text(part.value), items=part.items)
    return tr("{value} (95% CI {low}\u2013{high}, n {items:,})").format(
        value=figure_text(part.value), low=figure_text(part.low), high=figure_text(part.high), items=part.items
    )


def calibration_of(report: DetectorReport) -> Calibration | None:
    """Return the calibration of a detector where there is one."""
    return defined(report.calibration)


def suggestion_of(row: DetectorRow) -> WhatIf | None:
    """Return what is suggested for a detector where something is."""
    return defined(row.suggestion)


def _ece(row: DetectorRow) -> str:
    found = calibration_of(row.report)
    return "\u2013" if found is None else figure_text(found.ece.value)


def _threshold(row: DetectorRow) -> str:
    return "\u2013" if row.report.threshold is None else f"{row.report.threshold:.2f}"


def _suggested(row: DetectorRow) -> Badge:
    found = suggestion_of(row)
    if found is None:
        return Badge("\u2026" if row.suggestion is None else "\u2013", "plain")
    now = row.report.threshold
    if now is None:
        return Badge(f"{found.suggested:.2f}", "accent")
    if found.suggested_low <= now <= found.suggested_high:
        return Badge(f"{found.suggested:.2f}", "good")
    arrow = "\u2191" if found.suggested > now else "\u2193"
    return Badge(f"{found.suggested:.2f} {arrow}", "warn")


def _words(row: DetectorRow) -> str:
    quality, curve, found = row.report.quality, calibration_of(row.report), suggestion_of(row)
    parts = [
        tr("{policy}, {detector}.").format(policy=row.title, detector=row.detector),
        tr("Precision {words}.").format(words=share_words(quality.precision)),
        tr("Recall {words}.").format(words=share_words(quality.recall)),
        tr("Miss rate {words}.").format(words=share_words(quality.miss_rate)),
    ]
    if curve is not None:
        parts.append(tr("Calibration error {value}.").format(value=figure_text(curve.ece.value)))
    if found is not None:
        parts.append(
            tr("Suggested threshold {value:.2f} ({low:.2f}\u2013{high:.2f}), now {now}.").format(
                value=found.suggested, low=found.suggested_low, high=found.suggested_high, now=_threshold(row)
            )
        )
    elif row.suggestion is not None:
        parts.append(tr("No threshold can be suggested: {reason}.").format(reason=why_undefined(row.suggestion)))
    return "\n".join([*parts, *row.report.notes])


_COLUMNS = (
    TableColumn(later("Policy, detector"), lambda row: f"{row.title}, {row.detector}"),
    TableColumn(later("Judged"), lambda row: f"{row.report.quality.precision.items:,}", numbers=True),
    TableColumn(later("Precision"), lambda row: figure_text(row.report.quality.precision.value)),
    TableColumn(later("Recall"), lambda row: figure_text(row.report.quality.recall.value)),
    TableColumn(later("Missed"), lambda row: _percent(row.report.quality.miss_rate), numbers=True),
    TableColumn(later("ECE"), _ece, numbers=True),
    TableColumn(later("Now"), _threshold, numbers=True),
    TableColumn(later("Suggested"), lambda row: _suggested(row).text, numbers=True),
)


def _percent(part: Share) -> str:
    return "\u2013" if part.value is None else f"{part.value * 100:.1f} %"


class DetectorsPane(Panel):
    """Shows one row for each version of a detector and policy; a row opens its details."""

    opened = Signal(object)

    def __init__(self, name: str = "detectors") -> None:
        super().__init__(tr("Detectors, checked by people"), f"{name}_pane")
        self.model: FigureModel[DetectorRow] = FigureModel(
            _COLUMNS,
            cells={
                0: lambda row: Lines(row.title, row.detector),
                2: lambda row: drawn(row.report.quality.precision),
                3: lambda row: drawn(row.report.quality.recall),
                7: _suggested,
            },
            means=_MEANS,
            words=_words,
        )
        self.table = FigureTable(
            self.model, f"{name}_table", tr("Detectors, checked by people"), spare=(5, 1, 6, 4), height=_ROW
        )
        self.table.row_opened.connect(lambda number: self.opened.emit(key_of(self.model.row(number).report)))
        level_header(self)
        self._empty = EmptyState("", "", name=f"{name}_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack)

    def show_state(self, state: FiguresState) -> None:
        """Show the detectors of a state."""
        chosen = self.table.currentIndex().row()
        rows = rows_of(state)
        self.model.show_rows(rows)
        if rows and state.detector is not None and state.chosen is not None:
            chosen = state.detectors.index(state.detector)
        if rows and self.table.currentIndex().row() != chosen:
            self.table.choose(max(0, min(chosen, len(rows) - 1)))
        figure = state.figure("detectors")
        self.note(tr("confirmed hits over judged hits") if rows else "")
        if figure.phase == "failed":
            self._empty.show_text(tr("The detectors cannot be judged"), figure.failure)
        elif figure.phase == "loading":
            self._empty.show_text("", tr("Computing \u2026"))
        else:
            self._empty.show_text(
                tr("No hit was judged yet"),
                tr("A row appears here for each detector and policy as soon as items with hits of it are judged."),
            )
        self._stack.setCurrentWidget(self.table if rows and figure.phase != "failed" else self._empty)
