"""How guideline and policies change, and how what was judged before is judged again, in a file and on a server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, Refused
from reviewer.domain.policies import Policy, Taxonomy
from tests.factories import item, project, review
from tests.team import Team

POLICIES = Taxonomy(id="own", title="Own", policies=(Policy(id="own:privacy", title="Privacy", text="No names."),))


def hit(policy: str) -> dict[str, object]:
    return {"id": "h1", "policy": policy, "detector": "scan", "outcome": "fail"}


@pytest.fixture
def settled(team: Team) -> Team:
    """Two items that ana and ben have settled under the first guideline; one of them is about privacy."""
    items = [item("a", policy_hits=[hit("privacy")]), item("b", policy_hits=[])]
    team.start(items, overlap=2, max_reviews=3, guideline="guide.md", guideline_text="Be kind.")
    for name in ("ana", "ben"):
        for item_id in ("a", "b"):
            team.judge(name, item_id)
    return team


def row(team: Team, item_id: str = "a") -> tuple[str, int, int]:
    found = team.lead.queue.row(item_id)
    return found.state, found.reviews, found.needed


def test_a_changed_guideline_is_the_next_version_and_reviews_stay_with_theirs(settled: Team) -> None:
    lead = settled.lead
    settled.clock.advance(minutes=1)
    changes = lead.guidelines.save("Be kind and brief.", based_on=1)
    assert changes.receipt is not None
    assert (lead.project.guideline_version, lead.project.guideline_text) == ("2", "Be kind and brief.")
    assert [(one.version, one.guideline_version, one.text) for one in lead.guidelines.versions()] == [
        (1, "1", "Be kind."),
        (2, "2", "Be kind and brief."),
    ]
    assert {one.guideline_version for one in lead.reviews.for_item("a")} == {"1"}


def test_an_older_version_is_restored_as_a_new_one(settled: Team) -> None:
    lead = settled.lead
    lead.guidelines.save("Be brief.")
    lead.guidelines.restore(1)
    assert (lead.project.guideline_version, lead.project.guideline_text) == ("3", "Be kind.")
    with pytest.raises(InvalidInput, match="as they were at version 1 already"):
        lead.guidelines.restore(1)


def test_nobody_overwrites_a_change_that_came_in_between(settled: Team) -> None:
    settled.lead.guidelines.save("Be brief.")
    with pytest.raises(Refused, match="has version 2 now, and this text began from version 1"):
        settled.lead.guidelines.save("Be long.", based_on=1)
    with pytest.raises(InvalidInput, match="in force already"):
        settled.lead.guidelines.save("Be brief.", based_on=2)
    with pytest.raises(Refused, match="ana is reviewer here"):
        settled.open("ana").guidelines.save("Be mine.")


def test_a_changed_policy_concerns_its_items_alone(settled: Team) -> None:
    lead = settled.lead
    lead.projects.apply(lead.project, POLICIES)
    lead.guidelines.save("No names, no numbers.", "privacy")
    assert lead.taxonomy is not None
    assert (lead.taxonomy.version, lead.taxonomy.policies[0].text) == ("2", "No names, no numbers.")
    assert lead.guidelines.older_reviews("privacy").items == (("a", "test"),)
    assert lead.guidelines.older_reviews("own:privacy").reviews == 2
    assert {key[0] for key in lead.guidelines.older_reviews().items} == {"a", "b"}


def test_what_was_judged_under_the_version_in_force_is_not_older(settled: Team) -> None:
    assert settled.lead.guidelines.older_reviews().reviews == 0


def test_a_reopened_item_waits_for_one_more_person(settled: Team) -> None:
    lead = settled.lead
    lead.guidelines.save("Be brief.")
    lead.guidelines.reopen([("a", "test")])
    assert row(settled) == ("open", 2, 3)
    assert lead.resolutions.find("a") is None
    assert settled.open("ana").queue.claim("ana") is None
    assert settled.claim("cem").item.id == "a"
    settled.judge("cem", "a")
    found = lead.resolutions.find("a")
    assert found is not None
    assert len(found.reviews) == 3
    assert row(settled)[0] == "resolved"
    assert {key[0] for key in lead.guidelines.older_reviews().items} == {"b"}


def test_an_item_reopened_afresh_is_judged_again_by_the_same_people(settled: Team) -> None:
    lead = settled.lead
    lead.guidelines.save("Be brief.")
    lead.guidelines.reopen([("a", "test"), ("b", "test")], afresh=True)
    assert row(settled) == ("open", 0, 2)
    assert lead.reviews.for_item("a") == ()
    for name in ("ana", "ben"):
        again = settled.again(name)
        claim = again.queue.claim(name)
        assert claim is not None
        again.reviews.submit(review("a", name, "reject"), claim)
    found = lead.resolutions.find("a")
    assert found is not None
    assert found.verdict == "reject"
    reviews = lead.reviews.for_item("a")
    assert [(one.revision, one.guideline_version) for one in reviews] == [(2, "2"), (2, "2")]
    assert {key[0] for key in lead.guidelines.older_reviews().items} == set()


def test_reopening_takes_an_adjudication_back_and_is_told_in_the_ledger(settled: Team) -> None:
    lead = settled.lead
    done = lead.reviews.for_item("a")[0].submission_id or ""
    lead.resolutions.adopt("a", done, lead="lead")
    changes = lead.guidelines.reopen([("a", "test")])
    event = lead.audit.log(limit=1)[0]
    assert (event.action, event.actor, event.subject, event.receipt) == ("item.reopened", "lead", "a", changes.receipt)
    assert event.details == '{"afresh":false,"needed":3,"source":"test"}'
    settled.judge("cem", "a", "reject")
    assert row(settled)[0] == "adjudication"


def test_what_is_not_settled_is_passed_over(settled: Team) -> None:
    lead = settled.lead
    assert lead.guidelines.reopen([("a", "test"), ("a", "test")]).item_ids == ("a",)
    assert lead.guidelines.reopen([("a", "test")]).item_ids == ()
    with pytest.raises(Refused, match="ana is reviewer here and may not"):
        settled.open("ana").guidelines.reopen([("b", "test")])


def test_a_settled_decision_has_a_category_and_a_guideline_gap_waits_for_the_next_version(settled: Team) -> None:
    lead = settled.lead
    settled.clock.advance(minutes=1)
    done = lead.reviews.for_item("a")[0].submission_id or ""
    lead.resolutions.adopt("a", done, lead="lead", reason="names of the dead?", category="guideline_gap")
    lead.resolutions.decide("b", review("b", "lead", "reject"), category="slip")
    found = lead.resolutions.find("b")
    assert found is not None
    assert found.category == "slip"
    assert [json.loads(event.details).get("category") for event in lead.audit.log(limit=2)] == ["slip", "guideline_gap"]
    gaps = lead.outcomes.guideline_gaps()
    assert [(gap.item_id, gap.reason, gap.guideline_version) for gap in gaps] == [("a", "names of the dead?", "1")]
    settled.clock.advance(minutes=1)
    lead.guidelines.save("Be kind, to the dead too.")
    assert lead.outcomes.guideline_gaps() == ()
    assert [gap.item_id for gap in lead.outcomes.guideline_gaps(every=True)] == ["a"]


def test_a_decision_without_a_category_says_nothing_of_one(settled: Team) -> None:
    done = settled.lead.reviews.for_item("a")[0].submission_id or ""
    settled.lead.resolutions.adopt("a", done, lead="lead")
    body = next(row["body"] for row in settled.rows("SELECT body FROM resolution WHERE method = 'adjudicated'"))
    assert "category" not in body
    assert "category" not in settled.lead.audit.log(limit=1)[0].details


def test_each_reviewer_sees_what_became_of_the_own_items_and_nothing_of_others(settled: Team) -> None:
    settled.lead.ingest.add([item("c")])
    settled.judge("cem", "c", "approve")
    for item_id in ("a", "c"):
        settled.lead.resolutions.decide(
            item_id, review(item_id, "lead", "reject"), reason="a name", category="wrong_evidence"
        )
    ana = settled.open("ana")
    found = ana.outcomes.of("ana")
    assert [(one.item_id, one.said, one.settled, one.overturned) for one in found] == [("a", "approve", "reject", True)]
    assert (found[0].reason, found[0].category) == ("a name", "wrong_evidence")
    assert ana.outcomes.of("ana", settled.clock.now) == ()
    if settled.kind == "server":
        assert ana.outcomes.of("cem") == ()


def test_an_escalation_comes_first_then_the_widest_conflict(team: Team) -> None:
    names = ("corrections", "near", "wide", "escalated", "hits")
    team.start([item(name) for name in names], overlap=2, max_reviews=2)
    said: dict[str, tuple[dict[str, Any], ...]] = {
        "corrections": ({"verdict": "revise", "correction": "x"}, {"verdict": "revise", "correction": "y"}),
        "near": ({"verdict": "approve"}, {"verdict": "revise"}),
        "wide": ({"verdict": "approve"}, {"verdict": "reject"}),
        "escalated": ({"verdict": None, "escalation": {"reason": "medical"}},),
        "hits": tuple({"hits": [{"hit": "h1", "judgement": said}]} for said in ("confirmed", "false_alarm")),
    }
    for name in names:
        for reviewer, fields in zip(("ana", "ben"), said[name], strict=False):
            team.judge(reviewer, name, **fields)
        team.clock.advance(minutes=1)
    found = [one.item_id for one in team.lead.resolutions.disagreements()]
    assert found == ["escalated", "wide", "near", "hits", "corrections"]
    assert [one.item_id for one in team.lead.resolutions.disagreements(offset=1, limit=2)] == ["wide", "near"]


def test_of_equal_conflicts_the_one_with_more_reviewers_comes_first(team: Team) -> None:
    team.start([item("two"), item("three")], overlap=2, max_reviews=2)
    for name, verdict in (("ana", "approve"), ("ben", "reject")):
        team.judge(name, "two", verdict)
    team.lead.projects.apply(project(overlap=3, max_reviews=3))
    for name, verdict in (("ana", "approve"), ("ben", "reject"), ("cem", "reject")):
        team.judge(name, "three", verdict)
    assert [one.item_id for one in team.lead.resolutions.disagreements()] == ["three", "two"]
