"""Goal 18 of the performance page: a review with its audit event, durable, against one raw INSERT and COMMIT.

Product and floor take turns on the same disk; both write with synchronous FULL. `scale` 1 means 10,000 items.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks.queues import plain_queue, workspace
from tests.benchmarks.rows import Row, row

SUBMISSIONS = 300


def measure(scale: float = 1.0) -> list[Row]:
    """Measure a submission with one reviewer per item, and with three of them."""
    count = max(SUBMISSIONS, int(10_000 * scale))
    with tempfile.TemporaryDirectory() as name:
        return [_compare(Path(name), count, overlap) for overlap in (1, 3)]


def _compare(folder: Path, count: int, overlap: int) -> Row:
    ours, plain = [], []
    with (
        workspace(folder / f"overlap {overlap}", count, overlap=overlap) as made,
        closing(plain_queue(folder / f"plain {overlap}.db", 0)) as connection,
    ):
        for number in range(SUBMISSIONS):
            person = f"person{number % overlap}"
            claim = made.queue.claim(person)
            assert claim is not None
            hits = [{"hit": "h1", "judgement": "confirmed"}]
            review = {
                "item_id": claim.item.id,
                "reviewer": person,
                "verdict": "reject",
                "hits": hits,
                "comment": "x" * 200,
            }
            began = perf_counter()
            made.reviews.submit(review, claim)
            ours.append(perf_counter() - began)
            began = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO review VALUES (?, ?, ?, ?)", (None, number, person, "x" * 700))
            connection.execute("COMMIT")
            plain.append(perf_counter() - began)
    name = f"submit against INSERT and COMMIT, {overlap} per item (goal 18)"
    return row(name, median(plain) * 1_000, median(ours) * 1_000, 4.0)


if __name__ == "__main__":
    for line in measure():
        print(line)
