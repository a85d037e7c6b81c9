"""A lead settles disagreements in the real window, by real keys, on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import read_project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from tests.people import Person

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
RESPONSE = "The lamp is safe. Throw it away."
SPEC = {
    "project": {"name": "Lamps", "overlap": 2, "max_reviews": 2, "reasons_required": ["reject"]},
    "questions": [{"id": "severity", "type": "rating", "title": "Severity", "min": 1, "max": 5}],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three items on which ana and ben disagree, and two on which they agree."""
    with create_workspace(tmp_path / "lamps.reviewer", read_project(SPEC), actor="lea") as made:
        hit = {"id": "h1", "policy": "privacy", "detector": "scan", "outcome": "fail"}
        made.ingest.add(
            [{"id": f"item-{n}", "prompt": "Safe?", "response": RESPONSE, "policy_hits": [hit]} for n in range(5)]
        )
        for number in range(5):
            revised = {"verdict": "revise", "correction": "The lamp is safe. Return it."}
            second: dict[str, Any] = {"verdict": "approve"} if number < 3 else revised
            for reviewer, said in (("ana", revised), ("ben", second)):
                made.reviews.submit({"item_id": f"item-{number}", "reviewer": reviewer, **said})
        yield made


class Lead(Person):
    """Somebody who settles disagreements."""

    patience_ms = 20_000


@pytest.fixture
def lead(workspace: Workspace, qtbot: QtBot) -> Iterator[Lead]:
    window = create_window(workspace, "lea")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    person = Lead(window, qtbot)
    person.idle()
    person.press((K.Key_3, CTRL))
    person.idle()
    yield person
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def test_a_lead_adopts_one_review_and_decides_the_next_anew_by_keys_alone(workspace: Workspace, lead: Lead) -> None:
    assert lead.find("tile_disagreements").value == "3"
    lead.press(K.Key_Return)
    lead.sees("item-0")
    assert lead.find("adjudication_response_view").property("sourceText") == RESPONSE
    lead.press(K.Key_1)
    assert lead.find("adopt_1").isChecked()
    assert lead.find("decision_summary").text().startswith("Revise, as Reviewer 1 said, adopted by lea")
    lead.press(K.Key_T)
    lead.write("ana read the passage")
    lead.press((K.Key_Return, CTRL))
    lead.sees("item-1")
    adopted = workspace.resolutions.find("item-0")
    assert adopted is not None
    assert (adopted.verdict, adopted.correction, adopted.reason, adopted.decided_by) == (
        "revise",
        "The lamp is safe. Return it.",
        "ana read the passage",
        "lea",
    )
    assert lead.find("saved_label").text().removeprefix("● ").startswith("decision recorded ")

    lead.press(K.Key_N, K.Key_3, (K.Key_4, SHIFT), K.Key_X, K.Key_Return)
    assert "a reason for “Reject”" in lead.find("decision_missing").text()
    assert lead.focus().objectName() == "reason_editor"
    lead.write("Nobody may throw it away")
    lead.press((K.Key_Return, CTRL))
    lead.sees("item-2")
    decided = workspace.resolutions.find("item-1")
    assert decided is not None
    assert (decided.verdict, decided.adopted, decided.answers) == ("reject", None, {"severity": 4})
    assert [(hit.hit, hit.judgement) for hit in decided.hits] == [("h1", "false_alarm")]
    assert workspace.resolutions.open_count() == 1
    lead.press(K.Key_Escape)
    lead.sees(None)
    lead.qtbot.waitUntil(lambda: bool(lead.find("tile_disagreements").value == "1"), timeout=20_000)


def test_a_correction_of_ones_own_is_written_beside_what_it_changes(workspace: Workspace, lead: Lead) -> None:
    lead.press(K.Key_Return)
    lead.sees("item-0")
    lead.press(K.Key_N, K.Key_2, K.Key_E)
    assert lead.focus().objectName() == "adjudication_correction_editor"
    lead.press((K.Key_A, CTRL))
    lead.write("The lamp is safe. Keep it.")
    lead.press((K.Key_Return, CTRL))
    lead.sees("item-1")
    found = workspace.resolutions.find("item-0")
    assert found is not None
    assert (found.verdict, found.correction) == ("revise", "The lamp is safe. Keep it.")


def test_escape_leaves_the_field_then_the_decision_then_the_item(lead: Lead) -> None:
    lead.press(K.Key_Return)
    lead.sees("item-0")
    lead.press(K.Key_N, K.Key_T)
    assert lead.focus().objectName() == "reason_editor"
    lead.press(K.Key_Escape)
    assert lead.find("own_decision").isVisible()
    lead.press(K.Key_Escape)
    assert not lead.find("own_decision").isVisible()
    lead.press(K.Key_Escape)
    lead.sees(None)
    assert lead.focus().objectName() == "disagreement_list"


def test_names_are_hidden_until_they_are_asked_for(lead: Lead) -> None:
    lead.press(K.Key_Return)
    lead.sees("item-0")
    assert lead.find("adopt_1").caption() == "Reviewer 1"
    lead.press(K.Key_H)
    assert lead.find("adopt_1").caption() == "ana"


def test_a_lead_may_go_on_without_settling(workspace: Workspace, lead: Lead) -> None:
    lead.press(K.Key_Return)
    lead.sees("item-0")
    lead.press((K.Key_PageDown, CTRL))
    lead.sees("item-1")
    lead.press((K.Key_PageUp, CTRL))
    lead.sees("item-0")
    lead.press(K.Key_Return)
    assert "Choose a review" in lead.window.toast.text()
    assert workspace.resolutions.open_count() == 3


def test_a_cell_of_the_matrix_leads_to_its_items_and_from_there_to_the_item(lead: Lead) -> None:
    matrix = lead.find("pair_matrix")
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 1))
    lead.press(K.Key_Return)
    lead.idle()
    assert lead.focus().objectName() == "pair_items"
    first = lead.find("pair_items").model().index(0, 0).data()
    lead.press(K.Key_Return)
    lead.sees(first)
    lead.press(K.Key_Escape)
    lead.sees(None)


def test_what_a_reviewer_does_meanwhile_is_seen_when_the_lead_comes_back(workspace: Workspace, lead: Lead) -> None:
    lead.press((K.Key_1, CTRL))
    workspace.ingest.add([{"id": "item-9", "prompt": "?", "response": "!"}])
    lead.window.broadcast(
        workspace.reviews.submit({"item_id": "item-9", "reviewer": "ana", "escalation": {"reason": "Danger"}})
    )
    lead.press((K.Key_3, CTRL))
    lead.qtbot.waitUntil(lambda: bool(lead.find("tile_disagreements").value == "4"), timeout=20_000)
