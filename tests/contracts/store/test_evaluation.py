"""Who gets the known answers out of a workspace, in a file and on a server alike: those who may build datasets."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from tests.factories import item
from tests.team import Team

GOLD = {"verdict": "reject", "answers": {"severity": 5}, "explanation": "The passage says otherwise."}


@pytest.fixture
def known(team: Team) -> Team:
    """A team with one known answer among its items."""
    return team.start([item("i1", gold=GOLD), item("i2")])


def test_an_engineer_builds_a_regression_set_with_the_known_answers(known: Team, tmp_path: Path) -> None:
    engineer = known.open("enno", "engineer")
    (row,) = engineer.datasets.preview("evaluation").rows
    assert (row["item_id"], row["expected_verdict"]) == ("i1", "reject")
    assert row["explanation"] == "The passage says otherwise."
    assert engineer.datasets.build("evaluation", tmp_path / "ds").rows == {"train": 0, "validation": 0, "test": 1}


def test_a_reviewer_gets_no_known_answer_out(known: Team, tmp_path: Path) -> None:
    ana = known.open("ana")
    with pytest.raises(Refused, match="ana is reviewer here and may not build datasets"):
        ana.datasets.preview("evaluation")
    with pytest.raises(Refused, match="may not build datasets"):
        ana.datasets.build("evaluation", tmp_path / "ds")
    assert not (tmp_path / "ds").exists()
