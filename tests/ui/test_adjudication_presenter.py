from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.changes import Changes
from reviewer.domain.projects import read_project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.adjudication import AdjudicationPresenter
from reviewer.ui.tasks import InlineRunner
from tests.windows import raise_it

SPEC = {
    "project": {"name": "Support", "overlap": 2, "max_reviews": 2, "reasons_required": ["reject"]},
    "questions": [{"id": "severity", "type": "rating", "title": "Severity", "min": 1, "max": 5}],
    "span_labels": [{"id": "wrong", "title": "Wrong"}],
}
HIT = {"id": "h1", "policy": "p:privacy", "detector": "scan", "outcome": "fail", "spans": []}
RESPONSE = "The lamp is safe. Throw it away."


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three items on which ana and ben disagree."""
    with create_workspace(tmp_path / "a.reviewer", read_project(SPEC), actor="lea") as made:
        made.ingest.add(
            [{"id": f"item-{n}", "prompt": "Safe?", "response": RESPONSE, "policy_hits": [HIT]} for n in range(3)]
        )
        for number in range(3):
            review(made, number, "ana", verdict="revise", correction="The lamp is safe. Return it.")
            review(made, number, "ben", verdict="approve", comment="Fine")
        yield made


def review(workspace: Workspace, number: int, reviewer: str, **fields: Any) -> None:
    span = {"start": 18, "end": 23, "text": "Throw", "label": "wrong"}
    workspace.reviews.submit(
        {
            "item_id": f"item-{number}",
            "reviewer": reviewer,
            "hits": [{"hit": "h1", "judgement": "confirmed"}],
            "spans": [span],
            **fields,
        }
    )


class Desk:
    """A presenter with what it told the window."""

    def __init__(self, workspace: Workspace, lead: str = "lea") -> None:
        self.changes: list[Changes] = []
        self.it = AdjudicationPresenter(workspace, lead, InlineRunner(raise_it), wrote=self.changes.append)

    @property
    def item_id(self) -> str:
        case = self.it.state.case
        return case.item.id if case else ""


def test_the_reviews_stand_side_by_side_under_pseudonyms(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    assert desk.item_id == "item-0"
    assert [(c.said.who, c.said.word) for c in desk.it.state.columns] == [
        ("Reviewer 1", "revise"),
        ("Reviewer 2", "approve"),
    ]
    desk.it.show_names(True)
    assert [column.said.who for column in desk.it.state.columns] == ["ana", "ben"]


def test_nothing_is_recorded_before_something_was_chosen(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.record()
    assert desk.changes == []
    assert "Choose a review" in desk.it.state.toast.text
    assert workspace.resolutions.open_count() == 3


def test_adopting_a_review_records_it_with_the_reason_and_opens_the_next(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.choose(0)
    assert desk.it.state.summary.startswith("Revise, as Reviewer 1 said, adopted by lea, with the correction")
    desk.it.give_reason(" ana is right ")
    desk.it.record()
    found = workspace.resolutions.find("item-0")
    assert found is not None
    assert (found.verdict, found.method, found.decided_by, found.reason) == (
        "revise",
        "adjudicated",
        "lea",
        "ana is right",
    )
    assert found.correction == "The lamp is safe. Return it."
    assert desk.item_id == "item-1"
    assert desk.it.state.reason == ""
    assert desk.it.state.chosen is None
    assert desk.it.state.saved.ok
    assert desk.changes[0].touches("resolutions")


def test_a_choice_can_be_taken_back(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.choose(1)
    desk.it.choose(1)
    assert desk.it.state.chosen is None
    desk.it.choose(7)
    assert desk.it.state.chosen is None


def test_a_decision_of_ones_own_begins_with_what_the_reviewers_share(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.decide_anew()
    draft = desk.it.state.view.draft
    assert draft is not None
    assert draft.verdict is None
    assert [(hit.hit, hit.judgement) for hit in draft.hits] == [("h1", "confirmed")]
    assert [span.text for span in draft.spans] == ["Throw"]


def test_a_decision_of_ones_own_begins_like_the_review_that_was_chosen(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.choose(0)
    desk.it.decide_anew()
    view = desk.it.state.view
    assert view.draft is not None
    assert (view.draft.verdict, view.draft.reviewer) == ("revise", "lea")
    assert view.correcting
    assert view.correction == "The lamp is safe. Return it."


def test_deciding_anew_says_what_is_missing_and_then_records_it(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.decide_anew()
    desk.it.own.choose("reject")
    desk.it.record()
    assert [entry.where for entry in desk.it.state.view.asked] == ["comment"]
    desk.it.give_reason("It sends people to the bin")
    assert desk.it.state.view.asked == ()
    desk.it.own.answer("severity", 4)
    desk.it.own.judge("false_alarm", "h1")
    desk.it.record()
    found = workspace.resolutions.find("item-0")
    assert found is not None
    assert (found.verdict, found.adopted, found.decided_by) == ("reject", None, "lea")
    assert found.answers == {"severity": 4}
    assert [(hit.hit, hit.judgement) for hit in found.hits] == [("h1", "false_alarm")]
    assert found.reason == "It sends people to the bin"
    assert desk.item_id == "item-1"


def test_a_correction_of_the_lead_is_what_trains(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.decide_anew()
    desk.it.own.choose("revise")
    desk.it.own.edit_correction("The lamp is safe. Keep it.")
    assert desk.it.state.view.diff is not None
    desk.it.record()
    found = workspace.resolutions.find("item-0")
    assert found is not None
    assert found.correction == "The lamp is safe. Keep it."
    assert found.correction_settled


def test_what_was_entered_comes_back_with_the_item(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.decide_anew()
    desk.it.own.choose("revise")
    desk.it.own.edit_correction("Half a correc")
    desk.it.give_reason("Because")
    desk.it.step(1)
    assert desk.item_id == "item-1"
    assert desk.it.state.reason == ""
    desk.it.step(-1)
    assert desk.it.state.reason == "Because"
    desk.it.decide_anew()
    assert desk.it.state.view.correction == "Half a correc"
    desk.it.close()
    desk.it.open_item("item-0", "file")
    desk.it.decide_anew()
    assert desk.it.state.view.correction == "Half a correc"


def test_judging_a_hit_begins_a_decision_of_ones_own(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.choose(1)
    desk.it.judge("unsure", "h1")
    assert desk.it.state.deciding
    assert desk.it.state.view.judgement("h1") == "unsure"
    assert desk.it.state.view.draft is not None
    assert desk.it.state.view.draft.verdict == "approve"


def test_of_two_responses_the_lead_says_which_is_better(workspace: Workspace) -> None:
    answers = [{"id": "a", "text": "Yes."}, {"id": "b", "text": "No."}]
    workspace.ingest.add([{"id": "item-9", "prompt": "?", "responses": answers}])
    for reviewer, better in (("ana", "a"), ("ben", "b")):
        workspace.reviews.submit(
            {"item_id": "item-9", "reviewer": reviewer, "verdict": "approve", "comparison": better}
        )
    desk = Desk(workspace)
    desk.it.open_item("item-9", "file")
    desk.it.compare("b")
    assert desk.it.state.deciding
    desk.it.own.choose("approve")
    desk.it.record()
    found = workspace.resolutions.find("item-9")
    assert found is not None
    assert (found.verdict, found.comparison) == ("approve", "b")


def test_after_the_last_one_the_overview_comes_back(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(2)
    for _ in range(3):
        desk.it.choose(0)
        desk.it.record()
    assert desk.it.state.phase == "closed"
    assert desk.it.state.toast.text == "Nothing is left to settle."
    assert workspace.resolutions.open_count() == 0


def test_the_item_that_was_picked_is_opened_even_when_the_list_has_moved(workspace: Workspace) -> None:
    chosen = workspace.reviews.for_item("item-0")[0].submission_id or ""
    workspace.resolutions.adopt("item-0", chosen, lead="kim")
    desk = Desk(workspace)
    desk.it.open_place(1, ("item-1", "file"))
    assert desk.item_id == "item-1"


def test_a_settled_item_can_be_decided_again_and_says_what_it_replaces(workspace: Workspace) -> None:
    chosen = workspace.reviews.for_item("item-0")[0].submission_id or ""
    workspace.resolutions.adopt("item-0", chosen, lead="kim")
    desk = Desk(workspace)
    desk.it.open_item("item-0", "file")
    assert desk.it.state.case is not None
    assert desk.it.state.case.kind == "settled"
    desk.it.choose(1)
    assert desk.it.state.summary.endswith("It replaces what stands now: Revise.")
    desk.it.record()
    found = workspace.resolutions.find("item-0")
    assert found is not None
    assert found.verdict == "approve"
    assert desk.it.state.phase == "closed"


def test_an_escalation_has_no_verdict_to_adopt(workspace: Workspace) -> None:
    workspace.ingest.add([{"id": "item-9", "prompt": "?", "response": "!"}])
    workspace.reviews.submit({"item_id": "item-9", "reviewer": "ana", "escalation": {"reason": "Danger"}})
    desk = Desk(workspace)
    desk.it.open_item("item-9", "file")
    desk.it.choose(0)
    assert desk.it.state.chosen is None
    assert "gave no verdict" in desk.it.state.toast.text
    desk.it.decide_anew()
    desk.it.own.choose("approve")
    desk.it.record()
    assert workspace.resolutions.find("item-9") is not None


def test_who_may_not_settle_is_told_so_and_loses_nothing(workspace: Workspace) -> None:
    workspace.members.add("rob", "lead")
    desk = Desk(workspace, lead="rob")
    desk.it.open_place(0)
    desk.it.choose(0)
    desk.it.give_reason("Because")
    workspace.members.set_role("rob", "reviewer")
    desk.it.record()
    assert "rob is reviewer here" in desk.it.state.problem.text
    assert not desk.it.state.saved.ok
    assert (desk.item_id, desk.it.state.chosen, desk.it.state.reason) == ("item-0", 0, "Because")
    assert workspace.resolutions.open_count() == 3


def test_a_decision_of_another_lead_is_never_overwritten_unseen(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_place(0)
    desk.it.choose(1)
    desk.it.give_reason("Because")
    chosen = workspace.reviews.for_item("item-0")[0].submission_id or ""
    workspace.resolutions.adopt("item-0", chosen, lead="kim")
    desk.it.record()
    found = workspace.resolutions.find("item-0")
    assert found is not None
    assert (found.verdict, found.decided_by) == ("revise", "kim")
    assert "kim has settled item 'item-0' meanwhile" in desk.it.state.problem.text
    assert (desk.item_id, desk.it.state.reason) == ("item-0", "Because")
    desk.it.choose(1)
    desk.it.record()
    again = workspace.resolutions.find("item-0")
    assert again is not None
    assert (again.verdict, again.decided_by) == ("approve", "lea")


def test_a_reviewer_does_not_see_what_the_others_said(workspace: Workspace) -> None:
    workspace.members.add("rob", "reviewer")
    desk = Desk(workspace, lead="rob")
    desk.it.open_place(0)
    assert desk.it.state.phase == "failed"
    assert desk.it.state.columns == ()
    assert "rob is reviewer here" in desk.it.state.failure


def test_an_item_that_is_gone_is_an_error_in_words(workspace: Workspace) -> None:
    desk = Desk(workspace)
    desk.it.open_item("no-such-item", "file")
    assert desk.it.state.phase == "failed"
    assert "no-such-item" in desk.it.state.failure


def test_a_decision_on_what_was_exported_names_the_dataset(workspace: Workspace, tmp_path: Path) -> None:
    desk = Desk(workspace)
    workspace.datasets.build("reviews", tmp_path / "out", format="jsonl", where="item_id == 'item-0'")
    for place, said in ((0, "item-0 is settled. Datasets that rest on it: reviews-v1."), (0, "item-1 is settled.")):
        desk.it.open_place(place)
        desk.it.choose(0)
        desk.it.give_reason("As the guideline says.")
        desk.it.record()
        assert desk.it.state.toast.text == said
