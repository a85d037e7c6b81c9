from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from reviewer.domain.errors import AlreadyReviewed, InvalidInput, LeaseLost, NotFound, Refused
from reviewer.services.workspace import Workspace, open_workspace
from tests.factories import FakeClock, claim, item, judge, project, review, workspace


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ws(tmp_path: Path, clock: FakeClock) -> Iterator[Workspace]:
    with workspace(tmp_path, [item("a"), item("b"), item("c")], clock=clock) as made:
        yield made


def snapshot(made: Workspace) -> object:
    """Everything that a refused write must leave as it was."""
    leases = [(lease.item_id, lease.reviewer, lease.expires_at) for lease in made.queue.leases()]
    return made.audit.count(), made.queue.counts(), leases, tuple(made.reviews.stream())


def test_a_review_is_stored_with_its_times_versions_and_receipt(ws: Workspace, clock: FakeClock) -> None:
    changes = ws.reviews.submit(review("a", verdict="reject", comment="No passage says so."), claim(ws))
    stored = ws.reviews.for_item("a")[0]
    assert (stored.verdict, stored.comment, stored.submitted_at) == ("reject", "No passage says so.", clock.now)
    assert (stored.project_version, stored.guideline_version, stored.revision) == (1, "1", 1)
    event = ws.audit.log(limit=1)[0]
    assert changes.receipt == event.receipt
    assert stored.submission_id is not None
    assert stored.submission_id in event.details


def test_a_late_submission_counts_while_the_token_still_stands(ws: Workspace, clock: FakeClock) -> None:
    taken = claim(ws)
    clock.advance(hours=3)
    ws.reviews.submit(review("a"), taken)
    assert ws.queue.counts() == {"open": 2, "resolved": 1}


def test_a_lost_lease_is_said_and_nothing_changes(ws: Workspace, clock: FakeClock) -> None:
    taken = claim(ws, "ana")
    clock.advance(hours=3)
    other = claim(ws, "ben")
    before = snapshot(ws)
    with pytest.raises(LeaseLost, match="your work stays as a draft"):
        ws.reviews.submit(review("a", "ana"), taken)
    assert snapshot(ws) == before
    ws.reviews.submit(review("a", "ben"), other)


def test_a_token_is_good_for_its_own_item_and_person_only(ws: Workspace) -> None:
    taken = claim(ws, "ana")
    with pytest.raises(InvalidInput, match="The claim is for item 'a' and ana"):
        ws.reviews.submit(review("b", "ana"), taken)
    with pytest.raises(InvalidInput):
        ws.reviews.submit(review("a", "ben"), taken)
    with pytest.raises(LeaseLost):
        ws.reviews.submit(review("a", "ana"), taken.model_copy(update={"token": "guessed"}))


def test_a_released_claim_cannot_submit(ws: Workspace) -> None:
    taken = claim(ws)
    ws.queue.release(taken)
    with pytest.raises(LeaseLost):
        ws.reviews.submit(review("a"), taken)


def test_the_same_submission_sent_again_gives_the_same_receipt_and_adds_nothing(ws: Workspace) -> None:
    sent = review("a", submission_id=str(uuid4()), spans=[{"start": 99, "end": 105, "text": "lamp", "label": "x"}])
    taken = claim(ws)
    first = ws.reviews.submit(sent, taken)
    before = snapshot(ws)
    assert ws.reviews.submit(sent, taken).receipt == first.receipt
    assert ws.reviews.submit(ws.reviews.for_item("a")[0]).receipt == first.receipt
    assert snapshot(ws) == before


@pytest.mark.parametrize(
    "other",
    [
        {"verdict": "reject"},
        {"comment": "changed"},
        {"spans": [{"start": 0, "end": 3, "text": "The", "label": "x"}]},
        {"claims": [{"start": 0, "end": 3, "text": "The", "relation": "no_passage"}]},
        {"item_id": "b"},
        {"reviewer": "ben"},
    ],
)
def test_a_submission_id_that_was_used_for_other_content_is_refused(ws: Workspace, other: dict[str, object]) -> None:
    sent = review("a", submission_id=str(uuid4()))
    ws.reviews.submit(sent)
    before = snapshot(ws)
    with pytest.raises(Refused, match="already used for other content"):
        ws.reviews.submit({**sent, **other})
    assert snapshot(ws) == before


