"""A lead looks into the figures in the real window, by real keys, on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import read_project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from tests.people import Person

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SPEC = {"project": {"name": "Lamps", "overlap": 2, "max_reviews": 2}}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Forty judged items of two detectors, the last of them rejected far more often than those before."""
    now = datetime.now(UTC)
    with create_workspace(tmp_path / "lamps.reviewer", read_project(SPEC), actor="lea") as made:
        items = []
        for number in range(160):
            policy, detector = (("privacy", "scan"), ("grounding", "lens"))[number % 2]
            score = 0.5 + (number % 50) / 100
            hit = {"id": "h1", "policy": policy, "detector": detector, "detector_version": "1", "score": score}
            hit |= {"threshold": 0.5, "outcome": "fail", "score_direction": "higher_is_worse"}
            items.append({"id": f"item-{number}", "prompt": "Safe?", "response": "Yes.", "policy_hits": [hit]})
        made.ingest.add(items)
        for number in range(160):
            at = now - timedelta(days=60 if number < 110 else 5)
            wrong = number % 3 == 0 if number < 110 else True
            said: dict[str, Any] = {"verdict": "reject" if wrong else "approve", "submitted_at": at}
            said["hits"] = [{"hit": "h1", "judgement": "confirmed" if wrong else "false_alarm"}]
            for who in ("ana", "ben"):
                made.reviews.submit({"item_id": f"item-{number}", "reviewer": who, **said})
        yield made


class Lead(Person):
    """Somebody who looks at figures."""

    patience_ms = 30_000


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


def test_a_lead_opens_a_detector_and_the_items_behind_it(lead: Lead) -> None:
    table = lead.find("detectors_table")
    lead.until(lambda: table.model().rowCount() == 2)
    table.setFocus()
    table.selectRow(1)
    lead.press(K.Key_Return)
    lead.until(lambda: lead.find("detector_pane").isVisible())
    lead.idle()
    assert lead.find("quality_tab_detectors").isChecked()
    assert "privacy" in lead.find("detector_pane").accessibleName()
    assert lead.find("threshold_table").model().rowCount() > 5
    lead.find("detector_items_button").setFocus()
    lead.press(K.Key_Space)
    lead.idle()
    assert lead.window.current_room == "queue"
    room: Any = lead.window.room("queue")
    lead.until(lambda: room.presenter.state.total == 80 and not room.presenter.state.counting)
    assert room.presenter.state.wanted.policy == ("privacy",)
    lead.press((K.Key_3, CTRL))
    lead.idle()
    lead.press(K.Key_Escape)
    assert lead.find("quality_tab_agreement").isChecked()


def test_an_alert_is_acknowledged_with_a_note_by_keys(workspace: Workspace, lead: Lead) -> None:
    lead.press(*[K.Key_BracketRight] * 4)
    lead.idle()
    assert lead.find("quality_tab_weeks").isChecked()
    table = lead.find("drift_table")
    badges = table.model()
    names = [badges.index(row, 0).data() for row in range(badges.rowCount())]
    row = names.index("verdicts")
    table.selectRow(row)
    assert badges.index(row, 4).data() == "alert"
    lead.find("alert_note").setFocus()
    lead.write("a stricter guideline")
    lead.press(K.Key_Return)
    lead.until(lambda: badges.index(row, 4).data() == "seen")
    assert "a stricter guideline" in lead.find("alert_seen").text()
    assert workspace.audit.log(limit=1)[0].action == "drift.acknowledged"
    lead.find("alert_items_button").setFocus()
    lead.press(K.Key_Space)
    lead.idle()
    room: Any = lead.window.room("queue")
    lead.until(lambda: (room.presenter.state.total or 0) == 50)


def test_the_period_narrows_the_figures(lead: Lead) -> None:
    room: Any = lead.window.room("quality")
    lead.until(lambda: room.presenter.state.report is not None)
    assert room.presenter.state.report.items == 160
    lead.find("quality_period").setFocus()
    lead.press(K.Key_Down, K.Key_Down)
    lead.until(lambda: room.figures.state.days == 30)
    lead.idle()
    assert room.presenter.state.report.items == 50
    assert sum(one.quality.precision.items for one in room.figures.state.detectors) == 50


def test_the_report_is_printed_to_pdf(lead: Lead, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(chosen), ""))
    lead.press((K.Key_P, CTRL))
    lead.idle()
    assert chosen.read_bytes().startswith(b"%PDF")
    assert lead.find("toast_text").text() == "The report is in report.pdf"
