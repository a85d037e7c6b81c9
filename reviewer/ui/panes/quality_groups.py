"""Groups: how often an outcome occurs in each, and agreement in each; what differs is marked by a word too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.figure_page import TablePanel, choice
from reviewer.ui.panes.figure_table import Badge, Drawn, FigureModel, FigureTable
from reviewer.ui.panes.quality_detectors import drawn, share_words
from reviewer.ui.presenters.quality_figures_state import MEASURED, SLICED, FiguresState
from reviewer.ui.presenters.quality_state import figure_text

if TYPE_CHECKING:
    from reviewer.stats.slices import Slice

_MEANS = (
    later("The value of the field; an item with several values counts in each."),
    later("The share of the group's items with the outcome, with its 95 % interval (Wilson)."),
    later("How many items the share is of."),
    later("The rate of the group over that of all other groups together, with its 95 % interval (Katz)."),
    later("How often chance alone makes a difference as large, corrected for the number of groups (Hochberg)."),
    later("Whether the group differs from the others by more than chance explains."),
)
_COLUMNS = (
    TableColumn(later("Group"), lambda one: one.group),
    TableColumn(later("Rate"), lambda one: figure_text(one.rate.value) if one.rate else "\u2013"),
    TableColumn("n", lambda one: f"{one.rate.items:,}" if one.rate else "\u2013", numbers=True),
    TableColumn(later("Ratio to the others"), lambda one: _ratio(one), numbers=True),
    TableColumn(later("Chance"), lambda one: "\u2013" if one.chance is None else f"{one.chance:.3f}", numbers=True),
    TableColumn("", lambda one: _remark(one).text),
)


def _ratio(one: Slice) -> str:
    if one.ratio is None:
        return "\u2013"
    ends = "" if one.low is None or one.high is None else f" ({one.low:.2f}\u2013{one.high:.2f})"
    return f"{one.ratio:.2f}{ends}"


def _remark(one: Slice) -> Badge:
    if one.rate is None:
        return Badge(tr("too few"), "plain")
    return Badge(tr("differs"), "warn") if one.differs else Badge("", "plain")


def _rate(one: Slice) -> Drawn | None:
    return drawn(one.rate) if one.rate is not None else None


def _words(one: Slice) -> str:
    if one.rate is None:
        return f"{one.group}: {one.note}"
    parts = [f"{one.group}: {share_words(one.rate)}"]
    if one.ratio is not None:
        parts.append(tr("{ratio} times the rate of the others").format(ratio=_ratio(one)))
    if one.differs:
        parts.append(tr("differs by more than chance explains"))
    return "; ".join([*parts, *([one.note] if one.note else [])])


class SlicesPane(TablePanel):
    """Shows the rate of an outcome in each group; a row opens the items of the group."""

    field_chosen = Signal(str)
    measure_chosen = Signal(str)
    group_opened = Signal(str)

    def __init__(self) -> None:
        self.model: FigureModel[Slice] = FigureModel(_COLUMNS, cells={1: _rate, 5: _remark}, means=_MEANS, words=_words)
        table = FigureTable(self.model, "slices_table", tr("Rates by group"), spare=(4, 2))
        super().__init__(tr("Rate of"), "slices", table)
        self.measure = choice("slices_measure", tr("Which rate is compared"), MEASURED)
        self.field = choice("slices_field", tr("By what the groups are made"), SLICED)
        self.header.addWidget(self.measure)
        self.header.addWidget(self.field)
        self.measure.activated.connect(lambda index: self.measure_chosen.emit(self.measure.itemData(index)))
        self.field.activated.connect(lambda index: self.field_chosen.emit(self.field.itemData(index)))
        table.row_opened.connect(lambda number: self.group_opened.emit(self.model.row(number).group))

    def show_state(self, state: FiguresState) -> None:
        """Show the groups of a state."""
        self.measure.setCurrentIndex(self.measure.findData(state.measure))
        self.field.setCurrentIndex(self.field.findData(state.by))
        count = sum(one.differs for one in state.slices)
        self.note(tr("{n:,} differ", "{n:,} differs", count).format(n=count) if count else "")
        self.show_figure(
            state.figure("slices"),
            state.slices,
            tr("Nothing to compare yet"),
            tr("A row appears here for each group with the first items that count for this rate."),
        )
