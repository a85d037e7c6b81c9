"""When the grounding lens looks, what it drops, and what it lights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.presenters.lens import LensPresenter, LensState
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.tasks import InlineRunner, Runner
from tests.ui.panes.making import a_state
from tests.ui.presenting import raise_it

PASSAGES = [{"id": "e1", "text": "Elsewhere."}, {"id": "e2", "text": "It has a two-year warranty in Bern."}]


class Held(InlineRunner):
    """Keeps each job until it is told to run them, as a slow machine would."""

    def __init__(self) -> None:
        super().__init__(raise_it)
        self.waiting: list[Callable[[], None]] = []

    def _run(self, lane: str, job: Callable[..., Any], ticket: Any, progress: Callable[[Any], None] | None) -> None:
        inline = super()._run
        self.waiting.append(lambda: inline(lane, job, ticket, progress))

    def run(self) -> None:
        """Run what waits."""
        while self.waiting:
            self.waiting.pop(0)()


def a_lens(tasks: Runner, **fields: Any) -> LensPresenter:
    return LensPresenter(tasks, **{"on": True, "after_paint_ms": 0, **fields})


@pytest.fixture
def lens(qapp: QApplication) -> Iterator[LensPresenter]:
    made = a_lens(InlineRunner(raise_it))
    yield made
    made.close()


def missing(state: LensState, shown: ReviewState) -> list[str]:
    text = shown.responses[0].text
    return [text[one.term.start : one.term.end] for one in state.missing]


def test_what_stands_in_no_passage_of_the_item_is_found(lens: LensPresenter) -> None:
    shown = a_state(response="It has a five-year guarantee in Bern.", evidence=PASSAGES)
    lens.look(shown)
    assert lens.state.phase == "ready"
    assert missing(lens.state, shown) == ["five-year", "guarantee"]


def test_nothing_is_computed_again_while_the_item_stays(qapp: QApplication) -> None:
    tasks = Held()
    lens = a_lens(tasks)
    shown = a_state(evidence=PASSAGES)
    lens.look(shown)
    tasks.run()
    told: list[LensState] = []
    lens.changed.connect(told.append)
    for comment in ("a", "ab", "abc"):
        lens.look(a_typing(shown, comment))
    assert tasks.waiting == []
    assert told == []


def a_typing(shown: ReviewState, comment: str) -> ReviewState:
    assert shown.draft is not None
    return replace(shown, draft=shown.draft.model_copy(update={"comment": comment}))


def test_an_answer_about_an_item_that_is_gone_is_dropped(qapp: QApplication) -> None:
    tasks = Held()
    lens = a_lens(tasks)
    lens.look(a_state(id="i1", response="Zebras.", evidence=PASSAGES))
    second = a_state(id="i2", response="Yaks.", evidence=PASSAGES)
    lens.look(second)
    phases: list[LensState] = []
    lens.changed.connect(phases.append)
    tasks.run()
    assert [missing(state, second) for state in phases] == [["Yaks"]]


def test_an_answer_that_comes_after_the_lens_was_switched_off_is_dropped(qapp: QApplication) -> None:
    tasks = Held()
    lens = a_lens(tasks)
    lens.look(a_state(evidence=PASSAGES))
    lens.switch(False)
    tasks.run()
    assert lens.state.phase == "off"
    assert lens.state.missing == ()


def test_switched_off_it_computes_nothing_and_switched_on_it_does(qapp: QApplication) -> None:
    tasks = Held()
    lens = a_lens(tasks, on=False)
    lens.look(a_state(evidence=PASSAGES))
    assert (lens.state.phase, tasks.waiting) == ("off", [])
    lens.switch(True)
    tasks.run()
    assert lens.state.phase == "ready"


def test_it_waits_until_the_item_was_painted(qapp: QApplication, qtbot: QtBot) -> None:
    lens = a_lens(InlineRunner(raise_it), after_paint_ms=20)
    lens.look(a_state(evidence=PASSAGES))
    assert lens.state.phase == "waiting"
    qtbot.waitUntil(lambda: lens.state.phase == "ready", timeout=2_000)


@pytest.mark.parametrize(
    ("evidence", "phase"), [([], "no_evidence"), ([{"id": "e1", "source": "https://example.org"}], "no_text")]
)
def test_an_item_with_nothing_to_compare_says_so(lens: LensPresenter, evidence: list[Any], phase: str) -> None:
    lens.look(a_state(evidence=evidence))
    assert lens.state.phase == phase


def test_pointing_lights_a_word_and_going_away_puts_it_out(lens: LensPresenter) -> None:
    lens.look(a_state(response="It is in Bern.", evidence=PASSAGES))
    lens.point("response", 10)
    assert [place.passage for one in lens.state.lit for place in one.term.places] == [1]
    lens.point("response", None)
    assert lens.state.lit == ()


def test_pointing_at_a_passage_lights_what_the_response_says_of_it(lens: LensPresenter) -> None:
    lens.look(a_state(response="It is in Bern, says Bern.", evidence=PASSAGES))
    lens.point_passage(1, 31)
    assert [one.term.start for one in lens.state.lit] == [9, 20]
    lens.point_passage(0, 31)
    assert lens.state.lit == ()


def test_a_click_goes_to_the_passage_and_stays_lit(lens: LensPresenter) -> None:
    lens.look(a_state(response="It is in Bern.", evidence=PASSAGES))
    lens.choose("response", 9)
    jump = lens.state.jump
    assert jump.place is not None
    assert (jump.number, jump.place.passage, jump.place.start) == (1, 1, 30)
    lens.point("response", 9)
    lens.point("response", None)
    assert [one.term.start for one in lens.state.lit] == [9]


def test_a_click_in_a_passage_goes_to_the_response(lens: LensPresenter) -> None:
    lens.look(a_state(response="It is in Bern.", evidence=PASSAGES))
    lens.choose_in_passage(1, 30)
    assert (lens.state.jump.target, lens.state.jump.start, lens.state.jump.place) == ("response", 9, None)


def test_several_responses_are_each_compared(lens: LensPresenter) -> None:
    both = [{"id": "a", "text": "In Bern."}, {"id": "b", "text": "In Basel."}]
    lens.look(a_state(response=None, responses=both, evidence=PASSAGES))
    assert {one.target for one in lens.state.missing} == {"response:b"}


def test_nothing_of_an_item_is_kept_when_another_comes_without_evidence(lens: LensPresenter) -> None:
    lens.look(a_state(id="i1", evidence=PASSAGES))
    lens.look(a_state(id="i2"))
    assert lens.state.groundings == {}
