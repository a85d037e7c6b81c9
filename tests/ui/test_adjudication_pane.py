from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import read_project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.panes.adjudication_pane import AdjudicationPane
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.tasks import InlineRunner
from reviewer.ui.theme import Theme
from tests.windows import raise_it

SPEC = {
    "project": {"name": "Support", "overlap": 2, "max_reviews": 2},
    "questions": [{"id": "severity", "type": "rating", "title": "Severity", "min": 1, "max": 5}],
    "span_labels": [{"id": "wrong", "title": "Wrong"}],
}
HIT = {"id": "h1", "policy": "p:privacy", "detector": "scan", "outcome": "fail", "severity": "high"}
NASTY = "<img src=x onerror=1>\u202e<b>bold</b>"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme("light")
    made.install(qapp)
    yield made
    made.uninstall()


class Desk:
    """The pane on a workspace in which each item has the reviews that are given."""

    def __init__(self, qtbot: QtBot, theme: Theme, workspace: Workspace) -> None:
        self.presenter = AdjudicationPresenter(workspace, "lea", InlineRunner(raise_it), wrote=lambda _changes: None)
        self.pane = AdjudicationPane(self.presenter, lambda _action: "", theme)
        self.presenter.changed.connect(self.pane.show_state)
        qtbot.addWidget(self.pane)
        self.pane.resize(1200, 700)
        self.pane.show()

    def open(self, item_id: str = "item") -> None:
        self.presenter.open_item(item_id, "file")

    def find(self, name: str) -> Any:
        found = self.pane.findChild(QWidget, name)
        assert found is not None, name
        return found

    def texts(self) -> list[str]:
        return [label.text() for label in self.pane.columns.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "a.reviewer", read_project(SPEC), actor="lea") as made:
        made.ingest.add([{"id": "item", "prompt": "Safe?", "response": "It is safe.", "policy_hits": [HIT]}])
        yield made


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, workspace: Workspace) -> Desk:
    return Desk(qtbot, theme, workspace)


def say(workspace: Workspace, reviewer: str, **fields: Any) -> None:
    workspace.reviews.submit({"item_id": "item", "reviewer": reviewer, "verdict": "approve", **fields})


def test_what_the_reviewers_said_stands_row_by_row_and_what_differs_is_marked(desk: Desk, workspace: Workspace) -> None:
    say(workspace, "ana", answers={"severity": 2}, hits=[{"hit": "h1", "judgement": "confirmed"}])
    say(workspace, "ben", answers={"severity": 2}, hits=[{"hit": "h1", "judgement": "false_alarm"}], comment="Fine")
    desk.open()
    texts = desk.texts()
    assert "Severity" in texts
    assert "confirmed" in texts
    assert "false alarm" in texts
    assert any(text.startswith("Hit: ") and text.endswith("differs") for text in texts)
    assert "Comment" in texts


def test_the_claims_of_both_stand_beside_each_other(desk: Desk, workspace: Workspace) -> None:
    item = {"id": "item", "prompt": "Safe?", "response": "It is safe.", "evidence": [{"id": "e1"}, {"id": "e2"}]}
    workspace.ingest.add([{**item, "id": "with passages"}])
    claim = {"start": 0, "end": 11, "text": "It is safe."}
    tied = {**claim, "relation": "contradicts", "passages": [{"evidence": "e2"}]}
    say(workspace, "ana", item_id="with passages", claims=[tied])
    say(workspace, "ben", item_id="with passages", verdict="reject", claims=[{**claim, "relation": "no_passage"}])
    desk.open("with passages")
    assert "✗ Contradicts 2: “It is safe.”" in desk.texts()
    assert "∅ In no passage: “It is safe.”" in desk.texts()
    assert "Claims · differs" in desk.texts()


def test_a_correction_shows_what_it_removes_and_adds(desk: Desk, workspace: Workspace) -> None:
    say(workspace, "ana", verdict="revise", correction="It is not safe.")
    say(workspace, "ben")
    desk.open()
    assert desk.find("correction_1").property("sourceText") == "It is not safe."


