"""What the presenter of the review room does with the queue, drafts, leases and submissions of a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.changes import Changes
from reviewer.domain.projects import Project, VerdictOption
from reviewer.domain.questions import Option
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.domain.questions.rating import RatingQuestion
from reviewer.domain.questions.spans import SpansQuestion
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.tasks import InlineRunner, Tasks

RESPONSE = "It has a five-year guarantee."


class Clock:
    """A clock that a test can set forward."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_project(**fields: Any) -> Project:
    questions = (
        RatingQuestion(id="severity", required=True, show_when="verdict == 'reject'"),
        ChoiceQuestion(id="tone", options=(Option(id="kind"), Option(id="cold"))),
        SpansQuestion(id="where", options=(Option(id="made_up"),)),
    )
    return Project(
        name="Lamps",
        reasons_required=("reject",),
        questions=questions,
        span_labels=(Option(id="wrong"), Option(id="style")),
        **fields,
    )


def an_item(number: int, **fields: Any) -> dict[str, Any]:
    hits = [
        {"id": "h1", "policy": "a", "severity": "low"},
        {"id": "h2", "policy": "b", "severity": "high"},
        {"id": "h3", "policy": "c", "outcome": "pass"},
    ]
    return {
        "id": f"i{number}",
        "prompt": "?",
        "response": RESPONSE,
        "policy_hits": hits,
        "evidence": [{"id": "e1", "text": "Two years."}, {"id": "e2", "text": "Free."}],
        "priority": 100 - number,
        **fields,
    }


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "lamps.reviewer", a_project(overlap=2), actor="ana", clock=clock) as made:
        made.ingest.add([an_item(number) for number in range(1, 6)])
        yield made


def raise_it(error: Exception) -> None:
    raise error


@pytest.fixture
def present(qapp: QApplication) -> Iterator[Callable[..., ReviewPresenter]]:
    made: list[ReviewPresenter] = []

    def presenting(workspace: Workspace, reviewer: str = "ana", **fields: Any) -> ReviewPresenter:
        presenter = ReviewPresenter(workspace, reviewer, InlineRunner(raise_it), after_paint_ms=0, **fields)
        made.append(presenter)
        presenter.start()
        return presenter

    yield presenting
    for presenter in made:
        presenter.close()
        presenter.deleteLater()
    QCoreApplication.processEvents()


Present = Callable[..., ReviewPresenter]


def drafts_of(workspace: Workspace) -> list[str]:
    return [draft.comment for draft in workspace.drafts.all("ana") if draft.comment]


def item_of(presenter: ReviewPresenter) -> str | None:
    return presenter.state.item.id if presenter.state.item else None


