"""The pages of figures as they are seen and clicked, from states that are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.quality.detectors import DetectorReport
from reviewer.services.quality.drifting import Drifted, DriftReport
from reviewer.services.quality.people import Overturned, Scorecard
from reviewer.services.quality.queueing import QueueReport
from reviewer.stats.detectors import DetectorQuality, calibration, what_if
from reviewer.stats.drift import Shift
from reviewer.stats.forecast import Forecast
from reviewer.stats.proportions import Share, share
from reviewer.stats.results import Coefficient, Undefined
from reviewer.stats.slices import Slice
from reviewer.store.pace import Waiting
from reviewer.ui.panes.quality_detector import DetectorPane
from reviewer.ui.panes.quality_detectors import DetectorsPane
from reviewer.ui.panes.quality_groups import SlicesPane
from reviewer.ui.panes.quality_load import LoadPage
from reviewer.ui.panes.quality_people import PeoplePage
from reviewer.ui.panes.quality_tabs import QualityFilters
from reviewer.ui.panes.quality_weeks import WeeksPage
from reviewer.ui.presenters.quality_figures_state import PARTS, Acknowledged, Asked, FiguresState, Limits
from reviewer.ui.presenters.quality_state import Figure
from reviewer.ui.theme import Theme

NASTY = "<b>safe</b>\u202e & co"
NONE = Share(None, None, None, 0, 0, "undefined: nobody looked")
KEY = ("privacy", "scan", "2")
SCORES = np.linspace(0.02, 0.98, 200)
BROKEN = SCORES > 0.6
ALL = np.ones(200)


def a_detector(**fields: Any) -> DetectorReport:
    quality = DetectorQuality(share(81, 100), NONE, share(3, 90), 2)
    curve = calibration(SCORES, BROKEN, ALL, resamples=20)
    values = {"hits": 120, "threshold": 0.7, "quality": quality, "calibration": curve, "notes": ()}
    return DetectorReport(*KEY, **{**values, **fields})


def a_table() -> Any:
    return what_if(SCORES, BROKEN, ALL, outputs_per_day=1000.0, cost_ratio=1.0, resamples=20)


def a_state(**fields: Any) -> FiguresState:
    ready = dict.fromkeys(PARTS, Figure("ready"))
    return FiguresState(project=Project(name="P"), figures=ready, **fields)


def a_card(name: str, *overturned: Overturned) -> Scorecard:
    kappa, none = Coefficient(0.5, 0.4, 0.6, 30), Undefined("too few")
    return Scorecard(name, 40, share(9, 10), share(20, 30), kappa, share(1, 20), NONE, {}, none, none, overturned)


def a_drift(*shifts: Shift) -> DriftReport:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    found = tuple(Drifted(shift, ("a", "b") if shift.alert else ()) for shift in shifts)
    return DriftReport(now, now, found, (), Undefined("too few weeks"))


ALERT = Shift("verdicts", "psi", 0.4, 0.001, 200, 100, alert=True)
CALM = Shift("active seconds", "ks", 0.02, 0.8, 200, 100)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme("light")
    made.install(qapp)
    yield made
    made.uninstall()


def shown(qtbot: QtBot, widget: Any, width: int = 700, height: int = 500) -> Any:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# Detectors


def test_a_detector_is_a_row_with_what_people_found_and_a_suggestion(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane(), 900)
    pane.show_state(
        a_state(detectors=(a_detector(),), suggestions={KEY: a_table()}, policies=(("privacy", "Privacy"),))
    )
    cells = [pane.model.index(0, column).data() for column in range(7)]
    assert cells == ["Privacy, scan 2", "100", "0.81", "undefined", "3.3 %", cells[5], "0.70"]
    assert pane.model.index(0, 7).data().startswith("0.6")
    words = pane.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Precision 0.81 (95% CI" in words
    assert "Recall undefined, nobody looked." in words
    assert "Suggested threshold 0.6" in words


def test_a_row_is_chosen_whichever_way_the_language_reads(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane(), 900)
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    pane.show_state(a_state(detectors=(a_detector(),)))
    pane.table.choose(0)
    assert [index.row() for index in pane.table.selectionModel().selectedRows()] == [0]


def test_a_heading_says_what_its_figure_means(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane())
    tip = pane.model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "hits hidden" in tip


def test_return_and_a_click_open_a_detector(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane())
    pane.show_state(a_state(detectors=(a_detector(),)))
    opened: list[Any] = []
    pane.opened.connect(opened.append)
    place = pane.table.visualRect(pane.model.index(0, 0)).center()
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert opened == [KEY, KEY]


def test_columns_give_way_where_there_is_no_room_and_come_back(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane(), 1000)
    pane.show_state(a_state(detectors=(a_detector(),), suggestions={KEY: a_table()}))
    assert not any(pane.table.isColumnHidden(column) for column in range(8))
    pane.resize(480, 400)
    assert pane.table.isColumnHidden(5)
    assert not pane.table.isColumnHidden(2)
    pane.resize(1000, 400)
    assert not pane.table.isColumnHidden(5)


def test_a_hostile_name_of_a_detector_is_painted_without_harm(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane(), 400)
    report = replace(a_detector(), detector=NASTY * 50)
    pane.show_state(a_state(detectors=(report,), policies=(("privacy", NASTY),)))
    assert not pane.grab().isNull()
    assert "\u202e" not in pane.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "<b>" not in pane.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_table_says_that_it_is_computed_failed_or_empty(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorsPane())
    for figure, said in ((Figure(), "Computing …"), (Figure("failed", "A lead may."), "A lead may.")):
        pane.show_state(FiguresState(project=Project(name="P"), figures={"detectors": figure}))
        assert said in texts(pane)
    pane.show_state(a_state())
    assert "No hit was judged yet" in texts(pane)


def test_the_details_draw_the_curve_and_say_it_in_words(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorPane(theme), 600, 700)
    pane.chart.start(pyqtgraph)
    pane.show_state(a_state(detectors=(a_detector(),), what_if=a_table()))
    assert pane.chart.isVisible()
    assert "broken of 20 items" in pane.chart.accessibleDescription()
    assert "Suggested 0.6" in pane.findChild(QLabel, "suggested_threshold").text()
    remarks = [pane.model.index(row, 1).data() for row in range(pane.model.rowCount())]
    assert sorted(filter(None, remarks)) == ["now", "suggested"]
    words = pane.model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "reviews a day" in words
    assert not pane.grab().isNull()


def test_an_undefined_calibration_and_threshold_say_why(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorPane(theme), 600, 700)
    pane.chart.start(pyqtgraph)
    report = a_detector(calibration=Undefined("no judged item has a score"))
    pane.show_state(a_state(detectors=(report,), what_if=Undefined("at least 5 are needed")))
    assert not pane.chart.isVisible()
    assert "No judged item has a score." in texts(pane)
    assert "At least 5 are needed." in texts(pane)


def test_the_lead_sets_what_a_miss_is_worth_and_asks_for_the_items(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, DetectorPane(theme), 600, 700)
    pane.show_state(a_state(detectors=(a_detector(),)))
    asked: list[Any] = []
    pane.cost_given.connect(asked.append)
    pane.outputs_given.connect(asked.append)
    pane.items_wanted.connect(asked.append)
    pane.cost.setValue(5)
    pane.outputs.setValue(200)
    QTest.mouseClick(pane.items, Qt.MouseButton.LeftButton)
    assert asked == [5.0, 200.0, KEY]


# People and groups


def test_a_card_is_shown_with_each_overturned_item_and_the_reason(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, PeoplePage(lambda _action: "H"), 1100)
    wrong = Overturned("item-7", "tests", "approve", "reject", "lea", "the passage says otherwise")
    state = a_state(cards=(a_card("ana"), a_card("ben", wrong)))
    page.show_state(state)
    assert [page.people.model.index(row, 0).data() for row in range(2)] == ["ana", "ben"]
    opened: list[str] = []
    page.people.opened.connect(opened.append)
    page.people.table.selectRow(1)
    assert opened == ["ben"]
    page.show_state(a_state(cards=state.cards, card="ben"))
    assert [page.card.model.index(0, column).data() for column in range(4)] == [
        "item-7",
        "approve",
        "reject",
        "the passage says otherwise",
    ]
    with qtbot.waitSignal(page.card.item_wanted) as asked:
        page.card.table.selectRow(0)
        QTest.keyClick(page.card.table, Qt.Key.Key_Return)
    assert asked.args == ["item-7"]


def test_who_sees_the_own_card_alone_is_told_so(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, PeoplePage(lambda _action: "H"), 1100)
    page.show_state(a_state(cards=(a_card("ana"),), own_only=True))
    assert "only your own: a lead sees those of all" in texts(page)
    assert not page.findChild(QWidget, "people_names_button").isVisible()


def test_a_group_that_differs_is_marked_by_a_word_and_a_small_one_has_no_figures(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, SlicesPane(), 700)
    groups = (Slice("de", share(30, 40), 2.1, 1.4, 3.0, 0.001), Slice("fr", None, note="suppressed: too few items"))
    pane.show_state(a_state(slices=groups))
    assert pane.model.index(0, 5).data() == "differs"
    assert [pane.model.index(1, column).data() for column in (1, 2, 3)] == ["–", "–", "–"]
    assert "differs by more than chance" in pane.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.waitSignal(pane.group_opened) as asked:
        pane.table.selectRow(0)
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert asked.args == ["de"]


# Weeks and the queue


def test_an_alert_names_its_items_and_is_acknowledged_with_a_note(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, WeeksPage(), 1100)
    page.show_state(a_state(drift=a_drift(ALERT, CALM), may_acknowledge=True))
    assert [page.model.index(row, 4).data() for row in range(2)] == ["alert", ""]
    assert page.items.isVisible()
    told: list[Any] = []
    page.items_wanted.connect(told.append)
    page.acknowledged.connect(lambda drifted, note: told.append((drifted.shift.name, note)))
    QTest.mouseClick(page.items, Qt.MouseButton.LeftButton)
    page.note.setFocus()
    QTest.keyClicks(page.note, "a new prompt")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert told == [("a", "b"), ("verdicts", "a new prompt")]
    page.table.selectRow(1)
    assert not page.button.isVisible()
    assert not page.items.isVisible()


def test_an_acknowledged_alert_says_who_saw_it_and_what_was_noted(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, WeeksPage(), 1100)
    seen = Acknowledged("verdicts", "lea", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), NASTY)
    page.show_state(a_state(drift=a_drift(ALERT), acknowledged={"verdicts": seen}))
    assert page.model.index(0, 4).data() == "seen"
    assert "Seen by lea on 2026-11-20 09:00" in page.seen.text()
    assert not page.button.isEnabled()


def test_the_lead_sets_from_which_difference_on_there_is_an_alert(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, WeeksPage(), 1100)
    page.show_state(a_state(drift=a_drift(CALM)))
    with qtbot.waitSignal(page.limits_given) as asked:
        page.limits["psi"].setValue(0.25)
    assert asked.args == [Limits(psi=0.25)]


def test_the_queue_says_when_it_is_empty_now_and_after_a_change(qtbot: QtBot, theme: Theme) -> None:
    page = shown(qtbot, LoadPage(theme), 1100, 700)
    page.chart.start(pyqtgraph)
    waiting = Waiting(126, 63, 4, 3_600_000_000 * 50, 3_600_000_000 * 100)
    now = QueueReport(20_000, (10, 12), (11, 9), waiting, Forecast(126, 12, 9, None, 0.1, 1.1, 2))
    later = QueueReport(20_000, (10, 12), (11, 9), waiting, Undefined("there is no past day"))
    page.show_state(a_state(queue=now, changed_queue=later, asked=Asked(arrivals=150)))
    assert page.tiles["waiting"].value == "126"
    assert page.tiles["forecast"].value == "empty in 12 d"
    assert "9 days to more than a year" in page.tiles["forecast"].note
    assert "cannot be said: there is no past day" in page.answer.text()
    assert "10 needed, 11 made" in page.chart.accessibleDescription()
    assert not page.grab().isNull()
    asked: list[Asked] = []
    page.asked.connect(asked.append)
    page.overlap.setValue(3)
    assert asked == [Asked(arrivals=150, overlap=3)]


def test_period_and_policy_are_chosen_at_the_top(qtbot: QtBot, theme: Theme) -> None:
    bar = shown(qtbot, QualityFilters(lambda _action: ""), 500, 50)
    bar.show_state(a_state(policies=(("privacy", "Privacy"),), policy="privacy", days=30))
    assert (bar.policy.currentText(), bar.period.currentText()) == ("Privacy", "Last 30 days")
    bar.show_state(a_state(page="load"))
    assert not bar.policy.isEnabled()
