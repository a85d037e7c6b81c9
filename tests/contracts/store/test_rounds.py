"""Rounds other than the first, in a file and on a server alike: own items served again, and calibration."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.domain.errors import AlreadyReviewed, NotFound, Refused
from reviewer.domain.leases import Claim
from tests.factories import item
from tests.team import Team

ALWAYS = {"consistency_share": 1.0}
STILL_SHOWN = tuple(f"shown-{n}" for n in range(10))
"""The last ten submissions stand on the screen, so that none of them comes again."""


def judged(team: Team, *names: str, days: float = 8, verdict: str = "approve") -> None:
    """Let ana judge items in an ordinary way and ten more, and time pass."""
    team.lead.ingest.add([item(name) for name in STILL_SHOWN])
    for name in (*names, *STILL_SHOWN):
        team.judge("ana", name, verdict if name in names else "approve")
        team.clock.advance(minutes=1)
    team.clock.advance(days=days)


def submit(team: Team, claim: Claim, verdict: str = "approve", **fields: Any) -> str:
    """Submit a verdict under a claim as the window does, without a word of its round; return its id."""
    workspace = team.open(claim.reviewer)
    submission = workspace.drafts.new_submission_id()
    written = {"item_id": claim.item.id, "reviewer": claim.reviewer, "verdict": verdict, "submission_id": submission}
    workspace.reviews.submit(written | fields, claim)
    return submission


def rounds_of(team: Team, submission: str) -> str:
    found = team.rows(f"SELECT round FROM review WHERE submission_id = '{submission}'")
    return str(found[0]["round"])


# ---- own items again -------------------------------------------------------------------------------------


def test_an_own_item_is_served_again_exactly_as_it_was_the_first_time(team: Team) -> None:
    suggested = {"suggestion": {"verdict": "approve", "agent": "j"}, "gold": {"verdict": "approve"}}
    team.start([item("a", control=True, sampling_probability=0.5, **suggested)], **ALWAYS)
    first = team.claim()
    submit(team, first)
    team.clock.advance(minutes=1)
    judged(team)
    again = team.claim()
    assert again.item == first.item
    assert (again.hits_hidden, again.project_version) == (first.hits_hidden, first.project_version)
    assert set(again.model_dump()) == set(first.model_dump())
    assert again.item.gold is None
    assert again.item.suggestion is None
    assert team.open("ana").drafts.find("ana", "a", "test") is None


def test_what_is_said_of_it_is_stored_in_a_round_of_its_own_and_changes_nothing_else(team: Team) -> None:
    team.start([item("a"), item("b")], **ALWAYS)
    judged(team, "a")
    before = team.lead.queue.row("a")
    submission = submit(team, team.claim(), "reject")
    assert rounds_of(team, submission) == "consistency"
    after = team.lead.queue.row("a")
    assert (after.state, after.reviews) == (before.state, before.reviews) == ("resolved", 1)
    resolution = team.lead.resolutions.find("a")
    assert resolution is not None
    assert resolution.verdict == "approve"
    assert [review.verdict for review in team.lead.reviews.for_item("a")] == ["approve"]
    events = team.rows("SELECT action, details FROM audit_event ORDER BY seq DESC LIMIT 1")
    assert events[0]["action"] == "review.submitted"
    assert '"round":"consistency"' in events[0]["details"]
    (card,) = team.lead.quality.reviewers("ana")
    assert (card.consistency.hits, card.consistency.items, card.reviews) == (0, 1, 11)


def test_it_comes_once_and_then_the_queue_goes_on(team: Team) -> None:
    team.start([item("a"), item("b"), item("c")], **ALWAYS)
    judged(team, "a", "b")
    seen = []
    while (claim := team.open("ana").queue.claim("ana")) is not None:
        seen.append(claim.item.id)
        submit(team, claim)
        team.clock.advance(minutes=1)
    assert sorted(seen[:-1]) == sorted(["a", "b", *STILL_SHOWN])  # each submission drives an older one off the screen
    assert seen[-1] == "c"


def test_what_still_stands_on_the_screen_does_not_come_again_after_any_time(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    team.judge("ana", "a")
    team.clock.advance(days=90)
    assert team.open("ana").queue.claim("ana") is None


@pytest.mark.parametrize("days", [6.9, 7.1])
def test_it_does_not_come_before_seven_days(team: Team, days: float) -> None:
    team.start([item("a"), item("b")], **ALWAYS)
    judged(team, "a", days=days)
    assert team.claim().item.id == ("a" if days > 7 else "b")


def test_without_a_share_nothing_comes_again(team: Team) -> None:
    team.start([item("a")])
    judged(team, "a")
    assert team.open("ana").queue.claim("ana") is None


def test_about_the_share_of_the_claims_serve_own_items(team: Team) -> None:
    own = 60
    team.start(
        [item(f"own-{n:02}") for n in range(own)] + [item(f"new-{n:02}") for n in range(own)], consistency_share=0.3
    )
    judged(team, *(f"own-{n:02}" for n in range(own)))
    again = 0
    for _ in range(60):
        claim = team.claim()
        again += not claim.item.id.startswith("new")
        submit(team, claim)
    assert 6 <= again <= 32  # 18 are expected; less than one run in ten thousand is outside


def test_an_item_judged_after_a_reveal_or_settled_by_a_lead_does_not_come_again(team: Team) -> None:
    team.start([item("told"), item("settled"), item("plain")], **ALWAYS)
    earlier = team.judge("ana", "told")
    team.judge("ana", "told", "reject", supersedes=earlier, after_reveal=True)
    settled = team.judge("ana", "settled")
    team.clock.advance(minutes=1)
    team.lead.resolutions.adopt("settled", settled, lead="lead", reason="as the guideline says")
    judged(team, "plain")
    assert team.claim().item.id == "plain"
    assert team.open("ana").queue.claim("ana") is None


def test_nobody_gets_the_items_of_somebody_else_again(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    judged(team, "a")
    assert team.open("ben").queue.claim("ben") is None


def test_an_item_that_is_held_again_takes_no_place_of_others_and_ends_with_no_decision(team: Team) -> None:
    team.start([item("a", priority=1), item("b")], **ALWAYS)
    judged(team, "a")
    again = team.claim()
    team.lead.resolutions.decide("a", {"item_id": "a", "reviewer": "lead", "verdict": "reject"}, reason="anew")
    assert rounds_of(team, submit(team, again)) == "consistency"


def test_it_is_held_and_renewed_and_given_back_like_any_other(team: Team) -> None:
    team.start([item("a")], lease_minutes=15, **ALWAYS)
    judged(team, "a")
    queue = team.open("ana").queue
    again = team.claim()
    assert [(claim.item, claim.token) for claim in queue.held("ana")] == [(again.item, again.token)]
    assert queue.renew(again).expires_at == again.expires_at
    assert queue.release(again).item_ids == ("a",)
    assert queue.held("ana") == ()


def test_late_work_on_it_counts(team: Team) -> None:
    team.start([item("a")], lease_minutes=15, **ALWAYS)
    judged(team, "a")
    again = team.claim()
    team.clock.advance(minutes=20)
    assert rounds_of(team, submit(team, again)) == "consistency"


def test_undo_takes_it_back_and_opens_it_again_as_it_was(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    judged(team, "a")
    ana = team.open("ana")
    again = team.claim()
    submission = submit(team, again, "reject")
    undone = ana.reviews.undo("ana")
    assert undone is not None
    assert undone.review.submission_id == submission
    assert team.lead.queue.row("a").state == "resolved"
    once_more = ana.queue.claim_item("ana", "a", "test")
    assert once_more.item == again.item
    assert rounds_of(team, submit(team, once_more)) == "consistency"


def test_what_was_finished_and_never_served_again_cannot_be_claimed_by_choice(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    judged(team, "a")
    with pytest.raises(AlreadyReviewed):
        team.open("ana").queue.claim_item("ana", "a", "test")


def test_the_same_submission_sent_twice_is_stored_once(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    judged(team, "a")
    again = team.claim()
    ana = team.open("ana")
    complete = ana.reviews.complete(ana.reviews.complete(_review("a", ana.drafts.new_submission_id())), again)
    first = ana.reviews.send(complete, again.token)
    assert ana.reviews.send(complete, again.token).receipt == first.receipt


def _review(item_id: str, submission: str) -> Any:
    from reviewer.domain.reviews import Review

    return Review(item_id=item_id, reviewer="ana", verdict="approve", submission_id=submission)


def test_a_change_of_it_is_a_revision_in_its_round(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    judged(team, "a")
    submission = submit(team, team.claim())
    changed = team.judge("ana", "a", "reject", supersedes=submission)
    assert rounds_of(team, changed) == "consistency"
    assert [review.verdict for review in team.lead.reviews.for_item("a")] == ["approve"]


def test_a_verdict_after_a_reveal_tells_nothing_of_consistency(team: Team) -> None:
    team.start([item("a")], **ALWAYS)
    judged(team, "a")
    submit(team, team.claim(), "reject", after_reveal=True)
    (card,) = team.lead.quality.reviewers("ana")
    assert card.consistency.items == 0


# ---- calibration -----------------------------------------------------------------------------------------


def calibration(team: Team, *items: str, people: tuple[str, ...] = ("ana", "ben")) -> int:
    for name in people:
        team.open(name)
    return team.lead.rounds.start("Dates", items=items, reviewers=people).number


def run(team: Team, name: str, verdicts: dict[str, str]) -> list[str]:
    """Judge what is served of a set, one item after the other, and return its items."""
    seen = []
    for _ in verdicts:
        claim = team.claim(name)
        seen.append(claim.item.id)
        submit(team, claim, verdicts[claim.item.id], comment=f"says {name}")
    return seen


def test_everybody_judges_the_same_set_before_the_queue_and_the_queue_knows_nothing_of_it(team: Team) -> None:
    team.start([item("first"), *(item(f"c{n}") for n in range(3))])
    number = calibration(team, "c2", "c0")
    assert run(team, "ana", {"c2": "approve", "c0": "approve"}) == ["c2", "c0"]
    assert run(team, "ben", {"c2": "approve", "c0": "reject"}) == ["c2", "c0"]
    assert {team.claim(name).item.id for name in ("ana", "ben")} == {"first", "c0"}
    assert team.lead.queue.row("c2").reviews == 0
    assert team.lead.agreement.compute().reviews == 0
    assert team.lead.rounds.show(number).done == {"ana": 2, "ben": 2}


def test_who_is_not_asked_gets_the_queue(team: Team) -> None:
    team.start([item("first"), item("c0")])
    calibration(team, "c0")
    assert team.claim("cleo").item.id == "first"


def test_differences_are_told_when_the_round_is_closed_and_not_before(team: Team) -> None:
    team.start([item("c0"), item("c1")])
    number = calibration(team, "c0", "c1")
    run(team, "ana", {"c0": "approve", "c1": "approve"})
    run(team, "ben", {"c0": "reject", "c1": "approve"})
    waiting = team.lead.rounds.show(number)
    assert waiting.differences == ()
    assert waiting.agreement is None
    closed = team.lead.rounds.close(number)
    (one,) = closed.differences
    assert one.item_id == "c0"
    assert [(said.reviewer, said.verdict, said.comment) for said in one.said] == [
        ("ana", "approve", "says ana"),
        ("ben", "reject", "says ben"),
    ]
    assert closed.agreement is not None
    assert (closed.agreement.items, closed.closed_by) == (2, "lead")
    assert [event["action"] for event in team.rows("SELECT action FROM audit_event ORDER BY seq")].count(
        "calibration.started"
    ) == 1


def test_ordinary_work_before_and_after_is_measured_by_the_same_statistic(team: Team) -> None:
    names = [f"o{n}" for n in range(8)]
    team.start([*(item(name) for name in names), *(item(f"c{n}") for n in range(4))], overlap=2, max_reviews=2)
    for n, name in enumerate(names[:4]):
        team.judge("ana", name, "approve" if n % 2 else "reject")
        team.judge("ben", name, "reject" if n % 2 else "approve")
    team.clock.advance(hours=1)
    number = calibration(team, "c0", "c1", "c2", "c3")
    verdicts = {"c0": "approve", "c1": "reject", "c2": "approve", "c3": "reject"}
    run(team, "ana", verdicts)
    run(team, "ben", verdicts)
    team.clock.advance(hours=1)
    team.lead.rounds.close(number)
    team.clock.advance(hours=1)
    for n, name in enumerate(names[4:]):
        for who in ("ana", "ben"):
            team.judge(who, name, "approve" if n % 2 else "reject")
    found = team.lead.rounds.show(number)
    assert found.agreement is not None
    assert found.agreement.value == 1
    assert found.before.value is not None
    assert found.before.value < 0
    assert found.after.value == 1
    assert (found.before.items, found.after.items) == (4, 4)


def test_an_undo_brings_the_item_back_into_the_round(team: Team) -> None:
    team.start([item("c0"), item("c1")])
    number = calibration(team, "c0")
    submit(team, team.claim())
    team.open("ana").reviews.undo("ana")
    assert team.lead.rounds.show(number).done == {"ana": 0, "ben": 0}
    again = team.open("ana").queue.claim_item("ana", "c0", "test")
    assert rounds_of(team, submit(team, again, "reject")) == "calibration"


def test_what_lapsed_in_a_round_that_is_closed_is_for_the_queue_again(team: Team) -> None:
    team.start([item("c0"), item("c1")])
    number = calibration(team, "c0")
    team.claim()
    team.clock.advance(hours=2)
    still = team.open("ana").queue.claim_item("ana", "c0", "test")
    team.open("ana").queue.release(still)
    team.claim("ana")
    team.lead.rounds.close(number)
    team.clock.advance(hours=2)
    ordinary = team.open("ana").queue.claim_item("ana", "c0", "test")
    assert rounds_of(team, submit(team, ordinary)) == "first"


def test_a_set_is_chosen_by_an_expression_too(team: Team) -> None:
    team.start([item("c0", metadata={"language": "de"}), item("c1", metadata={"language": "en"})])
    for name in ("ana", "ben"):
        team.open(name)
    started = team.lead.rounds.start("German", where="language == 'de'", reviewers=("ana", "ben"))
    assert started.items == 1
    assert team.claim().item.id == "c0"


def test_one_round_at_a_time_and_no_item_twice(team: Team) -> None:
    team.start([item("c0"), item("c1")])
    number = calibration(team, "c0")
    with pytest.raises(Refused, match="open already"):
        calibration(team, "c1")
    submit(team, team.claim())
    team.lead.rounds.close(number)
    with pytest.raises(NotFound):
        team.lead.rounds.close(number)
    with pytest.raises(Refused, match="Item 'c0' was in a calibration round already"):
        calibration(team, "c0")
    assert calibration(team, "c1") == number + 1
    assert [one.number for one in team.lead.rounds.all()] == [number, number + 1]


def test_only_a_lead_opens_reads_and_closes_a_round(team: Team) -> None:
    team.start([item("c0")])
    ana = team.open("ana")
    team.open("ben")
    with pytest.raises(Refused):
        ana.rounds.start("Mine", items=("c0",), reviewers=("ana", "ben"))
    number = calibration(team, "c0")
    with pytest.raises(Refused):
        ana.rounds.close(number)
    with pytest.raises(Refused):
        ana.rounds.show(number)


def test_nothing_is_revealed_after_a_verdict_in_a_calibration(team: Team) -> None:
    team.start([item("c0", suggestion={"verdict": "reject", "agent": "j"})], overlap=2)
    team.judge("cleo", "c0")
    calibration(team, "c0")
    submit(team, team.claim())
    assert team.open("ana").reveals.last("ana") is None
