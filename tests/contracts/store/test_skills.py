"""An item that somebody cannot judge for want of a skill goes to who has it, in a file and on a server alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from tests.factories import item
from tests.team import Team

SKILLS = {"skills": ["german", "law"]}


def queue() -> list[dict[str, Any]]:
    return [item(f"p{number}") for number in range(3)]


def cannot(team: Team, name: str, skill: str | None) -> str:
    """Claim the next item and skip it, since this skill is missing."""
    workspace = team.open(name)
    claim = workspace.queue.claim(name)
    assert claim is not None
    submission = workspace.drafts.new_submission_id()
    skip = {"kind": "cannot_judge", "skill": skill}
    workspace.reviews.submit(
        {"item_id": claim.item.id, "reviewer": name, "skip": skip, "submission_id": submission}, claim
    )
    team.clock.advance(seconds=1)
    return str(submission)


def claims(team: Team, name: str) -> list[str]:
    """Claim everything that there is for somebody, and give it back."""
    workspace = team.open(name)
    found = []
    while (claim := workspace.queue.claim(name)) is not None:
        found.append(claim.item.id)
        team.clock.advance(seconds=1)
    workspace.queue.release_all(name)
    return found


def test_an_item_goes_to_who_has_the_missing_skill_and_to_nobody_else(team: Team) -> None:
    team.start(queue(), **SKILLS)
    for name in ("ben", "cem"):
        team.open(name)
    team.lead.members.set_skills("cem", ["german"])
    cannot(team, "ana", "german")
    assert claims(team, "ana") == ["p1", "p2"]
    assert claims(team, "ben") == ["p1", "p2"]
    with pytest.raises(Refused, match="needs the skill 'german', which others here have"):
        team.open("ben").queue.claim_item("ben", "p0")
    assert claims(team, "cem") == ["p0", "p1", "p2"]
    assert team.lead.queue.needed_skills() == {"german": 1}


def test_where_nobody_has_the_skill_anybody_gets_the_item(team: Team) -> None:
    team.start(queue(), **SKILLS)
    team.open("ben")
    cannot(team, "ana", "german")
    assert claims(team, "ben") == ["p0", "p1", "p2"]


def test_who_gets_a_skill_or_loses_it_sees_the_queue_anew(team: Team) -> None:
    team.start(queue(), **SKILLS)
    for name in ("ben", "cem"):
        team.open(name)
    team.lead.members.set_skills("cem", ["german"])
    cannot(team, "ana", "german")
    assert claims(team, "ben") == ["p1", "p2"]
    team.lead.members.set_skills("ben", ["law", "german"])
    assert claims(team, "ben") == ["p0", "p1", "p2"]
    team.lead.members.set_skills("ben", [])
    assert claims(team, "ben") == ["p1", "p2"]
    team.lead.members.remove("cem")
    assert claims(team, "ben") == ["p0", "p1", "p2"]


@pytest.mark.parametrize("skill", [None, "sewing"])
def test_a_skill_that_the_project_does_not_know_keeps_nobody_away(team: Team, skill: str | None) -> None:
    team.start(queue(), **SKILLS)
    team.open("ben")
    team.open("cem")
    team.lead.members.set_skills("cem", ["german"])
    cannot(team, "ana", skill)
    assert claims(team, "ben") == ["p0", "p1", "p2"]


def test_a_skip_that_is_taken_back_asks_for_no_skill_any_more(team: Team) -> None:
    team.start(queue(), **SKILLS)
    for name in ("ben", "cem"):
        team.open(name)
    team.lead.members.set_skills("cem", ["german"])
    submission = cannot(team, "ana", "german")
    team.open("ana").reviews.withdraw(submission, "ana")
    assert claims(team, "ben") == ["p0", "p1", "p2"]


def test_an_item_that_a_lead_reserves_for_somebody_is_theirs_without_the_skill(team: Team) -> None:
    team.start(queue(), **SKILLS)
    for name in ("ben", "cem"):
        team.open(name)
    team.lead.members.set_skills("cem", ["german"])
    cannot(team, "ana", "german")
    team.lead.queue.assign("p0", "ben")
    assert claims(team, "ben") == ["p0", "p1", "p2"]


def test_skills_are_given_by_a_lead_to_members_and_noted(team: Team) -> None:
    team.start(queue(), **SKILLS)
    ana = team.open("ana")
    with pytest.raises(Refused, match="may not"):
        ana.members.set_skills("ana", ["german"])
    with pytest.raises(InvalidInput, match="no skill 'sewing'"):
        team.lead.members.set_skills("ana", ["sewing"])
    with pytest.raises(NotFound, match="is not a member"):
        team.lead.members.set_skills("zoe", ["german"])
    team.lead.members.set_skills("ana", ["law", "german"])
    assert ana.members.skills() == {"ana": ("german", "law")}
    (event,) = team.rows("SELECT * FROM audit_event WHERE action = 'member.skills'")
    assert (event["subject"], json.loads(event["details"])) == ("ana", {"skills": ["law", "german"]})
