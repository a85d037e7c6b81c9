"""What the presenter of the review room does with verdicts, answers, hits, spans and corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.changes import Changes
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.conversation import last_parts
from reviewer.ui.presenters.policies import looked_for
from reviewer.ui.presenters.review_state import ReviewState
from tests.ui.presenting import (
    RESPONSE,
    Present,
    an_item,
    clock,
    item_of,
    present,
    workspace,
)

__all__ = ["clock", "present", "workspace"]


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


def test_the_key_of_a_verdict_pressed_twice_keeps_it(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("reject")
    presenter.choose("reject")
    assert presenter.state.draft is not None
    assert presenter.state.draft.verdict == "reject"


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


def test_a_missed_hit_counts_as_a_policy_that_was_looked_for(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.judge("confirmed")
    presenter.add_missed_hit("tone", ("response", 9, 18))
    presenter.choose("approve")
    presenter.submit()
    (review,) = workspace.reviews.recent("ana")
    assert review.missed_hits[0].spans[0].text == "five-year"
    assert review.policies_checked == ("b", "tone")


def test_policies_that_were_looked_for_are_stored_beside_those_that_were_judged(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.judge("confirmed")
    presenter.tick_policy("c")
    presenter.tick_policy("a")
    presenter.tick_policy("a")
    presenter.choose("approve")
    presenter.submit()
    assert workspace.reviews.recent("ana")[0].policies_checked == ("b", "c")
    assert item_of(presenter) == "i2"
    assert presenter.state.draft is not None
    assert presenter.state.draft.policies_checked == ()


def test_all_policies_are_ticked_at_once_and_taken_back_but_for_those_that_were_judged(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.judge("confirmed")
    presenter.tick_all_policies()
    assert [tick.checked for tick in looked_for(presenter.state)] == [True, True, True]
    presenter.tick_all_policies()
    assert [tick.policy for tick in looked_for(presenter.state) if tick.checked] == ["b"]


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


def test_cards_of_the_conversation_stay_as_they_were_put_until_the_next_item(tmp_path: Path, present: Present) -> None:
    talk = [{"role": "system", "content": "Be kind."}, {"role": "system", "content": "Be short."}]
    with create_workspace(tmp_path / "talk.reviewer", Project(name="P"), actor="ana") as workspace:
        workspace.ingest.add([an_item(number, messages=talk, prompt=None) for number in (1, 2)])
        presenter = present(workspace)

        def opened() -> list[bool]:
            assert presenter.state.item is not None
            parts, _ = last_parts(presenter.state.item.conversation(), 9)
            return [presenter.state.shows_part(part) for part in parts]

        assert opened() == [False, False]
        parts, _ = last_parts(presenter.state.item.conversation() if presenter.state.item else (), 9)
        presenter.toggle_part(parts[1])
        presenter.choose("approve")
        assert opened() == [False, True]
        presenter.toggle_system()
        assert opened() == [True, True]
        presenter.toggle_part(parts[0])
        assert opened() == [False, True]
        presenter.submit()
        assert item_of(presenter) == "i2"
        assert opened() == [False, False]
        presenter.close()
