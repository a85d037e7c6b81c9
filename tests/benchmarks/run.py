"""Runs the benchmarks, each in a process of its own, and prints medians and ratios as a table and as JSON.

Ratios count, not milliseconds: floor and product ran in turns in the same process on the same items.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.rows import Row

MODULES = (
    "start",
    "ingest",
    "claim",
    "submit",
    "review_loop",
    "display",
    "grounding",
    "queue_table",
    "stats_agreement",
    "stats_consensus",
    "quality",
    "export",
    "server",
)
ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Measure what was asked for; the exit code is 0 even where a goal is missed, which the table says."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which ones; all without any: {', '.join(MODULES)}")
    parser.add_argument("--scale", type=float, default=0.2, help="size of the data, 1 for the full form (default 0.2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to this file too")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in MODULES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}: choose from {', '.join(MODULES)}")
    results: dict[str, list[Row]] = {}
    for name in arguments.names or MODULES:
        results[name] = measure(name, arguments.scale)
        show(name, results[name])
    text = json.dumps(
        {"python": platform.python_version(), "system": platform.platform(), "scale": arguments.scale, "rows": results},
        indent=2,
    )
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def measure(name: str, scale: float) -> list[Row]:
    """Run one benchmark in a process of its own, so that none warms or burdens another."""
    program = f"import json; from tests.benchmarks import {name}; print(json.dumps({name}.measure({scale!r})))"
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}  # a screen is not needed, but may be asked for
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    rows: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return rows


def show(name: str, rows: list[Row]) -> None:
    """Print the rows of one benchmark."""
    for row in rows:
        mark = "ok    " if row["ratio"] <= row["goal"] else "missed"
        print(
            f"{mark} {name:16} {row['name'][:58]:58} "
            f"{row['floor_ms']:10.2f} {row['product_ms']:10.2f} {row['ratio']:8.3f}  goal {row['goal']:g}",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
