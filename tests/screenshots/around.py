"""The other rooms, and what lies around the desk: palette, keys, settings, welcome, dead ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.outages import out_of_reach
from tests.rights import read_only
from tests.screenshots.reading import FULL
from tests.screenshots.stage import Stage, make_window


def queue_room(stage: Stage) -> None:
    """The queue."""
    stage.open_demo()
    stage.go_to("queue")


def queue_search(stage: Stage) -> None:
    """A search in the queue."""
    stage.open_demo()
    stage.go_to("queue")
    stage.press("/")
    stage.write("refund")
    stage.rest(0.6)
    stage.settle()


def queue_held(stage: Stage) -> None:
    """Who holds what."""
    stage.open_demo()
    stage.item()
    stage.go_to("queue")
    stage.focus("queue_room")
    stage.press("H")
    stage.settle()


def quality_room(stage: Stage) -> None:
    """The figures of the quality room."""
    stage.open_demo("lea")
    stage.go_to("quality")


def adjudication(stage: Stage) -> None:
    """A disagreement that is to be settled."""
    stage.open_demo("lea")
    stage.go_to("quality")
    stage.press("Return")
    stage.settle()


def datasets_room(stage: Stage) -> None:
    """The rows of a dataset."""
    stage.open_demo("lea")
    stage.go_to("datasets")


def audit_room(stage: Stage) -> None:
    """The ledger."""
    stage.open_demo("lea")
    stage.go_to("audit")


def settings_room(stage: Stage) -> None:
    """The settings."""
    stage.open_demo()
    stage.go_to("settings")


def key_conflict(stage: Stage) -> None:
    """A key of one's own that another action has."""
    stage.open_demo()
    stage.go_to("settings")
    table: Any = stage.find("keys_table")
    for row in range(table.model().rowCount()):
        if table.model().index(row, 0).data() == "Write a correction":
            table.setCurrentIndex(table.model().index(row, 0))
    table.setFocus()
    stage.press("Return", "K")
    stage.settle()


def settings_search(stage: Stage) -> None:
    """Settings and keys narrowed by a word."""
    stage.open_demo()
    stage.go_to("settings")
    stage.focus("settings_search")
    stage.write("veil")
    stage.settle()


def palette(stage: Stage) -> None:
    """Finding an action by typing."""
    stage.open_items(FULL)
    stage.item()
    stage.press("Ctrl+K")
    stage.write("passage")


def key_sheet(stage: Stage) -> None:
    """All keys."""
    stage.open_items(FULL)
    stage.item()
    stage.press("?")


def welcome(stage: Stage) -> None:
    """The first start."""
    stage.show(make_window())


def welcome_back(stage: Stage) -> None:
    """A later start, with the workspaces of before; one file is gone."""
    places = [stage.folder / name for name in ("support.reviewer", "clinic.reviewer", "last-year.reviewer")]
    stage.show(make_window())
    stage.window.start_screen.show_recent([str(place) for place in places], missing=[str(places[-1])])
    stage.settle()


def first_hint(stage: Stage) -> None:
    """The first of the five hints."""
    stage.open_items(FULL)
    stage.item()
    stage.window.actions_of_window.show_hints()
    stage.settle()


def last_hint(stage: Stage) -> None:
    """The last of the five hints."""
    first_hint(stage)
    stage.press("Ctrl+.", "Ctrl+.", "Ctrl+.", "Ctrl+.")
    stage.settle()


def finished_queue(stage: Stage) -> None:
    """Everything is judged."""
    stage.open_items("vel-1870", overlap=1)
    stage.item()
    stage.press("C", "1", "Ctrl+Return")
    stage.until(lambda: stage.window.property("itemId") is None, "the end of the queue")
    stage.settle()
    stage.without_toast()


def empty_queue(stage: Stage) -> None:
    """Nothing was imported yet."""
    stage.open_items()


def lost_database(stage: Stage) -> None:
    """The database cannot be reached, and what is decided waits on this machine."""
    stage.open_items(FULL, "vel-1870")
    stage.item()
    workspace = stage.window.workspace
    assert workspace is not None
    stage.held.enter_context(out_of_reach(workspace))
    for _ in range(2):
        stage.press("C", "1", "Ctrl+Return")
        stage.rest(0.8)


def read_only_workspace(stage: Stage) -> None:
    """The file may be read, not written."""
    with stage.new_workspace(FULL, "vel-1870") as workspace:
        path = workspace.path
    home = Path(tempfile.mkdtemp(prefix="home"))  # whoever may only read has one of their own
    home.chmod(0o777)
    os.environ["REVIEWER_HOME"] = str(home)
    stage.held.callback(shutil.rmtree, home, ignore_errors=True)
    with read_only(path, folder_too=False) as copy:
        stage.open(copy)
        stage.rest(0.5)
        stage.settle()
