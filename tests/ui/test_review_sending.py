"""What the presenter of the review room does with the queue, drafts, leases and submissions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project, VerdictOption
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.tasks import Tasks
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

__all__ = ["clock", "present", "workspace"]


def test_the_draft_is_on_disk_half_a_second_after_the_first_change(
    workspace: Workspace, present: Present, qtbot: QtBot
) -> None:
    presenter = present(workspace)
    presenter.comment("half a thou")
    assert drafts_of(workspace) == []
    qtbot.waitUntil(lambda: drafts_of(workspace) == ["half a thou"], timeout=5000)
    assert presenter.state.saved.text.startswith("draft saved ")
    presenter.comment("")
    qtbot.waitUntil(lambda: drafts_of(workspace) == [], timeout=5000)


def test_the_draft_comes_back_with_the_item(workspace: Workspace, present: Present) -> None:
    before = present(workspace)
    before.choose("reject")
    before.comment("because")
    before.edit_correction("Other.")
    before.close()
    after = present(workspace)
    assert item_of(after) == "i1"
    assert after.state.draft is not None
    assert (after.state.draft.verdict, after.state.draft.comment) == ("reject", "because")
    assert after.state.correcting
    assert after.state.diff is not None


def test_a_draft_whose_lease_has_ended_is_claimed_again(workspace: Workspace, present: Present, clock: Clock) -> None:
    before = present(workspace)
    before.choose("approve")
    before.submit()
    before.comment("half")
    before.close()
    clock.now += timedelta(hours=3)
    after = present(workspace)
    assert item_of(after) == "i2"
    assert after.state.draft is not None
    assert after.state.draft.comment == "half"


def test_closing_releases_what_was_not_worked_on(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.comment("mine")
    presenter.close()
    assert [claim.item.id for claim in workspace.queue.held("ana")] == ["i1"]


def test_undo_shows_the_review_again_and_puts_the_present_item_behind_it(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.choose("approve")
    presenter.comment("yes")
    presenter.submit()
    presenter.comment("half of the second")
    presenter.undo()
    assert item_of(presenter) == "i1"
    assert presenter.state.draft is not None
    assert (presenter.state.draft.verdict, presenter.state.draft.comment) == ("approve", "yes")
    assert workspace.reviews.for_item("i1") == ()
    presenter.submit()
    assert item_of(presenter) == "i2"
    assert presenter.state.draft is not None
    assert presenter.state.draft.comment == "half of the second"


def test_undo_with_nothing_to_undo_says_so(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.undo()
    assert "Nothing to undo" in presenter.state.toast.text
    assert item_of(presenter) == "i1"


def test_a_skip_keeps_the_comment_and_nothing_else(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("reject")
    presenter.comment("Hebrew")
    presenter.skip("cannot_judge")
    (review,) = workspace.reviews.recent("ana")
    assert review.skip is not None
    assert (review.verdict, review.comment, review.skip.kind) == (None, "Hebrew", "cannot_judge")
    assert item_of(presenter) == "i2"


def test_escalating_keeps_everything_but_the_verdict(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("reject")
    presenter.add_span("response", 9, 18, "wrong")
    presenter.escalate("medical?", "lea")
    (review,) = workspace.reviews.recent("ana")
    assert review.escalation is not None
    assert (review.verdict, review.escalation.reason, review.escalation.to) == (None, "medical?", "lea")
    assert review.spans[0].text == "five-year"


def test_a_lease_that_somebody_else_took_keeps_the_draft_and_leads_on(
    tmp_path: Path, present: Present, clock: Clock
) -> None:
    with create_workspace(tmp_path / "one.reviewer", a_project(), actor="ana", clock=clock) as workspace:
        workspace.ingest.add([an_item(1), an_item(2)])
        presenter = present(workspace)
        presenter.comment("mine")
        clock.now += timedelta(hours=1)
        workspace.queue.claim_item("ben", "i1")
        presenter._leases.beat()
        assert presenter.state.lost
        assert "kept as a draft" in presenter.state.problem.text
        assert drafts_of(workspace) == ["mine"]
        presenter.submit()
        assert item_of(presenter) == "i2"
        presenter.close()


def test_a_lease_that_ended_while_nobody_took_the_item_is_simply_renewed(
    workspace: Workspace, present: Present, clock: Clock
) -> None:
    presenter = present(workspace)
    clock.now += timedelta(hours=1)
    presenter._leases.beat()
    assert not presenter.state.lost
    assert presenter.state.claim is not None
    assert presenter.state.claim.expires_at > clock.now


def test_an_error_while_submitting_keeps_everything_and_says_not_saved(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("approve")
    other = VerdictOption(id="good", outcome="accept"), VerdictOption(id="bad", outcome="reject")
    workspace.projects.apply(Project(name="Lamps", verdicts=other))
    presenter.submit()
    assert item_of(presenter) == "i1"
    assert (presenter.state.saved.text, presenter.state.saved.ok) == ("not saved", False)
    assert "no verdict 'approve'" in presenter.state.problem.text
    assert presenter.state.draft is not None
    assert presenter.state.draft.verdict == "approve"
    workspace.projects.apply(a_project(overlap=2))
    presenter.submit()
    assert item_of(presenter) == "i2"
    assert len(workspace.reviews.recent("ana")) == 1


def test_a_draft_that_the_disk_refuses_is_told_and_tried_again(
    workspace: Workspace, present: Present, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    presenter = present(workspace)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        presenter.comment("half")
        qtbot.waitUntil(lambda: presenter.state.saved.text == "draft not saved", timeout=5000)
    assert "No space left on device" in presenter.state.problem.text
    presenter.close()
    assert drafts_of(workspace) == ["half"]


def test_on_a_full_disk_the_person_reads_why_the_submission_was_not_kept(
    workspace: Workspace, present: Present, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    presenter = present(workspace)
    presenter.choose("approve")
    with monkeypatch.context() as patch:
        patch.setattr("os.open", full)
        presenter.submit()
        qtbot.wait(1200)  # by then the draft has been tried again as well
    assert presenter.state.problem.text.startswith("The submission cannot be kept in")
    assert "No space left on device" in presenter.state.problem.text
    assert presenter.state.saved.text == "not saved"
    assert item_of(presenter) == "i1"
    presenter.submit()
    assert item_of(presenter) == "i2"


def test_a_crash_between_commit_and_clearing_up_does_not_bring_the_item_back(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.comment("half")
    assert presenter.state.draft is not None
    left_over = presenter.state.draft
    presenter.choose("approve")
    presenter.submit()
    presenter.close()
    workspace.drafts.save(left_over)
    assert item_of(present(workspace)) == "i2"
    assert workspace.drafts.find("ana", "i1", "file") is None


def test_the_submission_id_is_on_the_disk_before_the_review_is_sent(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    kept = workspace.drafts.find("ana", "i1", "file")
    assert kept is not None
    presenter.choose("approve")
    presenter.submit()
    assert workspace.reviews.recent("ana")[0].submission_id == kept.submission_id


def test_the_empty_queue_is_told_and_new_items_are_found_again(tmp_path: Path, present: Present) -> None:
    with create_workspace(tmp_path / "empty.reviewer", Project(name="P"), actor="ana") as workspace:
        presenter = present(workspace)
        assert presenter.state.phase == "empty"
        workspace.ingest.add([an_item(1)])
        presenter.start()
        assert item_of(presenter) == "i1"
        presenter.choose("approve")
        presenter.submit()
        assert presenter.state.phase == "empty"
        assert presenter.state.progress is not None
        assert presenter.state.progress.reviewed_in_all == 1
        presenter.close()


def test_an_item_that_was_claimed_elsewhere_in_the_window_is_shown_first(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.comment("half")
    workspace.queue.claim_item("ana", "i4")
    presenter.look_for_held()
    assert item_of(presenter) == "i4"
    presenter.choose("approve")
    presenter.submit()
    assert item_of(presenter) == "i1"
    assert presenter.state.draft is not None
    assert presenter.state.draft.comment == "half"


def test_a_chosen_item_that_cannot_be_had_is_explained(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.open_item("nowhere")
    assert "nowhere" in presenter.state.problem.text
    assert item_of(presenter) == "i1"


def test_a_new_version_of_the_project_is_taken_and_the_draft_stays(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.comment("half")
    workspace.projects.apply(Project(name="Lamps", overlap=2))
    presenter.reload()
    assert presenter.state.project.questions == ()
    assert presenter.state.draft is not None
    assert presenter.state.draft.comment == "half"


def test_a_fast_second_enter_submits_once(workspace: Workspace, qtbot: QtBot) -> None:
    tasks = Tasks(raise_it)
    presenter = ReviewPresenter(workspace, "ana", tasks, after_paint_ms=0)
    presenter.start()
    qtbot.waitUntil(lambda: presenter.state.phase == "reviewing" and tasks.busy == 0, timeout=10_000)
    presenter.choose("approve")
    for _ in range(5):
        presenter.submit()
    presenter.choose("reject")
    qtbot.waitUntil(lambda: tasks.busy == 0, timeout=10_000)
    assert item_of(presenter) == "i2"
    assert presenter.state.draft is not None
    assert presenter.state.draft.verdict is None
    assert [review.verdict for review in workspace.reviews.recent("ana")] == ["approve"]
    presenter.close()
    tasks.close()
    presenter.deleteLater()
    tasks.deleteLater()


def test_hidden_hits_stay_hidden_and_nothing_can_be_judged(tmp_path: Path, present: Present) -> None:
    with create_workspace(tmp_path / "h.reviewer", Project(name="P", hide_hits_share=1.0), actor="ana") as workspace:
        workspace.ingest.add([an_item(1)])
        presenter = present(workspace)
        assert presenter.state.hits_hidden
        assert presenter.state.hits == ()
        presenter.judge("confirmed")
        assert presenter.state.draft is not None
        assert presenter.state.draft.hits == ()
        presenter.close()


def test_the_better_response_is_the_one_that_is_corrected(tmp_path: Path, present: Present) -> None:
    two = [{"id": "x", "text": "One."}, {"id": "y", "text": "Two."}]
    with create_workspace(tmp_path / "c.reviewer", Project(name="P"), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, response=None, responses=two)])
        presenter = present(workspace)
        presenter.compare("y")
        presenter.edit_correction("Two!")
        presenter.choose("revise")
        presenter.submit()
        (review,) = workspace.reviews.recent("ana")
        assert review.comparison == "y"
        assert review.correction is not None
        assert (review.correction.target, review.correction.text) == ("response:y", "Two!")
        presenter.close()


def test_the_leads_of_the_workspace_can_be_asked(workspace: Workspace, present: Present) -> None:
    workspace.members.add("lea", "lead")
    workspace.members.add("ben", "reviewer")
    assert present(workspace).state.leads == ("lea",)
