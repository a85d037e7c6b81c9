"""The demo queue: a workspace of its own with items and the reviews of three people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.config.paths import shipped, state_dir

from .review_import import rows_of_file
from .templates import new_workspace

if TYPE_CHECKING:
    from .workspace import Workspace

FILE = "demo.reviewer"


def open_demo(reviewer: str | None = None, folder: Path | None = None) -> Workspace:
    """Open the demo queue of this machine, or one in `folder`; it is made where there is none."""
    from .workspace import open_workspace

    place = folder if folder is not None else state_dir() / "demo"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / FILE
    return open_workspace(path, actor=reviewer) if path.is_file() else _make(path, reviewer)


def _make(path: Path, reviewer: str | None) -> Workspace:
    """Build the workspace under another name first, so that a half-made one is never opened."""
    from .workspace import open_workspace

    partial = path.with_name(f".making-{path.name}")
    partial.unlink(missing_ok=True)
    with new_workspace(partial, project_file=shipped("resources/demo/project.toml"), actor=reviewer) as workspace:
        workspace.ingest.add_files([shipped("resources/demo/items.jsonl")])
        workspace.reviews.import_rows(rows_of_file(shipped("resources/demo/reviews.jsonl")))
    partial.rename(path)
    for suffix in ("-wal", "-shm"):
        partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    return open_workspace(path, actor=reviewer)
