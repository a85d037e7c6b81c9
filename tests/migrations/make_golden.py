"""Writes the golden workspace of the present schema, once per release: python -m tests.migrations.make_golden."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import zstandard

from reviewer.config.paths import shipped
from reviewer.services.projects import load_project_file
from reviewer.services.workspace import create_workspace
from reviewer.store.schema import SCHEMA_VERSION
from tests.factories import FakeClock


def main() -> None:
    """Fill a workspace with the demo's items and reviews, and keep it compressed."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["REVIEWER_HOME"] = name
        path = Path(name) / "golden.reviewer"
        project, taxonomy = load_project_file(shipped("resources/demo/project.toml"))
        with create_workspace(path, project, actor="lead", clock=FakeClock(), taxonomy=taxonomy) as made:
            made.ingest.add_files([str(shipped("resources/demo/items.jsonl"))])
            rows = shipped("resources/demo/reviews.jsonl").read_text("utf-8").splitlines()
            made.reviews.import_rows([json.loads(row) for row in rows])
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = delete")
            connection.execute("VACUUM")
        target = Path(__file__).parent / "golden" / f"{SCHEMA_VERSION}.reviewer.zst"
        target.write_bytes(zstandard.ZstdCompressor(19).compress(path.read_bytes()))


if __name__ == "__main__":
    main()
