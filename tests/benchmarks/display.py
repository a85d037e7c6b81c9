"""Goal 8 of the performance page and promise 11 of the reliability page: what it costs to show a response.

The floor is a bare QPlainTextEdit that is given the same text, without highlights; both are filled and painted in turns
at 900 by 700 pixels, and the ratio is that of the medians. The longest stall is the longest gap between two ticks of
a timer while the event loop runs and texts of ten megabytes are opened. `scale` 1 means texts of up to 10 MB.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from itertools import cycle, pairwise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from reviewer.ui.safe_text import Highlight, HighlightStyle, SourceView
from reviewer.ui.safe_text.line_spacing import READING
from tests.benchmarks.rows import Row, in_turns, row

PARAGRAPH = "The quick brown fox jumps over the lazy dog, again and again, until nobody looks. " * 8 + "\n"
STYLES = {"hit": HighlightStyle("#ffe082", "none"), "span": HighlightStyle("#b3e5fc", "solid", "#0277bd")}
GOAL, GOAL_ONE_LINE, LONGEST_STALL_MS = 1.8, 2.0, 250.0


def measure(scale: float = 1.0) -> list[Row]:
    """Measure the view of a response against a bare one, and the longest stall."""
    app = QApplication.instance() or QApplication([])
    bare, view = QPlainTextEdit(), SourceView(line_share=READING)
    bare.setReadOnly(True)
    bare.setUndoRedoEnabled(False)
    view.set_highlight_styles(STYLES)
    for widget in (bare, view):
        widget.resize(900, 700)
        widget.show()
    app.processEvents()
    rows = [
        _against_bare(f"20 spans in {name}", size, bare, view)
        for name, size in (("1 KB", 1_000), ("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000))
    ]
    rows.append(_one_line(view))
    rows.append(_longest_stall(view, scale))
    for widget in (bare, view):
        widget.close()
    return rows


def _against_bare(name: str, size: int, bare: QPlainTextEdit, view: SourceView) -> Row:
    text = _paragraphs(size)
    spans = _spans(size)

    def floor(text: str) -> None:
        bare.setPlainText(text)
        bare.grab()

    def product(text: str) -> None:
        view.set_source(text)
        view.set_highlights(spans)
        view.grab()

    floor_ms, product_ms = in_turns(_showing(floor, text), _showing(product, text), repetitions=15)
    return row(name, floor_ms, product_ms, GOAL)


def _one_line(view: SourceView) -> Row:
    paragraphs = _paragraphs(1_000_000)
    spans = _spans(1_000_000)

    def show(text: str) -> None:
        view.set_source(text)
        view.set_highlights(spans)
        view.grab()

    line = paragraphs.replace("\n", " ")
    floor_ms, product_ms = in_turns(_showing(show, paragraphs), _showing(show, line), repetitions=15)
    return row("1 MB in one line, against paragraphs", floor_ms, product_ms, GOAL_ONE_LINE)


def _longest_stall(view: SourceView, scale: float) -> Row:
    megabyte = max(1, int(1_000_000 * scale))
    shapes = [
        PARAGRAPH * (10 * megabyte // len(PARAGRAPH)),
        "word " * (2 * megabyte),
        "x" * (10 * megabyte),
        "漢" * (10 * megabyte // 3),
        "😀" * (10 * megabyte // 4),
        "شكرا " * megabyte,
        "\u202e" * megabyte,
        "\u200b" * megabyte,
        "a" + "\u0301" * megabyte,
        "\n" * megabyte,
        "\r\n" * megabyte,
        "<table><tr><td>" * (600_000 * megabyte // 1_000_000),
        "\0\ud800" * (megabyte // 2),
    ]
    worst = max(_stall(view, text) for text in shapes)
    return row("longest stall, 13 shapes of 10 MB, in 250 ms", LONGEST_STALL_MS, worst, 1.0)


def _stall(view: SourceView, text: str) -> float:
    """Return the longest gap between two ticks, in milliseconds, around the opening of one text."""
    loop, ticker = QEventLoop(), QTimer()
    ticks: list[float] = []
    ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ticker.start(1)
    QTimer.singleShot(20, lambda: view.set_source(text))
    QTimer.singleShot(60, loop.quit)
    loop.exec()
    ticker.stop()
    return max(after - before for before, after in pairwise(ticks)) * 1_000


def _showing(show: Callable[[str], None], text: str) -> Callable[[], None]:
    """Return a task that shows the text, which differs a little each time, or nothing would be done."""
    varied = cycle((text[:-2] + "!\n", text[:-2] + "?\n"))
    return lambda: show(next(varied))


def _paragraphs(size: int) -> str:
    return (PARAGRAPH * (size // len(PARAGRAPH) + 1))[: size - 1] + "\n"


def _spans(size: int) -> list[Highlight]:
    """Twenty spans of twelve characters over the part of a text that a window shows."""
    step = min(size, 190_000) // 21
    return [Highlight(i * step + 5, i * step + 17, "hit" if i % 2 else "span", i) for i in range(20)]


if __name__ == "__main__":
    for found in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print("{name:48} {floor_ms:9.2f} {product_ms:9.2f} {ratio:6.2f}x  goal {goal}x".format(**found))
