"""Judges hostile items in the real window: python -m tests.promises.hostile_session WORKSPACE SEED ITEMS FILE ADDRESS.

The file and the address are what the texts name and what must stay untouched; a seed of 0 adds one careless label.
Every text that an item shows is made anew for it. At the end it says how many texts were before the reviewer's eyes.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from shiboken6 import isValid

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.main_window import MainWindow
from reviewer.ui.rooms import ROOMS
from reviewer.ui.tasks import InlineRunner
from tests.contracts.test_hostile_text import hostile
from tests.windows import raise_it


def hostile_item(number: int, text: Callable[[], str]) -> dict[str, Any]:
    """Return an item whose every field is a hostile text of its own."""
    return {
        "id": f"{number:06d} {text()}"[:400],
        "source": {"system": f"s{text()}"[:80]},
        "messages": [
            {"role": "system", "content": text()},
            {"role": "user", "content": text(), "name": f"u{text()}"[:80]},
            {"role": "assistant", "tool_calls": [{"id": "1", "name": text()[:80], "arguments": text()}]},
        ],
        "response": f"Start. {text()} End.",
        "evidence": [{"id": "e", "source": text(), "title": text(), "text": text(), "score": 0.5}],
        "policy_hits": [
            {"id": "h", "policy": f"p{text()}"[:80], "detector": f"d{text()}"[:80], "explanation": text(),
             "severity": "high", "start": 0, "end": 6, "text": "Start."},
        ],
        "metadata": {"model": text(), "language": text()[:80], "tenant": text(), "prompt_template": text()},
        "flagged_at": f"2026-11-19T09:00:00.{number:06d}Z",
    }  # fmt: skip


def main(place: str, seed: str, items: str, file: str, address: str) -> None:
    """Judge every item, and look at the other rooms now and then."""
    draw = random.Random(int(seed))
    made = itertools.count()

    def text() -> str:
        network = f'<img src="{address}"> ![x]({address})' if next(made) % 5 == 0 else ""
        return hostile(draw, Path(file)) + network

    app = QApplication([])
    with create_workspace(Path(place), Project(name="Hostile"), actor="ana") as workspace:
        added = workspace.ingest.add([hostile_item(number, text) for number in range(int(items))])
        assert added.added == int(items), added
        window = create_window(workspace, "ana", tasks=InlineRunner(raise_it))
        if seed == "0":
            QLabel(f'<img src="{file}">', window).show()
        for number in range(int(items)):
            wait_until(app, lambda: window.property("itemId") is not None)
            look(window, app)
            if number % 100 == 99:
                visit_rooms(window, app)
            judge(window, app)
        judged = len(workspace.reviews.recent("ana", limit=10**6))
        assert judged == int(items), judged
        window.close()
    print(next(made), flush=True)


def look(window: MainWindow, app: QApplication) -> None:
    """Paint what is shown, with the tooltip of one part of it."""
    app.processEvents()
    window.grab()
    for part in window.findChildren(QWidget):
        if isValid(part) and part.toolTip() and part.isVisible():
            QToolTip.showText(part.mapToGlobal(QPoint(2, 2)), part.toolTip(), part)
    QToolTip.hideText()


def visit_rooms(window: MainWindow, app: QApplication) -> None:
    """Look at every room and come back."""
    for room in [*(room.id for room in ROOMS), "review"]:
        window.go_to(room)
        look(window, app)


def judge(window: MainWindow, app: QApplication) -> None:
    """Approve by keys, as a person does."""
    before = window.property("itemId")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return):
        QTest.keyClick(app.focusWidget() or window, key)
    wait_until(app, lambda: window.property("itemId") != before)


def wait_until(app: QApplication, condition: Callable[[], bool]) -> None:
    """Let the window go on until something is so."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "the window did not go on"
        app.processEvents()


if __name__ == "__main__":
    main(*sys.argv[1:])
