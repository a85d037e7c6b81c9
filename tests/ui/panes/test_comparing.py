"""Several responses: side by side, under neutral names in an order of their own, differences marked, and ranked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from reviewer.domain.items import read_item
from reviewer.domain.projects import Project
from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.presenters.differences import Differences, different
from reviewer.ui.presenters.draft import to_submission, with_ranked
from reviewer.ui.presenters.review_state import responses_of
from reviewer.ui.tasks import InlineRunner
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

TWO = [
    {"id": "gpt-9", "text": "It has a five-year guarantee.", "model": "gpt-9"},
    {"id": "ours", "text": "It has a two-year guarantee.", "model": "assist-7b"},
]
THREE = [*TWO, {"id": "third", "text": "No guarantee.", "model": "third"}]
PROJECT = Project(name="P")


@pytest.fixture
def desk(show: Callable[..., Any], theme: Theme) -> ReviewDesk:
    made = ReviewDesk(theme, no_keys)
    for _ in made.build():
        pass
    shown: ReviewDesk = show(made, 1230, 690)
    return shown


def _raise(error: BaseException) -> None:
    raise error


def order(item: str, reviewer: str) -> str:
    made, _warnings = read_item({"id": item, "responses": THREE})
    return " ".join(one.target for one in responses_of(made, reviewer))


def test_the_order_is_drawn_for_each_person_and_item_and_stays() -> None:
    orders = {(f"i{n}", who): order(f"i{n}", who) for n in range(40) for who in ("ana", "ben")}
    assert all(order(*key) == drawn for key, drawn in orders.items())
    firsts = [drawn.partition(" ")[0] for drawn in orders.values()]
    assert all(firsts.count(target) > 10 for target in set(firsts))
    assert any(orders[f"i{n}", "ana"] != orders[f"i{n}", "ben"] for n in range(40))


def test_the_screen_does_not_say_which_model_wrote_what(desk: ReviewDesk) -> None:
    desk.show_state(a_state(response=None, responses=TWO, metadata={"model": "gpt-9", "extra": {"judge": "gpt-9"}}))
    said = [
        *texts(desk),
        *(w.accessibleName() for w in desk.findChildren(QWidget)),
        *(w.toolTip() for w in desk.findChildren(QLabel)),
    ]
    assert not any("gpt-9" in text or "assist-7b" in text for text in said)


def test_a_single_response_keeps_what_is_known_of_its_model(desk: ReviewDesk) -> None:
    desk.show_state(a_state(metadata={"model": "gpt-9"}))
    assert any("gpt-9" in text for text in texts(desk))


def test_two_responses_stand_side_by_side_and_take_the_room_of_missing_evidence(desk: ReviewDesk) -> None:
    desk.show_state(a_state(response=None, responses=TWO))
    splitter = find(desk, "responses_splitter")
    assert splitter.orientation() == Qt.Orientation.Horizontal
    assert not desk.evidence.isVisible()
    desk.show_state(a_state(id="i2"))
    assert desk.evidence.isVisible()


def test_what_differs_is_marked_word_by_word_in_both(desk: ReviewDesk) -> None:
    state = a_state(response=None, responses=TWO)
    differences = Differences(InlineRunner(_raise))
    differences.changed.connect(desk.response.show_differences)
    desk.show_state(state)
    differences.look(state)
    marked = []
    for text in desk.response.texts:
        source = text.view.property("sourceText")
        formats = text.view.document().begin().layout().formats()
        marked.append({source[each.start : each.start + each.length] for each in formats})
    assert sorted(map(sorted, marked)) == [["five"], ["two"]]
    differences.toggle()
    assert not any(text.view.document().begin().layout().formats() for text in desk.response.texts)


def test_offsets_of_differences_are_code_points() -> None:
    item, _warnings = read_item(
        {"id": "i", "responses": [{"id": "a", "text": "😀 one é"}, {"id": "b", "text": "😀 two é"}]}
    )
    responses = responses_of(item, "ana")
    found = different(responses)
    assert all(found[one.target] == ((2, 5),) for one in responses)


def test_a_ranking_is_given_place_by_place_and_says_which_is_better() -> None:
    state = a_state(PROJECT, response=None, responses=THREE)
    assert state.draft is not None
    ids = ["gpt-9", "ours", "third"]
    first = with_ranked(state.draft, "ours", ids, PROJECT)
    assert (first.ranking, first.comparison) == ((("ours",),), None)
    done = with_ranked(first, "third", ids, PROJECT)
    assert (done.ranking, done.comparison) == ((("ours",), ("third",), ("gpt-9",)), "ours")
    back = with_ranked(done, "third", ids, PROJECT)
    assert back.ranking == (("ours",),)
    again = with_ranked(back, "gpt-9", ids, PROJECT)
    assert (again.ranking, again.comparison) == ((("ours",), ("gpt-9",), ("third",)), "ours")


def test_half_a_ranking_is_not_submitted() -> None:
    state = a_state(PROJECT, response=None, responses=THREE)
    assert state.draft is not None
    assert state.item is not None
    half = with_ranked(state.draft, "ours", ["gpt-9", "ours", "third"], PROJECT)
    assert to_submission(half, PROJECT, state.item, "s").ranking is None
    whole = with_ranked(half, "third", ["gpt-9", "ours", "third"], PROJECT)
    assert to_submission(whole, PROJECT, state.item, "s").ranking == (("ours",), ("third",), ("gpt-9",))


def test_the_places_so_far_stand_at_the_responses(desk: ReviewDesk) -> None:
    state = a_state(PROJECT, response=None, responses=THREE)
    assert state.draft is not None
    desk.show_state(replace(state, draft=with_ranked(state.draft, "ours", ["gpt-9", "ours", "third"], PROJECT)))
    assert sum("place 1" in text for text in texts(desk.response)) == 1
