"""A lead at the terminal: who holds what, releasing by force, assigning, priorities."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Terminal

Lines = Callable[..., Path]


@pytest.fixture
def queue(place: Path, terminal: Terminal, lines: Lines) -> Terminal:
    """Three items of which two reviewers hold some."""
    rows: list[dict[str, Any]] = [{"id": name, "response": "x", "priority": 9 - n} for n, name in enumerate("abc")]
    assert terminal("import", lines("items.jsonl", *rows)).code == 0
    for name in ("ana", "ben"):
        assert terminal("members", "add", name, "--as", "lead").code == 0
    for name, item in (("ana", "a"), ("ana", "b"), ("ben", "c")):
        assert terminal("queue", "claim", item, "--as", name).code == 0
    return terminal


def held(terminal: Terminal) -> list[tuple[str, str]]:
    return sorted(
        (row["reviewer"], row["item_id"]) for row in terminal("queue", "list", "--held", "--json").json["leases"]
    )


def ledger(terminal: Terminal, action: str) -> list[tuple[str, str]]:
    events = terminal("audit", "log", "--json").json["events"]
    return sorted((event["actor"], event["subject"]) for event in events if event["action"] == action)


ALL = [("ana", "a"), ("ana", "b"), ("ben", "c")]


def test_who_holds_what_since_when_is_listed(queue: Terminal) -> None:
    rows = queue("queue", "list", "--leases", "--json").json
    assert rows["total"] == 3
    assert rows["leases"][0]["held_seconds"] >= 0
    assert set(rows["leases"][0]) == {"item_id", "source", "reviewer", "claimed_at", "expires_at", "held_seconds"}
    table = queue("queue", "list", "--held").out
    assert table.split()[:6] == ["WHO", "ITEM", "SOURCE", "SINCE", "FOR", "UNTIL"]
    assert "0 min" in table


def test_one_holder_is_released_by_force(queue: Terminal) -> None:
    done = queue("queue", "release", "a", "--holder", "ana", "--as", "lead", "--json")
    assert done.json == {"released": ["a"], "holders": ["ana"]}
    assert held(queue) == [("ana", "b"), ("ben", "c")]
    assert ledger(queue, "item.released") == [("lead", "a")]
    assert queue("queue", "release", "a", "--holder", "ana", "--as", "lead", "--fail-on-empty").code == 5


def test_everybody_is_released_from_an_item(queue: Terminal) -> None:
    done = queue("queue", "release", "c", "--everybody", "--as", "lead")
    assert done.err == "1 item of ben goes back to the queue; the work stays with them as a draft.\n"
    assert held(queue) == [("ana", "a"), ("ana", "b")]
    assert queue("queue", "release", "c", "--everybody", "--as", "lead").err == "Nobody holds this item now.\n"


def test_everything_of_a_person_is_released(queue: Terminal) -> None:
    done = queue("queue", "release", "--all-of", "ana", "--as", "lead")
    assert done.err == "2 items of ana go back to the queue; the work stays with them as a draft.\n"
    assert held(queue) == [("ben", "c")]


def test_what_is_ones_own_needs_no_lead(queue: Terminal) -> None:
    assert queue("queue", "release", "a", "--as", "ana", "--json").json == {"released": ["a"]}
    assert queue("queue", "release", "--all-of", "ana", "--as", "ana", "--json").json == {"released": ["b"]}
    assert held(queue) == [("ben", "c")]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(queue: Terminal) -> None:
    assert queue("queue", "release", "--all-of", "ana", "--as", "lead", "--dry-run", "--json").json == {
        "released": ["a", "b"],
        "holders": ["ana"],
        "dry_run": True,
    }
    assert "would go back" in queue("queue", "release", "c", "--everybody", "--as", "lead", "--dry-run").err
    assert "would give back 2 items" in queue("queue", "release", "--as", "ana", "--dry-run").err
    assert "would be reserved for ben" in queue("queue", "assign", "a", "ben", "--as", "lead", "--dry-run").err
    assert "would have priority 5" in queue("queue", "priority", "a", "5", "--as", "lead", "--dry-run").err
    assert held(queue) == ALL
    row = queue("queue", "list", "--json").json["items"][0]
    assert (row["item_id"], row["priority"], row["assigned_to"]) == ("a", 9.0, None)
    assert ledger(queue, "item.assigned") == ledger(queue, "item.prioritised") == ledger(queue, "item.released") == []


def test_reassigning_ends_the_leases_of_others(queue: Terminal) -> None:
    done = queue("queue", "assign", "a", "ben", "--release", "--as", "lead", "--json").json
    assert (done["assigned_to"], done["released"]) == ("ben", ["ana"])
    assert ("ana", "a") not in held(queue)
    assert queue("queue", "claim", "a", "--as", "ana").code == 3
    assert queue("queue", "claim", "a", "--as", "ben").code == 0
    assert queue("queue", "assign", "a", "--nobody", "--as", "lead", "--json").json["assigned_to"] is None


def test_a_name_that_is_no_member_is_pointed_out(queue: Terminal) -> None:
    assert "bne is no member here" in queue("queue", "assign", "a", "bne", "--as", "lead").err
    assert "no member" not in queue("queue", "assign", "a", "ben", "--as", "lead").err


def test_a_priority_moves_an_item_in_the_queue(queue: Terminal) -> None:
    assert queue("queue", "priority", "c", "50", "--as", "lead", "--json").json == {
        "item_id": "c",
        "source": "file",
        "priority": 50.0,
        "before": 7.0,
    }
    assert [row["item_id"] for row in queue("queue", "list", "--state", "open", "--json").json["items"]] == [
        "c",
        "a",
        "b",
    ]
    assert queue("queue", "priority", "c", "-1.5", "--as", "lead").err == "'c' has priority -1.5; it was 50.\n"
    assert ledger(queue, "item.prioritised") == [("lead", "c"), ("lead", "c")]


@pytest.mark.parametrize(
    "words",
    [
        ["release", "a", "--holder", "ben"],
        ["release", "--all-of", "ben"],
        ["release", "c", "--everybody"],
        ["assign", "a", "ben"],
        ["priority", "a", "5"],
    ],
)
@pytest.mark.parametrize("trial", [[], ["--dry-run"]])
def test_a_reviewer_may_not_lead(queue: Terminal, words: list[str], trial: list[str]) -> None:
    refused = queue("queue", *words, *trial, "--as", "ana")
    assert refused.code == 3
    assert "ana is reviewer here and may not" in refused.err
    assert held(queue) == ALL
    assert queue("queue", *words, *trial, "--as", "lead").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["release", "--holder", "ana"], "Name the item as well"),
        (["release", "--everybody"], "Name the item as well"),
        (["release", "a", "--all-of", "ana"], "--holder NAME"),
        (["release", "a", "--holder", "ana", "--everybody"], "only one of"),
        (["release", "nothing", "--everybody"], "nothing"),
        (["assign", "a"], "--nobody"),
        (["assign", "a", "ben", "--nobody"], "--nobody"),
        (["assign", "nothing", "ben"], "nothing"),
        (["priority", "a", "high"], "number"),
        (["priority", "a", "nan"], "nan"),
        (["priority", "a"], "NUMBER"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error_in_one_sentence(queue: Terminal, words: list[str], says: str) -> None:
    refused = queue("queue", *words, "--as", "lead")
    assert refused.code == 2
    assert says in refused.err
    assert held(queue) == ALL
