"""The figures of the quality room, in a file and on a server: the same for a lead, and nobody else's for a reviewer."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import Refused
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
