"""The program as a process of its own: painted first, slow things after, and an orderly end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from reviewer.services.workspace import Workspace

SLOW = ("sqlmodel", "sqlalchemy", "alembic", "pandas", "pyqtgraph", "pyarrow", "scipy", "keyring", "pydantic", "numpy")

WATCHED = """
import json, signal, sys
from PySide6.QtCore import QTimer
import reviewer.ui.app as app
from reviewer.ui.main_window import MainWindow

told = {{}}
build = MainWindow.__init__

def watched(window, *args, **kwargs):
    build(window, *args, **kwargs)
    window.first_painted.connect(
        lambda: told.update(at_paint=[name for name in {slow!r} if name in sys.modules])
    )
    poll = QTimer(window)
    poll.timeout.connect(lambda: look(window, poll))
    poll.start(5)

def look(window, poll):
    if {ready}:
        poll.stop()
        told.update(title=window.windowTitle(), item=window.property("itemId"), error=window.error_banner.text())
        told.update(later=[name for name in ("pandas", "pyqtgraph", "pyarrow", "keyring") if name in sys.modules])
        {then}

MainWindow.__init__ = watched
told["code"] = app.run({path!r})
print(json.dumps(told))
"""


def start(path: Path | None, home: Path, ready: str, then: str = "window.close()") -> dict[str, object]:
    program = WATCHED.format(slow=SLOW, ready=ready, path=str(path) if path else None, then=then)
    environment = {**os.environ, "REVIEWER_HOME": str(home), "REVIEWER_PROFILE": "ana"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_the_window_is_painted_before_anything_slow_is_loaded(workspace: Workspace, reviewer_home: Path) -> None:
    told = start(workspace.path, reviewer_home, "window.property('itemId')")
    assert told["at_paint"] == []
    assert told["later"] == []
    assert told["title"] == "Support – Reviewer"
    assert told["item"] == "item-0"
    assert told["code"] == 0


def test_the_start_screen_comes_without_a_workspace(reviewer_home: Path) -> None:
    told = start(None, reviewer_home, "'at_paint' in told")
    assert told["at_paint"] == []
    assert told["title"] == "Reviewer"


def test_the_workspace_of_the_last_time_is_opened_again(workspace: Workspace, reviewer_home: Path) -> None:
    start(workspace.path, reviewer_home, "window.workspace is not None")
    told = start(None, reviewer_home, "window.workspace is not None")
    assert told["title"] == "Support – Reviewer"


def test_a_file_that_is_not_there_is_one_sentence_and_no_end(tmp_path: Path, reviewer_home: Path) -> None:
    told = start(tmp_path / "gone.reviewer", reviewer_home, "window.error_banner.text()")
    assert "gone.reviewer" in str(told["error"])


def test_control_c_in_the_terminal_closes_the_window(reviewer_home: Path) -> None:
    told = start(None, reviewer_home, "'at_paint' in told", then="signal.raise_signal(signal.SIGINT)")
    assert told["code"] == 0