def test_the_next_item_is_claimed_while_the_first_is_read(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    assert item_of(presenter) == "i1"
    assert [claim.item.id for claim in workspace.queue.held("ana")] == ["i1", "i2"]
    assert presenter.state.ahead == 1


def test_every_change_emits_one_frozen_state(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    seen: list[ReviewState] = []
    presenter.changed.connect(seen.append)
    presenter.choose("approve")
    presenter.comment("fine")
    assert [state.draft.verdict if state.draft else None for state in seen] == ["approve", "approve"]
    with pytest.raises(AttributeError):
        seen[0].phase = "empty"  # type: ignore[misc]


def test_the_same_verdict_again_takes_it_back(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("reject")
    presenter.choose("reject")
    assert presenter.state.draft is not None
    assert presenter.state.draft.verdict is None


def test_what_is_missing_is_named_in_order_and_nothing_is_sent(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("reject")
    presenter.submit()
    assert [missing.where for missing in presenter.state.asked] == ["question:severity", "comment"]
    assert presenter.state.focus.text == "question:severity"
    presenter.answer("severity", 3)
    assert [missing.where for missing in presenter.state.asked] == ["comment"]
    assert workspace.reviews.recent("ana") == ()


def test_an_answer_to_a_question_that_is_hidden_again_is_not_submitted(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("reject")
    presenter.answer("severity", 3)
    presenter.choose("approve")
    presenter.submit()
    assert workspace.reviews.recent("ana")[0].answers == {}


def test_an_answer_that_does_not_fit_is_refused_in_one_sentence(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.answer("tone", "rude")
    assert "Question 'tone' wants one of kind, cold" in presenter.state.problem.text
    assert presenter.state.draft is not None
    assert presenter.state.draft.answers == {}


def test_an_approval_with_a_correction_is_asked_about(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.edit_correction("Other.")
    presenter.choose("approve")
    presenter.submit()
    assert "takes no correction" in presenter.state.asked[0].text


def test_after_a_submission_the_preloaded_item_is_shown_and_another_is_claimed(
    workspace: Workspace, present: Present
) -> None:
    told: list[Changes] = []
    presenter = present(workspace, wrote=told.append)
    presenter.choose("approve")
    presenter.submit()
    assert item_of(presenter) == "i2"
    assert [claim.item.id for claim in workspace.queue.held("ana")] == ["i2", "i3"]
    assert presenter.state.saved.text.startswith("saved ")
    assert presenter.state.progress is not None
    assert presenter.state.progress.reviewed_today == 1
    assert told[0].receipt is not None
    assert workspace.drafts.find("ana", "i1", "file") is None


def test_the_review_notes_versions_and_times(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("approve")
    presenter.submit()
    (review,) = workspace.reviews.recent("ana")
    assert review.project_version == 1
    assert review.started_at is not None
    assert review.submitted_at is not None
    assert review.active_seconds is not None
    assert review.suggestion_use == "unseen"


def test_judging_goes_on_to_the_next_open_hit_and_again_takes_it_back(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    assert presenter.state.selected_hit == "h2"
    presenter.judge("confirmed")
    assert presenter.state.selected_hit == "h1"
    presenter.judge("false_alarm")
    presenter.judge("false_alarm", "h1")
    assert presenter.state.judgement("h1") is None
    assert presenter.state.judgement("h2") == "confirmed"
    presenter.judge("confirmed", "h3")
    assert presenter.state.judgement("h3") is None


def test_hits_and_passages_are_walked_round(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.select_hit(1)
    assert presenter.state.selected_hit == "h1"
    presenter.select_hit(1)
    assert presenter.state.selected_hit == "h2"
    presenter.step_passage(-1)
    assert presenter.state.selected_passage == 1


def test_marked_text_loses_the_blanks_at_its_ends_and_goes_where_its_label_belongs(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.add_span("response", 8, 19, "wrong")
    presenter.add_span("response", 0, 2, "made_up")
    presenter.add_span("response", 2, 3, "wrong")
    draft = presenter.state.draft
    assert draft is not None
    assert [(span.start, span.end, span.text) for span in draft.spans] == [(9, 18, "five-year")]
    assert draft.answers["where"][0]["text"] == "It"
    assert [span.label for span in presenter.state.spans] == ["made_up", "wrong"]
    presenter.relabel_span(1, "style")
    presenter.remove_span(0)
    assert [span.label for span in presenter.state.spans] == ["style"]


def test_a_claim_is_tied_to_the_selected_passage(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.step_passage(1)
    presenter.link_claim("response", 9, 18, "contradicts")
    presenter.link_claim("response", 9, 18, "supports")
    presenter.choose("approve")
    presenter.submit()
    (claim,) = workspace.reviews.recent("ana")[0].claims
    assert (claim.text, claim.relation, claim.passages[0].evidence) == ("five-year", "supports", "e2")


def test_a_missed_hit_counts_as_a_policy_that_was_looked_for(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.judge("confirmed")
    presenter.add_missed_hit("tone", ("response", 9, 18))
    presenter.choose("approve")
    presenter.submit()
    (review,) = workspace.reviews.recent("ana")
    assert review.missed_hits[0].spans[0].text == "five-year"
    assert review.policies_checked == ("b", "tone")


def test_the_correction_is_compared_word_by_word_and_the_original_is_none(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.edit_correction(RESPONSE.replace("five", "two"))
    assert presenter.state.diff is not None
    assert presenter.state.diff.changes == 1
    presenter.restore_correction()
    assert presenter.state.diff is None
    assert presenter.state.draft is not None
    assert presenter.state.draft.correction is None
    presenter.edit_correction("x")
    presenter.edit_correction(RESPONSE)
    assert presenter.state.draft.correction is None


def test_a_long_correction_is_compared_beside_the_window(tmp_path: Path, present: Present) -> None:
    with create_workspace(tmp_path / "long.reviewer", Project(name="P"), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, response="word " * 2000)])
        presenter = present(workspace)
        presenter.edit_correction("word " * 1999)
        assert presenter.state.diff is not None
        presenter.close()


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
