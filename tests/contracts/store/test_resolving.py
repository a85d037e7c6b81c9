"""How items are settled, in a file and on a server alike."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.resolutions import Resolution
from tests.factories import item, review
from tests.team import Team


@pytest.fixture
def pair(team: Team) -> Team:
    """Two reviews per item, up to three where they disagree."""
    return team.start([item("a"), item("b")], overlap=2, max_reviews=3)


def resolution(team: Team, item_id: str = "a") -> Resolution:
    found = team.lead.resolutions.find(item_id)
    assert found is not None
    return found


def state(team: Team, item_id: str = "a") -> str:
    return team.lead.queue.row(item_id).state


def hit(judgement: str) -> list[dict[str, str]]:
    return [{"hit": "h1", "judgement": judgement}]


def test_an_item_is_resolved_when_its_reviews_agree(pair: Team) -> None:
    ids = [pair.judge(name, "a", "reject", hits=hit("confirmed")) for name in ("ana", "ben")]
    found = resolution(pair)
    assert (found.verdict, found.outcome, found.method, found.reviews) == ("reject", "reject", "unanimous", tuple(ids))
    assert [(h.hit, h.judgement) for h in found.hits] == [("h1", "confirmed")]
    assert state(pair) == "resolved"


def test_a_third_reviewer_is_asked_where_two_disagree_and_then_a_lead(pair: Team) -> None:
    pair.judge("ana", "a", "approve")
    pair.judge("ben", "a", "reject")
    row = pair.lead.queue.row("a")
    assert (row.state, row.needed) == ("open", 3)
    assert pair.claim("cem").item.id == "a"
    pair.judge("cem", "a", "approve")
    assert state(pair) == "adjudication"
    assert pair.claim("dov").item.id == "b"
    disagreements = pair.lead.resolutions.disagreements()
    assert [(d.item_id, d.kind, len(d.reviews)) for d in disagreements] == [("a", "verdict", 3)]
    assert pair.lead.resolutions.open_count() == 1


def test_two_verdicts_with_the_same_outcome_agree(team: Team) -> None:
    verdicts = [
        {"id": "good", "title": "Good", "outcome": "accept"},
        {"id": "fine", "title": "Fine", "outcome": "accept"},
        {"id": "bad", "title": "Bad", "outcome": "reject"},
    ]
    team.start([item("a")], overlap=2, verdicts=verdicts)
    team.judge("ana", "a", "good")
    team.judge("ben", "a", "fine")
    assert resolution(team).outcome == "accept"


def test_hits_on_which_two_disagree_are_contested_though_the_verdicts_agree(pair: Team) -> None:
    for name, said in (("ana", "confirmed"), ("ben", "false_alarm"), ("cem", "confirmed")):
        pair.judge(name, "a", "reject", hits=hit(said))
    assert state(pair) == "adjudication"
    assert [d.kind for d in pair.lead.resolutions.disagreements()] == ["hits"]


def test_the_majority_settles_a_disagreement_where_the_project_says_so(team: Team) -> None:
    team.start([item("a")], overlap=3, resolution="majority")
    for name, verdict in (("ana", "approve"), ("ben", "reject"), ("cem", "approve")):
        team.judge(name, "a", verdict)
    assert (resolution(team).verdict, resolution(team).method) == ("approve", "majority")


def test_a_tie_is_no_majority(team: Team) -> None:
    team.start([item("a")], overlap=2, max_reviews=2, resolution="majority")
    team.judge("ana", "a", "approve")
    team.judge("ben", "a", "reject")
    assert state(team) == "adjudication"


def test_in_a_weighted_project_those_who_know_the_gold_items_count_more(team: Team) -> None:
    gold = [item(f"g{n}", gold={"verdict": "reject"}) for n in range(6)]
    team.start([*gold, item("a")], overlap=3, max_reviews=3, resolution="weighted")
    for n in range(6):
        team.judge("ana", f"g{n}", "reject")
        team.judge("ben", f"g{n}", "approve")
        team.judge("cem", f"g{n}", "approve")
    team.judge("ben", "a", "approve")
    team.judge("cem", "a", "approve")
    team.judge("ana", "a", "reject")
    assert (resolution(team).verdict, resolution(team).method) == ("reject", "weighted")


def test_corrections_that_differ_are_not_settled_until_a_lead_adopts_one(pair: Team) -> None:
    first = pair.judge("ana", "a", "revise", correction="Two years.")
    pair.judge("ben", "a", "revise", correction="Three years.")
    lead = pair.lead.resolutions
    found = resolution(pair)
    assert (found.correction, found.correction_settled) == (None, False)
    assert [(d.item_id, d.kind) for d in lead.disagreements()] == [("a", "correction")]
    lead.adopt("a", first, lead="lead", reason="as the warranty says")
    settled = resolution(pair)
    assert (settled.correction, settled.correction_settled, settled.method) == ("Two years.", True, "adjudicated")
    assert (settled.decided_by, settled.adopted, settled.reason) == ("lead", first, "as the warranty says")
    assert lead.disagreements() == ()
    assert lead.open_count() == 0


def test_equal_corrections_are_settled(pair: Team) -> None:
    for name in ("ana", "ben"):
        pair.judge(name, "a", "revise", correction="Two years.")
    assert (resolution(pair).correction, resolution(pair).correction_settled) == ("Two years.", True)


def test_a_lead_decides_anew(pair: Team) -> None:
    for name, verdict in (("ana", "approve"), ("ben", "reject"), ("cem", "revise")):
        pair.judge(name, "a", verdict)
    own = review(
        "a", "lead", "revise", correction="Two years.", spans=[{"start": 90, "end": 94, "text": "lamp", "label": "x"}]
    )
    changes = pair.lead.resolutions.decide("a", own, reason="none was right")
    found = resolution(pair)
    assert (found.verdict, found.correction, found.adopted, found.decided_by) == ("revise", "Two years.", None, "lead")
    assert (found.spans[0].text, found.decided_at) == ("lamp", pair.clock.now)
    assert len(found.reviews) == 3
    assert pair.lead.queue.counts() == {"open": 1, "resolved": 1}
    assert changes.receipt is not None
    assert changes.receipt in pair.lead.audit.own_receipts("lead")
    event = pair.lead.audit.log(limit=1)[0]
    assert (event.action, event.actor, event.receipt) == ("item.adjudicated", "lead", changes.receipt)


def test_a_decision_needs_a_verdict_and_a_review_that_exists(pair: Team) -> None:
    pair.judge("ana", "a")
    with pytest.raises(InvalidInput, match="a verdict is needed"):
        pair.lead.resolutions.decide("a", review("a", "lead", skip={"kind": "defer"}))
    with pytest.raises(NotFound, match="has no current review nope"):
        pair.lead.resolutions.adopt("a", "nope", lead="lead")


def test_a_reviewer_cannot_adjudicate(pair: Team) -> None:
    done = pair.judge("ana", "a")
    with pytest.raises(Refused, match="ana is reviewer here and may not settle disagreements"):
        pair.open("ana").resolutions.adopt("a", done, lead="ana")
    with pytest.raises(Refused, match="ana is reviewer here and may not settle disagreements"):
        pair.open("ana").resolutions.decide("a", review("a", "ana"))


def test_what_a_lead_decided_stays_when_more_reviews_come(pair: Team) -> None:
    done = pair.judge("ana", "a", "approve")
    pair.lead.resolutions.adopt("a", done, lead="lead")
    later = pair.judge("ana", "a", "reject", supersedes=done)
    assert (resolution(pair).verdict, state(pair)) == ("approve", "resolved")
    pair.open("ana").reviews.withdraw(later, "ana")
    assert resolution(pair).verdict == "approve"


def test_a_second_decision_replaces_the_first(pair: Team) -> None:
    done = pair.judge("ana", "a", "approve")
    pair.lead.resolutions.adopt("a", done, lead="lead")
    pair.lead.resolutions.decide("a", review("a", "lead", "reject"))
    assert resolution(pair).verdict == "reject"


def test_a_settled_escalation_leaves_the_list_of_the_lead(pair: Team) -> None:
    pair.judge("ana", "a", escalation={"reason": "medical"})
    pair.lead.resolutions.decide("a", review("a", "lead", "reject"))
    assert pair.lead.resolutions.disagreements() == ()
    assert state(pair) == "resolved"


def test_an_undone_review_takes_the_resolution_and_the_disagreement_with_it(pair: Team) -> None:
    pair.judge("ana", "a", "revise", correction="x")
    pair.judge("ben", "a", "revise", correction="y")
    assert pair.lead.resolutions.open_count() == 1
    pair.open("ben").reviews.undo("ben")
    assert pair.lead.resolutions.open_count() == 0
    assert pair.lead.resolutions.find("a") is None
    row = pair.lead.queue.row("a")
    assert (row.state, row.reviews, row.needed) == ("open", 1, 2)


def test_the_spans_that_most_marked_are_kept(team: Team) -> None:
    def span(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "label": "wrong"}

    team.start([item("a", response="abcdefghij" * 3)], overlap=3)
    team.judge("ana", "a", spans=[span(0, 10)])
    team.judge("ben", "a", spans=[span(5, 15)])
    team.judge("cem", "a", spans=[span(8, 12), span(8, 12), span(20, 22)])
    assert [(s.start, s.end, s.label) for s in resolution(team).spans] == [(5, 12, "wrong")]


def test_resolved_items_are_streamed_in_the_order_of_their_arrival(pair: Team) -> None:
    for item_id in ("b", "a"):
        for name in ("ana", "ben"):
            pair.judge(name, item_id)
    assert [(found.id, r.verdict, len(rs)) for found, r, rs in pair.lead.resolutions.stream()] == [
        ("a", "approve", 2),
        ("b", "approve", 2),
    ]


def test_the_oldest_disagreement_comes_first_and_pages_follow(team: Team) -> None:
    team.start([item(f"i{n}") for n in range(5)], overlap=2, max_reviews=2)
    for n in (3, 1, 4):
        team.judge("ana", f"i{n}", "approve")
        team.judge("ben", f"i{n}", "reject")
        team.clock.advance(minutes=1)
    assert [d.item_id for d in team.lead.resolutions.disagreements(limit=2)] == ["i3", "i1"]
    assert [d.item_id for d in team.lead.resolutions.disagreements(offset=2)] == ["i4"]
