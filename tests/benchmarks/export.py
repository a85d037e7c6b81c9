"""Goals 12 and 13: exports as JSONL and Parquet, beside the floor that each is measured against.

The floor of JSONL is a copy of the finished file with fsync, that of Parquet a bare scan of what the database holds.
The export does far more than the floors: it checks hashes, makes rows, card, manifest, annotations and checksums.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypedDict

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace

REPEATS = 3


class Row(TypedDict):
    """One measured promise."""

    name: str
    floor_ms: float
    product_ms: float
    ratio: float
    goal: str


def measure(scale: int = 10_000) -> list[Row]:
    """Return the ratios of both goals for `scale` reviewed items, and the memory that the larger export adds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with create_workspace(folder / "w.reviewer", Project(name="Bench")) as workspace:
            _fill(workspace, scale)
            workspace.datasets.build("kto", folder / "warm")
            before = _peak_mib()
            rows = [_jsonl(workspace, folder), _parquet(workspace, folder)]
            grown = _peak_mib() - before
    rows.append(
        Row(
            name=f"export: peak memory added (MiB, {scale:,} items)",
            floor_ms=0,
            product_ms=grown,
            ratio=grown,
            goal="<= 30",
        )
    )
    return rows


def _jsonl(workspace: Workspace, folder: Path) -> Row:
    out = folder / "jsonl"
    floors, products = [], []
    for _ in range(REPEATS):
        products.append(_timed(lambda: workspace.datasets.build("reviews", out, format="jsonl", split=(1, 0, 0))))
        source = out / "data" / "train-00000-of-00001.jsonl"
        floors.append(_timed(lambda path=source: _copy(path, folder / "copy")))  # type: ignore[misc]
        shutil.rmtree(out)
    return _row("12 JSONL export / file copy + fsync", floors, products, "<= 3.5x")


def _parquet(workspace: Workspace, folder: Path) -> Row:
    out = folder / "parquet"
    floors, products = [], []
    for _ in range(REPEATS):
        floors.append(_timed(lambda: _scan(workspace.path)))
        products.append(_timed(lambda: workspace.datasets.build("reviews", out, split=(1, 0, 0))))
        shutil.rmtree(out)
    return _row("13 Parquet export / bare SELECT scan", floors, products, "<= 7x")


def _fill(workspace: Workspace, scale: int) -> None:
    """Store items of about 4.1 KB, each with one review."""
    workspace.ingest.add(_item(number) for number in range(scale))
    workspace.reviews.import_rows(
        {
            "item_id": f"i{number}",
            "reviewer": f"person {number % 7}",
            "verdict": ("approve", "revise", "reject")[number % 3],
            "correction": "A better answer. " * 20 if number % 3 == 1 else None,
        }
        for number in range(scale)
    )


def _item(number: int) -> dict[str, object]:
    return {
        "id": f"i{number}",
        "prompt": f"Question {number}: " + "why is it so? " * 28,
        "response": f"Answer {number}: " + "because it has always been. " * 42,
        "evidence": [{"id": f"e{n}", "source": f"doc {n}", "text": "A passage of the manual. " * 28} for n in range(3)],
        "policy_hits": [
            {
                "id": f"h{n}",
                "policy": "own:tone",
                "detector": "tone",
                "score": 0.5,
                "start": 0,
                "end": 6,
                "text": "Answer",
            }
            for n in range(2)
        ],
        "metadata": {"model": "m-1", "language": "en", "conversation_id": f"c{number // 2}"},
    }


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())


def _scan(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        query = "SELECT b.body, r.body FROM item_body b JOIN review r ON r.item_number = b.number"
        for _ in connection.execute(query):
            pass
    finally:
        connection.close()


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def _row(name: str, floors: list[float], products: list[float], goal: str) -> Row:
    floor, product = median(floors), median(products)
    return Row(name=name, floor_ms=floor, product_ms=product, ratio=product / floor, goal=goal)


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), indent=2))
