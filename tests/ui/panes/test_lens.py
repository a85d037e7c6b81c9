"""What a reviewer sees of the grounding lens in the response, in the passages and on its card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.evidence_pane import EvidencePane
from reviewer.ui.panes.response_pane import ResponsePane
from reviewer.ui.presenters.lens import LensPresenter, LensState
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import SourceView
from reviewer.ui.tasks import InlineRunner
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts
from tests.ui.presenting import raise_it

RESPONSE = "It has a five-year guarantee in Bern. Zebras graze beside seven golden mountains there."
PASSAGES = [{"id": "e1", "text": "Elsewhere."}, {"id": "e2", "text": "It has a two-year warranty in Bern."}]
HIT = {"id": "h1", "policy": "p", "severity": "high", "spans": [{"start": 9, "end": 28, "text": "five-year guarantee"}]}
DOTS = QTextCharFormat.UnderlineStyle.DotLine
SOLID = QTextCharFormat.UnderlineStyle.SingleUnderline


def looked(shown: ReviewState, *, on: bool = True) -> LensPresenter:
    lens = LensPresenter(InlineRunner(raise_it), on=on, after_paint_ms=0)
    lens.look(shown)
    return lens


def look_at(view: SourceView, offset: int) -> QTextCharFormat:
    """Return how one character of a text without line ends looks."""
    for made in view.document().firstBlock().layout().formats():
        if made.start <= offset < made.start + made.length:
            return QTextCharFormat(made.format)
    return QTextCharFormat()


@pytest.fixture
def response(show: Callable[..., Any], theme: Theme) -> ResponsePane:
    made: ResponsePane = show(ResponsePane(no_keys, theme), 500)
    return made


@pytest.fixture
def evidence(show: Callable[..., Any], theme: Theme) -> EvidencePane:
    made: EvidencePane = show(EvidencePane(no_keys, theme), 320, 700)
    return made


def test_dots_lie_under_what_stands_in_no_passage_and_a_name_that_does_looks_like_a_link(
    response: ResponsePane, theme: Theme
) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES)
    response.show_state(shown)
    response.show_lens(looked(shown).state)
    view = response.texts[0].view
    assert look_at(view, RESPONSE.index("five")).underlineStyle() == DOTS
    assert look_at(view, RESPONSE.index("Bern")).foreground().color() == theme.color("accent_text")
    assert look_at(view, 0).underlineStyle() == QTextCharFormat.UnderlineStyle.NoUnderline


def test_switched_off_it_leaves_no_trace_in_the_response(response: ResponsePane) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES)
    response.show_state(shown)
    lens = looked(shown)
    response.show_lens(lens.state)
    lens.switch(False)
    response.show_lens(lens.state)
    assert response.texts[0].view.document().firstBlock().layout().formats() == []


def test_under_a_hit_the_line_of_the_hit_stays_and_a_click_opens_the_hit(response: ResponsePane, qtbot: QtBot) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES, policy_hits=[HIT])
    response.show_state(shown)
    response.show_lens(looked(shown).state)
    view = response.texts[0].view
    look = look_at(view, 10)
    assert (look.underlineStyle(), look.fontOverline()) == (SOLID, False)
    view.setFocus()
    view.select_span(10, 10)
    with qtbot.waitSignal(response.mark_activated) as said:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert said.args == [("hit", "h1")]


def test_marks_of_one_item_do_not_stay_on_the_next(response: ResponsePane) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES)
    response.show_state(shown)
    response.show_lens(looked(shown).state)
    response.show_state(a_state(id="i2", response=RESPONSE))
    assert response.texts[0].view.document().firstBlock().layout().formats() == []


def test_the_pointer_on_a_word_is_told_and_so_is_its_leaving(response: ResponsePane, qtbot: QtBot) -> None:
    response.show_state(a_state(response=RESPONSE))
    view = response.texts[0].view
    told: list[Any] = []
    response.pointed.connect(told.append)
    place = view.cursorRect().center() + QPoint(12, 0)
    QTest.mouseMove(view.viewport(), place + QPoint(1, 1))
    QTest.mouseMove(view.viewport(), place)
    qtbot.waitUntil(lambda: bool(told))
    target, offset = told[-1]
    assert target == "response"
    assert 0 <= offset <= 5
    QTest.mouseMove(view.viewport(), QPoint(place.x(), view.viewport().height() - 5))
    qtbot.waitUntil(lambda: told[-1] == ("response", None))


def test_a_lit_word_is_lit_in_its_passage_too(response: ResponsePane, evidence: EvidencePane, theme: Theme) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES, state={"selected_passage": 1})
    response.show_state(shown)
    evidence.show_state(shown)
    lens = looked(shown)
    lens.point("response", RESPONSE.index("Bern"))
    response.show_lens(lens.state)
    evidence.show_lens(lens.state, shown)
    ground = theme.color("evidence_match")
    assert look_at(response.texts[0].view, RESPONSE.index("Bern")).background().color() == ground
    assert look_at(evidence.view, 31).background().color() == ground
    lens.point("response", None)
    evidence.show_lens(lens.state, shown)
    assert look_at(evidence.view, 31).background().color() != ground


def test_the_card_lists_what_was_not_found_and_the_sentences_with_little_of_it(evidence: EvidencePane) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES)
    evidence.show_state(shown)
    evidence.show_lens(looked(shown).state, shown)
    listed = evidence.lens.view.property("sourceText")
    assert "“five-year”" in listed
    assert "“guarantee”" in listed
    assert "Bern”" not in listed
    assert "Sentences with little of them in the passages: " in listed
    assert "“Zebras graze beside seven golden mountains there.”" in listed
    assert any(text.startswith("Not found in any passage") for text in texts(evidence.lens))


def test_what_is_missing_several_times_is_listed_once_and_counted(evidence: EvidencePane) -> None:
    here = [{"id": "e1", "text": "They graze, yet they say that they sleep."}]
    shown = a_state(response="Zebras graze. They say that zebras sleep, yet zebras graze.", evidence=here)
    evidence.show_state(shown)
    evidence.show_lens(looked(shown).state, shown)
    assert "“Zebras” ×3" in evidence.lens.view.property("sourceText")


def test_the_passages_stay_where_they_are_until_the_next_answer_is_there(evidence: EvidencePane, qtbot: QtBot) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES)
    evidence.show_state(shown)
    evidence.show_lens(looked(shown).state, shown)
    qtbot.wait(20)
    before = evidence.lens.height()
    evidence.show_lens(LensState("waiting"), a_state(id="i2", response=RESPONSE, evidence=PASSAGES))
    qtbot.wait(20)
    assert evidence.lens.height() == before
    assert evidence.lens.view.isHidden()


def test_space_on_an_entry_of_the_card_goes_to_it(evidence: EvidencePane, qtbot: QtBot) -> None:
    shown = a_state(response=RESPONSE, evidence=PASSAGES)
    evidence.show_state(shown)
    evidence.show_lens(looked(shown).state, shown)
    evidence.lens.view.setFocus()
    evidence.lens.view.select_span(1, 1)
    with qtbot.waitSignal(evidence.lens.jumped) as said:
        QTest.keyClick(evidence.lens.view, Qt.Key.Key_Space)
    assert said.args == [("response", RESPONSE.index("five"), False)]


@pytest.mark.parametrize(
    ("passages", "on", "words"),
    [
        ([], True, "No evidence came with this item, so there is nothing to compare with."),
        ([{"id": "e1", "source": "x"}], True, "No passage has a text, so there is nothing to compare with."),
        (PASSAGES, False, "The grounding lens is off."),
        ([{"id": "e1", "text": RESPONSE}], True, "Each number, name and word was found in a passage."),
    ],
)
def test_the_card_says_why_nothing_is_listed(evidence: EvidencePane, passages: Any, on: bool, words: str) -> None:
    shown = a_state(response=RESPONSE, evidence=passages)
    evidence.show_state(shown)
    evidence.show_lens(looked(shown, on=on).state, shown)
    assert words in texts(evidence.lens)
    assert evidence.lens.view.isHidden()


def test_the_card_says_that_it_is_no_verdict(evidence: EvidencePane) -> None:
    for part in (evidence.lens, find(evidence.lens, "lens_title"), find(evidence.lens, "lens_button")):
        assert "never a verdict" in part.toolTip()
    assert "never a verdict" in evidence.lens.accessibleDescription()


def test_hostile_entries_are_shown_as_text_and_cut(evidence: EvidencePane) -> None:
    hostile = "“<img src=file:///etc/passwd> \u202etxet” “" + "word " * 190 + "”"
    shown = a_state(response=hostile, evidence=PASSAGES)
    evidence.show_state(shown)
    evidence.show_lens(looked(shown).state, shown)
    listed = evidence.lens.view.property("sourceText")
    assert "img src=file:///etc/passwd" in listed
    assert "\u202e" not in listed
    assert len(listed) < 2_000


def test_without_a_lens_the_card_is_not_there(evidence: EvidencePane) -> None:
    evidence.show_state(a_state(evidence=PASSAGES))
    assert evidence.lens.isHidden()
    assert LensState().lit == ()


def test_where_passages_need_the_room_the_card_takes_a_third_of_it(show: Callable[..., Any], theme: Theme) -> None:
    said = " ".join(f"Zebra{n} grazes on the {n}th mountain of Switzerland." for n in range(60))
    long = [{"id": f"e{n}", "text": "Nothing of that stands here at all. " * 12} for n in range(5)]
    crowded: EvidencePane = show(EvidencePane(no_keys, theme), 260, 560)
    airy: EvidencePane = show(EvidencePane(no_keys, theme), 260, 560)
    for pane, passages in ((crowded, long), (airy, PASSAGES)):
        shown = a_state(response=said, evidence=passages)
        pane.show_state(shown)
        pane.show_lens(looked(shown).state, shown)
        pane.show_state(shown)
        QApplication.processEvents()
    assert crowded.lens.height() <= crowded.height() / 3 + 2
    assert crowded.lens.view.height() >= 50, "a few entries are in sight, the others scroll"
    assert airy.lens.height() > airy.height() / 3, "where there is room it is used"
