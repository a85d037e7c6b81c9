"""Goal 5 of the performance page: from the key press to the verdict committed, the next item claimed and painted.

The floor is the same window showing the same item without any database: the panes are filled and painted, nothing
else. Product and floor alternate item by item, so that both see the same texts and the same state of the machine.
`scale` 1 means a queue of 10,000 items and 200 reviews.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.review_room import ReviewRoom
from tests.benchmarks.rows import Row, row

GOAL = 1.6
_WORDS = "The guarantee of the lamp lasts two years from the day of purchase and covers each part. "
_PATIENCE_SECONDS = 30.0


def measure(scale: float = 1.0) -> list[Row]:
    """Measure the reviewer's loop in a window on a queue of `scale` times 10,000 items."""
    items, reviews = max(100, int(10_000 * scale)), max(40, int(200 * scale))
    floor, product = [], []
    with _window(items) as (window, room):
        for _ in range(5):
            _judge(window, room)
        for _ in range(reviews):
            before = room.presenter.state
            product.append(_judge(window, room))
            room.show_state(before)
            _paint()
            floor.append(_timed(partial(_show, room)))
    name = f"key press to next item painted, {items:,} items"
    return [
        row(f"{name}, median", median(floor), median(product), GOAL),
        row(f"{name}, 95th percentile", _p95(floor), _p95(product), GOAL),
    ]


def _judge(window: MainWindow, room: ReviewRoom) -> float:
    """Approve the item on screen; return the milliseconds from Enter to the next item painted."""
    item = window.property("itemId")
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_1)
    _paint()

    def loop() -> None:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
        _until(lambda: window.property("itemId") != item)
        _paint()

    taken = _timed(loop)
    _read(window, room)
    return taken


def _read(window: MainWindow, room: ReviewRoom) -> None:
    """Wait as somebody who reads does: the next item is held, and what was decided last is on screen."""
    _until(lambda: room.presenter.state.ahead > 0)
    _until(lambda: window.tasks.busy == 0)
    _paint()


def _show(room: ReviewRoom) -> None:
    room.show_state(room.presenter.state)
    _paint()


def _paint() -> None:
    """Let the window lay out and paint what has changed."""
    QApplication.processEvents()


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("The window did not go on.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


@contextmanager
def _window(items: int) -> Iterator[tuple[MainWindow, ReviewRoom]]:
    """Open a window on a fresh queue of this many items."""
    from reviewer.ui.app import create_window

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REVIEWER_HOME"] = f"{folder}/home"
        with create_workspace(Path(folder) / "loop.reviewer", Project(name="Loop"), actor="ana") as workspace:
            workspace.ingest.add(_item(number) for number in range(items))
            window = create_window(workspace, "ana")
            window.resize(1600, 1000)
            window.activateWindow()
            _until(lambda: window.property("itemId") is not None and window.tasks.busy == 0)
            room = window.room("review")
            assert isinstance(room, ReviewRoom)
            yield window, room
            window.close()
            window.deleteLater()
            app.processEvents()


def _item(number: int) -> dict[str, Any]:
    """Return an item of about four kilobytes: prompt 400, response 1,200, evidence 3 × 700, two hits."""
    response = (f"Item {number}. " + _WORDS * 14)[:1_200]
    return {
        "id": f"item-{number}",
        "messages": [{"role": "user", "content": (f"Question {number}: " + _WORDS * 5)[:400]}],
        "response": response,
        "evidence": [
            {"id": f"e{part}", "source": f"page-{part}.md", "text": (_WORDS * 8)[:700], "score": 0.9 - part / 10}
            for part in range(3)
        ],
        "policy_hits": [
            {"id": f"h{hit}", "policy": f"rule-{hit}", "score": 0.9, "threshold": 0.5, "severity": "high",
             "spans": [_span(response, at) for at in range(hit * 40, 1_000, 100)]}
            for hit in range(2)
        ],
    }  # fmt: skip


def _span(text: str, start: int) -> dict[str, Any]:
    return {"start": start, "end": start + 12, "text": text[start : start + 12]}


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    for found in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print("{name:64} {floor_ms:9.2f} {product_ms:9.2f} {ratio:6.2f}x  goal {goal}x".format(**found))
