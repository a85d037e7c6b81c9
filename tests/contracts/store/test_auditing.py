"""The ledger of a workspace, in a file and on a server alike."""

from __future__ import annotations

import pytest

from reviewer.domain.changes import Receipt
from tests.factories import item, project, review
from tests.team import Team


@pytest.fixture
def five(team: Team) -> Team:
    return team.start([item(f"i{n}") for n in range(5)])


def test_every_change_has_its_event_and_a_reading_none(five: Team) -> None:
    ana, lead = five.open("ana"), five.lead
    five.open("ben")
    start = lead.audit.count()
    taken = five.claim()
    ana.reviews.submit(review(taken.item.id), taken)
    ana.reviews.undo("ana")
    ana.queue.release(five.claim())
    five.judge("ben", "i1")
    lead.resolutions.decide("i1", review("i1", "lead", "reject"))
    lead.queue.assign("i2", "ben")
    lead.queue.prioritise("i2", 3)
    lead.members.add("cem")
    lead.queue.page(), lead.agreement.compute(), lead.audit.verify(), list(lead.reviews.stream())
    ana.queue.held("ana"), ana.queue.progress("ana"), ana.queue.counts()
    assert [(event.actor, event.action) for event in lead.audit.log(newest_first=False, offset=start)] == [
        ("ana", "item.claimed"),
        ("ana", "review.submitted"),
        ("ana", "review.withdrawn"),
        ("ana", "item.claimed"),
        ("ana", "item.released"),
        ("ben", "item.claimed"),
        ("ben", "review.submitted"),
        ("lead", "item.adjudicated"),
        ("lead", "item.assigned"),
        ("lead", "item.prioritised"),
        ("lead", "member.added"),
    ]
    assert lead.audit.verify().sound


def test_a_renewal_is_not_written_to_the_ledger(five: Team) -> None:
    taken = five.claim()
    before = five.lead.audit.count()
    five.open("ana").queue.renew(taken)
    assert five.lead.audit.count() == before


def test_the_log_is_paged_and_filtered_by_item_and_person(five: Team) -> None:
    five.judge("ana", "i1")
    five.judge("ben", "i2")
    log = five.lead.audit.log
    assert [event.subject for event in log(limit=2)] == ["i2", "i2"]
    assert [event.actor for event in log(subject="i1")] == ["ana", "ana"]
    assert [event.subject for event in log(actor="ben")] == ["i2", "i2"]
    assert log(offset=five.lead.audit.count()) == ()
    forward, backward = log(newest_first=False), log()
    assert forward == backward[::-1]
    assert [event.seq for event in forward] == list(range(1, len(forward) + 1))


def test_a_receipt_and_an_anchor_prove_what_they_were_given_for(five: Team) -> None:
    five.judge("ana", "i1")
    anchor = five.lead.audit.anchor()
    five.judge("ana", "i2")
    receipts = five.open("ana").audit.own_receipts("ana")
    report = five.lead.audit.verify(anchors=[anchor], receipts=receipts)
    assert report.sound
    assert (report.anchors, report.receipts) == (1, 2)


def test_an_anchor_of_another_workspace_and_a_made_up_receipt_are_not_honoured(five: Team) -> None:
    audit = five.lead.audit
    foreign = audit.anchor().model_copy(update={"workspace": "another"})
    made_up = Receipt(seq=audit.count() + 5, hash="0" * 64)
    report = audit.verify(anchors=[foreign], receipts=[made_up])
    assert {finding.kind for finding in report.findings} == {"anchor", "receipt"}
    assert (report.anchors, report.receipts) == (1, 1)


def test_items_and_reviews_of_every_project_are_verified(five: Team) -> None:
    five.lead.projects.apply(project("Other"))
    five.open("lead", project="Other").ingest.add([item("x")])
    ana = five.open("ana", project="Other")
    ana.reviews.submit(review("x"), ana.queue.claim_item("ana", "x"))
    report = five.lead.audit.verify()
    assert (report.sound, report.events) == (True, five.lead.audit.count())
