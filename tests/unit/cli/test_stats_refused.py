"""What `reviewer stats` says of a command line that does not fit, and of a workspace with nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Terminal

COMMANDS = (
    ("agreement",),
    ("reviewers",),
    ("detectors",),
    ("slices", "--by", "language"),
    ("drift",),
    ("queue",),
    ("spans",),
    ("report", "-o", "-"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_workspace_without_anything_is_told_of_and_is_no_error(
    place: Path, terminal: Terminal, words: tuple[str, ...]
) -> None:
    done = terminal("stats", *words)
    assert (done.code, done.err) == (0, "")
    assert done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("agreement", "--by", "nothing"), "There is no field 'nothing'"),
        (("agreement", "--level", "odd"), "choose nominal, ordinal, interval or ratio"),
        (("agreement", "--where", "language =="), "cannot be read"),
        (("slices", "--by", "language", "--measure", "odd"), "choose one of rejected"),
        (("detectors", "--what-if", "p,d", "--cost-ratio", "-1"), "must be numbers above zero"),
        (("drift", "--weeks", "-1"), "--weeks"),
        (("drift", "--weeks", "100000000000"), "at most 520 weeks"),
        (("drift", "--reference-weeks", "521"), "at most 520 weeks"),
        (("drift", "--psi", "-1"), "-1 is no threshold for 'psi'"),
        (("drift", "--rate", "nan"), "nan is no threshold for 'share'"),
        (("queue", "--people", "-1"), "from 0 to 1000, not -1"),
        (("queue", "--arrivals", "inf"), "from 0 to 1000, not inf"),
        (("queue", "--reviews-per-item", "nan"), "from 0 to 1000, not nan"),
    ],
)
def test_a_value_that_does_not_fit_is_wrong_usage_and_says_which_would(
    place: Path, terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    done = terminal("stats", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_nobody_at_work_is_a_change_that_may_be_asked_about(place: Path, terminal: Terminal) -> None:
    assert terminal("stats", "queue", "--people", 0).code == 0


def test_nothing_is_written_over_a_workspace_nor_a_report_in_the_place_of_a_folder(
    place: Path, terminal: Terminal, tmp_path: Path
) -> None:
    over = terminal("stats", "report", "-o", place)
    assert over.code == 2
    assert "is a workspace and is not written over" in over.err
    anchor = terminal("audit", "anchor", "-o", place)
    assert anchor.code == 3
    assert "is a workspace and is not written over" in anchor.err
    assert terminal("db", "check").code == 0
    folder = terminal("stats", "report", "-o", tmp_path)
    assert folder.code == 2
    assert f"{tmp_path} is a folder: give the path of a file" in folder.err
    assert terminal("stats", "report", "-o", tmp_path / "again.html").code == 0
    assert terminal("stats", "report", "-o", tmp_path / "again.html").code == 0
