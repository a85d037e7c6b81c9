"""Building a dataset from the current state of the workspace, and recording it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reviewer.datasets.build import BuildResult, Progress, build_dataset
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.selection import Kept
from reviewer.store.engine import read

from .reading import records_of, setting_of, without_collector

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

_MARKED_AT_ONCE = 500


def build(
    workspace: Workspace,
    recipe: Recipe,
    out: str | Path,
    *,
    format: str,
    actor: str | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> BuildResult:
    """Write a dataset to a new folder and record it; from then on its reviews are superseded, not withdrawn."""
    setting = setting_of(workspace)
    with without_collector(), _spool() as used, read(workspace.engine) as connection:
        records, total, unresolved = records_of(workspace, connection, recipe)
        return build_dataset(
            records,
            recipe,
            setting,
            Path(out).expanduser(),
            format=format,
            unresolved=unresolved,
            total=total,
            progress=progress,
            cancelled=cancelled,
            kept=lambda kept: _note(kept, used),
            finish=lambda result, manifest: _record(workspace, result, manifest, used, actor),
        )


def _record(workspace: Workspace, result: BuildResult, manifest: str, used: IO[str], actor: str | None) -> None:
    """Record the dataset and the use of its reviews."""
    used.seek(0)
    workspace.store.record_dataset(
        workspace.project_id,
        recipe=result.recipe,
        folder=str(Path(result.dataset).absolute()),
        sha256=result.sha256,
        rows=result.rows,
        manifest=manifest,
        used=_parts(used),
        actor=actor or workspace.actor,
        now_us=workspace.now_us(),
    )


def _parts(used: IO[str]) -> Iterator[list[str]]:
    """Yield the noted ids, some at a time."""
    while lines := list(islice(used, _MARKED_AT_ONCE)):
        yield [json.loads(line) for line in lines]


@contextmanager
def _spool() -> Iterator[IO[str]]:
    """Give a file that holds the ids of the used reviews, so that memory stays flat however many there are."""
    with tempfile.TemporaryFile("w+", encoding="ascii", newline="\n") as file:
        yield file


def _note(kept: Kept, used: IO[str]) -> None:
    for review in kept.case.reviews:
        if review.submission_id is not None:
            used.write(json.dumps(review.submission_id) + "\n")
