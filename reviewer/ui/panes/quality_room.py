"""The quality room: how far the reviewers agree, and what a lead has to settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.ui.actions import Binding
from reviewer.ui.charts import chart
from reviewer.ui.dialogs.personal_data import PersonalDataDialog
from reviewer.ui.keys import is_text_field
from reviewer.ui.language import later, tr
from reviewer.ui.panes.adjudication_bindings import case_bindings, category_key
from reviewer.ui.panes.adjudication_pane import AdjudicationPane
from reviewer.ui.panes.agreement_tiles import AgreementTiles
from reviewer.ui.panes.course_pane import CoursePane
from reviewer.ui.panes.disagreement_list import DisagreementPane
from reviewer.ui.panes.pair_matrix import PairPane
from reviewer.ui.panes.quality_detectors import DetectorsPane
from reviewer.ui.panes.quality_pages import QualityPages
from reviewer.ui.panes.quality_tabs import QualityFilters, QualityTabs
from reviewer.ui.panes.review_bindings import answer_keys, compare_keys
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.presenters.adjudication_state import CATEGORIES, AdjudicationState
from reviewer.ui.presenters.quality import QualityPresenter
from reviewer.ui.presenters.quality_figures import FiguresPresenter
from reviewer.ui.presenters.quality_figures_state import FiguresState, Page
from reviewer.ui.presenters.quality_items import MOST_NAMED, of_items
from reviewer.ui.presenters.quality_state import QualityState
from reviewer.ui.rooms import Room, WindowContext
from reviewer.ui.safe_text import menu_text

if TYPE_CHECKING:
    from reviewer.services.quality.printing import Block

_SOURCES = later("coefficients as defined in Krippendorff 2011, Gwet 2008")


class QualityRoom(Room):
    """An overview of figures, and the view in which disagreements are settled one after the other."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.presenter = QualityPresenter(context.workspace, context.reviewer, context.tasks, self)
        self.figures = FiguresPresenter(context.workspace, context.reviewer, context.tasks, self)
        self.adjudication = AdjudicationPresenter(
            context.workspace, context.reviewer, context.tasks, wrote=context.broadcast, parent=self
        )
        self.adjudication.veil_choice = context.settings.current.veil
        self._stale = True
        self._seen = {"toast": 0, "problem": 0, "saved": 0, "focus": 0, "figures": 0, "pages": 0, "said": 0}
        self._page: Page = "agreement"
        self._mode: tuple[object, ...] = ()
        self._answer_keys = answer_keys(context.workspace.project)
        self._build()
        self._connect()
        self.presenter.changed.connect(self._show)
        self.figures.changed.connect(self._show_figures)
        self.figures.scope_changed.connect(self.presenter.choose_scope)
        self.adjudication.changed.connect(self._show_case)
        self.case.personal_data_wanted.connect(self._ask_personal_data)
        context.theme.changed.connect(self._restyle)
        context.settings.changed.connect(self._refresh_keys)
        self._show(self.presenter.state)
        self._show_figures(self.figures.state)
        self._show_case(self.adjudication.state)

    def _ask_personal_data(self) -> None:
        dialog = PersonalDataDialog(self)
        dialog.given.connect(self.adjudication.reveal_personal_data)
        dialog.open()

    # What the window asks of a room

    def activated(self) -> None:
        """Compute what is out of date, and bring the chart library in beside it."""
        if not self.course.chart.ready:
            self.context.tasks.io(chart.load, self._start_charts, key="quality.chart")
        if self._stale:
            self._stale = False
            self._load()
        self._take_focus()

    def refresh(self, changes: Changes) -> None:
        """Compute again what a write touched; while the room is hidden only note that something did."""
        if changes.touches("project"):
            self._answer_keys = answer_keys(self.context.workspace.project)
            self._mode = ()
        if not self.isVisible():
            self._stale = self._stale or changes.touches("reviews", "resolutions", "items", "project")
        else:
            self.presenter.refresh(changes)
            self.figures.refresh(changes)

    def bindings(self) -> list[Binding]:
        """Return the keys of the view that is shown."""
        return [*self._fixed(), *case_bindings(self.adjudication, self.case)]

    def status(self) -> str:
        """Say how much the figures rest on, and whose definitions they follow."""
        report = self.presenter.state.report
        if report is None:
            return tr(_SOURCES)
        counts = [
            tr("{n:,} reviews", "{n:,} review", report.reviews).format(n=report.reviews),
            tr("{n:,} items", "{n:,} item", report.items).format(n=report.items),
            tr("{n:,} reviewers", "{n:,} reviewer", report.reviewers).format(n=report.reviewers),
        ]
        state = self.presenter.state
        figures = (state.report_figure, state.weeks_figure, state.groups_figure)
        under_way = self.figures.state.busy or any(figure.phase == "loading" for figure in figures)
        busy = [tr("computing …")] if under_way else []
        whose = [tr("only of items that you have judged")] if state.own_only else []
        return " \u00b7 ".join([*counts, *whose, tr(_SOURCES), *busy])

    def top_middle(self) -> QWidget:
        """Return the choice of the page."""
        return self.tabs

    def top_right(self) -> QWidget:
        """Return the choice of the part that the figures are about, and the report."""
        return self.filters

    def close_down(self) -> None:
        """Let go of the theme, the settings and the presenters."""
        self.context.theme.changed.disconnect(self._restyle)
        self.context.settings.changed.disconnect(self._refresh_keys)
        self.presenter.changed.disconnect(self._show)
        self.figures.changed.disconnect(self._show_figures)
        self.adjudication.changed.disconnect(self._show_case)

    # Building

    def _build(self) -> None:
        self.tabs = QualityTabs()
        self.filters = QualityFilters(self._key_of)
        self.question = QComboBox()
        self.question.setObjectName("quality_question")
        self.question.setAccessibleName(tr("Question whose answers are compared"))
        self.tiles = AgreementTiles()
        self.course = CoursePane(self.context.theme)
        self.pairs = PairPane()
        self.course.header.addWidget(self.question)
        self.detectors = DetectorsPane()
        self.disagreements = DisagreementPane(self._key_of)
        upper = split("quality_upper_splitter", self.course, self.pairs, sizes=(580, 420), grow=(58, 42))
        lower = split("quality_lower_splitter", self.detectors, self.disagreements, sizes=(580, 420), grow=(58, 42))
        rows = split("quality_rows_splitter", upper, lower, upright=True, sizes=(300, 360), grow=(1, 1))
        self.overview = QWidget()
        self.overview.setObjectName("quality_overview")
        self.overview.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self.overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.tiles)
        column.addWidget(rows, 1)
        self.pages = QualityPages(self.figures, self.presenter, self.overview, self.context.theme, self._key_of)
        self.case = AdjudicationPane(self.adjudication, self._key_of, self.context.theme)
        self.pages.addWidget(self.case)
        outer = QVBoxLayout(self)
        outer.addWidget(self.pages)

    def _connect(self) -> None:
        presenter = self.presenter
        self.question.activated.connect(lambda index: presenter.choose_question(self.question.itemData(index)))
        self.tabs.chosen.connect(self.figures.show_page)
        self.filters.policy_chosen.connect(self.figures.choose_policy)
        self.filters.days_chosen.connect(self.figures.choose_days)
        self.filters.report_wanted.connect(self._ask_where)
        self.detectors.opened.connect(self.figures.open_detector)
        for part in (self.tiles, self.pages):
            part.items_wanted.connect(self.context.show_items)
        self.pairs.confusion_opened.connect(presenter.open_confusion)
        self.pairs.items_wanted.connect(self._list_items)
        presenter.items_found.connect(self._list_items)
        self.pages.names_toggled.connect(self._toggle_names)
        self.pairs.pair_opened.connect(presenter.open_pair)
        self.pairs.pair_closed.connect(presenter.close_pair)
        self.pairs.item_opened.connect(self.adjudication.open_item)
        self.disagreements.opened.connect(self._open_row)
        self.disagreements.more_wanted.connect(presenter.load_more_rows)
        self.disagreements.names_toggled.connect(self._toggle_names)
        self.disagreements.guideline_wanted.connect(self._edit_guideline)
        self.disagreements.reload_wanted.connect(presenter.load_rows)
        self.case.back_wanted.connect(self._back)
        self.case.names_toggled.connect(self._toggle_names)
        self.case.refused.connect(self.context.show_error)

    # Keys

    def _fixed(self) -> Iterator[Binding]:
        adjudication = self.adjudication

        def in_case() -> bool:
            return adjudication.state.is_open

        def deciding() -> bool:
            return adjudication.state.deciding

        def ready() -> bool:
            listed = self.figures.state.page == "agreement" and bool(self.presenter.state.rows)
            return adjudication.state.is_open or listed

        yield Binding("quality.next_disagreement", self._go_on, ready)
        yield Binding("quality.reload", self._load)
        yield Binding("quality.back", self._back, self._may_go_back)
        yield Binding("quality.page_next", lambda: self.figures.step_page(1), lambda: not in_case())
        yield Binding("quality.page_previous", lambda: self.figures.step_page(-1), lambda: not in_case())
        yield Binding("quality.record", adjudication.record, in_case)
        yield Binding("quality.decide_anew", adjudication.decide_anew, lambda: in_case() and not deciding())
        yield Binding("quality.next", lambda: adjudication.step(1), in_case)
        yield Binding("quality.previous", lambda: adjudication.step(-1), in_case)
        yield Binding("quality.guideline", self._edit_guideline, lambda: self.presenter.state.may_settle)
        yield Binding("quality.report", self._ask_where)
        yield Binding("quality.names", self._toggle_names, checked=lambda: self.presenter.state.names_shown)

    def _key_of(self, action: str) -> str:
        """Return the key of an action, or of an answer as `question:<id>:<value>`."""
        kind, _, rest = action.partition(":")
        if kind == "category":
            return next(category_key(name) for name in CATEGORIES if name == rest)
        if kind != "question":
            return self.context.key_of(action)
        name, _, value = rest.partition(":")
        return self._answer_keys.get((name, value), "") or compare_keys(self.adjudication.own.state).get(value, "")

    # What the person did

    def _go_on(self) -> None:
        """Open the next disagreement, or record the decision on the one that is open."""
        if self.adjudication.state.is_open:
            self.adjudication.record()
        elif self.presenter.state.rows:
            self._open_row(self.disagreements.current_row())

    def _open_row(self, number: int) -> None:
        rows = self.presenter.state.rows
        if number < len(rows):
            row = rows[number]
            self.adjudication.open_place(number, (row.item_id, row.source))

    def _edit_guideline(self) -> None:
        from reviewer.ui.dialogs.guideline_editor import edit_guideline  # no start of the window waits for it

        edit_guideline(self.context, self)

    def _list_items(self, names: Sequence[str]) -> None:
        self.context.show_items(of_items(names))
        if len(names) > MOST_NAMED:
            self.context.show_toast(tr("The first {n} of {all:,} items").format(n=MOST_NAMED, all=len(names)))

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Write the transparency report"), "report.html", tr("Web page (*.html);;PDF (*.pdf)")
        )
        if name:
            self.figures.write_report(Path(name), _print)

    def _toggle_names(self) -> None:
        shown = not self.presenter.state.names_shown
        self.presenter.show_names(shown)
        self.figures.show_names(shown)
        self.adjudication.show_names(shown)

    def _may_go_back(self) -> bool:
        on_page = self.figures.state.page != "agreement"
        return self.adjudication.state.is_open or on_page or self.presenter.state.pair is not None

    def _back(self) -> None:
        """Leave the text field, then the decision of one's own, the item, the page, or the items of a pair."""
        if self.adjudication.state.is_open and is_text_field(QApplication.focusWidget()):
            self.case.focus_on("item")
        elif self.adjudication.state.deciding:
            self.adjudication.stop_deciding()
        elif self.adjudication.state.is_open:
            self.adjudication.close()
        elif self.figures.state.page != "agreement":
            self.figures.show_page("agreement")
        else:
            self.presenter.close_pair()

    # Showing

    def _show(self, state: QualityState) -> None:
        wanted = [(self.question.itemData(n), self.question.itemText(n)) for n in range(self.question.count())]
        titles = [(name, menu_text(title, 40).replace("&&", "&")) for name, title in state.questions]
        if wanted != titles:
            self.question.clear()
            for name, title in titles:
                self.question.addItem(title, name)
        self.question.setCurrentIndex(self.question.findData(state.question))
        for pane in (self.tiles, self.course, self.pairs, self.disagreements):
            pane.show_state(state)
        if self.overview.hasFocus():
            self._take_focus()
        number, text = state.problem
        if number > self._seen["figures"]:
            self._seen["figures"] = number
            self.context.show_error(text)
        self.status_changed.emit()

    def _show_figures(self, state: FiguresState) -> None:
        page = state.page
        self.tabs.show_state(state)
        self.filters.show_state(state)
        self.pages.show_state(state)
        if page == "agreement":
            self.detectors.show_state(state)
        if page != self._page:
            self._page = page
            if self.isVisible():
                self._take_focus()
        for kind, (number, text), tell in (
            ("pages", state.problem, self.context.show_error),
            ("said", state.said, self.context.show_toast),
        ):
            if number > self._seen[kind]:
                self._seen[kind] = number
                tell(text)
        self.status_changed.emit()

    def _start_charts(self, pyqtgraph: Any) -> None:
        self.course.start(pyqtgraph)
        self.pages.start(pyqtgraph)

    def _load(self) -> None:
        self.presenter.load()
        self.figures.load()

    def _show_case(self, state: AdjudicationState) -> None:
        moved = (self.pages.currentWidget() is self.case) != state.is_open
        self.pages.cover(self.case if state.is_open else None)
        self.case.show_state(state)
        mode = (state.is_open, state.deciding, state.case, state.names_shown)
        if mode != self._mode:
            self._mode = mode
            self.bindings_changed.emit()
            self.context.set_item_id(state.case.item.id if state.case else None)
            self.case.refresh_keys()
            moved = True
        self._tell(state)
        if moved and self.isVisible():
            self._take_focus()
        if state.view.focus.number > self._seen["focus"]:
            self._seen["focus"] = state.view.focus.number
            self.case.focus_on(state.view.focus.text)

    def _tell(self, state: AdjudicationState) -> None:
        """Pass on what is to be said once."""
        seen = self._seen
        if state.toast.number > seen["toast"]:
            seen["toast"] = state.toast.number
            self.context.show_toast(state.toast.text)
        if state.problem.number > seen["problem"]:
            seen["problem"] = state.problem.number
            self.context.show_error(state.problem.text)
        if state.saved.number > seen["saved"]:
            seen["saved"] = state.saved.number
            self.context.show_saved(state.saved.text, state.saved.ok)
            if state.saved.ok:
                self.context.show_error("")

    def _take_focus(self) -> None:
        """Put the focus where single keys act."""
        if self.adjudication.state.is_open:
            self.case.focus_on("item")
        elif self.figures.state.page != "agreement":
            self.pages.take_focus(self.figures.state.page)
        elif self.disagreements.view.isVisible():
            self.disagreements.view.setFocus()
        else:
            self.overview.setFocus()

    def _restyle(self) -> None:
        self.course.chart.restyle()
        self.pages.restyle()
        self.disagreements.restyle()
        self.case.restyle()

    def _refresh_keys(self, _settings: object = None) -> None:
        self.disagreements.refresh_keys()
        self.filters.refresh_keys()
        self.pages.refresh_keys()
        self.case.refresh_keys()


def _print(blocks: Iterable[Block], path: Path, title: str) -> None:
    from reviewer.ui.printing import write_pdf

    write_pdf(blocks, path, title)
