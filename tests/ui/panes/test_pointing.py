"""What belongs together lights up together: a hit, its stretch, its passage, and the places that cite it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.panes.marks import highlight_styles, highlights
from reviewer.ui.panes.pointing import lit_with
from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import SourceView
from reviewer.ui.theme import Theme, tokens
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find

TEXT = "It has a five-year guarantee [1] and free returns [2]."
ITEM: dict[str, Any] = {
    "response": TEXT,
    "evidence": [
        {"id": "e1", "text": "Two years.", "citation": {"start": 9, "end": 28}},
        {"id": "e2", "text": "Free in Germany."},
        {"id": "e3"},
    ],
    "policy_hits": [
        {"id": "h1", "policy": "unsupported", "severity": "high", "start": 9, "end": 18, "text": "five-year"},
        {"id": "h2", "policy": "stale", "target": "evidence:e2", "start": 0, "end": 4, "text": "Free"},
    ],
}


@pytest.fixture
def desk(show: Callable[..., Any], theme: Theme) -> ReviewDesk:
    made = ReviewDesk(theme, no_keys)
    for _ in made.build():
        pass
    shown: ReviewDesk = show(made, 1200, 700)
    return shown


def lit_cards(desk: ReviewDesk) -> set[str]:
    return {card.objectName() for card in desk.findChildren(QWidget) if card.property("pointed") == "true"}


def looks_at(view: SourceView, start: int) -> list[str]:
    formats = view.document().begin().layout().formats()
    return [
        each.format.background().color().name() for each in formats if each.start <= start < each.start + each.length
    ]


def test_marks_and_citations_lead_to_their_passage() -> None:
    kinds = {(each.start, each.kind, each.id) for each in highlights(a_state(**ITEM), "response")}
    assert (29, "citation_mark_chosen", ("passage", "e1")) in kinds
    assert (9, "citation_chosen", ("passage", "e1")) in kinds
    assert (50, "citation_mark", ("passage", "e2")) in kinds


def test_another_passage_lights_its_marks_instead() -> None:
    state = a_state(**ITEM, state={"selected_passage": 1})
    kinds = {(each.start, each.kind) for each in highlights(state, "response")}
    assert {(29, "citation_mark"), (50, "citation_mark_chosen")} <= kinds


def test_what_belongs_together_is_known() -> None:
    state = a_state(**ITEM)
    assert lit_with(state, ("hit", "h1")) == {("hit", "h1"), ("passage", "e1")}
    assert lit_with(state, ("passage", "e1")) == {("hit", "h1"), ("passage", "e1")}
    assert lit_with(state, ("passage", "e2")) == {("hit", "h2"), ("passage", "e2")}
    assert lit_with(state, ("hit", "none")) == lit_with(state, None) == frozenset()


def test_pointing_at_a_hit_lights_its_stretch_and_its_passage_and_leaving_it_ends_that(desk: ReviewDesk) -> None:
    state: ReviewState = a_state(**ITEM)
    desk.show_state(state)
    view = desk.response.texts[0].view
    before = looks_at(view, 10)
    desk.point_at(("hit", "h1"), state)
    assert lit_cards(desk) == {"hit_card_1", "passage_card_1"}
    assert looks_at(view, 10) != before
    desk.point_at(None, state)
    assert lit_cards(desk) == set()
    assert looks_at(view, 10) == before


def test_the_pointer_on_a_card_is_told(desk: ReviewDesk, qtbot: Any) -> None:
    desk.show_state(a_state(**ITEM))
    place = QPointF(5, 5)
    for pane, card, thing in (
        (desk.policy, "hit_card_1", ("hit", "h1")),
        (desk.evidence, "passage_card_2", ("passage", "e2")),
    ):
        with qtbot.waitSignal(pane.thing_pointed) as said:
            QApplication.sendEvent(find(pane, card), QEnterEvent(place, place, place))
        assert said.args == [thing]
        with qtbot.waitSignal(pane.thing_pointed) as said:
            QApplication.sendEvent(find(pane, card), QEvent(QEvent.Type.Leave))
        assert said.args == [None]


def test_a_place_of_the_response_knows_what_it_belongs_to(desk: ReviewDesk) -> None:
    desk.show_state(a_state(**ITEM))
    assert desk.response.thing_at("response", 30) == ("passage", "e1")
    assert desk.response.thing_at("response", 10) == ("hit", "h1")
    assert desk.response.thing_at("response", 2) is None


def test_a_click_on_a_mark_tells_its_passage(desk: ReviewDesk, qtbot: Any) -> None:
    desk.show_state(a_state(**ITEM))
    view = desk.response.texts[0].view
    with qtbot.waitSignal(desk.response.mark_activated) as said:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect_of(51).center())
    assert said.args == [("passage", "e2")]


def test_a_citation_out_of_sight_is_brought_there_and_one_in_sight_stays(desk: ReviewDesk) -> None:
    text = "[1] " + "word " * 4_000 + " [2] " + "word " * 4_000
    state = a_state(response=text, evidence=ITEM["evidence"][1:])
    desk.show_state(state)
    view = desk.response.texts[0].view
    desk.response.show_citation("e2")
    assert view.verticalScrollBar().value() == 0
    desk.response.show_citation("e3")
    assert view.in_sight(text.index("[2]"))
    desk.show_state(replace(state, selected_passage=1))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_written_on_a_light_can_be_read(name: str) -> None:
    from tests.ui.test_rendered_view import contrast

    theme = Theme("light" if name == "light" else "dark")
    for kind, look in highlight_styles(theme).items():
        if look.background is not None and look.background.startswith("#"):
            assert contrast(look.foreground or tokens(name)["text"], look.background) >= 4.5, kind
