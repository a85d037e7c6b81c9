"""The pages of the quality room: the overview and what lies behind it, one at a time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reviewer.domain.listing import ItemFilter
from reviewer.ui.charts import chart
from reviewer.ui.editors import KeyOf
from reviewer.ui.panes.breakdown_pane import BreakdownPane
from reviewer.ui.panes.judges_pane import JudgesPane
from reviewer.ui.panes.quality_detector import DetectorPane
from reviewer.ui.panes.quality_detectors import DetectorsPane
from reviewer.ui.panes.quality_groups import SlicesPane
from reviewer.ui.panes.quality_load import LoadPage
from reviewer.ui.panes.quality_people import PeoplePage
from reviewer.ui.panes.quality_weeks import WeeksPage
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.quality_figures import FiguresPresenter
from reviewer.ui.presenters.quality_figures_state import FiguresState, Page
from reviewer.ui.presenters.quality_items import of_detector, of_group, of_items
from reviewer.ui.theme import Theme


class QualityPages(QStackedWidget):
    """Shows the page that a state names."""

    items_wanted = Signal(object)
    names_toggled = Signal()

    def __init__(self, presenter: FiguresPresenter, overview: QWidget, theme: Theme, key_of: KeyOf) -> None:
        super().__init__()
        self.setObjectName("quality_pages")
        self._presenter = presenter
        self.detectors = DetectorsPane("all_detectors")
        self.judges = JudgesPane()
        self.detector = DetectorPane(theme)
        self.breakdown = BreakdownPane()
        self.people = PeoplePage(key_of)
        self.slices = SlicesPane()
        self.weeks = WeeksPage()
        self.load = LoadPage(theme)
        self._charts: tuple[chart.Chart, ...] = (self.detector.chart, self.load.chart)
        self._pages: dict[Page, QWidget] = {
            "agreement": overview,
            "detectors": self._build_detectors(),
            "people": self._build_people(),
            "groups": self._build_groups(),
            "weeks": self._build_weeks(),
            "load": self._build_load(),
        }
        for page in self._pages.values():
            self.addWidget(page)

    def start(self, pyqtgraph: Any) -> None:
        """Take the chart library."""
        self.detector.start(pyqtgraph)
        self.load.start(pyqtgraph)

    def restyle(self) -> None:
        """Take the colours of the theme."""
        for one in self._charts:
            one.restyle()

    def show_state(self, state: FiguresState) -> None:
        """Show the page of a state, and what is new on it."""
        self.setCurrentWidget(self._pages[state.page])
        if state.page == "detectors":
            self.detectors.show_state(state)
            self.judges.show_state(state)
            self.detector.show_state(state)
        elif state.page == "people":
            self.people.show_state(state)
        elif state.page == "groups":
            self.slices.show_state(state)
        elif state.page == "weeks":
            self.weeks.show_state(state)
        elif state.page == "load":
            self.load.show_state(state)

    def take_focus(self, page: Page) -> None:
        """Put the focus on what the page is about."""
        tables: dict[Page, QWidget] = {
            "detectors": self.detectors.table,
            "people": self.people.people.table,
            "groups": self.slices.table,
            "weeks": self.weeks.table,
        }
        tables.get(page, self).setFocus()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self.people.people.refresh_keys()

    def _build_detectors(self) -> QWidget:
        presenter = self._presenter
        self.detectors.opened.connect(presenter.open_detector)
        self.detector.outputs_given.connect(presenter.set_outputs_per_day)
        self.detector.cost_given.connect(presenter.set_cost_ratio)
        self.detector.items_wanted.connect(lambda key: self._want(of_detector(key[0], key[1])))
        left = split(
            "quality_detectors_splitter", self.detectors, self.judges, upright=True, sizes=(460, 180), grow=(3, 1)
        )
        return split("quality_detector_splitter", left, self.detector, sizes=(560, 640), grow=(46, 54))

    def _build_people(self) -> QWidget:
        self.people.people.opened.connect(self._presenter.open_card)
        self.people.people.names_toggled.connect(self.names_toggled)
        self.people.card.item_wanted.connect(lambda item: self._want(of_items((item,))))
        return self.people

    def _build_groups(self) -> QWidget:
        presenter = self._presenter
        self.slices.field_chosen.connect(presenter.choose_field)
        self.slices.measure_chosen.connect(presenter.choose_measure)
        self.slices.group_opened.connect(lambda group: self._want(of_group(presenter.state.by, group)))
        return split("quality_groups_splitter", self.slices, self.breakdown, sizes=(640, 520), grow=(55, 45))

    def _build_weeks(self) -> QWidget:
        self.weeks.items_wanted.connect(lambda items: self._want(of_items(items)))
        self.weeks.acknowledged.connect(self._presenter.acknowledge)
        self.weeks.limits_given.connect(self._presenter.set_limits)
        return self.weeks

    def _build_load(self) -> QWidget:
        self.load.asked.connect(self._presenter.ask_queue)
        self.load.waiting_wanted.connect(lambda: self._want(ItemFilter(states=("open",))))
        self.load.overdue_wanted.connect(lambda: self._want(ItemFilter(states=("open",), age="overdue")))
        return self.load

    def _want(self, wanted: ItemFilter | None) -> None:
        if wanted is not None:
            self.items_wanted.emit(wanted)
