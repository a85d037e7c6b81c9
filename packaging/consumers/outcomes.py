"""What every program in this folder has in common: it tries each dataset and prints the outcomes as one JSON object.

The programs run in environments of their own, so they know nothing but the standard library and their consumer.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Built = dict[str, Any]
"""One built dataset: name, recipe, task, shape, style, format, folder and rows by split."""


def listed() -> list[Built]:
    """Return the datasets of the folder that the command line names."""
    found: list[Built] = json.loads((Path(sys.argv[1]) / "datasets.json").read_text("utf-8"))
    return found


def tell(version: str, datasets: Iterable[Built], check: Callable[[Built], str | None]) -> None:
    """Try each dataset and print what came of it; `check` returns a remark, or raises where something is wrong."""
    outcomes = []
    for built in datasets:
        try:
            outcomes.append({"dataset": built["name"], "ok": True, "says": check(built) or ""})
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            outcomes.append({"dataset": built["name"], "ok": False, "says": f"{type(error).__name__}: {error}"[:300]})
    print(json.dumps({"version": version, "outcomes": outcomes}))


def expect(holds: bool, says: str) -> None:
    """Raise with this sentence unless it holds."""
    if not holds:
        raise AssertionError(says)


def data_files(built: Built) -> dict[str, Path]:
    """Return the data files of a dataset by their split."""
    return {path.name.split("-", 1)[0]: path for path in sorted((Path(built["folder"]) / "data").iterdir())}


def lines_of(path: Path) -> list[Any]:
    """Return the objects of a JSONL file, or of a JSON list."""
    if path.suffix == ".json":
        return list(json.loads(path.read_bytes()))
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
