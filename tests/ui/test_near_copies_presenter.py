"""What the presenter of the near copies does beside the one of the review room, on a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.near_copies import CopiesPresenter
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.tasks import InlineRunner
from tests.windows import raise_it

SAID = "You can send the lamp back within thirty days; write to dana@example.com and we will refund the full price."
KETTLE = "The kettle is descaled with vinegar: fill it to the mark, wait for an hour, and rinse it twice with water."


def lamp(name: str, said: str = SAID, **fields: Any) -> dict[str, Any]:
    return {"id": name, "source": {"system": "t"}, "prompt": "May I?", "response": said, **fields}


class Both:
    """The two presenters of one person."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        tasks = InlineRunner(raise_it)
        self.review = ReviewPresenter(workspace, "ana", tasks, after_paint_ms=0)
        self.copies = CopiesPresenter(workspace, self.review, tasks)
        self.review.changed.connect(self.copies.look)
        self.review.start()

    @property
    def item(self) -> str | None:
        return self.review.state.item.id if self.review.state.item else None

    def verdicts(self) -> dict[str, str | None]:
        return {review.item_id: review.verdict for review in self.workspace.reviews.stream()}

    def close(self) -> None:
        self.copies.close()
        self.review.close()


@pytest.fixture
def begin(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Both]]:
    opened: list[Both] = []

    def beginning(items: list[dict[str, Any]], count: int, **fields: Any) -> Both:
        made = create_workspace(tmp_path / "lamps.reviewer", Project(name="Lamps", **fields), actor="ana")
        made.ingest.add(items)
        both = Both(made)
        opened.append(both)
        qtbot.waitUntil(lambda: both.copies.state.count == count, timeout=5_000)
        return both

    yield beginning
    for both in opened:
        both.close()
        both.workspace.close()


