"""The program itself: the window opens without the terminal being loaded, and errors are the terminal's."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import reviewer.__main__ as program
from reviewer.domain.errors import Refused

def opened(workspace, person):
    print(workspace, person, "typer" in sys.modules)
    {then}

program._open_window = opened
sys.argv = ["reviewer", *{words!r}]
program.main()
"""


def start(words: list[str], then: str = "return 0") -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(words=words, then=then)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [[], ["support.reviewer"]])
def test_the_window_opens_without_the_terminal(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REVIEWER_WORKSPACE", raising=False)
    done = start(words)
    assert (done.returncode, done.stdout) == (0, f"{words[0] if words else None} None False\n")


def test_the_workspace_of_the_environment_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_WORKSPACE", "third.reviewer")
    assert start([]).stdout == "third.reviewer None False\n"
    assert start(["first.reviewer"]).stdout == "first.reviewer None False\n"


def test_a_window_that_cannot_open_ends_with_the_sentence_and_code_of_the_terminal() -> None:
    done = start(["a.reviewer"], "raise Refused('The screen is locked: unlock it.')")
    assert (done.returncode, done.stderr) == (3, "Error: The screen is locked: unlock it.\n")
    assert start([], "raise KeyboardInterrupt").returncode == 130


def test_what_begins_with_a_dash_is_an_option_of_the_terminal() -> None:
    done = start(["-x.reviewer"])
    assert done.returncode == 2
    assert done.stdout == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a screen needs no name in the environment")
def test_without_a_display_the_window_says_so_instead_of_crashing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "REVIEWER_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    for words in (["support.reviewer"], ["-w", "postgresql://ana@127.0.0.1:1/reviews"]):
        done = subprocess.run(
            [sys.executable, "-m", "reviewer", *words], capture_output=True, text=True, check=False, timeout=60
        )
        assert (done.returncode, "There is no display here for the window" in done.stderr) == (4, True)
