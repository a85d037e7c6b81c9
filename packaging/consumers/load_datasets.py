"""Loads every dataset with `datasets`, offline, and holds the rows of one recipe against each other across formats."""

from __future__ import annotations

import json
import re
import tempfile
from typing import Any

import datasets
from outcomes import Built, expect, listed, tell

_seen: dict[str, str] = {}
# It takes JSON texts that all look like dates for points in time, which the card says.
_DATE = re.compile(r'"(\d{4}-\d\d-\d\d) 00:00:00"')


def check(built: Built) -> str:
    """Load a folder as an engineer does: every row is there, and Parquet says the same as JSONL."""
    if not sum(built["rows"].values()):
        return "no rows, which it refuses"
    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset(built["folder"], cache_dir=cache)
        rows = {split: list(part) for split, part in loaded.items()}
    wanted = {split: count for split, count in built["rows"].items() if count}
    found = {split: len(part) for split, part in rows.items() if part}
    expect(found == wanted, f"{found} rows instead of {wanted}")
    if built["format"] in ("parquet", "jsonl"):
        text = _DATE.sub(r'"\1"', json.dumps(rows, sort_keys=True, default=str))
        key = f"{built['workspace']} {built['recipe']} {built['variant']}"
        expect(_seen.setdefault(key, text) == text, "the rows differ from those of the other format")
    return f"{sum(found.values())} rows"


def main() -> None:
    """Try every dataset."""
    datasets.disable_progress_bars()
    version: Any = datasets.__version__
    tell(str(version), listed(), check)


if __name__ == "__main__":
    main()
