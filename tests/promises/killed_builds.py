"""Kills builds of one workspace: python -m tests.promises.killed_builds WORKSPACE FOLDER STEP.

The first build dies at the first thing that it does with a file, a transaction or a hundred items, the next one STEP
such things later, and so on until one lives. After each, it says in one line of JSON what was left.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import numpy
import pyarrow.parquet  # once, so that no killed program has to load it
from sqlalchemy import event

from reviewer.datasets.build import verify_folder
from reviewer.services.workspace import Workspace, open_workspace
from tests.promises.building import build

_LOADED = (numpy, pyarrow.parquet)


def main(place: Path, folder: Path, step: int) -> None:
    """Kill one build after the other and look at each."""
    for number in itertools.count(1, step):
        out = folder / f"{number:04d}"
        child = os.fork()
        if child == 0:
            die_at(number, place, out)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"at": number, "killed": os.WIFSIGNALED(status), **left(place, out)}), flush=True)
        if not os.WIFSIGNALED(status):
            return


def die_at(number: int, place: Path, out: Path) -> None:
    """Build, and die by SIGKILL at the given moment."""
    moments = itertools.count(1)

    def moment(*_details: Any) -> bool:
        if next(moments) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return False

    def watch(name: str, details: tuple[Any, ...]) -> None:
        if name.startswith(("os.", "open", "shutil.")) and str(out.parent) in str(details):
            moment()

    with open_workspace(place, actor="ana") as workspace:
        for what in ("begin", "commit"):
            event.listen(workspace.engine, what, moment)
        sys.addaudithook(watch)
        build(workspace, out, cancelled=moment)
    os._exit(0)


def left(place: Path, out: Path) -> dict[str, Any]:
    """Return what a look at the folder and the workspace finds."""
    with open_workspace(place, actor="ana") as workspace:
        return {
            "there": out.exists(),
            "damage": list(verify_folder(out)) if out.exists() else [],
            "recorded": recorded(workspace, out),
            "database": list(workspace.database.check()),
        }


def recorded(workspace: Workspace, out: Path) -> int:
    """Return how many datasets the workspace knows at this place."""
    return sum(found.folder == str(out) for found in workspace.datasets.list())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
