"""Find in text: in the pane that has the focus, with count, next and previous, over whatever length."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import SourceView
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find

ITEM: dict[str, Any] = {
    "response": "The lamp has a 😀 lamp. A LAMP!",
    "messages": [{"role": "system", "content": "Sell a lamp."}, {"role": "user", "content": "My lamp broke."}],
    "evidence": [{"id": "e1", "text": "Nothing."}, {"id": "e2"}, {"id": "e3", "text": "A lamp, and a lamp."}],
}


@pytest.fixture
def desk(show: Callable[..., Any], theme: Theme) -> ReviewDesk:
    made = ReviewDesk(theme, no_keys)
    for _ in made.build():
        pass
    shown: ReviewDesk = show(made, 1200, 700)
    return shown


def search(desk: ReviewDesk, at: QWidget, words: str) -> Any:
    """Press what Ctrl+F is bound to while a widget has the focus, and type words."""
    at.setFocus()
    desk.finding.open()
    name = desk.searched_at(at).objectName().removesuffix("_pane")
    field = find(desk, f"{name}_find_field")
    field.clear()
    QTest.keyClicks(field, words)
    return find(desk, f"{name}_find")


def settled(qtbot: QtBot, bar: Any, text: str) -> None:
    qtbot.waitUntil(lambda: bar.count.text() == text)


def lit(view: SourceView) -> list[str]:
    """Return what is highlighted in a view, in order."""
    found, block = [], view.document().begin()
    while block.isValid():
        raw = block.text().encode("utf-16-le")
        looks = sorted(block.layout().formats(), key=lambda each: int(each.start))
        found += [raw[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le") for each in looks]
        block = block.next()
    return found


def test_all_places_are_lit_counted_and_visited(desk: ReviewDesk, qtbot: QtBot) -> None:
    desk.show_state(a_state(**ITEM))
    view = desk.response.texts[0].view
    bar = search(desk, view, "lamp")
    settled(qtbot, bar, "1 of 3")
    assert lit(view) == ["lamp", "lamp", "LAMP"]
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    settled(qtbot, bar, "2 of 3")
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, bar, "3 of 3")
    desk.finding.toggle_case()
    settled(qtbot, bar, "1 of 2")
    assert lit(view) == ["lamp", "lamp"]


def test_escape_closes_the_search_and_gives_the_focus_back(desk: ReviewDesk, qtbot: QtBot) -> None:
    desk.show_state(a_state(**ITEM))
    view = desk.response.texts[0].view
    bar = search(desk, view, "lamp")
    settled(qtbot, bar, "1 of 3")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert lit(view) == []
    assert view.hasFocus()
    assert not desk.finding.opened


def test_the_evidence_is_searched_where_it_has_the_focus_and_the_passage_is_chosen(
    desk: ReviewDesk, qtbot: QtBot
) -> None:
    state = a_state(**ITEM)

    def choose(number: int) -> None:
        desk.show_state(replace(state, selected_passage=number))

    desk.evidence.selected.connect(choose)
    desk.show_state(state)
    bar = search(desk, desk.evidence.view, "LAMP")
    settled(qtbot, bar, "1 of 2")
    assert desk.evidence.view.property("sourceText") == "A lamp, and a lamp."
    assert lit(desk.evidence.view) == ["lamp", "lamp"]


def test_the_prompt_is_searched_and_a_folded_card_opens(desk: ReviewDesk, qtbot: QtBot) -> None:
    state = a_state(**ITEM)
    opened: list[Any] = []

    def turn(part: Any) -> None:
        opened.append(part)
        desk.show_state(replace(state, flipped_parts=frozenset({part.key}) if hasattr(part, "key") else frozenset()))

    desk.prompt.part_toggled.connect(turn)
    desk.show_state(state)
    user = next(view for view in desk.prompt.findChildren(SourceView) if view.property("sourceText"))
    bar = search(desk, user, "lamp")
    settled(qtbot, bar, "1 of 2")
    assert [part.text for part in opened] == ["Sell a lamp."]


def test_the_form_that_is_on_screen_is_searched(desk: ReviewDesk, qtbot: QtBot) -> None:
    text = "**bo**ld [words](http://bold.example) `bold`"
    state = a_state(response=text)
    desk.show_state(replace(state, rendered=True))
    bar = search(desk, desk.response.texts[0].rendered, "bold")
    settled(qtbot, bar, "1 of 2")
    desk.show_state(state)
    settled(qtbot, bar, "1 of 2")
    assert lit(desk.response.texts[0].view) == ["bold", "bold"]
    desk.show_state(a_state(id="i2", response="Nothing of it"))
    settled(qtbot, bar, "not found")


def test_the_selected_words_are_looked_for(desk: ReviewDesk, qtbot: QtBot) -> None:
    desk.show_state(a_state(**ITEM))
    view = desk.response.texts[0].view
    view.select_span(17, 21)
    view.setFocus()
    desk.finding.open()
    assert find(desk, "response_find_field").text() == "lamp"


def test_ten_megabytes_are_searched_without_a_stall(desk: ReviewDesk, qtbot: QtBot) -> None:
    text = "The quick brown fox jumps over the lazy dog.\n" * 230_000 + "the needle"
    desk.show_state(a_state(response=text))
    view = desk.response.texts[0].view
    slowest = 0.0
    bar = search(desk, view, "")
    for letter in "needle":
        began = time.perf_counter()
        QTest.keyClicks(bar.field, letter)
        slowest = max(slowest, time.perf_counter() - began)
        QApplication.processEvents()
    assert slowest < 0.3  # alone a tenth of it; the machine of the tests is shared
    settled(qtbot, bar, "1 of 1")
    assert lit(view) == ["needle"]
    assert view.hidden_before > 0


def test_an_open_search_costs_little_where_everything_is_a_match(desk: ReviewDesk, qtbot: QtBot) -> None:
    desk.show_state(a_state(response="a" * 1_000_000))
    bar = search(desk, desk.response.texts[0].view, "a")
    settled(qtbot, bar, "1 of 100,000+")
    began = time.perf_counter()
    desk.finding.go(1)
    desk.grab()
    assert time.perf_counter() - began < 1.0


def test_a_state_of_another_item_ends_what_was_lit(desk: ReviewDesk, qtbot: QtBot) -> None:
    first: ReviewState = a_state(**ITEM)
    desk.show_state(first)
    bar = search(desk, desk.response.texts[0].view, "lamp")
    settled(qtbot, bar, "1 of 3")
    desk.show_state(a_state(id="i2", response="One lamp."))
    settled(qtbot, bar, "1 of 1")