def test_the_retry_of_a_submission_is_known_also_after_the_project_changed(ws: Workspace) -> None:
    sent = review("a", submission_id=str(uuid4()))
    first = ws.reviews.submit(sent)
    ws.projects.apply(project(guideline_version="8"))
    assert ws.reviews.submit(sent).receipt == first.receipt


def test_nobody_reviews_an_item_twice_by_accident(ws: Workspace) -> None:
    judge(ws, "ana", "a")
    with pytest.raises(AlreadyReviewed, match="name it in 'supersedes'"):
        ws.reviews.submit(review("a", verdict="reject"))


def test_a_new_revision_supersedes_the_old_one_and_settles_the_item_anew(ws: Workspace) -> None:
    first = judge(ws, "ana", "a", "approve")
    second = judge(ws, "ana", "a", "reject", supersedes=first)
    assert [(r.submission_id, r.revision, r.supersedes) for r in ws.reviews.for_item("a")] == [(second, 2, first)]
    assert ws.reviews.get(first).state == "superseded"
    resolution = ws.resolutions.find("a")
    assert resolution is not None
    assert (resolution.verdict, resolution.outcome) == ("reject", "reject")


def test_undo_takes_back_the_last_review_and_its_resolution_and_the_item_comes_back(ws: Workspace) -> None:
    judge(ws, "ben", "b")
    done = judge(ws, "ana", "a", comment="typed with care")
    undone = ws.reviews.undo("ana")
    assert undone is not None
    assert (undone.item_id, undone.review.comment) == ("a", "typed with care")
    assert ws.resolutions.find("a") is None
    assert ws.reviews.get(done).state == "withdrawn"
    assert ws.reviews.for_item("a") == ()
    assert claim(ws, "ana").item.id == "a"
    assert ws.audit.log(limit=2)[1].action == "review.withdrawn"


def test_undo_goes_back_one_step_at_a_time_and_then_says_that_there_is_nothing(ws: Workspace, clock: FakeClock) -> None:
    for item_id in "abc":
        judge(ws, "ana", item_id)
        clock.advance(seconds=1)
    assert [undone.item_id if (undone := ws.reviews.undo("ana")) else None for _ in range(4)] == ["c", "b", "a", None]
    assert ws.queue.counts() == {"open": 3}


def test_an_undone_item_comes_back_also_when_the_person_has_gone_on_and_others_still_have_to_judge_it(
    tmp_path: Path,
) -> None:
    with workspace(tmp_path, [item("a"), item("b"), item("c")], overlap=2) as made:
        made.reviews.submit(review("a"), claim(made))
        ahead = claim(made)
        assert ahead.item.id == "b"
        made.reviews.undo("ana")
        assert claim(made).item.id == "a"


@pytest.mark.parametrize(
    "kind",
    [{"skip": {"kind": "out_of_scope"}}, {"skip": {"kind": "defer"}}, {"escalation": {"reason": "unsure"}}],
)
def test_a_skip_and_an_escalation_can_be_undone(ws: Workspace, kind: dict[str, Any]) -> None:
    ws.reviews.submit(review("a", **kind), claim(ws))
    assert ws.reviews.undo("ana") is not None
    assert ws.queue.counts() == {"open": 3}
    assert claim(ws).item.id == "a"


def test_undo_is_refused_once_a_lead_has_decided(ws: Workspace) -> None:
    done = judge(ws, "ana", "a")
    ws.resolutions.adopt("a", done, lead="lead")
    before = snapshot(ws)
    with pytest.raises(Refused, match="submit a changed revision instead"):
        ws.reviews.undo("ana")
    assert snapshot(ws) == before
    judge(ws, "ana", "a", "reject", supersedes=done)
    resolution = ws.resolutions.find("a")
    assert resolution is not None
    assert (resolution.verdict, resolution.method) == ("approve", "adjudicated")


def test_undo_is_refused_once_an_export_has_used_the_review(ws: Workspace, tmp_path: Path) -> None:
    judge(ws, "ana", "a")
    ws.datasets.build("reviews", tmp_path / "out", format="jsonl")
    with pytest.raises(Refused, match="export already used"):
        ws.reviews.undo("ana")


def test_only_its_reviewer_withdraws_a_review(ws: Workspace) -> None:
    done = judge(ws, "ana", "a")
    with pytest.raises(Refused, match="is by ana"):
        ws.reviews.withdraw(done, "ben")
    ws.reviews.withdraw(done, "ana")
    with pytest.raises(NotFound, match="withdrawn already"):
        ws.reviews.withdraw(done, "ana")


