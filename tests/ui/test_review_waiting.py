"""What the review room does while the database cannot be reached, and when it can be reached again."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.tasks import Tasks
from tests.outages import being_written, out_of_reach
from tests.ui.presenting import (
    Clock,
    Present,
    a_project,
    an_item,
    clock,
    drafts_of,
    item_of,
    present,
    raise_it,
    workspace,
)
from tests.windows import part

__all__ = ["clock", "present", "workspace"]

NEVER_MS = 10_000_000


def approve(presenter: ReviewPresenter, comment: str = "") -> None:
    presenter.choose("approve")
    presenter.comment(comment)
    presenter.submit()


def judged(workspace: Workspace) -> list[str]:
    return [review.item_id for review in workspace.reviews.stream()]


@pytest.mark.parametrize("outage", [out_of_reach, being_written])
def test_the_room_goes_on_with_what_it_holds_and_says_quietly_what_waits(
    workspace: Workspace, present: Present, outage: Callable[[Workspace], object]
) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    with outage(workspace):  # type: ignore[attr-defined]
        approve(presenter)
        assert item_of(presenter) == "i2"
        assert (presenter.state.waiting, presenter.state.problem.text) == (1, "")
        assert (presenter.state.saved.text, presenter.state.saved.ok) == ("kept on this machine, not yet sent", False)
        assert "recorded" not in presenter.state.toast.text
        approve(presenter)
        assert presenter.state.waiting == 2
    assert judged(workspace) == []
    presenter.send_now()
    assert judged(workspace) == ["i1", "i2"]
    assert presenter.state.waiting == 0
    assert presenter.state.saved.text.startswith("saved ")
    assert presenter.state.toast.text == "2 submissions that waited were sent."


def test_with_nothing_left_the_room_says_so_and_tries_again_by_itself(
    workspace: Workspace, present: Present, qtbot: QtBot
) -> None:
    presenter = present(workspace, retry_ms=30)
    with out_of_reach(workspace):
        approve(presenter)
        approve(presenter)
        assert (presenter.state.phase, presenter.state.away, presenter.state.waiting) == ("failed", True, 2)
        qtbot.wait(200)
        assert presenter.state.phase == "failed"
    qtbot.waitUntil(lambda: item_of(presenter) == "i3", timeout=10_000)
    assert judged(workspace) == ["i1", "i2"]
    assert (presenter.state.away, presenter.state.waiting) == (False, 0)


def test_a_queue_that_was_out_of_reach_at_the_start_is_looked_at_again(
    workspace: Workspace, present: Present, qtbot: QtBot
) -> None:
    with out_of_reach(workspace):
        presenter = present(workspace, retry_ms=30)
        assert presenter.state.phase == "failed"
    qtbot.waitUntil(lambda: item_of(presenter) == "i1", timeout=10_000)


def test_drafts_go_to_the_disk_and_no_lease_counts_as_lost_meanwhile(
    workspace: Workspace, present: Present, qtbot: QtBot
) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        presenter.comment("half")
        presenter._leases.beat()
        qtbot.waitUntil(lambda: drafts_of(workspace) == ["half"], timeout=5000)
    assert not presenter.state.lost


def test_undo_takes_out_what_waits_and_shows_it_again(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        approve(presenter, "yes")
        presenter.comment("half of the second")
        presenter.undo()
        assert item_of(presenter) == "i1"
        assert presenter.state.draft is not None
        assert (presenter.state.draft.verdict, presenter.state.draft.comment) == ("approve", "yes")
        assert presenter.state.waiting == 0
    presenter.send_now()
    assert judged(workspace) == []
    presenter.choose("revise")
    presenter.submit()
    assert [review.verdict for review in workspace.reviews.stream()] == ["revise"]
    assert item_of(presenter) == "i2"
    assert presenter.state.draft is not None
    assert presenter.state.draft.comment == "half of the second"


def test_undo_of_what_had_arrived_without_an_answer_withdraws_it(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        approve(presenter)
    (entry,) = workspace.outbox.waiting("ana")
    workspace.reviews.send(entry.review, entry.token)
    with out_of_reach(workspace):
        presenter.undo()
    presenter.send_now()
    assert judged(workspace) == []
    presenter.choose("revise")
    presenter.submit()
    assert [review.verdict for review in workspace.reviews.stream()] == ["revise"]


def test_undo_of_what_is_stored_says_that_it_must_wait_for_the_database(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    approve(presenter)
    with out_of_reach(workspace):
        presenter._preload()
        approve(presenter)
        presenter.undo()
        presenter.undo()
        assert presenter.state.problem.text.startswith("Nothing was taken back.")
    assert judged(workspace) == ["i1"]


def test_a_lease_that_was_lost_meanwhile_keeps_the_work_and_names_the_item(
    tmp_path: Path, present: Present, clock: Clock
) -> None:
    with create_workspace(tmp_path / "one.reviewer", a_project(), actor="ana", clock=clock) as workspace:
        workspace.ingest.add([an_item(number) for number in (1, 2, 3)])
        presenter = present(workspace, retry_ms=NEVER_MS)
        with out_of_reach(workspace):
            approve(presenter, "mine")
        clock.now += timedelta(hours=1)
        workspace.queue.claim_item("ben", "i1")
        presenter.send_now()
        assert "'i1'" in presenter.state.problem.text
        assert "kept as a draft" in presenter.state.problem.text
        assert presenter.state.problem.stays
        assert drafts_of(workspace) == ["mine"]
        assert item_of(presenter) == "i2"
        presenter.close()


def test_a_lease_that_is_lost_when_it_is_submitted_stays_on_screen(
    tmp_path: Path, present: Present, clock: Clock
) -> None:
    with create_workspace(tmp_path / "one.reviewer", a_project(), actor="ana", clock=clock) as workspace:
        workspace.ingest.add([an_item(number) for number in (1, 2)])
        presenter = present(workspace)
        clock.now += timedelta(hours=1)
        workspace.queue.claim_item("ben", "i1")
        approve(presenter, "mine")
        assert (item_of(presenter), bool(presenter.state.lost)) == ("i1", True)
        assert (presenter.state.saved.text, presenter.state.waiting) == ("not saved", 0)
        presenter.submit()
        assert item_of(presenter) == "i2"
        presenter.close()
        assert drafts_of(workspace) == ["mine"]


def test_what_waited_is_sent_at_the_next_start_before_anything_is_claimed(
    workspace: Workspace, present: Present
) -> None:
    before = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        approve(before)
        before.close()
    after = present(workspace)
    assert judged(workspace) == ["i1"]
    assert item_of(after) == "i2"
    assert after.state.toast.text == "1 submission that waited was sent."


def test_closing_sends_what_waits(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        approve(presenter)
    presenter.close()
    assert judged(workspace) == ["i1"]


def test_what_waited_before_the_start_can_be_taken_back_and_comes_back_with_its_draft(
    workspace: Workspace, present: Present
) -> None:
    before = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        approve(before, "yes")
        before.close()
        after = present(workspace, retry_ms=NEVER_MS)
        assert after.state.waiting == 1
        after.undo()
        assert after.state.waiting == 0
    after.start()
    assert judged(workspace) == []
    assert item_of(after) == "i1"
    assert after.state.draft is not None
    assert after.state.draft.comment == "yes"


def test_an_item_whose_submission_waits_is_not_given_again(
    workspace: Workspace, present: Present, clock: Clock
) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    with being_written(workspace):
        approve(presenter)
        presenter.look_for_held()
        assert item_of(presenter) == "i2"
        presenter.open_item("i1")
        assert "waits to be sent" in presenter.state.problem.text
        assert item_of(presenter) == "i2"


def test_two_windows_of_one_person_send_each_submission_once(workspace: Workspace, present: Present) -> None:
    first = present(workspace, retry_ms=NEVER_MS)
    with out_of_reach(workspace):
        approve(first)
    with open_workspace(str(workspace.path), actor="ana", clock=workspace.clock) as other:
        second = present(other)
        assert judged(workspace) == ["i1"]
        first.send_now()
        assert (judged(workspace), first.state.waiting, first.state.problem.text) == (["i1"], 0, "")
        second.close()


def test_a_database_that_stands_still_holds_up_neither_the_next_item_nor_the_draft(
    workspace: Workspace, qtbot: QtBot
) -> None:
    tasks, frozen = Tasks(raise_it), threading.Event()
    presenter = ReviewPresenter(workspace, "ana", tasks, after_paint_ms=0, retry_ms=NEVER_MS)
    presenter.start()
    qtbot.waitUntil(lambda: presenter.state.phase == "reviewing" and tasks.busy == 0, timeout=10_000)
    tasks.store(lambda: frozen.wait(30))
    approve(presenter)
    qtbot.waitUntil(lambda: item_of(presenter) == "i2", timeout=10_000)
    assert presenter.state.waiting == 1
    assert presenter.state.saved.text == "kept on this machine, not yet sent"
    presenter.comment("half")
    qtbot.waitUntil(lambda: drafts_of(workspace) == ["half"], timeout=10_000)
    frozen.set()
    qtbot.waitUntil(lambda: judged(workspace) == ["i1"] and tasks.busy == 0, timeout=10_000)
    assert presenter.state.waiting == 0
    presenter.close()
    tasks.close()
    presenter.deleteLater()
    tasks.deleteLater()


def test_closing_while_the_database_stands_still_keeps_what_waits_for_the_next_start(
    workspace: Workspace, present: Present, qtbot: QtBot
) -> None:
    tasks, frozen = Tasks(raise_it), threading.Event()
    presenter = ReviewPresenter(workspace, "ana", tasks, after_paint_ms=0, retry_ms=NEVER_MS)
    presenter.start()
    qtbot.waitUntil(lambda: presenter.state.phase == "reviewing" and tasks.busy == 0, timeout=10_000)
    tasks.store(lambda: frozen.wait(30))
    approve(presenter)
    qtbot.waitUntil(lambda: len(workspace.outbox.waiting("ana")) == 1, timeout=10_000)
    presenter.close()
    assert not tasks.close(0.2)
    frozen.set()
    presenter.deleteLater()
    tasks.deleteLater()
    assert judged(workspace) == []
    assert item_of(present(workspace)) == "i2"
    assert judged(workspace) == ["i1"]


def test_a_fault_in_sending_is_reported_once_and_holds_up_no_other_item(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace, retry_ms=NEVER_MS)
    refuse = "BEGIN SELECT RAISE(ABORT, 'planted'); END"
    with closing(sqlite3.connect(str(workspace.path))) as raw:
        raw.execute(f"CREATE TRIGGER fault BEFORE INSERT ON review WHEN NEW.item_number = 1 {refuse}")
        with pytest.raises(sqlite3.IntegrityError, match="planted"):
            approve(presenter)
        assert (item_of(presenter), presenter.state.waiting) == ("i2", 1)
        approve(presenter)
        assert (item_of(presenter), judged(workspace)) == ("i3", ["i2"])
        raw.execute("DROP TRIGGER fault")
    presenter.send_now()
    assert (judged(workspace), presenter.state.waiting) == (["i2", "i1"], 0)


_KILLED = """
import os, sys, time
from PySide6.QtTest import QTest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from reviewer.ui.app import create_window

