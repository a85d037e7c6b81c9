"""What the outbox promises while a database comes and goes, in a file and on a server alike."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import LeaseLost, Unreachable
from reviewer.domain.leases import Claim
from reviewer.domain.reviews import Review, read_review
from reviewer.services.workspace import Workspace
from tests.factories import item, review
from tests.postgres import Postgres
from tests.team import Team


@pytest.fixture
def abc(team: Team) -> Team:
    return team.start([item("a"), item("b"), item("c")], overlap=2)


def draft_of(held: Claim, verdict: str = "approve", comment: str = "") -> Review:
    source, name = held.item.key
    fields = {"source": source, "state": "draft", "submission_id": f"s-{name}", "comment": comment}
    return read_review({**review(name, held.reviewer, verdict), **fields})


def put(ana: Workspace, held: Claim, comment: str = "") -> None:
    draft = draft_of(held, comment=comment)
    ana.outbox.put(draft, held, draft)


def judged(team: Team) -> list[tuple[str, str | None]]:
    return [(found.item_id, found.verdict) for found in team.lead.reviews.stream()]


def test_what_waits_is_sent_in_order_and_leaves_a_receipt_each(abc: Team) -> None:
    ana = abc.open("ana")
    for _ in range(3):
        put(ana, abc.claim())
    assert len(ana.outbox.send("ana").sent) == 3
    assert judged(abc) == [("a", "approve"), ("b", "approve"), ("c", "approve")]
    assert abc.lead.audit.verify(receipts=ana.audit.own_receipts("ana")).sound
    assert ana.outbox.waiting("ana") == ()


def test_an_answer_that_got_lost_does_not_double_the_review(abc: Team) -> None:
    ana = abc.open("ana")
    put(ana, abc.claim())
    (entry,) = ana.outbox.waiting("ana")
    before = ana.reviews.send(entry.review, entry.token)
    ((_, after),) = abc.again("ana").outbox.send("ana").sent
    assert after.receipt == before.receipt
    assert judged(abc) == [("a", "approve")]


def test_an_item_that_a_lead_took_away_meanwhile_is_named_and_its_work_is_a_draft_again(abc: Team) -> None:
    ana = abc.open("ana")
    put(ana, abc.claim(), "mine")
    put(ana, abc.claim())
    abc.lead.queue.release_item("a")
    (lost,) = ana.outbox.send("ana").lost
    assert (lost.entry.review.item_id, type(lost.error)) == ("a", LeaseLost)
    assert [draft.comment for draft in ana.drafts.all("ana")] == ["mine"]
    assert judged(abc) == [("b", "approve")]


def test_what_had_arrived_before_it_was_taken_back_is_withdrawn_and_can_be_decided_anew(abc: Team) -> None:
    ana = abc.open("ana")
    held = abc.claim()
    put(ana, held)
    (entry,) = ana.outbox.waiting("ana")
    ana.reviews.send(entry.review, entry.token)
    draft = ana.outbox.take_back(entry)
    assert draft is not None
    again = draft.model_copy(update={"verdict": "reject"})
    ana.outbox.put(again, held, again)
    assert [claim.item.id for claim in ana.outbox.send("ana").claimed] == ["a"]
    assert judged(abc) == [("a", "reject")]


def test_what_had_not_arrived_is_taken_back_without_a_trace(abc: Team) -> None:
    ana = abc.open("ana")
    held = abc.claim()
    put(ana, held)
    events = abc.lead.audit.count()
    draft = ana.outbox.take_back(ana.outbox.waiting("ana")[0])
    assert draft is not None
    report = ana.outbox.send("ana")
    assert (report.sent, report.lost, report.kept, abc.lead.audit.count()) == ((), (), (), events)
    ana.reviews.submit(draft.model_copy(update={"state": "submitted"}), held)


@pytest.mark.parametrize("team", ["server"], indirect=True)
def test_a_server_that_crashes_and_comes_back_gets_everything_once(abc: Team, postgres: Postgres) -> None:
    ana = abc.open("ana")
    for _ in range(2):
        put(ana, abc.claim())
    first, _ = ana.outbox.waiting("ana")
    ana.reviews.send(first.review, first.token)
    postgres.crash()
    try:
        report = ana.outbox.send("ana")
        assert (report.sent, type(report.stopped), len(report.kept)) == ((), Unreachable, 2)
    finally:
        postgres.start()
    assert len(ana.outbox.send("ana").sent) == 2
    assert judged(abc) == [("a", "approve"), ("b", "approve")]
