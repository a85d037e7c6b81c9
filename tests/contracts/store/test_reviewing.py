"""What submitting, correcting and undoing promise, in a file and on a server alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from reviewer.domain.errors import AlreadyReviewed, InvalidInput, LeaseLost, NotFound, Refused
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import read_review
from tests.factories import item, project, review
from tests.team import Team


@pytest.fixture
def abc(team: Team) -> Team:
    return team.start([item("a"), item("b"), item("c")])


def snapshot(team: Team) -> object:
    """Return everything that a refused write must leave as it was."""
    lead = team.lead
    leases = [(lease.item_id, lease.reviewer, lease.expires_at) for lease in lead.queue.leases()]
    return lead.audit.count(), lead.queue.counts(), leases, tuple(lead.reviews.stream())


def resolution(team: Team, item_id: str = "a") -> Resolution:
    found = team.lead.resolutions.find(item_id)
    assert found is not None
    return found


def test_a_review_is_stored_with_its_times_versions_and_receipt(abc: Team) -> None:
    ana = abc.open("ana")
    changes = ana.reviews.submit(review("a", verdict="reject", comment="No passage says so."), abc.claim())
    stored = ana.reviews.for_item("a")[0]
    assert (stored.verdict, stored.comment, stored.submitted_at) == ("reject", "No passage says so.", abc.clock.now)
    assert (stored.project_version, stored.guideline_version, stored.revision) == (1, "1", 1)
    event = ana.audit.log(limit=1)[0]
    assert changes.receipt == event.receipt
    assert stored.submission_id is not None
    assert stored.submission_id in event.details
    assert abc.lead.audit.verify(receipts=ana.audit.own_receipts("ana")).sound


def test_a_late_submission_counts_while_the_token_still_stands(abc: Team) -> None:
    taken = abc.claim()
    abc.clock.advance(hours=3)
    abc.open("ana").reviews.submit(review("a"), taken)
    assert abc.lead.queue.counts() == {"open": 2, "resolved": 1}


def test_a_lost_lease_is_said_and_nothing_changes(abc: Team) -> None:
    taken = abc.claim("ana")
    abc.clock.advance(hours=3)
    other = abc.claim("ben")
    before = snapshot(abc)
    with pytest.raises(LeaseLost, match="your work stays as a draft"):
        abc.open("ana").reviews.submit(review("a", "ana"), taken)
    assert snapshot(abc) == before
    abc.open("ben").reviews.submit(review("a", "ben"), other)


def test_a_token_is_good_for_its_own_item_and_person_only(abc: Team) -> None:
    taken = abc.claim("ana")
    ana, ben = abc.open("ana").reviews, abc.open("ben").reviews
    with pytest.raises(InvalidInput, match="The claim is for item 'a' and ana"):
        ana.submit(review("b", "ana"), taken)
    with pytest.raises(InvalidInput):
        ben.submit(review("a", "ben"), taken)
    with pytest.raises(LeaseLost):
        ana.submit(review("a", "ana"), taken.model_copy(update={"token": "guessed"}))
    with pytest.raises(LeaseLost):
        ben.send(ben.complete(read_review(review("a", "ben"))), taken.token)
    with pytest.raises(LeaseLost):
        ana.send(ana.complete(read_review(review("b", "ana"))), taken.token)


def test_a_released_claim_cannot_submit(abc: Team) -> None:
    taken = abc.claim()
    abc.open("ana").queue.release(taken)
    with pytest.raises(LeaseLost):
        abc.open("ana").reviews.submit(review("a"), taken)


def test_the_same_submission_sent_again_gives_the_same_receipt_and_adds_nothing(abc: Team) -> None:
    ana = abc.open("ana").reviews
    sent = review("a", submission_id=str(uuid4()), spans=[{"start": 99, "end": 105, "text": "lamp", "label": "x"}])
    taken = abc.claim()
    first = ana.submit(sent, taken)
    before = snapshot(abc)
    assert ana.submit(sent, taken).receipt == first.receipt
    assert ana.submit(ana.for_item("a")[0]).receipt == first.receipt
    assert snapshot(abc) == before


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
def test_a_submission_id_that_was_used_for_other_content_is_refused(abc: Team, other: dict[str, Any]) -> None:
    sent = review("a", submission_id=str(uuid4()))
    abc.open("ana").reviews.submit(sent, abc.claim())
    again = {**sent, **other}
    who = abc.open(again["reviewer"])
    before = snapshot(abc)
    with pytest.raises(Refused, match="already used for other content"):
        who.reviews.submit(again)
    assert snapshot(abc) == before


def test_the_retry_of_a_submission_is_known_also_after_the_project_changed(abc: Team) -> None:
    sent = review("a", submission_id=str(uuid4()))
    ana = abc.open("ana").reviews
    first = ana.submit(sent, abc.claim())
    abc.lead.projects.apply(project(guideline_version="8"))
    assert ana.submit(sent).receipt == first.receipt


def test_nobody_reviews_an_item_twice_by_accident(abc: Team) -> None:
    abc.judge("ana", "a")
    with pytest.raises(AlreadyReviewed, match="name it in 'supersedes'"):
        abc.open("ana").reviews.submit(review("a", verdict="reject"))


def test_a_new_revision_supersedes_the_old_one_and_settles_the_item_anew(abc: Team) -> None:
    first = abc.judge("ana", "a", "approve")
    second = abc.judge("ana", "a", "reject", supersedes=first)
    ana = abc.open("ana")
    assert [(r.submission_id, r.revision, r.supersedes) for r in ana.reviews.for_item("a")] == [(second, 2, first)]
    assert ana.reviews.get(first).state == "superseded"
    assert (resolution(abc).verdict, resolution(abc).outcome) == ("reject", "reject")


def test_undo_takes_back_the_last_review_and_its_resolution_and_the_item_comes_back(abc: Team) -> None:
    abc.judge("ben", "b")
    done = abc.judge("ana", "a", comment="typed with care")
    ana = abc.open("ana")
    undone = ana.reviews.undo("ana")
    assert undone is not None
    assert (undone.item_id, undone.review.comment) == ("a", "typed with care")
    assert abc.lead.resolutions.find("a") is None
    assert ana.reviews.get(done).state == "withdrawn"
    assert abc.lead.reviews.for_item("a") == ()
    assert ana.audit.log(limit=1)[0].action == "review.withdrawn"
    assert abc.claim("ana").item.id == "a"


def test_undo_goes_back_one_step_at_a_time_and_then_says_that_there_is_nothing(abc: Team) -> None:
    for item_id in "abc":
        abc.judge("ana", item_id)
        abc.clock.advance(seconds=1)
    ana = abc.open("ana").reviews
    assert [undone.item_id if (undone := ana.undo("ana")) else None for _ in range(4)] == ["c", "b", "a", None]
    assert abc.lead.queue.counts() == {"open": 3}


def test_an_undone_item_comes_back_also_when_the_person_has_gone_on_and_others_still_have_to_judge_it(
    team: Team,
) -> None:
    team.start([item("a"), item("b"), item("c")], overlap=2)
    ana = team.open("ana").reviews
    ana.submit(review("a"), team.claim())
    assert team.claim().item.id == "b"
    ana.undo("ana")
    assert team.claim().item.id == "a"


@pytest.mark.parametrize(
    "kind",
    [{"skip": {"kind": "out_of_scope"}}, {"skip": {"kind": "defer"}}, {"escalation": {"reason": "unsure"}}],
)
def test_a_skip_and_an_escalation_can_be_undone(abc: Team, kind: dict[str, Any]) -> None:
    ana = abc.open("ana").reviews
    ana.submit(review("a", **kind), abc.claim())
    assert ana.undo("ana") is not None
    assert abc.lead.queue.counts() == {"open": 3}
    assert abc.claim().item.id == "a"


def test_undo_is_refused_once_a_lead_has_decided(abc: Team) -> None:
    done = abc.judge("ana", "a")
    abc.lead.resolutions.adopt("a", done, lead="lead")
    before = snapshot(abc)
    with pytest.raises(Refused, match="submit a changed revision instead"):
        abc.open("ana").reviews.undo("ana")
    assert snapshot(abc) == before
    abc.judge("ana", "a", "reject", supersedes=done)
    assert (resolution(abc).verdict, resolution(abc).method) == ("approve", "adjudicated")


def test_undo_is_refused_once_an_export_has_used_the_review(abc: Team, tmp_path: Path) -> None:
    abc.judge("ana", "a")
    abc.lead.datasets.build("reviews", tmp_path / "out", format="jsonl")
    with pytest.raises(Refused, match="export already used"):
        abc.open("ana").reviews.undo("ana")


def test_only_its_reviewer_withdraws_a_review(abc: Team) -> None:
    done = abc.judge("ana", "a")
    with pytest.raises(Refused, match="is by ana"):
        abc.lead.reviews.withdraw(done, "lead")
    abc.open("ana").reviews.withdraw(done, "ana")
    with pytest.raises(NotFound, match="withdrawn already"):
        abc.open("ana").reviews.withdraw(done, "ana")


def test_escalation_leaves_overlap_and_agreement(team: Team) -> None:
    team.start([item("a")], overlap=2)
    team.judge("ana", "a")
    team.judge("ben", "a", escalation={"to": "lead", "reason": "medical"})
    row = team.lead.queue.row("a")
    assert (row.state, row.reviews) == ("escalated", 1)
    assert team.open("cem").queue.claim("cem") is None
    assert team.lead.agreement.compute().reviews == 1
    assert [d.kind for d in team.lead.resolutions.disagreements()] == ["escalated"]


def test_a_consistency_round_counts_neither_for_overlap_nor_for_never_twice(team: Team) -> None:
    team.start([item("a")], overlap=2)
    team.open("ana")
    assert team.lead.reviews.import_rows([review("a", "ana", round="consistency")]).added == 1
    row = team.lead.queue.row("a")
    assert (row.state, row.reviews) == ("open", 0)
    assert team.claim("ana").item.id == "a"


def test_what_a_program_says_of_the_round_of_a_claim_counts_for_nothing(team: Team) -> None:
    team.start([item("a")], overlap=2)
    taken = team.claim("ana")
    team.open("ana").reviews.submit(review("a", "ana", round="consistency"), taken)
    assert [one.round for one in team.lead.reviews.for_item("a")] == ["first"]


def test_a_verdict_or_answer_that_the_project_does_not_have_is_refused_by_name(abc: Team) -> None:
    ana = abc.open("ana").reviews
    with pytest.raises(InvalidInput, match="no verdict 'maybe': it has approve, revise, reject"):
        ana.submit(review("a", verdict="maybe"))
    with pytest.raises(InvalidInput, match="no question 'severity'"):
        ana.submit(review("a", answers={"severity": 3}))
    with pytest.raises(NotFound, match="There is no item 'zzz'"):
        ana.submit(review("zzz"))
    assert abc.lead.reviews.for_item("a") == ()


def test_spans_are_placed_by_their_quote_and_kept_unanchored_where_it_is_nowhere(abc: Team) -> None:
    spans = [{"start": 0, "end": 4, "text": "lamp", "label": "x"}, {"start": 0, "end": 4, "text": "moon", "label": "x"}]
    abc.open("ana").reviews.submit(review("a", spans=spans), abc.claim())
    placed, lost = abc.lead.reviews.for_item("a")[0].spans
    response = abc.lead.queue.get("a").response or ""
    assert response[placed.start : placed.end] == "lamp"
    assert (lost.text, lost.anchored) == ("moon", False)


def test_a_review_with_everything_in_it_comes_back_as_it_was_written(team: Team) -> None:
    questions = [
        {"id": "severity", "type": "rating", "title": "Severity"},
        {"id": "why", "type": "text", "title": "Why"},
    ]
    team.start([item("a")], questions=questions)
    written = review(
        "a",
        verdict="revise",
        hits=[{"hit": "h1", "judgement": "false_alarm"}],
        spans=[{"start": 4, "end": 12, "text": "warranty", "label": "x"}],
        claims=[{"start": 0, "end": 3, "text": "The", "relation": "no_passage"}],
        answers={"severity": 2, "why": "\U0001f600 \u202e \\ \" 'x' %s \u0085\u2028"},
        correction="  \ufeffThree\u00a0years.\r\n",
        comment="  \u202e kept\t ",
        active_seconds=3.25,
    )
    team.open("ana").reviews.submit(written, team.claim())
    (stored,) = team.open("ana").reviews.for_item("a")
    assert (stored.comment, stored.active_seconds) == (written["comment"], 3.25)
    assert stored.answers == written["answers"]
    assert stored.correction is not None
    assert stored.correction.text == written["correction"]
    assert [(h.hit, h.judgement) for h in stored.hits] == [("h1", "false_alarm")]
    assert stored.claims[0].relation == "no_passage"
    assert team.lead.audit.verify().sound


def test_a_person_whose_role_does_not_review_is_refused(abc: Team) -> None:
    eve = abc.open("eve", "auditor")
    with pytest.raises(Refused, match="eve is auditor here and may not review items"):
        eve.queue.claim("eve")
    with pytest.raises(Refused, match="eve is auditor"):
        eve.reviews.submit(review("a", "eve"))


def test_reviews_are_imported_with_counts_and_a_second_time_nothing_is_added(abc: Team) -> None:
    rows = [review("a"), review("b", verdict="maybe"), review("zzz"), review("a", verdict="reject")]
    counts = abc.lead.reviews.import_rows(rows)
    assert (counts.read, counts.added, counts.rejected) == (4, 1, 3)
    again = abc.lead.reviews.import_rows(rows[:1])
    assert (again.added, again.rejected) == (0, 0)
    newest = [event for event in abc.lead.audit.log() if event.action == "reviews.imported"]
    assert [event.actor for event in newest] == ["lead"]
    assert '"rejected":3' in newest[0].details
    assert abc.lead.audit.verify().sound


def test_a_trial_import_says_what_would_happen_and_changes_nothing(abc: Team) -> None:
    before = snapshot(abc)
    assert abc.lead.reviews.import_rows([review("a"), review("b")], dry_run=True).added == 2
    assert snapshot(abc) == before


def test_a_reviewer_brings_in_no_reviews_of_others(abc: Team) -> None:
    with pytest.raises(Refused, match="ana is reviewer here and may not bring in items or reviews"):
        abc.open("ana").reviews.import_rows([review("a", "ben")])
    assert list(abc.lead.reviews.stream()) == []


def test_writing_while_reviews_are_being_read_neither_waits_nor_disturbs_the_reading(abc: Team) -> None:
    abc.judge("ana", "a")
    abc.judge("ana", "b")
    stream = abc.lead.resolutions.stream()
    first = next(stream)
    abc.judge("ana", "c")
    assert [first[0].id, *(found.id for found, _, _ in stream)] == ["a", "b"]
    assert len(list(abc.lead.resolutions.stream())) == 3


def test_the_reviews_of_a_person_are_read_newest_first_and_found_by_an_expression(abc: Team) -> None:
    for item_id, verdict in (("a", "approve"), ("b", "reject"), ("c", "approve")):
        abc.judge("ana", item_id, verdict)
        abc.clock.advance(seconds=1)
    ana = abc.open("ana").reviews
    assert [found.item_id for found in ana.recent("ana", 2)] == ["c", "b"]
    assert [found.item_id for found in abc.lead.reviews.stream("verdict == 'approve'")] == ["a", "c"]
    assert list(abc.lead.reviews.to_pandas()["item_id"]) == ["a", "b", "c"]
