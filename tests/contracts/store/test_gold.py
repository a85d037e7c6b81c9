"""Items with a known answer: drawn, counted, promoted and retired, in a file and on a server alike."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, Refused
from tests.factories import item
from tests.team import Team


def known(name: str, verdict: str = "approve", **fields: Any) -> dict[str, Any]:
    return item(name, gold={"verdict": verdict}, **fields)


def plain(amount: int) -> list[dict[str, Any]]:
    return [item(f"p{number:03}") for number in range(amount)]


def take(team: Team, name: str, verdict: str = "approve") -> str | None:
    """Claim the next item and judge it; return its id."""
    workspace = team.open(name)
    claim = workspace.queue.claim(name)
    if claim is None:
        return None
    assert claim.item.gold is None
    workspace.reviews.submit({"item_id": claim.item.id, "reviewer": name, "verdict": verdict}, claim)
    team.clock.advance(seconds=10)
    return claim.item.id


def take_all(team: Team, name: str, verdict: str = "approve") -> list[str]:
    found = []
    while (one := take(team, name, verdict)) is not None:
        found.append(one)
    return found


def decide(team: Team, name: str, verdict: str) -> None:
    team.lead.resolutions.decide(
        name, {"item_id": name, "reviewer": "lead", "verdict": verdict}, reason="The guideline says so."
    )


def actions(team: Team, *wanted: str) -> list[tuple[str, str, Any]]:
    rows = team.rows("SELECT * FROM audit_event ORDER BY seq")
    return [(row["action"], row["subject"], json.loads(row["details"])) for row in rows if row["action"] in wanted]


BY_ALL = {"overlap": 20, "max_reviews": 20}
MIXED = {"gold_share": 1.0, **BY_ALL}
WATCHED = {**MIXED, "gold_warn_below": 0.8, "gold_pause_below": 0.7, "gold_minimum": 4}


def test_gold_is_mixed_in_at_random_places_and_never_twice_for_one_person(team: Team) -> None:
    team.start([*(known(f"g{number:02}") for number in range(12)), *plain(40)], gold_share=0.4, **BY_ALL)
    orders = []
    for name in ("ana", "ben"):
        found = take_all(team, name)
        assert len(found) == len(set(found)) == 52
        places = [place for place, one in enumerate(found) if one.startswith("g")]
        assert places != list(range(12))
        assert len({after - before for before, after in pairwise(places)}) > 1
        orders.append((places, [one for one in found if one.startswith("g")]))
    assert orders[0] != orders[1]


def test_gold_comes_only_before_other_work(team: Team) -> None:
    team.start([item("p1"), known("g1"), known("g2")], gold_share=1.0)
    decide(team, "g1", "approve")
    decide(team, "g2", "approve")
    assert sorted(take_all(team, "ana")) == ["g1", "g2", "p1"]
    assert take_all(team, "ben") == []


def test_without_a_share_gold_comes_at_its_place_in_the_queue(team: Team) -> None:
    team.start([known("g1"), item("p1"), known("g2")])
    assert take_all(team, "ana") == ["g1", "p1", "g2"]
    assert take_all(team, "ben") == []


def settled(team: Team, **fields: Any) -> None:
    """A workspace with a gold item that a lead has settled, and enough other work."""
    team.start([known("g1"), *plain(9)], **MIXED, **fields)
    decide(team, "g1", "approve")


def test_a_settled_gold_item_is_served_and_keeps_its_state_whatever_is_said_of_it(team: Team) -> None:
    settled(team)
    assert take(team, "ana", "reject") == "g1"
    assert team.lead.queue.row("g1").state == "resolved"
    assert team.open("ana").queue.held("ana") == ()
    assert [entry.wrong for entry in team.lead.gold.list()] == [1]


def test_gold_in_hand_is_still_held_when_somebody_else_settles_it(team: Team) -> None:
    team.start([known("g1"), *plain(9)], **MIXED)
    ben = team.open("ben")
    claim = ben.queue.claim("ben")
    assert claim is not None
    assert claim.item.id == "g1"
    decide(team, "g1", "approve")
    assert [held.item.id for held in ben.queue.held("ben")] == ["g1"]
    ben.reviews.submit({"item_id": "g1", "reviewer": "ben", "verdict": "approve"}, claim)
    assert ben.queue.held("ben") == ()


def test_a_review_of_settled_gold_can_be_taken_back_and_given_anew(team: Team) -> None:
    settled(team)
    ben = team.open("ben")
    claim = ben.queue.claim("ben")
    assert claim is not None
    submission = ben.drafts.new_submission_id()
    ben.reviews.submit({"item_id": "g1", "reviewer": "ben", "verdict": "reject", "submission_id": submission}, claim)
    assert team.lead.gold.list()[0].wrong == 1
    ben.reviews.withdraw(submission, "ben")
    assert team.lead.gold.list()[0].judged == 0
    again = ben.queue.claim_item("ben", "g1")
    ben.reviews.submit({"item_id": "g1", "reviewer": "ben", "verdict": "approve"}, again)
    assert [(entry.judged, entry.wrong) for entry in team.lead.gold.list()] == [(1, 0)]
    assert team.lead.queue.row("g1").state == "resolved"


def test_how_hard_an_item_is_follows_from_who_got_it_wrong(team: Team) -> None:
    team.start([known("easy"), known("hard"), *plain(2)], **MIXED)
    for name in ("ana", "ben", "cem"):
        for _ in range(2):
            workspace = team.open(name)
            claim = workspace.queue.claim(name)
            assert claim is not None
            verdict = "approve" if claim.item.id == "easy" or name == "ana" else "reject"
            workspace.reviews.submit({"item_id": claim.item.id, "reviewer": name, "verdict": verdict}, claim)
    found = {entry.item_id: (entry.judged, entry.wrong, entry.difficulty) for entry in team.lead.gold.list()}
    assert found == {"easy": (3, 0, "easy"), "hard": (3, 2, "hard")}


def test_hard_gold_comes_as_often_as_easy_gold_however_much_easy_gold_there_is(team: Team) -> None:
    easy = [known(f"e{number:02}", priority=1.0) for number in range(12)]
    team.start([*easy, known("h0", "reject"), *plain(2)], **MIXED)
    for name in ("ana", "ben", "cem"):
        take_all(team, name)
    first = Counter(str(take(team, f"new{number}"))[0] for number in range(24))
    assert first["h"] >= 4  # one of 13 items, in half of the draws
    assert first["e"] >= 4


def test_only_an_adjudicated_item_becomes_gold_and_with_the_decision_as_its_answer(team: Team) -> None:
    team.start([item("p1"), item("p2")], gold_share=1.0, overlap=2, max_reviews=2)
    for name, verdict in (("ana", "approve"), ("ben", "reject")):
        team.judge(name, "p1", verdict)
    with pytest.raises(Refused, match="was not adjudicated"):
        team.lead.gold.promote("p1", "The warranty is stated.")
    decide(team, "p1", "reject")
    with pytest.raises(InvalidInput, match="explanation"):
        team.lead.gold.promote("p1", "  ")
    with pytest.raises(Refused, match="may not"):
        team.open("ana").gold.promote("p1", "No")
    receipt = team.lead.gold.promote("p1", "The warranty is one year.").receipt
    assert receipt is not None
    (entry,) = team.lead.gold.list()
    assert (entry.item_id, entry.answer.verdict, entry.answer.explanation, entry.state) == (
        "p1",
        "reject",
        "The warranty is one year.",
        "active",
    )
    assert (entry.judged, entry.wrong, entry.changed_by) == (2, 1, "lead")
    assert actions(team, "gold.promoted")[0][1] == "p1"
    workspace = team.open("cem")
    claim = workspace.queue.claim("cem")
    assert claim is not None
    assert claim.item.id == "p1"
    workspace.reviews.submit({"item_id": "p1", "reviewer": "cem", "verdict": "reject"}, claim)
    found = team.lead.queue.standing("cem")
    assert found is not None
    assert (found.judged, found.correct) == (1, 1)
    assert team.lead.queue.standing("ben") is None  # said before it was gold
    assert team.lead.queue.row("p1").state == "resolved"


def test_retired_gold_is_served_no_more_and_counts_no_more(team: Team) -> None:
    team.start([known("g1"), known("g2"), item("p1")], **MIXED)
    take_all(team, "ana", "reject")
    team.lead.gold.retire("g1", "The guideline changed.")
    with pytest.raises(Refused, match="no gold item in use"):
        team.lead.gold.retire("g1", "Again")
    with pytest.raises(Refused, match="may not"):
        team.open("ana").gold.retire("g2", "Too hard")
    assert take(team, "ben") == "g2"
    assert team.lead.queue.standing("ben").judged == 1  # type: ignore[union-attr]
    take_all(team, "ben")
    assert team.lead.queue.standing("ben").judged == 1  # type: ignore[union-attr]
    assert [(entry.item_id, entry.state) for entry in team.lead.gold.list()] == [("g2", "active"), ("g1", "retired")]
    assert actions(team, "gold.retired") == [
        ("gold.retired", "g1", {"reason": "The guideline changed.", "source": "test"})
    ]


def test_who_errs_on_gold_is_warned_first_then_paused_and_a_lead_lifts_it_with_a_reason(team: Team) -> None:
    team.start([*(known(f"g{number:02}") for number in range(12)), *plain(3)], **WATCHED)
    ana = team.open("ana")
    for number in range(1, 4):
        take(team, "ana", "reject")
        found = ana.queue.standing("ana")
        assert found is not None
        assert (found.state, number) == ("working", number)
    take(team, "ana", "reject")
    assert ana.queue.standing("ana").state == "warned"  # type: ignore[union-attr]
    take(team, "ana", "reject")
    assert ana.queue.standing("ana").state == "paused"  # type: ignore[union-attr]
    with pytest.raises(Refused, match=r"Your work in this project rests: .* Please talk to a lead"):
        ana.queue.claim("ana")
    with pytest.raises(Refused, match="Your work in this project rests"):
        ana.queue.claim_item("ana", "p001")
    with pytest.raises(Refused, match="may not"):
        ana.members.resume("ana", "I am fine")
    with pytest.raises(InvalidInput, match="reason"):
        team.lead.members.resume("ana", "")
    team.lead.members.resume("ana", "We talked about it.")
    assert ana.queue.standing("ana").state == "working"  # type: ignore[union-attr]
    assert take(team, "ana") is not None
    assert ana.queue.standing("ana").state == "working"  # type: ignore[union-attr]
    said = actions(team, "member.warned", "member.paused", "member.resumed")
    assert [(action, subject) for action, subject, _ in said] == [
        ("member.warned", "ana"),
        ("member.paused", "ana"),
        ("member.resumed", "ana"),
    ]
    assert said[0][2] == {"project": "Support", "judged": 4, "correct": 0}
    assert said[2][2] == {"project": "Support", "reason": "We talked about it."}
    with pytest.raises(Refused, match="nothing to lift"):
        team.lead.members.resume("ana", "Once more")


def test_who_is_right_and_who_has_judged_little_works_on(team: Team) -> None:
    team.start([*(known(f"g{number:02}") for number in range(8)), *plain(1)], **WATCHED)
    take_all(team, "ana")
    assert team.lead.queue.standing("ana").state == "working"  # type: ignore[union-attr]
    for _ in range(3):
        take(team, "ben", "reject")
    assert team.lead.queue.standing("ben").state == "working"  # type: ignore[union-attr]


def test_nobody_is_paused_where_the_project_does_not_ask_for_it(team: Team) -> None:
    team.start([*(known(f"g{number:02}") for number in range(12)), *plain(1)], **MIXED, gold_minimum=1)
    assert len(take_all(team, "ana", "reject")) == 13
    assert actions(team, "member.warned", "member.paused") == []


QUALIFYING = {"qualification_items": 3, "qualification_accuracy": 0.7}


def test_a_newcomer_begins_with_gold_and_gets_real_work_when_it_went_well(team: Team) -> None:
    team.start([*plain(3), *(known(f"g{number}") for number in range(5))], **QUALIFYING)
    with pytest.raises(Refused, match="Everybody begins here"):
        team.open("ana").queue.claim_item("ana", "p000")
    assert {str(take(team, "ana"))[0] for _ in range(3)} == {"g"}
    assert take(team, "ana") == "p000"
    assert [(action, subject) for action, subject, _ in actions(team, "member.qualified")] == [
        ("member.qualified", "ana")
    ]


def test_a_newcomer_who_errs_waits_for_a_lead(team: Team) -> None:
    team.start([*plain(3), *(known(f"g{number}") for number in range(5))], **QUALIFYING)
    for _ in range(3):
        take(team, "ana", "reject")
    with pytest.raises(Refused, match="a lead decides"):
        team.open("ana").queue.claim("ana")
    team.lead.members.resume("ana", "The examples were new.")
    assert take(team, "ana") == "p000"


def test_a_lead_needs_no_qualification_and_too_little_gold_is_told(team: Team) -> None:
    team.start([*plain(3), known("g0")], **QUALIFYING)
    assert take(team, "lead") == "p000"
    ana = team.open("ana")
    claim = ana.queue.claim("ana")
    assert claim is not None
    assert ana.queue.claim("ana") is None  # the one in hand may be enough
    ana.reviews.submit({"item_id": "g0", "reviewer": "ana", "verdict": "approve"}, claim)
    with pytest.raises(Refused, match="there are not enough of them"):
        ana.queue.claim("ana")