def test_the_item_claimed_ahead_that_is_a_copy_too_is_not_shown_after_it(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b"), lamp("c"), lamp("k", KETTLE)], 2)
    both.review.choose("reject")
    both.copies.open()
    assert [row.ticked for row in both.copies.state.rows or ()] == [True, True]
    assert both.copies.apply()
    assert both.item == "k"
    assert both.verdicts() == dict.fromkeys("abc", "reject")
    assert both.copies.state.rows is None
    both.review.undo()
    assert both.item == "a"
    assert both.verdicts() == {}
    assert both.review.state.toast.text.endswith("2 near copies came back too.")


def test_an_item_that_came_on_screen_meanwhile_gives_way_when_it_got_its_verdict(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b"), lamp("k", KETTLE)], 1)
    submission = both.review.state.draft.submission_id if both.review.state.draft else None
    shown = both.review.original()
    both.copies.open()
    (copy,) = both.copies._copies
    both.review.choose("approve")
    both.review.submit()
    assert both.item == "b"
    assert submission is not None
    assert shown is not None
    outcome = both.workspace.near_copies.apply(submission, shown, [copy.item])
    both.review.judged_elsewhere(frozenset(outcome.done), outcome.changes, "Done.")
    assert both.item == "k"
    assert both.verdicts() == {"a": "approve", "b": "approve"}


def test_what_somebody_took_meanwhile_is_named(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("k", KETTLE), lamp("b"), lamp("c")], 2)
    both.review.choose("reject")
    both.copies.open()
    both.workspace.queue.claim_item("ben", "c")
    both.copies.apply()
    assert both.verdicts() == {"a": "reject", "b": "reject"}
    said = both.review.state.toast.text
    assert said == "Recorded for 1 near copy too. Not for 'c': it is not free for you any more."


def test_a_copy_that_was_used_stays_at_an_undo_and_that_is_said(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b"), lamp("c"), lamp("k", KETTLE)], 2)
    both.review.choose("reject")
    both.copies.open()
    both.copies.apply()
    review = both.workspace.reviews.for_item("b")[0]
    both.workspace.resolutions.adopt("b", str(review.submission_id), lead="ana")
    both.review.undo()
    assert both.verdicts() == {"b": "reject"}
    said = both.review.state.toast.text
    assert "1 near copy came back too." in said
    assert "1 near copy stays, since a decision or an export used it: 'b'." in said


def test_an_undo_after_a_restart_takes_the_copies_back_too(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b"), lamp("k", KETTLE)], 1)
    both.review.choose("reject")
    both.copies.open()
    both.copies.apply()
    both.close()
    again = Both(both.workspace)
    again.review.undo()
    assert again.item == "a"
    assert again.verdicts() == {}
    again.close()


def test_only_what_is_the_same_in_all_is_ticked_from_the_start(begin: Callable[..., Both]) -> None:
    other = SAID.replace("thirty", "ninety")
    evidence = [{"id": "e", "text": "Thirty days."}]
    items = [lamp("a"), lamp("b"), lamp("c", prompt="And then?"), lamp("d", evidence=evidence), lamp("e", other)]
    both = begin(items, 4)
    both.copies.open()
    found = {row.key[1]: (row.ticked, row.note) for row in both.copies.state.rows or ()}
    assert found == {
        "b": (True, ""),
        "c": (False, "another question"),
        "d": (False, "other evidence"),
        "e": (False, ""),
    }
    both.copies.select(("t", "e"))
    diff = both.copies.state.diff
    assert diff is not None
    assert diff.changes == 1


def test_personal_data_that_is_veiled_on_screen_is_veiled_in_the_sheet(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b"), lamp("k", KETTLE)], 1, personal_data="veil")
    both.review.choose("reject")
    both.copies.open()
    (text,) = [row.text for row in both.copies.state.rows or ()]
    assert "dana@example.com" not in text
    assert "dana@example.com" not in "".join(part.text for part in both.copies.state.diff.parts)  # type: ignore[union-attr]
    both.copies.apply()
    assert both.verdicts() == {"a": "reject", "b": "reject"}


def test_a_veiled_text_is_opened_before_its_copies_are_read(begin: Callable[..., Both]) -> None:
    hits = [{"id": "h", "policy": "violence", "detector": "d", "outcome": "fail", "severity": "high"}]
    items = [lamp("a", policy_hits=hits), lamp("b", policy_hits=hits)]
    both = begin(items, 1, wellbeing={"veil": ["violence"]})
    assert both.review.state.veil is not None
    both.copies.open()
    assert both.copies.state.rows is None
    assert "Open the text first" in both.review.state.toast.text
    both.review.open_all()
    both.copies.open()
    now = both.copies.state
    text = "".join(row.text for row in now.rows or ())
    assert text == SAID


def test_without_verdict_or_ticks_nothing_is_sent_and_it_is_said_why(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b")], 1)
    both.copies.open()
    assert not both.copies.apply()
    assert both.copies.state.problem == "Choose a verdict first, by its key."
    both.copies.choose("approve")
    both.copies.tick_all(False)
    assert not both.copies.apply()
    assert "Tick at least one near copy" in both.copies.state.problem
    assert both.verdicts() == {}
    both.copies.close_sheet()
    assert both.copies.state.rows is None


def test_a_change_of_an_earlier_verdict_announces_no_copies(begin: Callable[..., Both]) -> None:
    both = begin([lamp("a"), lamp("b"), lamp("k", KETTLE)], 1)
    both.review.choose("approve")
    both.review.submit()
    review = both.workspace.reviews.for_item("a")[0]
    both.workspace.resolutions.adopt("a", str(review.submission_id), lead="ana")
    both.review.undo()
    assert both.review.state.changing
    assert both.copies.state.count == 0
    both.copies.open()
    assert both.copies.state.rows is None
    assert "no near copies" in both.review.state.toast.text


def test_items_that_come_in_later_are_announced_with_the_next_item(begin: Callable[..., Both], qtbot: QtBot) -> None:
    both = begin([lamp("k", KETTLE), lamp("a")], 0)
    both.workspace.ingest.add([lamp("b"), lamp("c")])
    both.review.choose("approve")
    both.review.submit()
    assert both.item == "a"
    qtbot.waitUntil(lambda: both.copies.state.count == 2, timeout=5_000)
