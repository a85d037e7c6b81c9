"""Goals 12 and 13: exports as JSONL and Parquet, beside the floor that each is measured against.

The floor of JSONL is a copy of the finished folder with fsync of each file, that of Parquet a bare scan of the items
and reviews in the database. The export does far more than the floors: it checks the hash of everything it reads, makes
rows, checks them in a dozen ways, writes annotations, card, manifest and checksums, and records what the dataset rests
on. With `--scale 1` there are 100,000 items, with `--scale 10` a million.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from tests.benchmarks.rows import Row, in_turns, row

ITEMS = 100_000
REPETITIONS = 3
MORE_MIB = 30.0
PARQUET_MIB = 350.0
PEAK = """
import resource, sys
from pathlib import Path
from reviewer.services.workspace import open_workspace
with open_workspace(Path(sys.argv[1])) as workspace:
    workspace.datasets.build("reviews", Path(sys.argv[2]), format=sys.argv[3], split=(1, 0, 0))
status = Path("/proc/self/status")  # getrusage counts what the parent had before this program was started
if status.exists():
    print(int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure(scale: float = 1.0) -> list[Row]:
    """Return both ratios for reviewed items of 4.1 KB each, and how memory and the cost of each grow with them."""
    count = max(500, int(ITEMS * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with create_workspace(folder / "large.reviewer", Project(name="Bench")) as workspace:
            _fill(workspace, count)
            rows = [_jsonl(workspace, folder, count), _parquet(workspace, folder, count)]
        with create_workspace(folder / "small.reviewer", Project(name="Bench")) as small:
            _fill(small, count // 10)
            (tenth,) = in_turns(lambda: _export(small, folder / "small", "jsonl"), repetitions=REPETITIONS)
        per_item = rows[0]["product_ms"] / count
        rows.append(row("JSONL export of one item, ten times as many items", tenth / (count // 10), per_item, 1.3))
        few, many = (_peak(folder, each, "jsonl") for each in ("small", "large"))
        rows += [
            row("12 memory of ten times as many items, JSONL, in 30 MiB", MORE_MIB, max(many - few, 0.0), 1.0),
            row("13 peak memory of a Parquet export, in 350 MiB", PARQUET_MIB, _peak(folder, "large", "parquet"), 1.0),
        ]
    return rows


def _jsonl(workspace: Workspace, folder: Path, count: int) -> Row:
    _export(workspace, folder / "kept", "jsonl", keep=True)
    floor, product = in_turns(
        lambda: _copy(folder / "kept", folder / "copy"),
        lambda: _export(workspace, folder / "jsonl", "jsonl"),
        repetitions=REPETITIONS,
    )
    rate = count / product * 1_000
    return row(f"12 JSONL, {count:,} items ({rate:,.0f}/s) beside a copy with fsync", floor, product, 3.5)


def _parquet(workspace: Workspace, folder: Path, count: int) -> Row:
    floor, product = in_turns(
        lambda: _scan(workspace.path),
        lambda: _export(workspace, folder / "parquet", "parquet"),
        repetitions=REPETITIONS,
    )
    rate = count / product * 1_000
    return row(f"13 Parquet, {count:,} items ({rate:,.0f}/s) beside a bare scan", floor, product, 7.0)


def _peak(folder: Path, workspace: str, format: str) -> float:
    """Return how many MiB a program of its own needed at most for one export."""
    out = folder / "measured"
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(folder / f"{workspace}.reviewer"), str(out), format],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    shutil.rmtree(out)
    return float(done.stdout)


def _export(workspace: Workspace, out: Path, format: str, *, keep: bool = False) -> None:
    workspace.datasets.build("reviews", out, format=format, split=(1, 0, 0))
    if not keep:
        shutil.rmtree(out)


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
    """Copy a folder so that every file of it is on the disk."""
    for path in (found for found in source.rglob("*") if found.is_file()):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as reader, copy.open("wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            os.fsync(writer.fileno())
    shutil.rmtree(target)


def _scan(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        query = "SELECT b.body, r.body FROM item_body b JOIN review r ON r.item_number = b.number"
        for _ in connection.execute(query):
            pass
    finally:
        connection.close()


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 0.2), indent=2))
