"""The presenter of the lead's view of the queue, over a real workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.services.workspace import Workspace
from reviewer.ui.presenters.lead_queue import LeadPresenter
from reviewer.ui.presenters.lead_state import Target, wrong_name
from reviewer.ui.tasks import InlineRunner
from tests.ui.presenting import Clock, Present, clock, drafts_of, present, raise_it, workspace

__all__ = ["clock", "present", "workspace"]

I1, I2, I3 = (Target(f"i{number}", "file") for number in (1, 2, 3))


class Heard:
    """A presenter, and what it said."""

    def __init__(self, workspace: Workspace, person: str = "ana") -> None:
        self.presenter = LeadPresenter(workspace, person, InlineRunner(raise_it))
        self.said: list[str] = []
        self.wrong: list[str] = []
        self.changes: list[Changes] = []
        self.presenter.wrote.connect(self._wrote)
        self.presenter.failed.connect(self.wrong.append)
        self.presenter.look()

    def _wrote(self, changes: Changes, said: str) -> None:
        self.changes.append(changes)
        self.said.append(said)

    @property
    def held(self) -> list[tuple[str, str]]:
        return [(row.reviewer, row.item_id) for row in self.presenter.state.held]


Hear = Callable[..., Heard]


@pytest.fixture
def hear(qapp: QApplication, workspace: Workspace) -> Hear:
    workspace.members.add("ben", "reviewer")
    workspace.members.add("cleo", "reviewer")
    return lambda person="ana": Heard(workspace, person)


def events(workspace: Workspace, action: str) -> list[tuple[str, str, dict[str, object]]]:
    found = (event for event in workspace.audit.log(newest_first=False) if event.action == action)
    return [(event.actor, event.subject, json.loads(event.details)) for event in found]


def test_who_holds_what_since_when_and_until_when_is_listed_oldest_first(
    workspace: Workspace, hear: Hear, clock: Clock
) -> None:
    workspace.queue.claim_item("ben", "i2")
    clock.now += timedelta(minutes=4)
    workspace.queue.claim_item("cleo", "i1")
    clock.now += timedelta(minutes=3)
    heard = hear()
    assert [(r.reviewer, r.item_id, r.age, r.left) for r in heard.presenter.state.held] == [
        ("ben", "i2", "7 min", "8 min"),
        ("cleo", "i1", "3 min", "12 min"),
    ]
    assert heard.presenter.state.held[0].claimed_at == clock.now - timedelta(minutes=7)
    heard.presenter.sort("who", True)
    assert heard.held == [("cleo", "i1"), ("ben", "i2")]


def test_a_lease_that_has_run_out_is_held_by_nobody(workspace: Workspace, hear: Hear, clock: Clock) -> None:
    workspace.queue.claim_item("ben", "i2")
    clock.now += timedelta(hours=1)
    assert hear().held == []


def test_a_reviewer_sees_nothing_and_is_told_why(workspace: Workspace, hear: Hear) -> None:
    workspace.queue.claim_item("cleo", "i1")
    state = hear("ben").presenter.state
    assert state.held == ()
    assert "ben is reviewer here" in state.refused
    assert hear("ana").presenter.state.refused == ""


def test_nobody_leads_under_the_rights_of_somebody_else(workspace: Workspace, hear: Hear) -> None:
    hear()
    workspace.actor = "ben"
    assert "ben is reviewer here" in hear("ana").presenter.state.refused
    with pytest.raises(Refused):
        workspace.queue.assign("i1", "cleo")


def test_items_are_reserved_for_one_person_and_the_holder_keeps_the_lease(workspace: Workspace, hear: Hear) -> None:
    workspace.queue.claim_item("ben", "i1")
    heard = hear()
    heard.presenter.assign([I1, I2], "cleo")
    assert heard.said == ["2 items are reserved for cleo."]
    assert [workspace.queue.row(f"i{n}").assigned_to for n in (1, 2, 3)] == ["cleo", "cleo", None]
    assert heard.held == [("ben", "i1")]
    assert [(who, item) for who, item, _ in events(workspace, "item.assigned")] == [("ana", "i1"), ("ana", "i2")]
    heard.presenter.assign([I1], None)
    assert heard.said[-1] == "“i1” is there for whoever comes next."
    assert workspace.queue.row("i1").assigned_to is None


def test_reassigning_ends_the_leases_of_the_others_only(workspace: Workspace, hear: Hear) -> None:
    workspace.queue.claim_item("ben", "i1")
    workspace.queue.claim_item("cleo", "i1")
    heard = hear()
    heard.presenter.assign([I1], "cleo", release=True)
    assert heard.held == [("cleo", "i1")]
    assert heard.said == ["“i1” is reserved for cleo. 1 lease of somebody else ended."]
    assert heard.changes[0].touches("leases")
    assert len(events(workspace, "item.released")) == 1


def test_one_holder_is_released_or_all_of_an_item(workspace: Workspace, hear: Hear) -> None:
    for name in ("ben", "cleo"):
        workspace.queue.claim_item(name, "i1")
        workspace.queue.claim_item(name, "i2")
    heard = hear()
    heard.presenter.release([(I1, "ben")])
    assert heard.said == ["“i1” goes back to the queue. ben keeps the work as a draft and is told."]
    assert ("ben", "i1") not in heard.held
    assert len(heard.held) == 3
    heard.presenter.release([(I2, None)])
    assert heard.held == [("cleo", "i1")]
    assert heard.said[-1] == "“i2” goes back to the queue. ben and cleo keep the work as a draft and are told."
    assert {(who, item) for who, item, _ in events(workspace, "item.released")} == {("ana", "i1"), ("ana", "i2")}


def test_what_ended_by_itself_meanwhile_is_said_and_not_counted(workspace: Workspace, hear: Hear) -> None:
    claim = workspace.queue.claim_item("ben", "i1")
    heard = hear()
    workspace.queue.release(claim)
    heard.presenter.release([(I1, "ben")])
    assert heard.said == ["Nobody holds that any more."]
    assert heard.held == []


def test_everything_that_one_person_holds_is_released(workspace: Workspace, hear: Hear) -> None:
    for number in (1, 2, 3):
        workspace.queue.claim_item("ben", f"i{number}")
    workspace.queue.claim_item("cleo", "i4")
    heard = hear()
    heard.presenter.release_person("ben")
    assert heard.held == [("cleo", "i4")]
    assert heard.said == ["3 items of ben go back to the queue. ben keeps the work as a draft and is told."]
    heard.presenter.release_person("ben")
    assert heard.said[-1] == "ben holds nothing now."


def test_a_priority_changes_the_order_of_the_queue(workspace: Workspace, hear: Hear) -> None:
    heard = hear()
    heard.presenter.prioritise([I3], 200.5)
    assert heard.said == ["“i3” has priority 200.5 now."]
    claim = workspace.queue.claim("ben")
    assert claim is not None
    assert claim.item.id == "i3"
    assert [(who, item) for who, item, _ in events(workspace, "item.prioritised")] == [("ana", "i3")]


def test_to_the_front_is_above_the_highest_open_one(workspace: Workspace, hear: Hear) -> None:
    heard = hear()
    heard.presenter.to_front([I2, I3])
    assert {workspace.queue.row(f"i{n}").priority for n in (2, 3)} == {100.0}
    assert [row.item_id for row in workspace.queue.page(order="priority")][:3] == ["i2", "i3", "i1"]
    heard.presenter.to_front([I2, I3])
    assert heard.said[-1] == "2 items come first already."
    assert len(events(workspace, "item.prioritised")) == 2


def test_what_cannot_be_changed_is_named_and_the_rest_is_done(workspace: Workspace, hear: Hear) -> None:
    heard = hear()
    heard.presenter.assign([Target("gone", "file"), I2], "ben")
    assert heard.said == ["“i2” is reserved for ben."]
    assert heard.wrong[0].startswith("1 of 2 could not be changed. ")
    assert "gone" in heard.wrong[0]
    assert not heard.presenter.state.busy


def test_many_items_are_changed_a_few_at_a_time(workspace: Workspace, hear: Hear) -> None:
    workspace.ingest.add([{"id": f"m{n}", "response": "x"} for n in range(50)])
    heard = hear()
    heard.presenter.assign([Target(f"m{n}", "file") for n in range(50)], "ben")
    assert heard.said == ["50 items are reserved for ben."]
    assert len(events(workspace, "item.assigned")) == 50


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ben", ""),
        ("", ""),
        ("bne", "did you mean ben?"),
        ("Cleo", "did you mean cleo?"),
        ("zoltan", "choose a member"),
    ],
)
def test_a_name_that_nobody_has_is_refused_with_the_nearest(name: str, says: str) -> None:
    wrong = wrong_name(name, ("ana", "ben", "cleo"))
    assert (says in wrong) if says else wrong == ""


def test_the_window_that_held_an_item_does_not_take_it_back_behind_the_leads_back(
    workspace: Workspace, present: Present
) -> None:
    reviewing = present(workspace)
    reviewing.comment("mine")
    workspace.queue.release_item("i1")
    reviewing._leases.beat()
    assert "no longer held for you" in reviewing.state.lost
    assert "kept as a draft" in reviewing.state.problem.text
    assert drafts_of(workspace) == ["mine"]
    assert "i1" not in [lease.item_id for lease in workspace.queue.leases()]