def test_a_click_on_the_head_of_a_column_chooses_its_review(desk: Desk, workspace: Workspace) -> None:
    say(workspace, "ana", verdict="reject")
    say(workspace, "ben")
    desk.open()
    QTest.mouseClick(desk.find("adopt_2"), Qt.MouseButton.LeftButton)
    assert desk.presenter.state.chosen == 1
    assert desk.find("adopt_2").isChecked()
    QTest.mouseClick(desk.find("adopt_1"), Qt.MouseButton.LeftButton)
    assert not desk.find("adopt_2").isChecked()
    assert desk.find("decision_summary").text().startswith("Reject, as Reviewer 1 said")
    QTest.mouseClick(desk.find("adopt_1"), Qt.MouseButton.LeftButton)
    assert not desk.find("adopt_1").isChecked()
    assert not desk.find("record_button").isEnabled()


def test_the_better_response_has_the_letter_that_stands_on_it(desk: Desk, workspace: Workspace) -> None:
    answers = [{"id": "m-1", "text": "Yes."}, {"id": "m-2", "text": "No."}]
    workspace.ingest.add([{"id": "two", "prompt": "?", "responses": answers}])
    for reviewer, better in (("ana", "m-1"), ("ben", "both_bad")):
        workspace.reviews.submit({"item_id": "two", "reviewer": reviewer, "verdict": "approve", "comparison": better})
    desk.open("two")
    letter = next(view.letter for view in desk.presenter.state.view.responses if view.target == "response:m-1")
    assert {letter, "both bad"} <= set(desk.texts())


def test_an_escalation_cannot_be_adopted_and_shows_its_reason(desk: Desk, workspace: Workspace) -> None:
    say(workspace, "ana", verdict=None, escalation={"reason": "Somebody is in danger"})
    desk.open()
    assert not desk.find("adopt_1").isEnabled()
    assert "Somebody is in danger" in desk.texts()
    assert "escalate" in desk.texts()


def test_the_item_is_only_looked_at_until_the_lead_decides_anew(desk: Desk, workspace: Workspace) -> None:
    say(workspace, "ana", verdict="reject")
    say(workspace, "ben")
    desk.open()
    assert not desk.find("own_decision").isVisible()
    assert not desk.find("adjudication_label_bar").isVisible()
    QTest.mouseClick(desk.find("decide_anew_button"), Qt.MouseButton.LeftButton)
    assert desk.find("own_decision").isVisible()
    assert desk.find("adjudication_label_bar").isVisible()
    QTest.mouseClick(desk.find("decide_reject"), Qt.MouseButton.LeftButton)
    assert desk.find("decision_summary").text().startswith("Reject, decided anew by lea")
    QTest.mouseClick(desk.find("adopt_instead_button"), Qt.MouseButton.LeftButton)
    assert not desk.find("own_decision").isVisible()


def test_the_panes_of_the_item_do_not_take_the_names_of_the_review_room(desk: Desk, workspace: Workspace) -> None:
    say(workspace, "ana", verdict="revise", correction="No.")
    desk.open()
    desk.presenter.choose(0)
    desk.presenter.decide_anew()
    for name in (
        "response_view",
        "response_pane",
        "correction_editor",
        "prompt_pane",
        "verdict_approve",
        "submit_button",
    ):
        assert desk.pane.findChild(QWidget, name) is None, name
    assert desk.find("adjudication_response_view").property("sourceText") == "It is safe."


def test_hostile_texts_of_reviewers_are_shown_as_they_are(desk: Desk, workspace: Workspace) -> None:
    span = {"start": 0, "end": 2, "text": "It", "label": "wrong"}
    say(
        workspace,
        NASTY,
        comment=NASTY,
        correction=NASTY,
        verdict="revise",
        spans=[span],
        missed_hits=[{"policy": NASTY}],
    )
    say(workspace, "ben", verdict=None, escalation={"reason": NASTY})
    desk.open()
    desk.presenter.show_names(True)
    texts = desk.texts()
    assert any("<img src=x onerror=1>" in text for text in texts)
    assert not any("\u202e" in text for text in texts)
    assert desk.find("correction_1").property("sourceText") != ""
    assert not desk.pane.grab().isNull()


def test_an_item_that_cannot_be_read_says_why_and_leads_back(desk: Desk, qtbot: QtBot) -> None:
    desk.open("no-such-item")
    assert desk.find("adjudication_failed").isVisible()
    with qtbot.waitSignal(desk.pane.back_wanted):
        QTest.mouseClick(desk.find("adjudication_failed_button"), Qt.MouseButton.LeftButton)
