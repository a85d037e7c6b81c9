"""The terminal opens the window through what the program hands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.cli.main import run
from reviewer.cli.screen import Screen


class Asked:
    """Notes what the window was asked for."""

    def __init__(self) -> None:
        self.windows: list[tuple[str | None, ...]] = []
        self.demos: list[tuple[Path | None, str | None]] = []

    def screen(self) -> Screen:
        return Screen(self._window, self._demo)

    def _window(self, workspace: str | None, person: str | None, project: str | None) -> int:
        self.windows.append((workspace, person, project))
        return 0

    def _demo(self, folder: Path | None, person: str | None) -> int:
        self.demos.append((folder, person))
        return 5


def test_without_a_command_the_window_opens_on_the_workspace_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    for words in ([], ["support.reviewer"], ["-w", "other.reviewer", "--as", "ana", "--project", "Support"]):
        assert run(words, asked.screen()) == 0
    monkeypatch.setenv("REVIEWER_WORKSPACE", "third.reviewer")
    assert run([], asked.screen()) == 0
    assert asked.windows == [
        (None, None, None),
        ("support.reviewer", None, None),
        ("other.reviewer", "ana", "Support"),
        ("third.reviewer", None, None),
    ]


def test_the_exit_code_of_the_demo_is_that_of_the_program(tmp_path: Path) -> None:
    asked = Asked()
    assert run(["demo", "--offscreen", str(tmp_path), "--as", "ana"], asked.screen()) == 5
    assert asked.demos == [(tmp_path, "ana")]


def test_without_a_window_a_sentence_says_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo"]) == 3
    assert "start it as 'reviewer'" in capsys.readouterr().err
