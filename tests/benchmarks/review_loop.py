"""Goal 5 of the performance page: from the key press to the verdict committed, the next item claimed and painted.

The floor is the same window showing the same item without any database: the panes are filled and painted, nothing
else. Product and floor alternate item by item, so that both see the same texts and the same state of the machine.
Between two items the benchmark waits as a reader does, for a fifth of a second and until the next item is held.
`scale` 1 means a queue of 10,000 items and 200 reviews; the loop over responses of 1 KB, 10 KB and 100 KB with 20
highlights each has 200 items.

Typing is a letter pressed and painted in the correction editor of the window, beside a letter in a bare editor of the
same size that holds the same 10 KB; with it comes the time until the difference is on screen.
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
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.review_room import ReviewRoom
from tests.benchmarks.rows import Row, row

GOAL, GOAL_TYPING = 1.6, 15.0
FRAME_MS, AT_ONCE_MS = 16.0, 100.0
_WORDS = "The guarantee of the lamp lasts two years from the day of purchase and covers each part. "
_PATIENCE_SECONDS = 30.0
_READING_SECONDS = 0.2


def measure(scale: float = 1.0) -> list[Row]:
    """Measure the reviewer's loop in a window on a queue of `scale` times 10,000 items."""
    items, reviews = max(100, int(10_000 * scale)), max(40, int(200 * scale))
    floor, product = _loop(items, reviews, 1_200)
    name = f"key press to next item painted, {items:,} items"
    rows = [
        row(f"{name}, median", median(floor.clock), median(product.clock), GOAL),
        row(f"{name}, 95th percentile", _p95(floor.clock), _p95(product.clock), GOAL),
        row("the same, processor time of all threads", median(floor.processor), median(product.processor), GOAL),
    ]
    for size in (1_000, 10_000, 100_000):
        floor, product = _loop(200, max(30, int(100 * scale)), size)
        name = f"the same, {size // 1000} KB, 20 highlights"
        rows.append(row(name, median(floor.clock), median(product.clock), GOAL))
        rows.append(row(f"{name}, processor time", median(floor.processor), median(product.processor), GOAL))
    return [*rows, *_typing(max(20, int(100 * scale)))]


class Taken:
    """Milliseconds by the clock, and those that the threads of this process worked, on a busy machine too."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.processor: list[float] = []

    def add(self, act: Callable[[], object]) -> None:
        """Time one act."""
        began = time.process_time()
        self.clock.append(_timed(act))
        self.processor.append((time.process_time() - began) * 1_000)


def _loop(items: int, reviews: int, size: int) -> tuple[Taken, Taken]:
    """Judge items with responses of one size; return what the floor and the product took."""
    floor, product = Taken(), Taken()
    with _window(items, size) as (window, room):
        for _ in range(5):
            _judge(window, room, Taken())
        for _ in range(reviews):
            before = room.presenter.state
            _judge(window, room, product)
            room.show_state(before)
            _paint()
            floor.add(partial(_show, room))
    return floor, product


def _typing(letters: int) -> list[Row]:
    """Type into a correction of 10 KB."""
    floor, painted, compared = [], [], []
    with _window(20, 10_000) as (window, room):
        room.presenter.open_correction()
        _read(window, room)
        editor = room.response.correction.editor
        bare = QPlainTextEdit()
        bare.setFont(editor.font())
        bare.resize(editor.size())
        bare.setPlainText(editor.toPlainText())
        bare.show()
        for typed in (bare, editor):
            typed.moveCursor(QTextCursor.MoveOperation.End)
        for number in range(letters):
            letter = "abcdefgh "[number % 9]
            floor.append(_timed(partial(_type, bare, letter)))
            editor.setFocus()
            began = time.perf_counter()
            painted.append(_timed(partial(_type, editor, letter)))
            _until(lambda: window.tasks.busy == 0)
            _paint()
            compared.append((time.perf_counter() - began) * 1_000)
        bare.close()
    return [
        row("a letter typed into a correction of 10 KB, painted", median(floor), median(painted), GOAL_TYPING),
        row("the same, 95th percentile, in 16 ms", FRAME_MS, _p95(painted), 1.0),
        row("a letter typed, its difference on screen, in 100 ms", AT_ONCE_MS, _p95(compared), 1.0),
    ]


def _type(editor: QPlainTextEdit, letter: str) -> None:
    QTest.keyClicks(editor, letter)
    _paint()


def _judge(window: MainWindow, room: ReviewRoom, taken: Taken) -> None:
    """Approve the item on screen, and note what it took from Enter to the next item painted."""
    item = window.property("itemId")
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_1)
    _paint()

    def loop() -> None:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
        _until(lambda: window.property("itemId") != item)
        _paint()

    taken.add(loop)
    _read(window, room)


def _read(window: MainWindow, room: ReviewRoom) -> None:
    """Wait as somebody who reads does, if only for a fifth of a second: what is done while one reads is done then."""
    end = time.monotonic() + _READING_SECONDS
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
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
def _window(items: int, size: int) -> Iterator[tuple[MainWindow, ReviewRoom]]:
    """Open a window on a fresh queue of this many items with responses of one size."""
    from reviewer.ui.app import create_window

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REVIEWER_HOME"] = f"{folder}/home"
        with create_workspace(Path(folder) / "loop.reviewer", Project(name="Loop"), actor="ana") as workspace:
            workspace.ingest.add(_item(number, size) for number in range(items))
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


def _item(number: int, size: int) -> dict[str, Any]:
    """Return an item with a prompt of 400 characters, evidence of 3 × 700, and two hits with twenty stretches."""
    paragraph = _WORDS * 7 + "\n"
    response = (f"Item {number}. " + paragraph * (size // len(paragraph) + 1))[:size]
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
             "spans": [_span(response, at * size // 12 + hit * size // 25) for at in range(10)]}
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
