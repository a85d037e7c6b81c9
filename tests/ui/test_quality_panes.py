from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyqtgraph
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.stats import AgreementReport, Coefficient, LabelPair, Pair
from reviewer.ui.panes.agreement_tiles import AgreementTiles
from reviewer.ui.panes.breakdown_pane import BreakdownPane
from reviewer.ui.panes.course_pane import CoursePane
from reviewer.ui.panes.disagreement_list import DisagreementPane
from reviewer.ui.panes.pair_matrix import PairPane
from reviewer.ui.presenters.quality_state import (
    DisagreementRow,
    Figure,
    Group,
    PairItems,
    QualityState,
    Said,
    SharedItem,
    Week,
    age,
    figure_text,
)
from reviewer.ui.theme import Theme

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NASTY = "<b>dana</b>\u202e & co"
KNOWN = Coefficient(0.774, 0.731, 0.803, 412)
READY = Figure("ready")


def a_report(alpha: Coefficient = KNOWN, *pairs: Pair) -> AgreementReport:
    names = ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "cohen_kappa", "percent_agreement")
    return AgreementReport("verdict", "nominal", 500, 412, 3, 1200, dict.fromkeys(names, alpha), pairs, ())


def a_state(**fields: Any) -> QualityState:
    """A state in which everything was computed."""
    figures = ("report_figure", "weeks_figure", "groups_figure", "rows_figure")
    return QualityState(project=Project(name="P"), now=NOW, **{**dict.fromkeys(figures, READY), **fields})


def a_row(number: int = 1, **fields: Any) -> DisagreementRow:
    said = (Said("Reviewer 1", "approve", "good"), Said("Reviewer 2", "reject", "bad"))
    row = DisagreementRow(
        f"item-{number}", "tests", "verdicts differ", said, NOW - timedelta(days=2), "You can double it"
    )
    return replace(row, **fields)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme("light")
    made.install(qapp)
    yield made
    made.uninstall()


def shown(qtbot: QtBot, widget: Any, width: int = 700, height: int = 400) -> Any:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


# Tiles


def test_a_coefficient_is_shown_with_its_interval_n_and_definition(qtbot: QtBot) -> None:
    tiles = shown(qtbot, AgreementTiles(), 1200, 100)
    tiles.show_state(a_state(report=a_report(), waiting=1204, open_count=27))
    alpha = tiles.coefficients["krippendorff_alpha"]
    assert (alpha.value, alpha.note) == ("0.77", "95% CI 0.73\u20130.80, n 412")
    assert "Krippendorff, K. (2011)" in alpha.toolTip()
    assert "412 items" in alpha.accessibleDescription()
    assert tiles.coefficients["percent_agreement"].value == "77.4 %"
    assert (tiles.waiting.value, tiles.disagreements.value) == ("1,204", "27")


def test_an_undefined_coefficient_says_undefined_and_why(qtbot: QtBot) -> None:
    tiles = shown(qtbot, AgreementTiles(), 1200, 100)
    why = Coefficient(None, None, None, 0, "undefined: there is only one reviewer")
    tiles.show_state(a_state(report=a_report(why)))
    alpha = tiles.coefficients["krippendorff_alpha"]
    assert (alpha.value, alpha.note) == ("undefined", "there is only one reviewer")
    assert "undefined" in alpha.accessibleName()


def test_a_value_without_an_interval_says_why_there_is_none(qtbot: QtBot) -> None:
    tiles = shown(qtbot, AgreementTiles(), 1200, 100)
    tiles.show_state(a_state(report=a_report(Coefficient(0.5, None, None, 4, "no interval: too few"))))
    assert tiles.coefficients["gwet_ac1"].note == "n 4; no interval: too few"


def test_tiles_say_that_they_are_computed_or_what_went_wrong(qtbot: QtBot) -> None:
    tiles = shown(qtbot, AgreementTiles(), 1200, 100)
    tiles.show_state(a_state(report_figure=Figure("loading")))
    assert "computing" in tiles.coefficients["krippendorff_alpha"].note
    tiles.show_state(a_state(report_figure=Figure("failed", "The file is gone.")))
    assert tiles.coefficients["krippendorff_alpha"].note == "The file is gone."


@pytest.mark.parametrize(
    ("value", "text"), [(0.774, "0.77"), (-0.25, "\u22120.25"), (-0.001, "0.00"), (None, "undefined")]
)
def test_figures_have_two_decimals_and_a_true_minus(value: float | None, text: str) -> None:
    assert figure_text(value) == text


# Pairs


