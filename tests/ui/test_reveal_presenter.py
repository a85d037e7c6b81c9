"""What a reviewer is shown after the verdict, and that nothing of it is there before."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.items import Suggestion
from reviewer.services.workspace import Workspace, create_workspace
from tests.ui.presenting import Clock, Present, a_project, an_item, clock, item_of, present

__all__ = ["clock", "present"]

SUGGESTION = {"verdict": "reject", "agent": "judge-1", "score": 0.8}


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "lamps.reviewer", a_project(overlap=2), actor="ana", clock=clock) as made:
        made.ingest.add([an_item(number, suggestion=SUGGESTION if number < 3 else None) for number in range(1, 5)])
        made.reviews.submit({"item_id": "i1", "reviewer": "ben", "verdict": "revise"})
        yield made


def judge(presenter: object, verdict: str) -> None:
    presenter.choose(verdict)  # type: ignore[attr-defined]
    presenter.submit()  # type: ignore[attr-defined]


def test_the_suggestion_is_nowhere_in_the_process_before_the_verdict(workspace: Workspace, present: Present) -> None:
    def suggestions() -> int:
        gc.collect()
        return sum(isinstance(thing, Suggestion) for thing in gc.get_objects())

    before = suggestions()
    presenter = present(workspace)
    assert item_of(presenter) == "i1"
    presenter.choose("approve")
    assert suggestions() == before
    presenter.submit()
    assert suggestions() > before


def test_after_the_verdict_what_was_kept_back_is_told_while_the_next_item_is_there(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    assert item_of(presenter) == "i2"
    assert presenter.state.toast.text == (
        "Approve recorded. Suggestion by judge-1: “Reject” (0.80) · another reviewer said “Revise”."
    )
    assert presenter.state.toast.reveals
    assert presenter.state.item is not None
    assert presenter.state.item.suggestion is None


def test_where_nothing_was_kept_back_nothing_is_told(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    for _ in range(3):
        judge(presenter, "approve")
    assert presenter.state.toast.text == "Approve recorded."
    assert presenter.state.reveal is None
    presenter.reveal()
    assert presenter.state.toast.text == "Nothing was kept back from your last review."


def test_the_key_shows_it_again_also_after_a_restart(workspace: Workspace, present: Present) -> None:
    first = present(workspace)
    judge(first, "approve")
    first.close()
    presenter = present(workspace)
    assert presenter.state.reveal is None
    presenter.reveal()
    assert presenter.state.focus.text == "reveal"
    assert presenter.state.reveal is not None
    assert presenter.state.reveal.item.id == "i1"


def test_a_change_is_another_revision_and_the_next_item_comes_back_after_it(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    presenter.change_revealed()
    assert item_of(presenter) == "i1"
    assert presenter.state.changing
    assert presenter.state.item is not None
    assert presenter.state.item.suggestion is not None
    judge(presenter, "revise")
    assert item_of(presenter) == "i2"
    assert not presenter.state.changing
    stored = next(review for review in workspace.reviews.for_item("i1") if review.reviewer == "ana")
    assert (stored.verdict, stored.revision) == ("revise", 2)
    assert (stored.after_reveal, stored.suggestion_use) == (True, "changed_from")
    assert presenter.state.toast.text == "Revise recorded."


def test_a_change_can_be_left_and_leaves_nothing_behind(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    presenter.change_revealed()
    presenter.choose("reject")
    presenter.reveal()
    assert item_of(presenter) == "i1"  # one key alone drops nothing
    assert presenter.state.toast.text == "Once more drops what you changed."
    presenter.reveal()
    assert item_of(presenter) == "i2"
    assert presenter.state.toast.text == "Your review stays as it was."
    assert [review.verdict for review in workspace.reviews.for_item("i1")] == ["revise", "approve"]
    assert workspace.drafts.find("ana", "i1", "file") is None


def test_a_change_in_which_nothing_was_changed_is_left_by_one_key(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    presenter.change_revealed()
    presenter.reveal()
    assert (item_of(presenter), presenter.state.toast.text) == ("i2", "Your review stays as it was.")


def test_a_change_that_was_begun_is_there_after_a_restart(workspace: Workspace, present: Present) -> None:
    first = present(workspace)
    judge(first, "approve")
    first.change_revealed()
    first.choose("revise")
    first.comment("The passage says two years.")
    first.close()
    presenter = present(workspace)
    assert item_of(presenter) == "i1"
    assert presenter.state.changing
    assert presenter.state.draft is not None
    assert presenter.state.draft.comment == "The passage says two years."
    presenter.submit()
    assert workspace.reviews.recent("ana")[0].revision == 2


def test_no_lease_is_renewed_or_given_back_for_a_change(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    presenter.change_revealed()
    presenter._leases.beat()
    assert presenter.state.lost == ""
    presenter.skip("opt_out")
    assert presenter.state.lost == ""
    (stored,) = (review for review in workspace.reviews.for_item("i1") if review.reviewer == "ana")
    assert stored.skip is not None
    presenter.close()


def test_an_undo_after_the_reveal_is_marked_as_made_after_it(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    presenter.undo()
    assert item_of(presenter) == "i1"
    assert presenter.state.reveal is None
    presenter.choose("reject")
    presenter.answer("severity", 3)
    presenter.comment("five is wrong")
    presenter.submit()
    stored = workspace.reviews.recent("ana")[0]
    assert (stored.verdict, stored.after_reveal, stored.suggestion_use) == ("reject", True, "changed_to")


def test_a_change_of_a_review_that_was_taken_back_elsewhere_keeps_nobody_from_the_queue(
    workspace: Workspace, present: Present
) -> None:
    first = present(workspace)
    judge(first, "approve")
    first.change_revealed()
    first.comment("The passage says two years.")
    first.close()
    workspace.reviews.undo("ana")
    presenter = present(workspace)
    assert item_of(presenter) == "i1"
    assert not presenter.state.changing
    assert presenter.state.draft is not None
    assert presenter.state.draft.comment == "The passage says two years."
    judge(presenter, "approve")
    stored = workspace.reviews.recent("ana")[0]
    assert (stored.supersedes, stored.revision, stored.after_reveal) == (None, 2, True)


def test_a_change_that_cannot_be_stored_any_more_says_so_and_keeps_the_work(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    judge(presenter, "approve")
    presenter.change_revealed()
    workspace.reviews.submit(
        {"item_id": "i1", "reviewer": "ana", "verdict": "revise", "supersedes": presenter.state.draft.supersedes}
        if presenter.state.draft
        else {}
    )
    presenter.comment("The passage says two years.")
    presenter.submit()
    assert item_of(presenter) == "i1"
    assert "judged this item already" in presenter.state.lost
    assert "kept as a draft" in presenter.state.lost
    presenter.submit()
    assert item_of(presenter) == "i2"


def test_hits_that_came_after_the_verdict_are_told_also_where_there_is_none(tmp_path: Path, present: Present) -> None:
    with create_workspace(tmp_path / "controls.reviewer", a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, control=True, policy_hits=[]), an_item(2, control=True)])
        presenter = present(workspace)
        assert presenter.state.hits_hidden
        judge(presenter, "approve")
        assert presenter.state.toast.text == "Approve recorded. No policy hit came with it."
        judge(presenter, "approve")
        assert presenter.state.toast.text == "Approve recorded. 2 policy hits came with it."
        presenter.close()
