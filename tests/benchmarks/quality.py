"""Goal 23 of the performance page: the figures of the quality room, beside reading once what they rest on.

The floor of each figure is the shortest program that must run before any of them: every stored item, review and
resolution is read from SQLite and parsed once. `scale` 1 means 1,000,000 reviews of 500,000 items; 10,000 reviews are
measured as well. The gaps are those of a 1 ms timer in the thread of the window while a figure is computed in another.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from pydantic_core import from_json
from PySide6.QtCore import QCoreApplication, QTimer

from reviewer.services.workspace import Workspace
from reviewer.ui.tasks import Tasks
from tests.benchmarks import judged
from tests.benchmarks.rows import Row, in_turns, row

FEW = 10_000
MOST_GAP_MS = 50.0
MEMORY_MIB = 200.0
Figures = dict[str, Callable[[], object]]


def measure(scale: float = 1.0) -> list[Row]:
    """Measure at 10,000 reviews and at `scale` times 1,000,000."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for reviews in sorted({FEW, max(FEW, int(1_000_000 * scale))}):
            with judged.workspace(Path(folder) / str(reviews), reviews) as workspace:
                found += measure_on(workspace, reviews)
    return found


def measure_on(workspace: Workspace, reviews: int) -> list[Row]:
    """Measure on a workspace that is there."""
    figures = _figures(workspace)
    rounds = 3 if reviews < 100_000 else 1
    found = []
    for name, figure in figures.items():
        figure()  # its modules are loaded, and the pages of the file are in the cache
        floor_ms, product_ms = in_turns(lambda: _read_once(workspace), figure, repetitions=rounds)
        found.append(row(f"{name}, {reviews:,} reviews", floor_ms, product_ms, 3.0))
    floors, products = (sum(one[part] for one in found) for part in ("floor_ms", "product_ms"))
    found.append(row(f"all figures, {reviews:,} reviews (goal 23)", floors, products, 3.0))
    found.append(row(f"peak memory of all over idle, {reviews:,} reviews, in 200 MiB", MEMORY_MIB, _peak(), 1.0))
    gaps = {name: min(_longest_gap(figure) for _ in range(rounds)) for name, figure in figures.items()}
    worst = max(gaps, key=lambda name: gaps[name])
    title = f"longest gap in the window, {reviews:,} reviews, in 50 ms ({worst})"
    return [*found, row(title, MOST_GAP_MS, gaps[worst], 1.0)]


def _figures(workspace: Workspace) -> Figures:
    quality, agreement = workspace.quality, workspace.agreement
    return {
        "detectors": quality.detectors,
        "reviewers": quality.reviewers,
        "slices": lambda: quality.slices("language"),
        "drift": quality.drift,
        "agreement": agreement.compute,
        "agreement by week": agreement.over_time,
        "agreement by language": lambda: agreement.compute_by("language"),
    }


def _read_once(workspace: Workspace) -> None:
    for body in judged.bodies(workspace):
        from_json(body)


_idle_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _peak() -> float:
    """Return by how many MiB this program has grown at most since its start."""
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - _idle_kib) / 1024


def _longest_gap(figure: Callable[[], object]) -> float:
    """Compute a figure as the window does, away from its thread; return the longest time between two ticks in ms."""
    app = QCoreApplication.instance() or QCoreApplication([])
    errors: list[Exception] = []
    tasks = Tasks(errors.append)
    ticks: list[float] = []
    ticker = QTimer()
    ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ticker.start(1)
    ended: list[object] = []
    tasks.io(figure, ended.append)
    while not ended and not errors:
        app.processEvents()
        time.sleep(0.0005)
    ticker.stop()
    tasks.close()
    gc.collect()
    if errors:
        raise errors[0]
    return max(after - before for before, after in pairwise(ticks)) * 1000


def main() -> None:
    """Print the rows; the first argument is the scale."""
    for found in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 0.02):
        print("{name:70} {floor_ms:10.1f} {product_ms:10.1f} {ratio:6.2f}x  goal {goal}x".format(**found))


if __name__ == "__main__":
    main()
