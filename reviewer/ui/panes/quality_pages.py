"""The pages of the quality room: the overview and what lies behind it, one at a time."""

from __future__ import annotations

from collections.abc import Callable
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
from reviewer.ui.presenters.quality import QualityPresenter
from reviewer.ui.presenters.quality_figures import FiguresPresenter
from reviewer.ui.presenters.quality_figures_state import FiguresState, Page
from reviewer.ui.presenters.quality_items import of_detector, of_group, of_items
from reviewer.ui.theme import Theme


class QualityPages(QStackedWidget):
    """Shows the page that a state names; each is built when it is first shown, so that the room is there at once."""

    items_wanted = Signal(object)
    names_toggled = Signal()

    def __init__(
        self, presenter: FiguresPresenter, agreement: QualityPresenter, overview: QWidget, theme: Theme, key_of: KeyOf
    ) -> None:
        super().__init__()
        self.setObjectName("quality_pages")
        self._presenter = presenter
        self._agreement = agreement
        self._theme = theme
        self._key_of = key_of
        self._cover: QWidget | None = None
        self._pyqtgraph: Any = None
        self._charts: list[chart.Chart] = []
        self._pages: dict[Page, QWidget] = {"agreement": overview}
        self._shown: dict[Page, list[Callable[[FiguresState], None]]] = {"agreement": []}
        self._focus: dict[Page, QWidget] = {"agreement": overview}
        self._people: PeoplePage | None = None
        self._builders: dict[Page, Callable[[], QWidget]] = {
            "detectors": self._build_detectors,
            "people": self._build_people,
            "groups": self._build_groups,
            "weeks": self._build_weeks,
            "load": self._build_load,
        }
        self.addWidget(overview)

    def start(self, pyqtgraph: Any) -> None:
        """Take the chart library."""
        self._pyqtgraph = pyqtgraph
        for one in self._charts:
            one.start(pyqtgraph)
        self.show_state(self._presenter.state)

    def restyle(self) -> None:
        """Take the colours of the theme."""
        for one in self._charts:
            one.restyle()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        if self._people is not None:
            self._people.people.refresh_keys()

    def show_state(self, state: FiguresState) -> None:
        """Show the page of a state, and what is new on it."""
        page = state.page
        if page not in self._pages:
            made = self._builders[page]()
            self._pages[page] = made
            self.addWidget(made)
        self._bring_up()
        for show in self._shown[page]:
            show(state)

    def cover(self, part: QWidget | None) -> None:
        """Show something else in the place of the pages, or the pages again."""
        self._cover = part
        self._bring_up()

    def _bring_up(self) -> None:
        self.setCurrentWidget(self._cover or self._pages[self._presenter.state.page])

    def take_focus(self, page: Page) -> None:
        """Put the focus on what the page is about."""
        self._focus[page].setFocus()

    def _build_detectors(self) -> QWidget:
        presenter = self._presenter
        detectors, judges, detector = DetectorsPane("all_detectors"), JudgesPane(), DetectorPane(self._theme)
        self._has_chart(detector.chart)
        detectors.opened.connect(presenter.open_detector)
        detector.outputs_given.connect(presenter.set_outputs_per_day)
        detector.cost_given.connect(presenter.set_cost_ratio)
        detector.items_wanted.connect(lambda key: self._want(of_detector(key[0], key[1])))
        self._shown["detectors"] = [detectors.show_state, judges.show_state, detector.show_state]
        self._focus["detectors"] = detectors.table
        left = split("quality_detectors_splitter", detectors, judges, upright=True, sizes=(460, 180), grow=(3, 1))
        return split("quality_detector_splitter", left, detector, sizes=(560, 640), grow=(46, 54))

    def _build_people(self) -> QWidget:
        self._people = page = PeoplePage(self._key_of)
        page.people.opened.connect(self._presenter.open_card)
        page.people.names_toggled.connect(self.names_toggled)
        page.card.item_wanted.connect(lambda item: self._want(of_items((item,))))
        self._shown["people"], self._focus["people"] = [page.show_state], page.people.table
        return page

    def _build_groups(self) -> QWidget:
        presenter, agreement = self._presenter, self._agreement
        slices, breakdown = SlicesPane(), BreakdownPane()
        slices.field_chosen.connect(presenter.choose_field)
        slices.measure_chosen.connect(presenter.choose_measure)
        slices.group_opened.connect(lambda group: self._want(of_group(presenter.state.by, group)))
        breakdown.field_chosen.connect(agreement.choose_field)
        agreement.changed.connect(breakdown.show_state)
        breakdown.show_state(agreement.state)
        self._shown["groups"], self._focus["groups"] = [slices.show_state], slices.table
        return split("quality_groups_splitter", slices, breakdown, sizes=(640, 520), grow=(55, 45))

    def _build_weeks(self) -> QWidget:
        page = WeeksPage()
        page.items_wanted.connect(lambda items: self._want(of_items(items)))
        page.acknowledged.connect(self._presenter.acknowledge)
        page.limits_given.connect(self._presenter.set_limits)
        self._shown["weeks"], self._focus["weeks"] = [page.show_state], page.table
        return page

    def _build_load(self) -> QWidget:
        page = LoadPage(self._theme)
        self._has_chart(page.chart)
        page.asked.connect(self._presenter.ask_queue)
        page.waiting_wanted.connect(lambda: self._want(ItemFilter(states=("open",))))
        page.overdue_wanted.connect(lambda: self._want(ItemFilter(states=("open",), age="overdue")))
        self._shown["load"], self._focus["load"] = [page.show_state], page.waiting
        return page

    def _has_chart(self, made: chart.Chart) -> None:
        self._charts.append(made)
        if self._pyqtgraph is not None:
            made.start(self._pyqtgraph)

    def _want(self, wanted: ItemFilter | None) -> None:
        if wanted is not None:
            self.items_wanted.emit(wanted)
