"""Promise 18 on a real disk of four megabytes that fills up or turns read-only, before the reviewer's window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.domain.errors import ReviewerError
from reviewer.services.workspace import create_workspace, open_workspace
from tests.disks import mount, small_disk
from tests.promises import Figures, control, promise
from tests.ui.presenting import Present, a_project, an_item, present

__all__ = ["present"]
PAGE_OF_TEXT = "This does not follow from the passage. " * 1_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    with small_disk(tmp_path, 4) as folder:
        yield folder


def judge_until_it_is_full(path: Path, present: Present, qtbot: QtBot) -> tuple[int, int, int]:
    """Judge with long comments until the disk is full; return how often it was tried, said to be saved, and stored."""
    tried = said = 0
    with create_workspace(path, a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(number) for number in range(300)])
        presenter = present(workspace)
        while not presenter.state.away and tried < 299:
            presenter.choose("approve")
            presenter.comment(PAGE_OF_TEXT)
            presenter.submit()
            tried += 1
            said += presenter.state.saved.ok and presenter.state.saved.text.startswith("saved ")
        assert presenter.state.saved.text == "kept on this machine, not yet sent"
        assert mount("-o", "remount,size=40m", str(path.parent))
        stored = len(workspace.reviews.recent("ana", limit=1_000))
        presenter.send_now()
        qtbot.waitUntil(lambda: presenter.state.saved.text.startswith("saved "), timeout=10_000)
        comments = [review.comment for review in workspace.reviews.recent("ana", limit=1_000)]
        assert comments == [PAGE_OF_TEXT] * tried, "something that was judged is not there"
        presenter.close()
        assert workspace.database.check() == ()
    return tried, said, stored


@promise(18)
def test_on_a_full_disk_only_what_was_stored_is_said_to_be_saved_and_the_work_stays(
    disk: Path, present: Present, qtbot: QtBot, figures: Figures
) -> None:
    tried, said, stored = judge_until_it_is_full(disk / "lamps.reviewer", present, qtbot)
    figures(18, submitted_until_the_disk_was_full=tried, falsely_said_to_be_saved=said - stored)
    assert said == stored < tried


@control(18)
def test_control_a_word_that_is_wired_to_the_button_says_saved_falsely(
    disk: Path, present: Present, qtbot: QtBot, figures: Figures
) -> None:
    clicked, _, stored = judge_until_it_is_full(disk / "lamps.reviewer", present, qtbot)
    figures(18, said_by_a_button=clicked, falsely_said_to_be_saved=clicked - stored)
    assert clicked > stored


@promise(18)
def test_a_disk_that_is_read_only_is_named_and_nothing_is_changed(disk: Path, figures: Figures) -> None:
    path = disk / "lamps.reviewer"
    with create_workspace(path, a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1)])
    before = path.read_bytes()
    assert mount("-o", "remount,ro", str(disk))
    with pytest.raises(ReviewerError, match=r"read-only|rights") as refused, open_workspace(path) as again:
        again.reviews.submit({"item_id": "i1", "reviewer": "ana", "verdict": "approve"})
    assert str(refused.value).endswith(".")
    assert path.read_bytes() == before
    figures(18, read_only_disk_named=1)
