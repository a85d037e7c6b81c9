"""How far the models that suggest verdicts agree with what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.figure_table import FigureModel, FigureTable
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Panel
from reviewer.ui.panes.quality_detectors import drawn, share_words
from reviewer.ui.presenters.quality_figures_state import FiguresState
from reviewer.ui.presenters.quality_state import figure_text, interval_text

if TYPE_CHECKING:
    from reviewer.services.quality.judges import JudgeReport

_COLUMNS = (
    TableColumn(later("Model"), lambda one: one.agent),
    TableColumn(later("Same verdict"), lambda one: figure_text(one.agreement.value)),
    TableColumn(later("Cohen κ"), lambda one: figure_text(one.kappa.value), numbers=True),
    TableColumn(later("95% CI"), lambda one: interval_text(one.kappa) or "\u2013", numbers=True),
    TableColumn("n", lambda one: f"{one.agreement.items:,}", numbers=True),
)
_MEANS = (
    later("The model or program that suggests verdicts."),
    later("The share of items on which people decided what it had suggested, with its 95 % interval (Wilson)."),
    later("Cohen's kappa between its suggestions and what people decided."),
    later("The 95 % interval of kappa, from resampling items."),
    later("The items with a suggestion on which people decided."),
)


def _words(one: JudgeReport) -> str:
    kappa = f"{figure_text(one.kappa.value)} {one.kappa.note or ''}".strip()
    return tr("{agent}: the same verdict as people {share}, Cohen's kappa {kappa}.").format(
        agent=one.agent, share=share_words(one.agreement), kappa=kappa
    )


class JudgesPane(Panel):
    """Shows one row for each model that suggests verdicts."""

    def __init__(self) -> None:
        super().__init__(tr("Suggested verdicts and people"), "judges_pane")
        level_header(self)
        cells = {1: lambda one: drawn(one.agreement)}
        self.model: FigureModel[JudgeReport] = FigureModel(_COLUMNS, cells=cells, means=_MEANS, words=_words)
        self.table = FigureTable(self.model, "judges_table", tr("Suggested verdicts and people"))
        self._empty = EmptyState("", "", name="judges_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack)

    def show_state(self, state: FiguresState) -> None:
        """Show the judges of a state."""
        figure = state.figure("judges")
        self.model.show_rows(state.judges)
        if figure.phase == "failed":
            self._empty.show_text("", figure.failure)
        elif figure.phase == "loading":
            self._empty.show_text("", tr("Computing \u2026"))
        else:
            self._empty.show_text("", tr("No item with a suggested verdict was judged yet."))
        self._stack.setCurrentWidget(self.table if state.judges and figure.phase != "failed" else self._empty)