def test_escalation_leaves_overlap_and_agreement(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")], overlap=2) as made:
        judge(made, "ana", "a")
        made.reviews.submit(review("a", "ben", escalation={"to": "lead", "reason": "medical"}))
        row = made.queue.row("a")
        assert (row.state, row.reviews) == ("escalated", 1)
        assert made.queue.claim("cem") is None
        assert made.agreement.compute().reviews == 1
        assert [d.kind for d in made.resolutions.disagreements()] == ["escalated"]


def test_a_consistency_round_counts_neither_for_overlap_nor_for_never_twice(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")], overlap=2) as made:
        made.reviews.submit(review("a", "ana", round="consistency"))
        row = made.queue.row("a")
        assert (row.state, row.reviews) == ("open", 0)
        assert claim(made, "ana").item.id == "a"


def test_a_verdict_or_answer_that_the_project_does_not_have_is_refused_by_name(ws: Workspace) -> None:
    with pytest.raises(InvalidInput, match="no verdict 'maybe': it has approve, revise, reject"):
        ws.reviews.submit(review("a", verdict="maybe"))
    with pytest.raises(InvalidInput, match="no question 'severity'"):
        ws.reviews.submit(review("a", answers={"severity": 3}))
    with pytest.raises(NotFound, match="There is no item 'zzz'"):
        ws.reviews.submit(review("zzz"))
    assert ws.reviews.for_item("a") == ()


def test_spans_are_placed_by_their_quote_and_kept_unanchored_where_it_is_nowhere(ws: Workspace) -> None:
    spans = [{"start": 0, "end": 4, "text": "lamp", "label": "x"}, {"start": 0, "end": 4, "text": "moon", "label": "x"}]
    ws.reviews.submit(review("a", spans=spans))
    placed, lost = ws.reviews.for_item("a")[0].spans
    response = ws.queue.get("a").response or ""
    assert response[placed.start : placed.end] == "lamp"
    assert (lost.text, lost.anchored) == ("moon", False)


def test_a_person_whose_role_does_not_review_is_refused(ws: Workspace) -> None:
    ws.members.add("eve", "auditor")
    with pytest.raises(Refused, match="eve is auditor here and may not review items"):
        ws.queue.claim("eve")
    with pytest.raises(Refused, match="eve is auditor"):
        ws.reviews.submit(review("a", "eve"))


def test_reviews_are_imported_with_counts_and_a_second_time_nothing_is_added(ws: Workspace) -> None:
    rows = [review("a"), review("b", verdict="maybe"), review("zzz"), review("a", verdict="reject")]
    counts = ws.reviews.import_rows(rows)
    assert (counts.read, counts.added, counts.rejected) == (4, 1, 3)
    again = ws.reviews.import_rows(rows[:1])
    assert (again.added, again.rejected) == (0, 0)


def test_a_trial_import_says_what_would_happen_and_changes_nothing(ws: Workspace) -> None:
    before = snapshot(ws)
    assert ws.reviews.import_rows([review("a"), review("b")], dry_run=True).added == 2
    assert snapshot(ws) == before


def test_reviews_that_go_out_and_in_again_are_the_same(ws: Workspace, tmp_path: Path) -> None:
    judge(ws, "ana", "a", correction="The warranty is three years.", spans=[{"start": 0, "end": 3, "label": "x"}])
    judge(ws, "ana", "b", hits=[{"hit": "h1", "judgement": "false_alarm"}])
    ws.reviews.submit(review("c", escalation={"reason": "?"}))
    out = [found.model_dump(mode="json") for found in ws.reviews.stream()]
    with workspace(tmp_path, [item("a"), item("b"), item("c")], name="again.reviewer") as other:
        assert other.reviews.import_rows(out).added == 3
        back = [found.model_dump(mode="json") for found in other.reviews.stream()]
    assert back == out
    assert ws.reviews.import_rows(out).added == 0


def test_writing_while_reviews_are_being_read_neither_waits_nor_disturbs_the_reading(ws: Workspace) -> None:
    judge(ws, "ana", "a")
    judge(ws, "ana", "b")
    stream = ws.resolutions.stream()
    first = next(stream)
    judge(ws, "ana", "c")
    with open_workspace(ws.path) as second:
        judge(second, "ben", "c", supersedes=None)
    assert [first[0].id, *(found.id for found, _, _ in stream)] == ["a", "b"]
    assert len(list(ws.resolutions.stream())) == 3
