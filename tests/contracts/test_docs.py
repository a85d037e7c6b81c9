"""Every command is in its tuple, explains itself, and stands in the manual as it is."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import reviewer.cli
from reviewer.cli.main import COMMANDS, app

ROOT = Path(__file__).resolve().parents[2]
# Modules of the folder that are no commands: the whole, exit codes, output, options, places and the way to the window.
PARTS = {"main", "exits", "options", "output", "places", "screen", "session", "standing"}


def _commands(command: Any, path: str = "reviewer") -> Iterator[tuple[str, Any]]:
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield f"{path} {name}", inner
            yield from _commands(inner, f"{path} {name}")


ALL = dict(_commands(typer.main.get_command(app)))


def test_every_module_of_the_terminal_is_a_command_in_the_tuple() -> None:
    modules = {module.name for module in pkgutil.iter_modules(reviewer.cli.__path__)}
    assert modules - PARTS == {module.__name__.rpartition(".")[2] for module in COMMANDS}


@pytest.mark.parametrize("path", ALL)
def test_a_command_says_what_it_does_and_what_each_option_is(path: str) -> None:
    command = ALL[path]
    assert command.help
    assert command.help.strip().endswith(".")
    for parameter in command.params:
        options = [option for option in parameter.opts if option.startswith("-")]
        if options and parameter.name != "help":
            assert parameter.help, f"{path} {options[0]} has no help"


def test_the_manual_names_every_command_and_option() -> None:
    page = (ROOT / "docs" / "manual" / "terminal.md").read_text("utf-8")
    for path, command in ALL.items():
        assert f"`{path}`" in page
        section = page.split(f"### `{path}`")[1].split("\n### ")[0]
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert option in section, f"{path} {option}"


def test_every_relative_link_of_the_manual_leads_somewhere() -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} leads to {target}"


def test_every_command_that_the_manual_shows_exists() -> None:
    groups = {path.removeprefix("reviewer ") for path in ALL}
    heads = {path.split()[0] for path in groups}
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for line in re.findall(r"^\s*reviewer ([a-z][\w -]*)", page.read_text("utf-8"), re.MULTILINE):
            words = [word for word in line.split() if not word.startswith("-")]
            if words and "." not in words[0] and words[0] in heads:
                in_group = any(path.startswith(f"{words[0]} ") for path in groups)
                assert not in_group or " ".join(words[:2]) in groups, f"{page.name}: reviewer {line}"
