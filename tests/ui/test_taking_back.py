"""Taking decisions back, one after the other, and the strip of the last ones; what was used is only changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.review import ReviewPresenter
from tests.ui.presenting import Present, an_item, clock, item_of, present, workspace

__all__ = ["clock", "present", "workspace"]


def approve(presenter: ReviewPresenter) -> None:
    presenter.choose("approve")
    presenter.submit()


def recent(presenter: ReviewPresenter) -> list[tuple[str, str]]:
    return [(decision.sign, decision.item_id) for decision in presenter.state.recent]


def test_one_undo_after_the_other_walks_back_also_after_a_restart(workspace: Workspace, present: Present) -> None:
    first = present(workspace)
    for _ in range(3):
        approve(first)
    first.undo()
    assert item_of(first) == "i3"
    first.close()
    again = present(workspace)
    for item in ("i2", "i1"):
        again.undo()
        assert item_of(again) == item
    assert workspace.reviews.recent("ana") == ()
    again.undo()
    assert again.state.toast.text == "Nothing to undo: no submission of yours can be taken back."


def test_what_was_taken_back_is_submitted_again_in_its_order(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    for _ in range(3):
        approve(presenter)
    for _ in range(3):
        presenter.undo()
    for item in ("i1", "i2", "i3"):
        assert item_of(presenter) == item
        approve(presenter)
    assert [review.item_id for review in workspace.reviews.recent("ana")] == ["i3", "i2", "i1"]


@pytest.fixture
def alone(tmp_path: Path) -> Workspace:
    """A workspace in which one review settles an item."""
    made = create_workspace(tmp_path / "alone.reviewer", Project(name="Lamps"), actor="ana")
    made.ingest.add([an_item(number) for number in (1, 2, 3)])
    return made


def use(workspace: Workspace, item: str) -> None:
    """Let a lead settle an item by adopting the one review of it."""
    workspace.resolutions.adopt(item, str(workspace.reviews.for_item(item)[0].submission_id), lead="lea")


def test_what_an_adjudication_used_is_not_taken_back_but_changed_by_a_revision(
    alone: Workspace, present: Present
) -> None:
    with alone:
        presenter = present(alone)
        approve(presenter)
        use(alone, "i1")
        presenter.undo()
        assert item_of(presenter) == "i1"
        assert presenter.state.changing
        assert presenter.state.toast.text == "Your review of i1 stands: what you change becomes revision 2."
        assert [review.verdict for review in alone.reviews.for_item("i1")] == ["approve"]
        presenter.choose("reject")
        presenter.submit()
        (stored,) = alone.reviews.for_item("i1")
        assert (stored.verdict, stored.revision) == ("reject", 2)
        presenter.close()


def test_a_revision_of_what_an_export_used_names_the_dataset(
    alone: Workspace, present: Present, tmp_path: Path
) -> None:
    with alone:
        presenter = present(alone)
        approve(presenter)
        assert "dataset" not in presenter.state.toast.text.casefold()
        alone.datasets.build("reviews", tmp_path / "out", format="jsonl")
        presenter.undo()
        presenter.choose("reject")
        presenter.submit()
        assert presenter.state.toast.text.endswith("Datasets that rest on it: reviews-v1.")
        approve(presenter)  # another item, which is in none
        assert "dataset" not in presenter.state.toast.text.casefold()


def test_a_second_undo_does_not_take_what_is_typed_into_a_change(alone: Workspace, present: Present) -> None:
    with alone:
        presenter = present(alone)
        approve(presenter)
        use(alone, "i1")
        presenter.undo()
        presenter.comment("Two years, says the passage.")
        presenter.undo()
        assert presenter.state.draft is not None
        assert (item_of(presenter), presenter.state.draft.comment) == ("i1", "Two years, says the passage.")
        presenter.close()


def test_an_undo_after_a_revision_changes_it_again_and_leaves_no_item_without_a_review(
    alone: Workspace, present: Present
) -> None:
    with alone:
        presenter = present(alone)
        approve(presenter)
        use(alone, "i1")
        presenter.undo()
        presenter.choose("reject")
        presenter.submit()
        presenter.undo()
        assert presenter.state.toast.text == "Your review of i1 stands: what you change becomes revision 3."
        assert [(review.verdict, review.revision) for review in alone.reviews.for_item("i1")] == [("reject", 2)]
        presenter.close()


def test_where_the_item_went_to_somebody_else_meanwhile_the_work_stays_as_a_draft_and_that_is_said(
    alone: Workspace, present: Present
) -> None:
    with alone:
        presenter = present(alone)
        presenter.comment("It is two years.")
        approve(presenter)
        alone.queue.assign("i1", "ben")
        presenter.undo()
        assert item_of(presenter) == "i2"
        assert presenter.state.problem.text.startswith("Your review was taken back and is kept as a draft")
        assert recent(presenter) == []
        draft = alone.drafts.find("ana", "i1", "file")
        assert draft is not None
        assert (draft.verdict, draft.comment) == ("approve", "It is two years.")
        presenter.close()


def test_the_strip_shows_the_last_decisions_newest_first_also_after_a_restart(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    approve(presenter)
    presenter.choose("reject")
    presenter.answer("severity", 3)
    presenter.comment("five is wrong")
    presenter.submit()
    presenter.skip("defer")
    shown = [("↻", "i3"), ("✗", "i2"), ("✓", "i1")]
    assert recent(presenter) == shown
    presenter.close()
    assert recent(present(workspace)) == shown


def test_the_strip_holds_ten(tmp_path: Path, present: Present) -> None:
    with create_workspace(tmp_path / "many.reviewer", Project(name="Lamps"), actor="ana") as made:
        made.ingest.add([an_item(number) for number in range(1, 13)])
        presenter = present(made)
        for _ in range(11):
            approve(presenter)
        assert [item for _, item in recent(presenter)] == [f"i{number}" for number in range(11, 1, -1)]
        presenter.close()


def test_a_decision_of_the_strip_is_shown_again_as_a_draft(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    for _ in range(3):
        approve(presenter)
    presenter.reopen(presenter.state.recent[-1].submission_id)
    assert item_of(presenter) == "i1"
    assert presenter.state.draft is not None
    assert presenter.state.draft.verdict == "approve"
    assert not presenter.state.changing
    assert [item for _, item in recent(presenter)] == ["i3", "i2"]
    approve(presenter)
    assert item_of(presenter) == "i4"


def test_a_used_decision_of_the_strip_becomes_another_revision(alone: Workspace, present: Present) -> None:
    with alone:
        presenter = present(alone)
        approve(presenter)
        approve(presenter)
        use(alone, "i1")
        presenter.reload()
        assert [decision.used for decision in presenter.state.recent] == [False, True]
        presenter.reopen(presenter.state.recent[1].submission_id)
        assert (item_of(presenter), presenter.state.changing, presenter.state.revision) == ("i1", True, 2)
        presenter.close()


def test_work_on_an_item_that_is_put_off_is_there_when_it_comes_back(alone: Workspace, present: Present) -> None:
    with alone:
        presenter = present(alone)
        presenter.edit_correction("It has a two-year guarantee.")
        presenter.comment("not sure")
        presenter.skip("defer")
        assert item_of(presenter) == "i2"
        presenter.close()
        again = present(alone)
        assert item_of(again) == "i2"  # not before the others, and not lost with a restart
        approve(again)
        approve(again)
        assert item_of(again) == "i1"
        draft = again.state.draft
        assert draft is not None
        assert draft.correction is not None
        assert (draft.correction.text, draft.comment) == ("It has a two-year guarantee.", "not sure")
        approve_revised(again)
        (stored,) = alone.reviews.for_item("i1")
        assert (stored.verdict, stored.skip) == ("revise", None)
        again.close()


def approve_revised(presenter: ReviewPresenter) -> None:
    presenter.choose("revise")
    presenter.submit()


@pytest.mark.parametrize("kind", ["defer", "cannot_judge", "out_of_scope", "opt_out"])
def test_undoing_a_skip_brings_back_what_was_entered_before_it(
    workspace: Workspace, present: Present, kind: str
) -> None:
    presenter = present(workspace)
    presenter.edit_correction("It has a two-year guarantee.")
    presenter.skip(kind)  # type: ignore[arg-type]
    presenter.undo()
    draft = presenter.state.draft
    assert draft is not None
    assert draft.correction is not None
    assert (item_of(presenter), draft.correction.text) == ("i1", "It has a two-year guarantee.")


@pytest.mark.parametrize("kind", ["cannot_judge", "opt_out"])
def test_what_somebody_cannot_or_would_not_judge_goes_to_another_and_never_comes_back(
    alone: Workspace, present: Present, kind: str
) -> None:
    with alone:
        presenter = present(alone)
        presenter.skip(kind, "german" if kind == "cannot_judge" else None)  # type: ignore[arg-type]
        approve(presenter)
        approve(presenter)
        assert presenter.state.phase == "empty"
        claim = alone.queue.claim("ben")
        assert claim is not None
        assert claim.item.id == "i1"
        skipped = next(one for one in alone.reviews.for_item("i1") if one.reviewer == "ana").skip
        assert skipped is not None
        assert skipped.skill == ("german" if kind == "cannot_judge" else None)
        presenter.close()


def test_an_escalated_item_is_in_the_queue_of_the_lead_with_the_reason(alone: Workspace, present: Present) -> None:
    with alone:
        presenter = present(alone)
        presenter.escalate("Is this advice?", "lea")
        assert alone.queue.row("i1").state == "escalated"
        assert "i1" not in [claim.item.id for claim in (alone.queue.claim("ben"), alone.queue.claim("ben")) if claim]
        (open_case,) = alone.resolutions.disagreements()
        assert (open_case.item_id, open_case.kind) == ("i1", "escalated")
        escalation = open_case.reviews[0].escalation
        assert escalation is not None
        assert (escalation.reason, escalation.to) == ("Is this advice?", "lea")
        presenter.close()