def test_the_matrix_shows_kappa_in_both_directions_and_a_dot_on_the_diagonal(qtbot: QtBot) -> None:
    pane = shown(qtbot, PairPane())
    pair = Pair("dana", "ilir", 24, 0.75, 0.83)
    pane.show_state(a_state(report=a_report(KNOWN, pair, Pair("ilir", "mei", 3, None, 1.0))))
    cells = [[pane.model.index(row, column).data() for column in range(3)] for row in range(3)]
    assert cells == [["\u00b7", "0.75", "\u2013"], ["0.75", "\u00b7", "undef."], ["\u2013", "undef.", "\u00b7"]]
    words = pane.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "dana and ilir: 24 items both judged, the same value on 83 %, Cohen's kappa 0.75."
    assert "24 items both judged" in pane.model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_names_of_reviewers_are_never_taken_for_html(qtbot: QtBot) -> None:
    pane = shown(qtbot, PairPane())
    pane.show_state(a_state(report=a_report(KNOWN, Pair(NASTY, "ilir", 24, 0.75, 0.83))))
    tooltip = pane.model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>dana" not in tooltip
    assert "\u202e" not in tooltip
    assert "\u202e" not in pane.model.headerData(0, Qt.Orientation.Horizontal)


def test_a_click_or_return_on_a_cell_asks_for_its_items_and_the_diagonal_for_nothing(qtbot: QtBot) -> None:
    pane = shown(qtbot, PairPane())
    pane.show_state(a_state(report=a_report(KNOWN, Pair("dana", "ilir", 24, 0.75, 0.83))))
    asked: list[tuple[str, str]] = []
    pane.pair_opened.connect(lambda a, b: asked.append((a, b)))
    for row, column in ((0, 1), (1, 1)):
        place = pane.matrix.visualRect(pane.model.index(row, column)).center()
        QTest.mouseClick(
            pane.matrix.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place)
        )
    assert asked == [("dana", "ilir")]
    pane.matrix.setCurrentIndex(pane.model.index(1, 0))
    QTest.keyClick(pane.matrix, Qt.Key.Key_Return)
    assert asked == [("dana", "ilir")] * 2


def test_the_items_of_a_pair_are_listed_and_opened_one_by_one(qtbot: QtBot) -> None:
    pane = shown(qtbot, PairPane())
    items = (SharedItem("item-7", "tests", "Approve", "Reject"), SharedItem("item-8", "tests", "Approve", "Approve"))
    report = a_report(KNOWN, Pair("dana", "ilir", 2, 0.0, 0.5))
    pane.show_state(a_state(report=report, pair=PairItems("dana", "ilir", items)))
    rows = [[pane.items_model.index(row, column).data() for column in range(4)] for row in range(2)]
    assert rows == [["item-7", "Approve", "Reject", "differs"], ["item-8", "Approve", "Approve", ""]]
    opened: list[tuple[str, str]] = []
    pane.item_opened.connect(lambda item, source: opened.append((item, source)))
    QTest.keyClick(pane.items, Qt.Key.Key_Down)
    QTest.keyClick(pane.items, Qt.Key.Key_Return)
    assert opened == [("item-8", "tests")]
    with qtbot.waitSignal(pane.pair_closed):
        QTest.keyClick(pane.items, Qt.Key.Key_Escape)


def test_what_is_most_often_confused_is_said(qtbot: QtBot) -> None:
    pane = shown(qtbot, PairPane())
    report = a_report(KNOWN, Pair("dana", "ilir", 2, 0.0, 0.5))
    pane.show_state(a_state(report=report, confused=(LabelPair("approve", "revise", 8, 5),)))
    label = pane.findChild(QWidget, "confused_label")
    assert label.text() == "Most often taken for each other: Approve and Revise, on 5 items."


# Disagreements


def test_a_disagreement_is_read_out_with_kind_words_and_text(qtbot: QtBot) -> None:
    pane = shown(qtbot, DisagreementPane(lambda _action: "Return"))
    pane.show_state(a_state(rows=(a_row(),), open_count=1))
    text = pane.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Item item-1: verdicts differ; Reviewer 1 approve, Reviewer 2 reject. You can double it"


def test_a_row_is_opened_by_a_click_and_the_next_by_the_button(qtbot: QtBot) -> None:
    pane = shown(qtbot, DisagreementPane(lambda _action: "Return"))
    pane.show_state(a_state(rows=tuple(a_row(n) for n in range(3)), open_count=3))
    opened: list[int] = []
    pane.opened.connect(opened.append)
    QTest.mouseClick(pane.settle, Qt.MouseButton.LeftButton)
    place = pane.view.visualRect(pane.model.index(1)).center()
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseClick(pane.settle, Qt.MouseButton.LeftButton)
    assert opened == [0, 1, 1]


