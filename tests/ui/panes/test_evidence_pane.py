"""What a reviewer sees of the evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.evidence_pane import EvidencePane
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

PASSAGES = [
    {"id": "e1", "source": "warranty.md", "text": "Two years.\n" * 40, "score": 0.83},
    {"id": "e2", "source": "https://example.org/x", "text": None},
    {"id": "e3", "source": "times.md", "title": "Times", "text": "Five days.", "score": 0.44, "rank": 9},
]


@pytest.fixture
def pane(show: Callable[..., Any], theme: Theme) -> EvidencePane:
    made: EvidencePane = show(EvidencePane(no_keys, theme))
    return made


def test_the_selected_passage_is_there_in_full_and_the_others_in_short(pane: EvidencePane) -> None:
    pane.show_state(a_state(evidence=PASSAGES))
    assert pane.view.property("sourceText") == "Two years.\n" * 40
    assert "warranty.md" in texts(pane)
    assert "0.83" in texts(pane)
    assert "3 passages" in texts(pane)
    assert "Five days." in texts(pane)


def test_another_passage_takes_the_view_into_its_card(pane: EvidencePane) -> None:
    pane.show_state(a_state(evidence=PASSAGES))
    pane.show_state(a_state(evidence=PASSAGES, state={"selected_passage": 2}))
    assert pane.view.property("sourceText") == "Five days."
    assert find(pane, "passage_card_3").isAncestorOf(pane.view)
    assert "times.md" in texts(pane)
    assert "#9 · 0.44" in texts(pane)


def test_a_passage_without_text_says_that_there_is_only_a_link(pane: EvidencePane) -> None:
    pane.show_state(a_state(evidence=PASSAGES, state={"selected_passage": 1}))
    assert not pane.view.isVisible()
    assert any("only where it came from" in text for text in texts(pane))
    assert "https://example.org/x" in texts(pane)


def test_an_item_without_evidence_says_so(pane: EvidencePane) -> None:
    pane.show_state(a_state(evidence=PASSAGES))
    pane.show_state(a_state(id="i2"))
    assert any("No evidence came with this item" in text for text in texts(pane))
    assert pane.view.property("sourceText") == ""


def test_a_click_selects_a_passage(pane: EvidencePane, qtbot: QtBot) -> None:
    pane.show_state(a_state(evidence=[PASSAGES[2], PASSAGES[1]]))
    with qtbot.waitSignal(pane.selected) as said:
        QTest.mouseClick(find(pane, "passage_card_2"), Qt.MouseButton.LeftButton)
    assert said.args == [1]


def test_selected_words_of_a_passage_can_be_labelled(pane: EvidencePane, qtbot: QtBot) -> None:
    pane.show_state(a_state(evidence=PASSAGES, state={"selected_passage": 2}))
    with qtbot.waitSignal(pane.span_selected) as said:
        pane.view.select_span(0, 4)
    assert said.args == [("evidence:e3", 0, 4)]


def test_a_hebrew_passage_is_shown_whole_and_not_scrolled_sideways(pane: EvidencePane, qtbot: QtBot) -> None:
    text = "יש למלא טופס אבידות באתר. המוצא נשלח למחסן המרכזי ונשמר שישים יום. " * 3
    pane.show_state(a_state(evidence=[{"id": "e1", "text": text}]))
    pane.view.setFocus()
    qtbot.wait(20)
    assert pane.view.horizontalScrollBar().value() == 0
    assert pane.view.verticalScrollBar().maximum() == 0
