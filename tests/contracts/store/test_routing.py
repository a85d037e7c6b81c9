"""What a lead does with the queue: reserve, take away, hand over, reorder; in a file and on a server alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reviewer.domain.changes import Changes
from reviewer.domain.errors import InvalidInput, LeaseLost, NotFound, Refused
from reviewer.services.workspace import Workspace
from tests.factories import item, review
from tests.team import Team


@pytest.fixture
def three(team: Team) -> Team:
    return team.start([item(name, flagged_at=f"2026-11-19T0{n}:00:00Z") for n, name in enumerate("abc", 1)])


def events(seen: Workspace, count: int) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return the last events, the oldest of them first."""
    found = reversed(seen.audit.log(limit=count))
    return [(event.actor, event.action, event.subject, json.loads(event.details)) for event in found]


def test_a_reserved_item_is_given_to_no_other(three: Team) -> None:
    three.lead.queue.assign("a", "ben")
    three.open("ben")
    assert three.claim("ana").item.id == "b"
    with pytest.raises(Refused, match="reserved for ben"):
        three.open("ana").queue.claim_item("ana", "a")
    assert three.claim("ben").item.id == "a"


def test_an_item_that_is_reserved_no_longer_comes_back_to_those_who_passed_it(three: Team) -> None:
    three.open("ben")
    three.lead.queue.assign("a", "ben")
    assert three.claim("ana").item.id == "b"
    three.lead.queue.assign("a", None)
    assert three.claim("ana").item.id == "a"


def test_a_reservation_leaves_the_item_with_who_holds_it_and_a_handing_over_does_not(three: Team) -> None:
    three.open("ben")
    ana = three.open("ana")
    taken = three.claim("ana")
    three.lead.queue.assign("a", "ben")
    assert [held.item.id for held in ana.queue.held("ana")] == ["a"]
    changes = three.lead.queue.assign("a", "ben", release=True)
    assert changes.touches("leases")
    assert ana.queue.held("ana") == ()
    with pytest.raises(LeaseLost, match="your work stays as a draft"):
        ana.reviews.submit(review("a"), taken)
    assert three.claim("ben").item.id == "a"
    assert events(three.lead, 3)[:2] == [
        ("lead", "item.released", "a", {"holder": "ana"}),
        ("lead", "item.assigned", "a", {"source": "test", "to": "ben"}),
    ]


def test_handing_an_item_to_who_holds_it_takes_nothing_away(three: Team) -> None:
    taken = three.claim("ana")
    three.lead.queue.assign("a", "ana", release=True)
    three.open("ana").reviews.submit(review("a"), taken)


def test_a_lead_takes_one_item_away_and_the_ledger_names_the_holder(three: Team) -> None:
    first, second = three.claim("ana"), three.claim("ana")
    changes = three.lead.queue.release_item("a")
    assert (changes.item_ids, changes.receipt) == (("a",), three.lead.audit.log(limit=1)[0].receipt)
    assert events(three.lead, 1) == [("lead", "item.released", "a", {"holder": "ana"})]
    ana = three.open("ana")
    with pytest.raises(LeaseLost):
        ana.reviews.submit(review("a"), first)
    ana.reviews.submit(review("b"), second)
    assert three.claim("ben").item.id == "a"


def test_an_item_is_taken_away_from_one_of_its_holders(team: Team) -> None:
    team.start([item("a")], overlap=2)
    team.claim("ana"), team.claim("ben")
    team.lead.queue.release_item("a", holder="ana")
    assert [lease.reviewer for lease in team.lead.queue.leases()] == ["ben"]
    assert team.lead.queue.release_item("a", holder="ana").receipt is None


def test_taking_away_what_nobody_holds_changes_nothing(three: Team) -> None:
    before = three.lead.audit.count()
    assert three.lead.queue.release_item("a").item_ids == ()
    assert three.lead.audit.count() == before


def test_an_item_with_a_higher_priority_comes_first_also_for_who_has_passed_it(three: Team) -> None:
    three.judge("ana", "a")
    assert three.claim("ana").item.id == "b"
    three.lead.queue.prioritise("c", 4.5)
    assert three.lead.queue.row("c").priority == 4.5
    assert three.claim("ana").item.id == "c"
    assert events(three.lead, 2)[0] == ("lead", "item.prioritised", "c", {"source": "test", "from": 0.0, "to": 4.5})


def test_an_item_with_a_lower_priority_comes_last(three: Team) -> None:
    three.lead.queue.prioritise("a", -1)
    assert [three.claim("ana").item.id for _ in range(3)] == ["b", "c", "a"]


def test_an_item_that_was_moved_back_and_forth_is_found_by_everybody(three: Team) -> None:
    three.judge("ana", "a")
    three.lead.queue.prioritise("c", 1)
    three.judge("ana", "c")
    three.lead.queue.prioritise("b", 2)
    assert [three.claim("ana").item.id, three.open("ana").queue.claim("ana")] == ["b", None]


@pytest.mark.parametrize("priority", [float("nan"), float("inf")])
def test_a_priority_is_a_number(three: Team, priority: float) -> None:
    with pytest.raises(InvalidInput, match="is not a priority"):
        three.lead.queue.prioritise("a", priority)


def test_only_a_lead_routes_items(three: Team) -> None:
    ana = three.open("ana").queue
    before = three.lead.audit.count()
    acts: list[Callable[[], Changes]] = [
        lambda: ana.assign("a", "ana"),
        lambda: ana.assign("a", "ana", release=True),
        lambda: ana.release_item("a"),
        lambda: ana.prioritise("a", 1),
    ]
    for act in acts:
        with pytest.raises(Refused, match="ana is reviewer here and may not settle disagreements, assign items"):
            act()
    assert three.lead.audit.count() == before


def test_an_item_that_does_not_exist_is_named(three: Team) -> None:
    queue = three.lead.queue
    acts: list[Callable[[], Changes]] = [
        lambda: queue.assign("x", "ana"),
        lambda: queue.release_item("x"),
        lambda: queue.prioritise("x", 1),
    ]
    for act in acts:
        with pytest.raises(NotFound, match="There is no item 'x'"):
            act()


def test_a_lead_sees_who_holds_what_since_when(three: Team) -> None:
    since = three.clock.now
    three.claim("ana")
    three.clock.advance(minutes=1)
    three.claim("ben")
    leases = three.lead.queue.leases()
    assert [(lease.item_id, lease.source, lease.reviewer) for lease in leases] == [
        ("a", "test", "ana"),
        ("b", "test", "ben"),
    ]
    assert leases[0].claimed_at == since
    assert [row.holders for row in three.lead.queue.page(order="item_id")] == [("ana",), ("ben",), ()]
    three.clock.advance(minutes=15)
    assert three.lead.queue.leases() == ()