def test_a_row_paints_hostile_and_long_texts_without_harm(qtbot: QtBot) -> None:
    said = tuple(Said(NASTY * 20, "reject" * 30, "bad") for _ in range(9))
    pane = shown(qtbot, DisagreementPane(lambda _action: "Return"), 320, 300)
    row = a_row(item_id="x" * 500, said=said, excerpt=NASTY * 400, named=True)
    pane.show_state(a_state(rows=(row,), open_count=1, names_shown=True))
    assert not pane.grab().isNull()
    assert "\u202e" not in pane.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_more_rows_are_asked_for_as_long_as_there_are_more(qtbot: QtBot) -> None:
    pane = shown(qtbot, DisagreementPane(lambda _action: "Return"))
    pane.show_state(a_state(rows=(a_row(),), open_count=2))
    with qtbot.waitSignal(pane.more_wanted):
        pane.model.fetchMore(pane.view.rootIndex())
    pane.show_state(a_state(rows=(a_row(), a_row(2)), open_count=2))
    assert not pane.model.canFetchMore(pane.view.rootIndex())


def test_who_is_no_lead_is_told_why_the_list_is_empty(qtbot: QtBot) -> None:
    pane = shown(qtbot, DisagreementPane(lambda _action: "Return"))
    pane.show_state(a_state(open_count=4, may_settle=False))
    texts = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "For leads only" in texts
    assert not pane.model.canFetchMore(pane.view.rootIndex())


def test_an_empty_list_says_so_and_a_failed_one_can_be_read_again(qtbot: QtBot) -> None:
    pane = shown(qtbot, DisagreementPane(lambda _action: "Return"))
    pane.show_state(a_state())
    empty = pane.findChild(QWidget, "disagreements_empty")
    assert empty.isVisible()
    assert not pane.view.isVisible()
    pane.show_state(a_state(rows=(a_row(),), rows_figure=Figure("failed", "The file is gone.")))
    with qtbot.waitSignal(pane.reload_wanted):
        QTest.mouseClick(pane.findChild(QWidget, "disagreements_empty_button"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (1440 * 3, "3 d"), (-5, "0 min")]
)
def test_an_age_is_one_short_word(minutes: int, text: str) -> None:
    assert age(NOW - timedelta(minutes=minutes), NOW) == text


# Course and breakdown


def weeks(*values: float | None) -> tuple[Week, ...]:
    start = datetime(2026, 10, 5, tzinfo=UTC)
    return tuple(
        Week(
            start + timedelta(days=7 * number),
            Coefficient(None, None, None, 2, "undefined: all values are the same")
            if value is None
            else Coefficient(value, value - 0.1, value + 0.1, 20),
        )
        for number, value in enumerate(values)
    )


def test_the_chart_waits_for_its_library_and_then_draws(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, CoursePane(theme))
    pane.show_state(a_state(weeks=weeks(0.6, 0.7, None, 0.8)))
    assert not pane.chart.isVisible()
    pane.start(pyqtgraph)
    assert pane.chart.isVisible()
    assert "week of 2026-10-05: alpha 0.60 (0.50 \u2013 0.70), 20 items" in pane.chart.accessibleDescription()
    before = pane.chart.grab().toImage()
    theme.choose("dark", 11)
    pane.chart.restyle()
    assert pane.chart.grab().toImage() != before


@pytest.mark.parametrize("values", [(0.7,), (-0.9, -0.2), (1.0, 1.0), (0.5,) * 60, (0.4, None, None, 0.9)])
def test_any_course_can_be_drawn(values: tuple[float | None, ...], qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, CoursePane(theme))
    pane.start(pyqtgraph)
    pane.show_state(a_state(weeks=weeks(*values)))
    assert pane.chart.isVisible()
    assert not pane.chart.grab().isNull()


def test_without_agreement_the_chart_says_what_is_needed(qtbot: QtBot, theme: Theme) -> None:
    pane = shown(qtbot, CoursePane(theme))
    pane.start(pyqtgraph)
    for state in (a_state(), a_state(weeks=weeks(None)), a_state(weeks_figure=Figure("failed", "Gone."))):
        pane.show_state(state)
        assert pane.findChild(QWidget, "course_empty").isVisible()
        assert not pane.chart.isVisible()


def test_the_room_is_imported_without_the_chart_library() -> None:
    program = "import sys, reviewer.ui.panes.quality_room; print('pyqtgraph' in sys.modules, 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]


def test_the_breakdown_shows_alpha_interval_and_n_and_asks_for_another_field(qtbot: QtBot) -> None:
    pane = shown(qtbot, BreakdownPane())
    why = Coefficient(None, None, None, 1, "undefined: all values are the same")
    pane.show_state(a_state(groups=(Group("en", KNOWN, 412), Group("de", why, 1))))
    rows = [[pane.model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert rows == [
        ["en", "0.77", "0.73 \u2013 0.80", "412", ""],
        ["de", "undefined", "\u2013", "1", "all values are the same"],
    ]
    with qtbot.waitSignal(pane.field_chosen) as chosen:
        pane.field.setCurrentIndex(pane.field.findData("policy"))
    assert chosen.args == ["policy"]
