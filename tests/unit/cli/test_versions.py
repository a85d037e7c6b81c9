"""Guideline and policies by version at the terminal, categories of decisions, and what is sent to review again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import item

from .conftest import Terminal

Lines = Callable[..., Path]
PROJECT = '[project]\nname = "Review"\nguideline = "guide.md"\nguideline_version = "{version}"\n'


@pytest.fixture
def judged(place: Path, tmp_path: Path, terminal: Terminal, lines: Lines) -> Terminal:
    """Two items that ana has judged under the first of two guidelines."""

    def apply(version: str, text: str) -> None:
        (tmp_path / "guide.md").write_text(text, "utf-8")
        (tmp_path / "project.toml").write_text(PROJECT.format(version=version), "utf-8")
        assert terminal("project", "apply", tmp_path / "project.toml").code == 0

    apply("1", "Be kind.\nBe brief.\n")
    assert terminal("import", lines("items.jsonl", item("a"), item("b"))).code == 0
    reviews = [{"schema": "review/1", "item_id": name, "reviewer": "ana", "verdict": "approve"} for name in "ab"]
    assert terminal("reviews", "import", lines("reviews.jsonl", *reviews)).code == 0
    apply("2", "Be kind.\nBe exact.\n")
    return terminal


def test_versions_are_listed_compared_and_restored(judged: Terminal) -> None:
    versions = judged("project", "versions", "--json").json["versions"]
    assert [(one["version"], one["guideline_version"]) for one in versions] == [(1, "1"), (2, "1"), (3, "2")]
    assert "GUIDELINE" in judged("project", "versions").out
    changes = judged("project", "diff", 2).out
    assert ("-Be brief." in changes, "+Be exact." in changes) == (True, True)
    assert judged("project", "diff", 2, "--json").json["after"] == "Be kind.\nBe exact.\n"
    assert "is the same" in judged("project", "diff", 3).err
    restored = judged("project", "restore", 2, "--json").json
    assert (restored["version"], restored["guideline_version"]) == (4, "3")
    assert judged("project", "restore", 2).code == 3
    assert "no version 9" in judged("project", "diff", 9).err


def test_a_decision_takes_a_category_and_gaps_are_listed(judged: Terminal) -> None:
    decided = ("resolve", "a", "--verdict", "reject", "--reason", "nobody knows")
    assert judged(*decided, "--category", "bad_luck").code == 2
    assert judged("resolve", "a", "--category", "slip").code == 2
    found = judged(*decided, "--category", "guideline_gap", "--json").json
    assert found["resolution"]["category"] == "guideline_gap"
    gaps = judged("project", "gaps", "--json").json["gaps"]
    assert [(gap["item_id"], gap["reason"], gap["guideline_version"]) for gap in gaps] == [("a", "nobody knows", "2")]
    assert "nobody knows" in judged("project", "gaps").out


def test_without_a_gap_the_list_is_empty(judged: Terminal) -> None:
    assert judged("project", "gaps", "--fail-on-empty").code == 5


def test_what_was_judged_under_an_older_guideline_is_reopened(judged: Terminal) -> None:
    trial = judged("queue", "reopen", "--older", "--dry-run", "--json").json
    assert trial == {"reopened": ["a", "b"], "afresh": False, "dry_run": True}
    assert judged("queue", "reopen", "a", "--afresh", "--json").json == {"reopened": ["a"], "afresh": True}
    assert judged("queue", "reopen", "--older", "--json").json["reopened"] == ["b"]
    states = {row["item_id"]: (row["state"], row["reviews"]) for row in judged("queue", "list", "--json").json["items"]}
    assert states == {"a": ("open", 0), "b": ("open", 1)}
    assert judged("queue", "reopen", "--older", "--fail-on-empty").code == 5


def test_a_condition_says_what_is_reopened_and_only_a_lead_may(judged: Terminal) -> None:
    assert judged("queue", "reopen").code == 2
    assert judged("queue", "reopen", "a", "--policy", "x").code == 2
    assert judged("members", "add", "ana", "--as", "lead").code == 0
    refused = judged("queue", "reopen", "--where", 'item_id == "b"', "--as", "ana")
    assert (refused.code, "may not" in refused.err) == (3, True)
    assert judged("queue", "reopen", "--where", 'item_id == "b"', "--json").json["reopened"] == ["b"]
