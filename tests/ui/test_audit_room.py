"""The audit room in a real window over a real workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.audit_room import AuditRoom

Open = Callable[..., MainWindow]


def entered(window: MainWindow) -> AuditRoom:
    window.go_to("audit")
    QApplication.processEvents()
    room = window.room("audit")
    assert isinstance(room, AuditRoom)
    return room


def test_the_newest_event_stands_first_and_is_shown_in_full(workspace: Workspace, open_window: Open) -> None:
    workspace.reviews.submit({"item_id": "item-0", "reviewer": "bo", "verdict": "approve"})
    room = entered(open_window(workspace))
    assert room.model.rowCount() == workspace.audit.count()
    newest = room.presenter.state.event
    assert newest is not None
    assert newest.hash in room.details.property("sourceText")
    assert [index.row() for index in room.table.selectionModel().selectedRows()] == [0]


def test_a_sound_ledger_is_called_sound(workspace: Workspace, open_window: Open) -> None:
    room = entered(open_window(workspace))
    QTest.keyClick(room.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    report = room.presenter.state.report
    assert report is not None
    assert report.sound
    assert "sound" in room._verdict.text()


def test_a_review_changed_outside_is_found_and_named(workspace: Workspace, open_window: Open) -> None:
    done = workspace.reviews.submit({"item_id": "item-0", "reviewer": "bo", "verdict": "approve"})
    assert done.receipt is not None
    with closing(sqlite3.connect(workspace.path)) as outside:
        outside.execute("DROP TRIGGER audit_event_fixed")
        outside.execute("UPDATE audit_event SET actor = 'mallory' WHERE seq = ?", (done.receipt.seq,))
        outside.commit()
    room = entered(open_window(workspace))
    room.presenter.verify()
    report = room.presenter.state.report
    assert report is not None
    assert not report.sound
    assert any(f"Event {done.receipt.seq} was changed" in finding.message for finding in report.findings)


def test_an_anchor_written_here_verifies_here(workspace: Workspace, open_window: Open, tmp_path: Path) -> None:
    room = entered(open_window(workspace))
    room.presenter.anchor(tmp_path / "anchor.json")
    room.presenter.verify(tmp_path / "anchor.json")
    report = room.presenter.state.report
    assert report is not None
    assert report.sound
    assert report.anchors == 1


def test_a_file_that_is_no_anchor_is_refused_in_one_sentence(
    workspace: Workspace, open_window: Open, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    room = entered(open_window(workspace))
    room.presenter.verify(tmp_path / "notes.txt")
    assert "not a file of anchors" in room.presenter.state.problem
