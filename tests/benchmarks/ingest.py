"""Goals 3, 17 and 20: import beside an executemany of ready tuples, at growing size, and the start of the terminal.

The floor puts tuples that lie in memory into one plain table with two indexes, in one transaction with WAL and
synchronous=FULL. The import reads, checks, deduplicates, hashes and indexes the same items from a file of JSON lines.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace
from tests.benchmarks.rows import Row, in_turns, row

ITEMS = 100_000
REPETITIONS = 3
WORDS = ("the", "model", "said", "that", "parts", "and", "labour", "are", "covered", "for", "two", "years", "unless")
PEAK = """
import resource, sys
from pathlib import Path
from reviewer.services.workspace import open_workspace
def peak():
    status = Path("/proc/self/status")  # getrusage counts what the parent had before this program was started
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.read_text().split("VmHWM:")[1].split()[0])
with open_workspace(sys.argv[1]) as workspace:
    before = peak()
    workspace.ingest.add_files([sys.argv[2]])
    print((peak() - before) / 1024)
"""


def measure(scale: float = 1.0) -> list[Row]:
    """Measure at `scale` times 100,000 items of 4 KB, and at ten times as many for the growth."""
    count = max(1_000, int(ITEMS * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["REVIEWER_HOME"] = str(folder / "home")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each new process compiles every module anew
        file = folder / "items.jsonl"
        _write(file, count)
        tuples = _tuples(file)
        floor, product = in_turns(
            lambda: _floor(folder, tuples), lambda: _import(folder, file), repetitions=REPETITIONS
        )
        tuples.clear()
        used = _peak(folder, file)
        _write(file, count * 10)
        (large,) = in_turns(lambda: _import(folder, file), repetitions=1)
        used_large = _peak(folder, file)
    return [
        row(f"3 import of {count:,} items beside executemany of tuples", floor, product, 2.0),
        row("3 peak memory of an import over idle, in 120 MiB", 120.0, used, 1.0),
        row("20 import of one item, ten times as many items", product / count, large / (count * 10), 1 / 0.7),
        row("20 peak memory, ten times as many items", max(used, 1.0), max(used_large, 1.0), 1.2),
        _help(),
    ]


def _help() -> Row:
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    floor, product = in_turns(
        lambda: subprocess.run([sys.executable, "-c", "pass"], **quiet),  # type: ignore[call-overload]
        lambda: subprocess.run([sys.executable, "-m", "reviewer", "--help"], **quiet),  # type: ignore[call-overload]
    )
    return row("17 reviewer --help beside python -c pass", floor, product, 15.0)


def _write(path: Path, count: int) -> None:
    rng = random.Random(7)
    texts = [" ".join(rng.choices(WORDS, k=400)) for _ in range(200)]

    def text(length: int) -> str:
        return rng.choice(texts)[:length]

    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(_item(number, text(400), text(1200), [text(700) for _ in range(3)])) + "\n")


def _item(number: int, prompt: str, response: str, passages: list[str]) -> dict[str, object]:
    return {
        "id": f"item-{number:08}",
        "source": {"system": "bench"},
        "prompt": prompt,
        "response": response,
        "evidence": [
            {"id": f"e{place}", "source": f"page-{place}.md", "text": passage, "score": 0.5, "rank": place}
            for place, passage in enumerate(passages)
        ],
        "policy_hits": [
            {
                "id": f"h{place}",
                "policy": "bench:rule",
                "detector": "bench",
                "detector_version": "1",
                "outcome": "fail",
                "score": 0.8,
                "score_direction": "higher_is_worse",
                "threshold": 0.5,
                "severity": "medium",
                "spans": [{"start": place, "end": place + 30, "text": response[place : place + 30]}],
            }
            for place in range(2)
        ],
        "priority": number % 7,
        "metadata": {"model": "m", "language": "en", "tenant": "t"},
        "flagged_at": "2026-11-20T09:14:00Z",
    }


def _tuples(path: Path) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    with path.open("rb") as file:
        for line in file:
            item = json.loads(line)
            rows.append((item["id"], "open", item["priority"], item["flagged_at"], line.decode()))
    return rows


def _floor(folder: Path, rows: list[tuple[str, ...]]) -> None:
    path = folder / "floor.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute(
        "CREATE TABLE item (number INTEGER PRIMARY KEY, id TEXT, state TEXT, priority REAL, at TEXT, body TEXT)"
    )
    connection.execute("CREATE UNIQUE INDEX known ON item (id)")
    connection.execute("CREATE INDEX queue ON item (state, priority DESC, number)")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO item (id, state, priority, at, body) VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    connection.close()
    _remove(path)


def _import(folder: Path, file: Path) -> None:
    path = folder / "product.reviewer"
    with create_workspace(path, Project(name="Bench"), actor="bench") as workspace:
        workspace.ingest.add_files([file])
    _remove(path)


def _peak(folder: Path, file: Path) -> float:
    """Return by how many MiB an import in a process of its own goes beyond the open workspace."""
    path = folder / "peak.reviewer"
    create_workspace(path, Project(name="Bench"), actor="bench").close()
    words = [sys.executable, "-c", PEAK, str(path), str(file)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    _remove(path)
    return float(done.stdout)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


if __name__ == "__main__":
    for line in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        figures = f"{line['floor_ms']:10.3f} {line['product_ms']:10.3f} {line['ratio']:7.2f} of {line['goal']:.2f}"
        print(f"{line['name']:60} {figures}")
