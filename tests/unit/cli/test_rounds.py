"""Calibration rounds at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer.services.workspace import open_workspace

from .conftest import Terminal

Lines = Callable[..., Path]


@pytest.fixture
def team(place: Path, terminal: Terminal, lines: Lines) -> Terminal:
    """Four items, two of them German, and two reviewers."""
    rows: list[dict[str, Any]] = [
        {"id": name, "response": "x", "metadata": {"language": language}}
        for name, language in (("a", "de"), ("b", "en"), ("c", "de"), ("d", "en"))
    ]
    assert terminal("import", lines("items.jsonl", *rows)).code == 0
    for name in ("ana", "ben"):
        assert terminal("members", "add", name, "--as", "lead").code == 0
    return terminal


def judge_all(place: Path, name: str, **verdicts: str) -> None:
    with open_workspace(place, actor=name) as made:
        for _ in verdicts:
            claim = made.queue.claim(name)
            assert claim is not None
            said = {"item_id": claim.item.id, "reviewer": name, "verdict": verdicts[claim.item.id], "comment": "so"}
            made.reviews.submit(said, claim)


def test_a_round_is_opened_judged_and_closed_with_its_differences(place: Path, team: Terminal) -> None:
    who = ("--reviewer", "ana", "--reviewer", "ben")
    started = team("rounds", "start", "German", *who, "--where", "language == 'de'", "--json")
    assert (started.code, started.json["number"], started.json["items"]) == (0, 1, 2)
    judge_all(place, "ana", a="approve", c="approve")
    judge_all(place, "ben", a="reject", c="approve")
    waiting = team("rounds", "show", "1", "--json").json["rounds"][0]
    assert (waiting["done"], waiting["agreement"], waiting["differences"]) == ({"ana": 2, "ben": 2}, None, [])
    closed = team("rounds", "close", "1")
    assert closed.code == 0
    assert "German: 2 items" in closed.out
    assert [line.split() for line in closed.out.splitlines()][-2:] == [
        ["a", "ana", "approve", "so"],
        ["a", "ben", "reject", "so"],
    ]
    found = team("rounds", "show", "1", "--json").json["rounds"][0]
    assert found["agreement"]["items"] == 2
    assert [one["item_id"] for one in found["differences"]] == ["a"]
    assert "German" in team("rounds", "show").out


def test_what_cannot_be_compared_is_refused_in_one_sentence(team: Terminal) -> None:
    for words, sentence in (
        (("--reviewer", "ana", "--item", "a"), "needs 2 to 100 reviewers"),
        (("--reviewer", "ana", "--reviewer", "ben"), "needs items or an expression"),
        (("--reviewer", "ana", "--reviewer", "bne", "--item", "a"), "'bne' is not a member"),
        (("--reviewer", "ana", "--reviewer", "ben", "--where", "language == 'fr'"), "The set has no items"),
    ):
        refused = team("rounds", "start", "x", *words)
        assert refused.code != 0
        assert sentence in refused.err
    assert (
        team("rounds", "start", "x", "--reviewer", "ana", "--reviewer", "ben", "--item", "a", "--as", "ana").code != 0
    )
