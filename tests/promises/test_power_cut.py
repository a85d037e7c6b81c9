"""Promise 2: what was acknowledged is on the disk when the current fails, whatever else of it is not."""

from __future__ import annotations

import random
import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reviewer.domain.errors import ReviewerError
from reviewer.services.workspace import open_workspace
from tests.contracts.test_promises_store import lines, submissions, workers
from tests.factories import item, workspace
from tests.promises import Figures, control, promise
from tests.promises.power_cut import cuts, hindrance, watched

pytestmark = pytest.mark.skipif(bool(hindrance()), reason=hindrance())


@dataclass
class Found:
    """What so many cuts did."""

    commits: int = 0
    losses: list[int] = field(default_factory=list)  # how many acknowledged verdicts each cut lost
    damaged: list[str] = field(default_factory=list)


def cut_often(folder: Path, deed: str, commits: int, count: int) -> Found:
    """Let a process judge so many items, and cut its current so many times."""
    path = folder / "test.reviewer"
    workspace(folder, [item(f"i{n}") for n in range(commits)], name=path.name).close()
    before = {path.name: bytearray(path.read_bytes())}
    record = folder / "record"
    with workers(path, deed, ["ana"], before=watched(record)) as (process,):
        acknowledged = sum(1 for kind, _, _ in lines(process) if kind == "done")
        process.wait(timeout=60)
    assert acknowledged == commits
    found = Found(commits)
    for number, (files, promised) in enumerate(cuts(record, path, before, count, random.Random(commits))):
        place = folder / f"cut {number}"
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        look(place / path.name, promised, found)
        shutil.rmtree(place)
    return found


def look(path: Path, promised: set[str], found: Found) -> None:
    """Open what a cut left with the real program, and count what is missing."""
    try:
        with open_workspace(path) as again:
            found.damaged += again.database.check()
    except (ReviewerError, sqlite3.Error) as error:
        found.damaged.append(str(error))
    found.losses.append(len(promised - submissions(path)))


@promise(2)
def test_no_acknowledged_verdict_is_lost_in_a_power_cut(tmp_path: Path, full: bool, figures: Figures) -> None:
    found = cut_often(tmp_path, "work", *((400, 600) if full else (30, 40)))
    figures(2, commits=found.commits, cuts=len(found.losses), lost=sum(found.losses), damaged=len(found.damaged))
    assert found.damaged == []
    assert set(found.losses) == {0}


@control(2)
def test_control_with_synchronous_normal_acknowledged_verdicts_are_lost(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    found = cut_often(tmp_path, "synchronous-normal", *((400, 600) if full else (30, 40)))
    losing = [lost for lost in found.losses if lost]
    figures(2, cuts=len(found.losses), cuts_with_a_loss=len(losing), lost_at_worst=max(found.losses))
    assert len(losing) > len(found.losses) // 2
