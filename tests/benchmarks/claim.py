"""Goals 6, 7 and 19 of the performance page: what a claim costs, and that it stays so.

The floor of goal 7 is one UPDATE..RETURNING on the plainest table, durable as ours. Goals 6 and 19 measure the product
against itself: at 1,000 items, and for a person who has finished nothing. `scale` 1 means 100,000 items and 10,000
finished ones; 10 means a million.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from reviewer.services.workspace import Workspace
from tests.benchmarks.queues import NEXT, items, plain_queue, workspace
from tests.benchmarks.rows import Row, row

CLAIMS = 200
SMALL = 1_000


def measure(scale: float = 1.0) -> list[Row]:
    """Measure the growth of a claim, its cost over the floor, and what finished work adds to it."""
    large = max(2 * SMALL, int(100_000 * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_growth_and_cost(folder, large), _finished(folder, max(200, int(10_000 * scale)))]


def _growth_and_cost(folder: Path, large: int) -> list[Row]:
    few, many, plain = [], [], []
    with (
        workspace(folder / "few", SMALL) as small,
        workspace(folder / "many", large) as big,
        closing(plain_queue(folder / "plain.db", large)) as connection,
    ):
        for number in range(CLAIMS):
            few.append(_claim_and_finish(small))
            many.append(_claim_and_finish(big))
            began = perf_counter()
            connection.execute(NEXT, ("ana", number)).fetchall()
            plain.append(perf_counter() - began)
    return [
        _row(f"claim, {SMALL:,} -> {large:,} items (goal 6)", few, many, 1.3),
        _row(f"claim against UPDATE..RETURNING, {large:,} items (goal 7)", plain, many, 3.5),
    ]


def _claim_and_finish(made: Workspace) -> float:
    """Return the seconds of a claim; finish the item, so that the next claim is a new one."""
    began = perf_counter()
    claim = made.queue.claim("ana")
    taken = perf_counter() - began
    assert claim is not None
    made.reviews.submit({"item_id": claim.item.id, "reviewer": "ana", "verdict": "approve"}, claim)
    return taken


def _finished(folder: Path, finished: int) -> Row:
    """Compare two people at one queue: ana has finished the first items, which still need others, ben nothing."""
    ana: list[float] = []
    ben: list[float] = []
    with workspace(folder / "finished", 0, overlap=3) as made:
        made.ingest.add({**item, "priority": 0} for item in items(finished + SMALL))
        made.reviews.import_rows(
            {"item_id": f"item-{n}", "source": "bench", "reviewer": "ana", "verdict": "approve"}
            for n in range(finished)
        )
        for person, taken in [("ana", ana), ("ben", ben)] * CLAIMS:
            began = perf_counter()
            claim = made.queue.claim(person)
            taken.append(perf_counter() - began)
            assert claim is not None
            made.queue.release(claim)
    return _row(f"claim after {finished:,} own items that need others (goal 19)", ben, ana, 1.3)


def _row(name: str, floor: list[float], product: list[float], goal: float) -> Row:
    return row(name, median(floor) * 1_000, median(product) * 1_000, goal)


if __name__ == "__main__":
    for line in measure():
        print(line)
