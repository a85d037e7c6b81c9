"""The figures of the quality room, in a file and on a server: the same for a lead, and nobody else's for a reviewer."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import NotFound, Refused
from tests.factories import item
from tests.team import Team, team

__all__ = ["team"]

HIT = {"id": "h1", "policy": "p", "detector": "d", "detector_version": "2", "score": 0.9, "threshold": 0.5}


def start(team: Team) -> None:
    flagged = [item(f"f{n}", policy_hits=[HIT], suggestion={"verdict": "approve", "agent": "j"}) for n in range(4)]
    control = [item(f"c{n}", control=True, policy_hits=[], sampling_probability=0.5) for n in range(2)]
    team.start(flagged + control, overlap=2, max_reviews=2)
    for who in ("ana", "ben"):
        for n in range(4):
            said = "confirmed" if n else "false_alarm"
            team.judge(who, f"f{n}", "approve" if n else "reject", hits=[{"hit": "h1", "judgement": said}])
        for n in range(2):
            team.judge(who, f"c{n}", "approve", policies_checked=["p"], missed_hits=[{"policy": "p"}] if n else [])


def test_a_lead_sees_the_figures_of_all(team: Team) -> None:
    start(team)
    quality = team.lead.quality
    (detector,) = quality.detectors()
    assert (detector.policy, detector.detector, detector.version) == ("p", "d", "2")
    assert (detector.quality.precision.hits, detector.quality.precision.items) == (3, 4)
    assert (detector.quality.miss_rate.hits, detector.quality.miss_rate.items) == (1, 2)
    assert {card.reviewer: (card.reviews, card.agreement.value) for card in quality.reviewers()} == {
        "ana": (6, 1.0),
        "ben": (6, 1.0),
    }
    assert [(judge.agent, judge.agreement.hits) for judge in quality.judges()] == [("j", 3)]
    (everybody,) = quality.slices("language")
    assert everybody.note == "suppressed: too few items to show, at least 10 are needed"
    assert {one.shift.name for one in quality.drift().comparisons} >= {"verdicts", "hits of p"}
    assert (quality.queue().waiting.items, sum(quality.queue().decisions)) == (0, 0)
    assert quality.spans()[0].characters.items == 6
    assert "<h2>Detectors</h2>" in quality.report()


def test_a_reviewer_is_sent_to_a_lead_for_the_figures_of_others(team: Team) -> None:
    start(team)
    ana = team.open("ana")
    if ana.members.sees_all():
        assert ana.quality.detectors()  # whoever has the file may read all of it
    else:
        for ask in (
            ana.quality.detectors,
            ana.quality.judges,
            ana.quality.drift,
            ana.quality.queue,
            ana.quality.report,
        ):
            with pytest.raises(Refused, match="a lead sees the figures of all"):
                ask()
    with pytest.raises(Refused, match="ask ben or a lead"):
        ana.quality.reviewers("ben")


def worked(team: Team) -> None:
    """Ana judges gold items and others together with ben; one is overturned, one changed after a reveal."""
    gold = [item(f"g{n}", gold={"verdict": "reject", "answers": {}}) for n in range(3)]
    plain = [item(f"p{n}", response="word " * 30, policy_hits=[]) for n in range(3)]
    team.start([*gold, *plain], overlap=2, max_reviews=2)
    for n in range(3):
        team.judge("ana", f"g{n}", "reject" if n else "approve", active_seconds=20.0)
        team.judge("ana", f"p{n}", active_seconds=30.0)
    team.judge("ben", "p0")
    bens = team.judge("ben", "p1", "reject")
    team.lead.resolutions.adopt("p1", bens, lead="lead", reason="the passage says three years")
    team.judge("ben", "p2", "reject")
    earlier = next(r for r in team.open("ana").reviews.recent("ana") if r.item_id == "p2")
    team.judge("ana", "p2", "reject", supersedes=earlier.submission_id, after_reveal=True)
    team.clock.advance(days=2)


def test_the_own_card_says_of_a_person_what_the_lead_sees(team: Team) -> None:
    worked(team)
    (own,) = team.open("ana").quality.reviewers()
    (seen,) = team.lead.quality.reviewers("ana")
    assert own == seen
    assert (own.gold.hits, own.gold.items) == (2, 3)
    assert (own.agreement.hits, own.agreement.items, own.reviews) == (1, 3, 6)
    assert [(one.item_id, one.said, one.settled, one.decided_by, one.reason) for one in own.overturned_items] == [
        ("p1", "approve", "reject", "lead", "the passage says three years"),
        ("p2", "approve", "reject", "unanimous", ""),
    ]


def test_on_a_server_gold_counts_from_the_next_day_so_that_no_verdict_shows_which_items_are_gold(team: Team) -> None:
    team.start([item("g", gold={"verdict": "reject"}), item("plain")])
    ana = team.open("ana")
    team.judge("ana", "plain")
    before = ana.quality.reviewers()[0].gold
    team.judge("ana", "g", "approve")
    after = ana.quality.reviewers()[0].gold
    if ana.members.sees_all():
        assert (after.hits, after.items) == (0, 1)  # whoever has the file may read the answers
    else:
        assert (before, after.items) == (after, 0)
    team.clock.advance(days=1)
    assert ana.quality.reviewers()[0].gold.items == 1


def test_the_own_card_on_a_server_is_made_without_names_answers_or_texts_of_others(team: Team) -> None:
    worked(team)
    found = team.open("ana").store.own_work(team.lead.project_id, "ana")
    if found.gold is None:
        assert team.kind == "file"
        return
    assert found.gold == (2, 3)
    told = repr(found.facts)
    assert "gold" not in told
    assert "ben" not in told
    others = [review for fact in found.facts for review in fact.reviews[1:]]
    assert {tuple(sorted(review)) for review in others} == {("reviewer", "verdict")}
    assert {fact.item["id"] for fact in found.facts} == {"g0", "g1", "g2", "p0", "p1", "p2"}


def test_nobody_without_a_verdict_has_a_card(team: Team) -> None:
    start(team)
    with pytest.raises(NotFound, match="cleo has judged nothing"):
        team.open("cleo").quality.reviewers()
