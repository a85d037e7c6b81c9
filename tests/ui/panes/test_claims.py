"""How claims and own stretches are shown: numbers in the margin and on the cards, and what lies over what."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.reviews import ClaimLink, LabeledSpan, Passage
from reviewer.ui.panes.evidence_pane import ClaimChip, EvidencePane, PassageCard
from reviewer.ui.panes.pointing import lit_with
from reviewer.ui.panes.response_pane import ResponsePane
from reviewer.ui.presenters.review_state import Linking, ReviewState
from reviewer.ui.safe_text import SourceView
from reviewer.ui.theme import active_theme
from tests.ui.panes.making import a_state, no_keys

RESPONSE = "It has a five-year guarantee. It ships soon."
PROJECT = Project(name="Lamps", span_labels=(Option(id="wrong"),))
PASSAGES = [{"id": "e1", "text": "Two years."}, {"id": "e2", "text": "Five weeks."}, {"id": "e3"}]
FIRST = ClaimLink(start=0, end=29, text=RESPONSE[:29], relation="contradicts", passages=(Passage(evidence="e1"),))
SECOND = ClaimLink(
    start=30,
    end=44,
    text=RESPONSE[30:],
    relation="supports",
    passages=(Passage(evidence="e1", start=0, end=3, text="Two"), Passage(evidence="e2")),
)
HIT = {"id": "h", "policy": "p", "severity": "high", "spans": [{"start": 9, "end": 28, "text": RESPONSE[9:28]}]}


def claimed(**fields: Any) -> ReviewState:
    draft = {"claims": (FIRST, SECOND), **fields.pop("draft", {})}
    given = {"response": RESPONSE, "evidence": PASSAGES, "policy_hits": [HIT], **fields}
    return a_state(PROJECT, draft=draft, **given)


@pytest.fixture
def response(qtbot: QtBot) -> ResponsePane:
    pane = ResponsePane(no_keys, active_theme())
    qtbot.addWidget(pane)
    pane.resize(500, 700)
    pane.show()
    return pane


@pytest.fixture
def evidence(qtbot: QtBot) -> EvidencePane:
    pane = EvidencePane(no_keys, active_theme())
    qtbot.addWidget(pane)
    pane.resize(400, 700)
    pane.show()
    return pane


def look_at(view: SourceView, offset: int) -> QTextCharFormat:
    for each in view.document().begin().layout().formats():
        if each.start <= offset < each.start + each.length:
            return QTextCharFormat(each.format)
    return QTextCharFormat()


def numbers(pane: EvidencePane, card: int) -> list[str]:
    parent = pane.findChild(PassageCard, f"passage_card_{card}")
    assert parent is not None
    return [chip.text() for chip in parent.findChildren(ClaimChip) if not chip.isHidden()]


def test_claims_are_numbered_beside_their_lines_and_on_their_passages(
    response: ResponsePane, evidence: EvidencePane
) -> None:
    response.show_state(claimed())
    evidence.show_state(claimed())
    assert [sign.text for sign in response.texts[0].gutter.signs] == ["1✗", "2✓"]
    assert [numbers(evidence, card) for card in (1, 2, 3)] == [["1✗", "2✓"], ["2✓"], []]
    response.show_state(claimed(draft={"claims": ()}))
    evidence.show_state(claimed(draft={"claims": ()}))
    assert response.texts[0].gutter.signs == ()
    assert numbers(evidence, 1) == []


def test_the_margin_stands_where_lines_begin(response: ResponsePane) -> None:
    response.show_state(claimed())
    gutter = response.texts[0].gutter
    assert gutter.x() < response.view.viewport().x()
    arabic = "مرحبا بالعالم. كيف حالك؟"
    link = ClaimLink(start=0, end=14, text=arabic[:14], relation="no_passage")
    response.show_state(claimed(id="i2", response=arabic, policy_hits=[], draft={"claims": (link,)}))
    response.resize(520, 700)
    assert gutter.x() > response.view.viewport().x()


def test_a_hit_and_a_span_keep_their_looks_within_a_claim(response: ResponsePane) -> None:
    span = LabeledSpan(start=3, end=12, text=RESPONSE[3:12], label="wrong")
    response.show_state(claimed(draft={"claims": (), "spans": (span,)}))
    bare = {offset: look_at(response.view, offset) for offset in (4, 10, 20)}
    response.show_state(claimed(draft={"spans": (span,)}))
    for offset, before in bare.items():
        assert look_at(response.view, offset) == before
    claim = look_at(response.view, 1)
    assert claim.background().color() == active_theme().color("claim")
    assert look_at(response.view, 10).fontOverline()
    assert not look_at(response.view, 20).fontOverline()


def test_the_part_of_a_passage_that_bears_on_a_claim_is_marked_in_it(evidence: EvidencePane) -> None:
    evidence.show_state(claimed())
    assert look_at(evidence.view, 1).background().color() == active_theme().color("claim")
    assert look_at(evidence.view, 5).background().style() == Qt.BrushStyle.NoBrush


def test_a_claim_lights_up_with_all_its_passages_and_a_passage_with_all_its_claims() -> None:
    state = claimed()
    assert lit_with(state, ("claim", 1)) == {("claim", 1), ("passage", "e1"), ("passage", "e2")}
    assert {("claim", 0), ("claim", 1)} <= lit_with(state, ("passage", "e1"))
    assert ("claim", 0) not in lit_with(state, ("passage", "e2"))


def test_the_strip_names_the_claim_and_offers_only_what_can_be_said(response: ResponsePane) -> None:
    response.show_state(claimed(state={"linking": Linking("response", 0, 29)}))
    strip = response.claim
    assert strip.isVisible()
    assert response.spans.isHidden()
    offered = [name for name in ("supports", "partial", "contradicts", "no_passage") if button(strip, name).isVisible()]
    assert offered == ["supports", "partial", "contradicts", "no_passage"]
    assert button(strip, "passage_1").isChecked()
    response.show_state(claimed(evidence=[], draft={"claims": ()}, state={"linking": Linking("response", 0, 29)}))
    assert not button(strip, "supports").isVisible()
    assert button(strip, "no_passage").isVisible()


def button(strip: Any, name: str) -> Any:
    found = strip.findChild(object, f"claim_{name}")
    assert found is not None
    assert found.accessibleName()
    return found
