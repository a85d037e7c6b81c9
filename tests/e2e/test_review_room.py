"""The reviewer's day in the real window, by real keys, on a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from reviewer.domain.projects import Project, VerdictOption
from reviewer.domain.questions import Option
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.domain.questions.rating import RatingQuestion
from reviewer.domain.questions.text import TextQuestion
from reviewer.services.workspace import Workspace, create_workspace
from tests.people import Person, sit_down

__all__ = ["sit_down"]

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
RESPONSE = "😀 The lamp has a five-year guarantee. Write to dana@example.com."


def an_item(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"item-{number}",
        "source": {"system": "test"},
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": f"How long is the guarantee, question {number}?"},
        ],
        "response": RESPONSE,
        "evidence": [
            {"id": "e1", "source": "warranty.md", "text": "Two years.", "score": 0.8},
            {"id": "e2", "source": "shipping.md", "text": "Free in Germany.", "score": 0.4},
        ],
        "policy_hits": [
            {"id": "h1", "policy": "unsupported", "detector": "ground", "outcome": "fail", "score": 0.9,
             "threshold": 0.5, "severity": "high", "spans": [{"start": 17, "end": 36, "text": "five-year guarantee"}]},
            {"id": "h2", "policy": "privacy", "outcome": "fail", "severity": "low"},
            {"id": "h3", "policy": "toxicity", "outcome": "pass", "score": 0.1},
        ],
        "priority": 100 - number,
        **fields,
    }  # fmt: skip


def a_project(**fields: Any) -> Project:
    return Project(
        name="Lamps",
        reasons_required=("reject",),
        comment_templates=("Contradicts the passage",),
        questions=(
            RatingQuestion(id="severity", title="Severity", show_when="verdict != 'approve'"),
            ChoiceQuestion(id="tone", options=(Option(id="kind", key="w"), Option(id="cold", key="q"))),
            TextQuestion(id="missing", title="Missing", show_when="verdict == 'revise'"),
        ),
        span_labels=(Option(id="wrong", title="Wrong", key="d"), Option(id="style", title="Style", key="i")),
        **fields,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create_workspace(tmp_path / "lamps.reviewer", a_project(), actor="ana")
    made.ingest.add([an_item(number) for number in range(1, 7)])
    yield made
    made.close()


def test_approving_by_keys_stores_the_review_and_shows_the_next_item(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_1, K.Key_W, K.Key_Return)
    ana.sees("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    assert (review.verdict, review.reviewer, review.answers) == ("approve", "ana", {"tone": "kind"})
    assert ana.find("saved_label").text().removeprefix("● ").startswith("saved ")
    assert "Approve recorded" in ana.window.toast.text()
    assert ana.find("toast_button").isVisible()


def test_rejecting_without_a_reason_names_the_comment_and_goes_there(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_3, K.Key_Return)
    assert ana.item == "item-1"
    assert "a reason for “Reject”" in ana.find("asked_label").text()
    assert ana.focus().objectName() == "comment_editor"
    ana.write("2 years, not 5")
    ana.submit("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    assert (review.verdict, review.comment) == ("reject", "2 years, not 5")


def test_nothing_is_sent_without_a_verdict(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_Return)
    assert "a verdict" in ana.find("asked_label").text()
    assert ana.focus().objectName() == "verdict_approve"
    ana.idle()
    assert workspace.reviews.for_item("item-1") == ()


def test_a_correction_typed_beside_its_diff_is_stored_exactly(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_2, (K.Key_4, SHIFT), K.Key_E)
    assert ana.focus().objectName() == "correction_editor"
    ana.press((K.Key_End, CTRL))
    ana.write(" Thanks!")
    ana.until(lambda: "1 change" in ana.find("correction_changes").text())
    ana.submit("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    assert review.correction is not None
    assert review.correction.text == RESPONSE + " Thanks!"
    assert (review.verdict, review.answers) == ("revise", {"severity": 4})


def test_restoring_the_original_leaves_no_correction(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_2, K.Key_E)
    ana.write("Well. ")
    ana.find("restore_button", QPushButton).click()
    assert ana.find("correction_editor").property("sourceText") == RESPONSE
    ana.submit("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    assert review.correction is None


def test_marking_text_behind_an_emoji_stores_the_right_code_points(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    view = ana.find("response_view")
    view.setFocus()
    start = RESPONSE.index("five-year")
    view.select_span(start, start + len("five-year"))
    ana.press(K.Key_D)
    ana.press(K.Key_1, K.Key_Return)
    ana.sees("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    (span,) = review.spans
    assert (span.start, span.end, span.text, span.label) == (start, start + 9, "five-year", "wrong")
    assert RESPONSE[span.start : span.end] == span.text


def test_text_is_marked_by_the_keyboard_alone_and_relabelled_and_removed_in_the_list(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.find("response_view").setFocus()
    ana.press((K.Key_Home, CTRL), K.Key_Right, K.Key_Right, (K.Key_Right, CTRL | SHIFT), K.Key_D)
    spans = ana.find("span_list")
    assert spans.count() == 1
    assert "Wrong: “The" in spans.item(0).text()
    spans.setFocus()
    spans.setCurrentRow(0)
    ana.find("response_view").clear_selection()
    ana.press(K.Key_I)
    assert "Style: “The" in spans.item(0).text()
    spans.setCurrentRow(0)
    ana.press(K.Key_Delete)
    assert spans.count() == 0


def test_judging_hits_by_keys_goes_on_to_the_next_one(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_C, K.Key_X)
    ana.press(K.Key_1, K.Key_Return)
    ana.sees("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    assert [(entry.hit, entry.judgement) for entry in review.hits] == [("h1", "confirmed"), ("h2", "false_alarm")]
    assert review.policies_checked == ("unsupported", "privacy")


def test_a_missed_hit_is_found_by_typing_and_kept_with_its_place(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    view = ana.find("response_view")
    view.setFocus()
    start = RESPONSE.index("dana@")
    view.select_span(start, start + len("dana@example.com"))
    ana.press(K.Key_M)
    ana.until(lambda: ana.focus().objectName() == "missed_hit_field")
    ana.write("priv")
    ana.press(K.Key_Return)
    ana.until(lambda: ana.window.isActiveWindow())
    ana.press(K.Key_1)
    ana.submit("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    (missed,) = review.missed_hits
    assert (missed.policy, missed.spans[0].text) == ("privacy", "dana@example.com")


@pytest.mark.parametrize(
    ("key", "kind"),
    [(K.Key_D, "defer"), (K.Key_C, "cannot_judge"), (K.Key_O, "out_of_scope"), (K.Key_P, "opt_out")],
)
def test_each_of_the_four_words_skips_the_item(
    workspace: Workspace, sit_down: Callable[..., Person], key: K, kind: str
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_S)
    ana.until(lambda: ana.focus().objectName().startswith("skip_"))
    ana.press(key)
    if kind == "cannot_judge":
        ana.until(lambda: ana.focus().objectName() == "skip_skill")
        ana.write("german")
        ana.press(K.Key_Return)
    ana.sees("item-2")
    (review,) = workspace.reviews.recent("ana")
    assert review.skip is not None
    assert (review.skip.kind, review.verdict) == (kind, None)
    assert review.skip.skill == ("german" if kind == "cannot_judge" else None)


def test_escalating_needs_a_reason_and_takes_the_item_out_of_the_queue(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_F)
    ana.until(lambda: ana.focus().objectName() == "escalate_reason")
    ana.press((K.Key_Return, CTRL))
    assert ana.find("escalate_asked").text()
    ana.write("Is this a medical question?")
    ana.press(K.Key_Return)
    ana.sees("item-2")
    assert workspace.queue.row("item-1").state == "escalated"


def test_undo_brings_the_last_review_back_as_a_draft(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_3, K.Key_T)
    ana.write("wrong")
    ana.submit("item-2")
    ana.press((K.Key_Z, CTRL))
    ana.sees("item-1")
    assert ana.find("verdict_reject", QPushButton).isChecked()
    assert ana.find("comment_editor").property("sourceText") == "wrong"
    assert workspace.reviews.for_item("item-1") == ()
    ana.press(K.Key_1)
    ana.submit("item-2")
    (review,) = workspace.reviews.for_item("item-1")
    assert review.verdict == "approve"


def test_undo_in_a_text_field_takes_back_typing_first(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_1, K.Key_Return)
    ana.sees("item-2")
    ana.press(K.Key_T)
    ana.write("hm")
    ana.press((K.Key_Z, CTRL))
    ana.idle()
    assert ana.item == "item-2"
    assert ana.find("comment_editor").toPlainText() == ""
    assert len(workspace.reviews.for_item("item-1")) == 1


def test_letters_are_typed_into_the_comment_and_judge_nothing(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_T)
    ana.write("1 cxuv sf")
    assert ana.find("comment_editor").toPlainText() == "1 cxuv sf"
    assert not ana.find("verdict_approve", QPushButton).isChecked()
    assert "0 of 2 judged" in _texts(ana.find("policy_pane"))


def test_a_draft_is_found_again_after_a_restart(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_2, K.Key_C, K.Key_T)
    ana.write("half a thou")
    ana.window.close()

    again = sit_down(workspace)
    again.sees("item-1")
    assert again.find("verdict_revise", QPushButton).isChecked()
    assert again.find("comment_editor").property("sourceText") == "half a thou"
    assert "1 of 2 judged" in _texts(again.find("policy_pane"))


def test_closing_lets_go_of_what_nobody_worked_on(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.until(lambda: len(workspace.queue.held("ana")) == 2)
    ana.window.close()
    assert workspace.queue.held("ana") == ()


def test_a_second_person_judges_the_same_item_without_seeing_the_first(
    tmp_path: Path, sit_down: Callable[..., Person]
) -> None:
    with create_workspace(tmp_path / "two.reviewer", a_project(overlap=2), actor="ana") as workspace:
        workspace.ingest.add([an_item(1)])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press(K.Key_1)
        ana.submit(None)
        ana.until(lambda: "You are through for now" in _texts(ana.find("review_empty")))
        ana.window.close()

        ben = sit_down(workspace, "ben")
        ben.sees("item-1")
        assert not ben.find("verdict_approve", QPushButton).isChecked()
        ben.press(K.Key_3, K.Key_T)
        ben.write("no")
        ben.submit(None)
        assert {review.reviewer: review.verdict for review in workspace.reviews.for_item("item-1")} == {
            "ana": "approve",
            "ben": "reject",
        }
        ben.window.close()


def test_two_responses_are_compared_under_neutral_names(tmp_path: Path, sit_down: Callable[..., Person]) -> None:
    two = [{"id": "x9", "text": "Two years.", "model": "m-1"}, {"id": "y7", "text": "Five years.", "model": "m-2"}]
    with create_workspace(tmp_path / "ab.reviewer", a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, response=None, responses=two, policy_hits=[])])
        ana = sit_down(workspace)
        ana.sees("item-1")
        assert "m-1" not in _texts(ana.find("response_pane"))
        shown = [ana.find(name).property("sourceText") for name in ("response_view", "response_view_2")]
        assert sorted(shown) == ["Five years.", "Two years."]
        ana.press((K.Key_A, K.Key_B)[shown.index("Five years.")], K.Key_1)
        ana.submit(None)
        (review,) = workspace.reviews.for_item("item-1")
        assert review.comparison == "y7"
        ana.window.close()


def test_the_exact_texts_are_there_for_assistive_technology(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    assert ana.find("response_view").property("sourceText") == RESPONSE
    assert "How long is the guarantee, question 1?" in ana.find("prompt_view").property("sourceText")
    assert ana.find("evidence_view").property("sourceText") == "Two years."
    ana.press(K.Key_BracketRight)
    assert ana.find("evidence_view").property("sourceText") == "Free in Germany."
    assert ana.find("lease_label").text().startswith("held for you ")
    ana.until(lambda: "Today" in ana.find("progress_label").text())


def test_a_project_with_its_own_verdicts_is_judged_with_them(tmp_path: Path, sit_down: Callable[..., Person]) -> None:
    verdicts = (
        VerdictOption(id="useful", title="Useful", outcome="accept"),
        VerdictOption(id="useless", title="Useless", outcome="reject", key="n"),
    )
    project = Project(name="Own", verdicts=verdicts)
    with create_workspace(tmp_path / "own.reviewer", project, actor="ana") as workspace:
        workspace.ingest.add([an_item(1)])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press(K.Key_N)
        assert ana.find("verdict_useless", QPushButton).isChecked()
        ana.submit(None)
        assert workspace.reviews.for_item("item-1")[0].verdict == "useless"
        ana.window.close()


def _texts(widget: QWidget) -> str:
    """Return every text that a label of the widget shows."""
    from PySide6.QtWidgets import QLabel

    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_the_policies_that_were_looked_for_are_ticked_without_the_mouse(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    person = sit_down(workspace)
    person.sees("item-1")
    person.press(K.Key_C, (K.Key_M, SHIFT))
    assert person.focus().objectName() == "looked_for_2"
    person.press(K.Key_Space, (K.Key_M, SHIFT))
    assert person.focus().objectName() == "response_view"
    person.press(K.Key_1)
    person.submit("item-2")
    assert workspace.reviews.recent("ana")[0].policies_checked == ("unsupported", "privacy")


def the_reveal(person: Person) -> QWidget:
    person.press((K.Key_R, SHIFT))
    person.until(lambda: person.window.findChild(QWidget, "reveal_dialog") is not None)
    dialog: QWidget = person.find("reveal_dialog")
    return dialog


def test_what_was_kept_back_comes_after_the_verdict_and_the_review_is_changed_by_keys(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    correction = "<img src='file:///etc/passwd'> Two years."
    workspace.ingest.add(
        [an_item(0, suggestion={"verdict": "revise", "agent": "<b>bot</b>", "correction": correction})]
    )
    person = sit_down(workspace)
    person.sees("item-0")
    assert not any("<b>bot" in label.text() for label in person.window.findChildren(QLabel))
    person.press(K.Key_1)
    person.submit("item-1")
    person.until(lambda: "Suggestion by <b>bot</b>: “Revise”" in person.window.toast.text())
    dialog = the_reveal(person)
    text = dialog.findChild(QWidget, "reveal_correction")
    assert text is not None
    assert text.property("sourceText") == correction
    QTest.keyClick(dialog, K.Key_C)
    person.sees("item-0")
    assert person.find("lease_label").text() == "becomes revision 2"
    person.press(K.Key_2)
    person.submit("item-1")
    (review,) = workspace.reviews.for_item("item-0")
    assert (review.verdict, review.revision, review.after_reveal) == ("revise", 2, True)
    assert review.suggestion_use == "changed_to"


def test_after_a_look_at_what_was_kept_back_one_key_keeps_the_review(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    workspace.ingest.add([an_item(0, suggestion={"verdict": "revise"})])
    person = sit_down(workspace)
    person.sees("item-0")
    person.press(K.Key_1)
    person.submit("item-1")
    QTest.keyClick(the_reveal(person), K.Key_Return)
    person.idle()
    assert person.item == "item-1"
    (review,) = workspace.reviews.for_item("item-0")
    assert (review.revision, review.after_reveal) == (1, False)
