"""Known answers, skills and letting people go on, at the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from reviewer.services.workspace import open_workspace

from .conftest import Terminal

Lines = Callable[..., Path]


def test_an_adjudicated_item_is_promoted_listed_and_retired(place: Path, terminal: Terminal, lines: Lines) -> None:
    assert terminal("import", lines("items.jsonl", {"id": "a", "response": "x"})).code == 0
    refused = terminal("gold", "promote", "a", "--explanation", "It is.")
    assert refused.code != 0
    assert "was not adjudicated" in refused.err
    with open_workspace(place, actor="lead") as made:
        made.resolutions.decide("a", {"item_id": "a", "reviewer": "lead", "verdict": "approve"}, reason="It is.")
    assert "has a known answer now" in terminal("gold", "promote", "a", "--explanation", "The page says so.").err
    (entry,) = json.loads(terminal("gold", "list", "--json").out)["gold"]
    assert (entry["item_id"], entry["state"], entry["answer"]["explanation"]) == ("a", "active", "The page says so.")
    assert terminal("export", "evaluation", "-o", place.with_name("evaluation")).code == 0
    retired = terminal("gold", "retire", "a", "--reason", "Too well known.", "--json")
    assert json.loads(retired.out) == {"item": "a", "state": "retired"}
    assert "may be outdated now: evaluation-v1" in retired.err
    assert "retired" in terminal("gold", "list").out


def test_skills_are_given_and_listed_with_what_waits_for_them(place: Path, terminal: Terminal, lines: Lines) -> None:
    project = lines("project.toml")
    project.write_text('[project]\nname = "Lamps"\nskills = ["german", "law"]\n', "utf-8")
    assert terminal("project", "apply", project).code == 0
    terminal("members", "add", "ana")
    with_project = ("--project", "Lamps")
    assert terminal("members", "skills", "ana", "german,law", *with_project).code == 0
    found = json.loads(terminal("members", "skills", "--json", *with_project).out)
    assert found == {"skills": {"ana": ["german", "law"]}, "waiting": {}}
    assert "german" in terminal("members", "skills", *with_project).out
    wrong = terminal("members", "skills", "ana", "sewing", *with_project)
    assert wrong.code != 0
    assert "no skill 'sewing'" in wrong.err


def test_who_is_not_paused_cannot_be_let_go_on(place: Path, terminal: Terminal) -> None:
    terminal("members", "add", "ana")
    found = terminal("members", "resume", "ana", "--reason", "We talked.")
    assert found.code != 0
    assert "neither paused nor warned" in found.err