app = QApplication([])
window = create_window(sys.argv[1], "ana")
while window.property("itemId") is None or window.tasks.busy:
    app.processEvents()
    time.sleep(0.005)
window.tasks.store(lambda: time.sleep(60))
room = window.room("review")
room.presenter.choose("approve")
room.presenter.submit()
while not window.workspace.outbox.waiting("ana"):
    app.processEvents()
    time.sleep(0.005)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has kill -9")
def test_a_window_that_is_killed_before_it_could_send_sends_at_the_next_start(tmp_path: Path, present: Present) -> None:
    with create_workspace(tmp_path / "k.reviewer", Project(name="P"), actor="ana") as made:
        made.ingest.add([an_item(number) for number in (1, 2, 3)])
        ended = subprocess.run([sys.executable, "-c", _KILLED, str(made.path)], check=False, timeout=60)
        assert (ended.returncode, judged(made)) == (-9, [])
        presenter = present(made)
        assert (item_of(presenter), judged(made)) == ("i2", ["i1"])
        presenter.close()


def texts_of(window: QWidget) -> str:
    label = part(window, "outbox_label")
    return label.text() if label.isVisible() else ""  # type: ignore[attr-defined]


def test_the_status_line_says_what_waits_in_every_room_and_no_dialog_opens(
    tmp_path: Path, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    with create_workspace(tmp_path / "w.reviewer", Project(name="P"), actor="ana") as made:
        made.ingest.add([an_item(number) for number in range(1, 5)])
        window = open_window(made)
        room = window.room("review")
        presenter: ReviewPresenter = room.presenter  # type: ignore[union-attr]
        assert texts_of(window) == ""
        with out_of_reach(made):
            approve(presenter)
            assert texts_of(window).endswith("1 submission waits for the workspace file")
            approve(presenter)
            assert texts_of(window).endswith("2 submissions wait for the workspace file")
            assert window.error_banner.text() == ""
            qtbot.waitUntil(part(window, "review_empty").isVisible, timeout=5000)
            window.go_to("settings")
            assert texts_of(window).startswith("◷ 2 submissions wait")
            window.go_to("review")
        presenter.send_now()
        assert texts_of(window) == ""
        qtbot.waitUntil(lambda: window.property("itemId") == "i3", timeout=5000)
        window.close()


def test_the_word_of_a_lost_item_stays_when_the_next_draft_is_saved(
    tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    now = Clock()
    with create_workspace(tmp_path / "w.reviewer", Project(name="P"), actor="ana", clock=now) as made:
        made.ingest.add([an_item(number) for number in range(1, 5)])
        window = open_window(made)
        presenter: ReviewPresenter = window.room("review").presenter  # type: ignore[union-attr]
        with out_of_reach(made):
            approve(presenter, "mine")
        now.now += timedelta(hours=1)
        made.queue.claim_item("ben", "i1")
        presenter.send_now()
        approve(presenter)
        assert presenter.state.saved.text.startswith("saved ")
        assert "Item 'i1' was not taken" in window.error_banner.text()
        window.close()
