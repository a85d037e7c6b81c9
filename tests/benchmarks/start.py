"""Goals 1, 2, 15, 16, 17 of the performance page: from the start of the process to what a person sees, and memory.

Each start is a new process on the offscreen platform; the bare program paints an empty main window. Times are from
just before the process is made to the moment the paint event was seen, so that the interpreter's own start counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.rows import Row, in_turns, row

BARE = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        self.painted = time.time()
        QTimer.singleShot(0, QApplication.quit)
app = QApplication([]); window = Window(); window.resize(1280, 800); window.show(); app.exec()
import resource
print(json.dumps({"window": window.painted, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""
OURS = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
import reviewer.ui.app as program
from reviewer.ui.main_window import MainWindow
times, stalls, last = {}, [], [time.time()]
def watch(window):
    ticker = QTimer(window); ticker.timeout.connect(lambda: tick(window)); ticker.start(1); last[0] = time.time()
def tick(window):
    now = time.time(); stalls.append(now - last[0]); last[0] = now
    if "item" not in times:
        view = window.findChild(QWidget, "response_view")
        if view is not None and view.isVisible() and view.property("sourceText"):
            window.repaint(); times["item"] = time.time()
    elif "ready" not in times and window.property("itemId"):
        times["ready"] = time.time()
        QTimer.singleShot(300, window.close)
first = MainWindow.show
def show(window):
    window.first_painted.connect(lambda: (times.setdefault("window", time.time()), watch(window)))
    first(window)
MainWindow.show = show
program.run(sys.argv[1], "ana")
import resource
times["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
times["stall"] = max(stalls[1:], default=0) * 1000
print(json.dumps(times))
"""
TIMES = ("window", "item", "ready")


def measure(scale: float = 1.0) -> list[Row]:
    """Start both programs in turns; `scale` 1 means a queue of 100,000 items."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REVIEWER_HOME"] = folder
        path = _workspace(Path(folder), max(200, int(100_000 * scale)))
        repetitions = 7
        starts: dict[str, list[dict[str, Any]]] = {"bare": [], "ours": []}
        for _ in range(repetitions):
            starts["bare"].append(_start(BARE, str(path)))
            starts["ours"].append(_start(OURS, str(path)))
    bare, ours = starts["bare"], starts["ours"]
    nothing, shown_help = in_turns(partial(_call, "-c", "pass"), partial(_call, "-m", "reviewer", "--help"))
    window, memory = _median(bare, "window"), _median(bare, "memory") / 1024
    return [
        row("start → window painted (goal 16)", window, _median(ours, "window"), 1.4),
        row("start → first item painted (goal 1)", window, _median(ours, "item"), 1.7),
        row("start → first item held, keys act (goal 1, strictly)", window, _median(ours, "ready"), 1.7),
        row("longest stall while the rest loads, in 50 ms (goal 2)", 50.0, _median(ours, "stall"), 1.0),
        row("memory with the window open, MiB (goal 15)", memory, _median(ours, "memory") / 1024, 2.0),
        row("reviewer --help (goal 17)", nothing, shown_help, 15.0),
    ]


def _call(*words: str) -> None:
    subprocess.run([sys.executable, *words], env=_environment(), stdout=subprocess.DEVNULL, check=True)


def _environment() -> dict[str, str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start compiles every module anew
    return environment


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return float(median(run[name] for run in runs))


def _start(program: str, argument: str) -> dict[str, Any]:
    """Run a program and return its times in milliseconds since it was started."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, argument], env=_environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {key: (value - began) * 1000 if key in TIMES else value for key, value in found.items()}


def _workspace(folder: Path, items: int) -> Path:
    from reviewer.domain.projects import Project
    from reviewer.services.workspace import create_workspace

    path = folder / "start.reviewer"
    text = "The lamp has a guarantee of two years. " * 30
    with create_workspace(path, Project(name="Start"), actor="ana") as workspace:
        workspace.ingest.add(
            {"id": str(number), "prompt": "How long? " * 40, "response": text, "priority": float(number % 7)}
            for number in range(items)
        )
    return path


if __name__ == "__main__":
    for line in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 0.1):
        print("{name:56} {floor_ms:9.1f} {product_ms:9.1f} {ratio:6.2f}  goal {goal}".format(**line))
