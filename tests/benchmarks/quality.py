"""Goal 23 of the performance page: the figures of the quality room, beside reading once what they rest on.

The floor of each figure is the shortest program that must run before any of them: every stored item, review and
resolution is read from SQLite and parsed once. `scale` 1 means 1,000,000 reviews of 500,000 items; 10,000 reviews are
measured as well. The gaps are those of a 1 ms timer in the thread of the window while a figure is computed in another.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

from pydantic_core import from_json
from PySide6.QtCore import QCoreApplication, QTimer

from reviewer.services.workspace import Workspace
from reviewer.ui.tasks import Tasks
from tests.benchmarks import judged
from tests.benchmarks.rows import Row, row

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
    """Measure on a workspace that is there; times are those of the processor, since the machine may be shared."""
    figures, rounds = _figures(workspace), 3 if reviews < 100_000 else 1
    if reviews <= FEW:
        for figure in figures.values():
            figure()  # from here on all modules are loaded
    before = _peak_mib()
    found, gaps = [], {}
    for name, figure in figures.items():
        turns = [(_floor_ms(workspace), *_watched(figure)) for _ in range(rounds)]
        floor_ms, product_ms = (median(turn[part] for turn in turns) for part in (0, 1))
        gaps[name] = min(turn[2] for turn in turns)
        found.append(row(f"{name}, {reviews:,} reviews", floor_ms, product_ms, 3.0))
    floors, products = sum(one["floor_ms"] for one in found), sum(one["product_ms"] for one in found)
    worst = max(gaps, key=lambda name: gaps[name])
    return [
        *found,
        row(f"all figures, {reviews:,} reviews (goal 23)", floors, products, 3.0),
        row(f"growth of memory, {reviews:,} reviews, in 200 MiB", MEMORY_MIB, _peak_mib() - before, 1.0),
        row(f"longest gap, {reviews:,} reviews, in 50 ms ({worst})", MOST_GAP_MS, gaps[worst], 1.0),
    ]


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


def _floor_ms(workspace: Workspace) -> float:
    began = time.thread_time()
    for body in judged.bodies(workspace):
        from_json(body)
    return (time.thread_time() - began) * 1000


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _watched(figure: Callable[[], object]) -> tuple[float, float]:
    """Compute a figure as the window does; return its milliseconds and the longest gap between two ticks."""
    app = QCoreApplication.instance() or QCoreApplication([])
    errors: list[Exception] = []
    taken: list[float] = []
    ticks: list[float] = []

    def job() -> float:
        began = time.thread_time()
        figure()
        return (time.thread_time() - began) * 1000

    tasks = Tasks(errors.append)
    ticker = QTimer()
    ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ticker.start(1)
    tasks.io(job, taken.append)
    while not taken and not errors:
        app.processEvents()
        time.sleep(0.0005)
    ticker.stop()
    tasks.close()
    if errors:
        raise errors[0]
    return taken[0], max((after - before for before, after in pairwise(ticks)), default=0.0) * 1000


def main() -> None:
    """Print the rows; the first argument is the scale."""
    for found in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 0.02):
        print("{name:70} {floor_ms:10.1f} {product_ms:10.1f} {ratio:6.2f}x  goal {goal}x".format(**found))


if __name__ == "__main__":
    main()
