"""Who may do what, and what a project becomes, in a file and on a server alike."""

from __future__ import annotations

import json
import tomllib

import pytest

from reviewer.config.paths import shipped
from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.projects import read_project
from reviewer.services.projects import load_project_file
from tests.factories import item, project, review
from tests.team import Team


def test_the_first_member_is_an_admin(team: Team) -> None:
    assert [(member.name, member.role) for member in team.lead.members.list()] == [("lead", "admin")]


def test_members_are_added_changed_and_removed_with_events(team: Team) -> None:
    members = team.lead.members
    members.add("ben")
    members.set_role("ben", "lead")
    assert members.role("ben") == "lead"
    members.remove("ben")
    assert members.role("ben") is None
    events = team.lead.audit.log(limit=3)
    assert [event.action for event in events] == ["member.removed", "member.role", "member.added"]
    assert [(event.actor, event.subject) for event in events] == [("lead", "ben")] * 3
    assert json.loads(events[1].details) == {"role": "lead"}


def test_only_an_admin_changes_the_members_and_only_a_lead_the_project(team: Team) -> None:
    team.start([item("a")])
    ana, lea = team.open("ana"), team.open("lea", "lead")
    with pytest.raises(Refused, match="ana is reviewer here and may not change the members"):
        ana.members.set_role("ana", "admin")
    with pytest.raises(Refused, match="lea is lead here and may not change the members"):
        lea.members.remove("ana")
    with pytest.raises(Refused, match="change the project"):
        ana.projects.apply(project(overlap=2))
    assert lea.projects.apply(project(overlap=2)).receipt is not None


def test_a_reviewer_neither_brings_items_in_nor_builds_datasets(team: Team) -> None:
    ana = team.start([item("a")]).open("ana")
    with pytest.raises(Refused, match="ana is reviewer here and may not bring in items"):
        ana.ingest.add([item("b")])
    assert team.lead.queue.counts() == {"open": 1}


@pytest.mark.parametrize(("name", "role"), [("", "lead"), (" ", "lead"), ("x" * 201, "lead"), ("ben", "king")])
def test_a_member_without_a_name_or_with_an_unknown_role_is_refused(team: Team, name: str, role: str) -> None:
    with pytest.raises(InvalidInput):
        team.lead.members.add(name, role)


def test_an_unknown_member_is_named_and_a_known_one_not_added_again(team: Team) -> None:
    members = team.lead.members
    with pytest.raises(NotFound, match="'ben' is not a member"):
        members.set_role("ben", "lead")
    with pytest.raises(NotFound, match="'ben' is not a member"):
        members.remove("ben")
    members.add("ben")
    with pytest.raises(Refused, match="is a member already"):
        members.add("ben")


def test_a_changed_project_is_a_new_version_and_reviews_keep_the_one_they_were_made_under(team: Team) -> None:
    team.start([item("a"), item("b")])
    team.judge("ana", "a")
    lead = team.lead
    assert lead.projects.apply(project(overlap=1)).receipt is None
    lead.projects.apply(project(lease_minutes=30))
    again = team.again("ana")
    assert (again.project_version, again.project.lease_minutes) == (2, 30)
    again.reviews.submit(review("b"), again.queue.claim_item("ana", "b"))
    assert lead.project_version == 2
    assert [found.project_version for found in lead.reviews.stream()] == [1, 2]
    applied = [json.loads(event.details)["version"] for event in lead.audit.log() if event.action == "project.applied"]
    assert applied == [2, 1]


def test_a_project_that_is_written_out_and_read_again_is_the_same(team: Team) -> None:
    found, taxonomy = load_project_file(shipped("resources/demo/project.toml"))
    team.lead.projects.apply(found, taxonomy)
    other = team.open("lead", project=found.name)
    assert (other.project, other.taxonomy) == (found, taxonomy)
    assert team.lead.projects.list() == ("Support", found.name)
    again = read_project(tomllib.loads(other.projects.text()))
    assert again.model_copy(update={"guideline_text": found.guideline_text}) == found


def test_an_unknown_project_is_named_with_those_that_exist(team: Team) -> None:
    team.start()
    with pytest.raises(NotFound, match=r"no project 'X'.*'Support'"):
        team.open("lead", project="X")
