"""What a list is narrowed by, in a file and on a server: facets of the items, people, age, words of any part."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.listing import Column, FacetValue, ItemFilter
from reviewer.services.workspace import Workspace, open_workspace
from tests.factories import item, workspace
from tests.team import Team

LONG_AGO = "2026-01-01T00:00:00Z"
GERMAN = {"language": "de"}
LEAF = [{"id": "e", "title": "Blatt", "text": "Ein Falke"}]


def ids(seen: Workspace, order: Column = "item_id", **wanted: object) -> list[str]:
    """Return what a filter lets through; page, count and list of numbers must agree."""
    while seen.queue.index_some():
        pass
    chosen = ItemFilter.model_validate(wanted)
    rows = seen.queue.page(chosen, order=order)
    numbers = seen.queue.numbers(chosen, order=order)
    assert seen.queue.count(chosen) == len(rows)
    assert numbers is not None
    assert seen.queue.rows(numbers) == rows
    return [row.item_id for row in rows]


def hit(policy: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"h-{policy}", "policy": policy, **fields}


@pytest.fixture
def mixed(team: Team) -> Team:
    return team.start(
        [
            item("a", policy_hits=[hit("pii", detector="scan", severity="high"), hit("tone")], due_at=LONG_AGO),
            item("b", policy_hits=[hit("tone", detector="rule", outcome="pass")], metadata={**GERMAN, "tenant": "x"}),
            item("c", policy_hits=[hit("tone", severity="low")], metadata={"model": "m-2", "language": "en"}),
            item("d", metadata={**GERMAN, "model": 7}, evidence=LEAF, policy_hits=[]),
        ]
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"policy": ["pii"]}, ["a"]),
        ({"policy": ["tone"]}, ["a", "c"]),
        ({"policy": ["tone", "pii"], "severity": ["low"]}, ["c"]),
        ({"detector": ["rule"]}, []),
        ({"detector": ["scan"]}, ["a"]),
        ({"language": ["de"]}, ["b", "d"]),
        ({"language": ["de"], "tenant": ["x"]}, ["b"]),
        ({"model": ["m-2"]}, ["c"]),
        ({"model": ["7"]}, []),
        ({"language": ["'; DROP TABLE item; --"]}, []),
        ({"policy": ["x" * 5000]}, []),
        ({"age": "overdue"}, ["a"]),
        ({"text": "falke"}, ["d"]),
        ({"text": "blatt", "language": ["de"]}, ["d"]),
    ],
)
def test_a_list_is_narrowed_to_what_has_all_facets_that_are_wanted(
    mixed: Team, wanted: dict[str, Any], found: list[str]
) -> None:
    assert ids(mixed.lead, **wanted) == found


def test_the_values_of_a_facet_are_offered_with_their_number_most_frequent_first(mixed: Team) -> None:
    while mixed.lead.queue.index_some():
        pass
    values = mixed.lead.queue.facet_values
    assert values("language") == (FacetValue(value="de", items=2), FacetValue(value="en", items=1))
    assert values("policy") == (FacetValue(value="tone", items=2), FacetValue(value="pii", items=1))
    assert values("tenant") == (FacetValue(value="x", items=1),)
    assert [one.value for one in values("severity")] == ["high", "low"]


def test_a_person_is_found_by_what_is_judged_held_or_reserved(mixed: Team) -> None:
    mixed.judge("ana", "a")
    mixed.open("ana").queue.claim_item("ana", "b")
    mixed.lead.queue.assign("c", "ana")
    assert ids(mixed.lead, people=["ana"]) == ["a", "b", "c"]
    assert ids(mixed.lead, people=["nobody"]) == []
    assert {"ana", "lead"} <= set(mixed.lead.queue.people())


def test_items_are_found_by_how_long_they_wait(team: Team) -> None:
    times = {"now": 0, "days": 3, "weeks": 10, "months": 40}
    team.start()
    now = team.clock()
    team.lead.ingest.add(
        [item(name, flagged_at=(now - timedelta(days=days)).isoformat()) for name, days in times.items()]
    )
    for age, found in {
        "day": ["now"],
        "week": ["days", "now"],
        "older_week": ["months", "weeks"],
        "older_month": ["months"],
        "overdue": [],
    }.items():
        assert ids(team.lead, age=age) == found


def test_no_filter_tells_of_hits_that_come_after_the_verdict(team: Team) -> None:
    team.start(
        [
            item("shown", policy_hits=[hit("pii", detector="scan", severity="high")]),
            item("control", control=True, policy_hits=[hit("pii", detector="scan", severity="high")]),
        ]
    )
    ana = team.open("ana")
    for name in ("shown", "control"):
        ana.queue.claim_item("ana", name)
    for seen in (team.lead, ana):
        assert ids(seen, policy=["pii"]) == ids(seen, detector=["scan"]) == ids(seen, severity=["high"]) == ["shown"]
    team.judge("ana", "control")
    assert ids(ana, policy=["pii"]) == ["control", "shown"], "the same filter finds it once she has judged it"
    assert ids(team.lead, policy=["pii"]) == ["shown"]
    assert team.lead.queue.facet_values("policy") == (FacetValue(value="pii", items=1),), "nor does a number"


def test_a_reviewer_on_a_server_finds_and_is_offered_only_what_is_in_hand(mixed: Team) -> None:
    ana = mixed.open("ana")
    ana.queue.claim_item("ana", "c")
    if mixed.kind == "file":
        assert ids(ana, policy=["tone"]) == ["a", "c"], "a file hides nothing from who has it"
    else:
        assert ids(ana, policy=["tone"]) == ["c"]
        assert [one.value for one in ana.queue.facet_values("policy")] == ["tone"]
        assert ana.queue.facet_values("tenant") == ()


@pytest.mark.parametrize("order", ["queue", "priority", "item_id", "source", "flagged_at"])
@pytest.mark.parametrize("descending", [False, True])
def test_a_page_is_read_from_the_one_beside_it(team: Team, order: Column, descending: bool) -> None:
    team.start([item(f"i{n}", priority=n % 3, source={"system": f"s{n % 2}"}) for n in range(9)])
    for wanted in (ItemFilter(states=("open",)), ItemFilter()):
        every = team.lead.queue.page(wanted, order=order, descending=descending)
        for place, row in enumerate(every):
            after = team.lead.queue.page_beside(row.number, wanted, order=order, descending=descending, limit=3)
            before = team.lead.queue.page_beside(
                row.number, wanted, order=order, descending=descending, backwards=True, limit=3
            )
            assert after == every[place + 1 : place + 4]
            assert before == every[max(0, place - 3) : place]


def test_a_stretch_of_what_was_found_is_read_for_who_may_read_every_text(mixed: Team) -> None:
    number = mixed.lead.queue.page(ItemFilter(), order="item_id")[3].number
    found = mixed.lead.queue.snippets([number], "FÄLKE")
    assert found[number].part == "evidence"
    assert "Ein Falke" in found[number].text
    assert mixed.lead.queue.snippets([number], "nowhere") == {}
    ana = mixed.open("ana")
    assert (ana.queue.snippets([number], "falke") == {}) == (mixed.kind == "server")


def test_a_long_list_that_nobody_wants_any_more_is_given_up(mixed: Team) -> None:
    assert mixed.lead.queue.numbers(ItemFilter(), go_on=lambda: False) is None
    assert mixed.lead.queue.numbers(ItemFilter(), limit=2) is not None


def test_the_index_says_how_far_it_is_and_is_made_anew_where_its_shape_is_another(tmp_path: Path) -> None:
    with workspace(tmp_path) as made:
        made.ingest.add([item("a", policy_hits=[hit("pii")]), item("b")])
        path = made.path
    with closing(sqlite3.connect(path)) as connection:  # as an earlier program left it
        connection.executescript(
            "DROP TABLE item_text; DROP TABLE item_text_has; DROP TABLE item_text_trait;"
            "CREATE VIRTUAL TABLE item_text USING fts5(prompt, response, content='');"
            "INSERT INTO item_text (rowid, prompt, response) VALUES (1, 'a', 'b'), (2, 'a', 'b');"
        )
    with open_workspace(path, actor="lead") as again:
        assert again.queue.page(ItemFilter(policy=("pii",))) == ()
        progress = again.queue.index_progress()
        assert (progress.done, progress.total, progress.complete) == (0, 2, False)
        assert ids(again, policy=["pii"]) == ["a"]
        assert again.queue.index_progress().complete


@pytest.mark.parametrize("descending", [False, True])
def test_every_third_item_of_a_list_is_found_by_its_place(team: Team, descending: bool) -> None:
    team.start([item(f"i{n}", priority=n % 3) for n in range(8)])
    wanted = ItemFilter(states=("open",))
    every = team.lead.queue.page(wanted, descending=descending)
    found = team.lead.queue.milestones(wanted, 3, descending=descending)
    assert found == {3: every[2].number, 6: every[5].number}
    behind = team.lead.queue.page_beside(found[3], wanted, descending=descending, offset=1, limit=2)
    assert behind == every[4:6]
    assert team.lead.queue.milestones(wanted, 3, descending=descending, go_on=lambda: False) in (None, found)


@pytest.mark.parametrize(("share", "untold"), [(1.0, {"twin", "control"}), (0.0, {"control"})])
def test_no_list_tells_a_control_item_by_the_time_of_its_flagging(team: Team, share: float, untold: set[str]) -> None:
    team.start([item("twin", flagged_at=LONG_AGO), item("control", control=True)], hide_hits_share=share)
    assert {row.item_id for row in team.lead.queue.page() if row.flagged_at is None} == untold
    assert team.lead.queue.get("twin").flagged_at is not None, "the item itself keeps it"
