"""Building a dataset from the current state of the workspace, and recording what it rests on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reviewer.config.passing import PassingFiles
from reviewer.datasets.build import BuildResult, Progress, build_dataset, writer_for
from reviewer.datasets.folder import refuse_taken
from reviewer.datasets.recipe import SPLITS, Recipe
from reviewer.datasets.selection import Kept
from reviewer.datasets.splits import Splits, keeps_copies_together
from reviewer.domain.errors import Cancelled
from reviewer.store.engine import read
from reviewer.store.items import last_number
from reviewer.store.store import GroupSplit, ItemUsed, NewDataset

from .elsewhere import elsewhere_of
from .history import path_of, recorded
from .reading import records_of, setting_of, without_collector
from .splitting import splits_of
from .used import together, used_of

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

_RECORDED_AT_ONCE = 2_000


def build(
    workspace: Workspace,
    recipe: Recipe,
    out: str | Path,
    *,
    format: str | None,
    actor: str | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> BuildResult:
    """Write a dataset to a new folder and record it; from then on its reviews are superseded, not withdrawn."""
    workspace.members.demand(actor or workspace.actor, "build")  # all three before the work that takes its time
    writer_for(recipe, format)
    refuse_taken(path_of(out))
    setting = setting_of(workspace)
    _keep_sketches(workspace, recipe, cancelled)
    with without_collector(), PassingFiles(), _noting() as used, read(workspace.engine) as connection:
        newest = last_number(connection, workspace.project_id)
        splits = splits_of(workspace, connection, recipe, setting, cancelled)
        records, total, unresolved = records_of(workspace, connection, recipe)

        def record(result: BuildResult, manifest: str) -> None:
            dataset = NewDataset(
                recipe=result.recipe,
                folder=recorded(result.dataset),
                sha256=result.sha256,
                rows=result.rows,
                manifest=manifest,
                guidelines=json.loads(manifest)["guideline_versions"],
                scheme=splits.scheme,
                last_item=newest,
            )
            workspace.store.record_dataset(
                workspace.project_id,
                dataset,
                used.parts(),
                _given(splits),
                actor or workspace.actor,
                workspace.now_us(),
            )

        def note(kept: Kept) -> None:
            used.note(kept)
            splits.note(kept.own_group, kept.split)

        return build_dataset(
            records,
            recipe,
            setting,
            path_of(out),
            format=format,
            unresolved=unresolved,
            total=total,
            progress=progress,
            cancelled=cancelled,
            assign=splits,
            elsewhere=elsewhere_of(workspace, connection, recipe, cancelled),
            kept=note,
            finish=record,
        )


def _keep_sketches(workspace: Workspace, recipe: Recipe, cancelled: Callable[[], bool] | None) -> None:
    """Keep the sketches of what came in since a window was open last, so that not every build has to make them.

    Whoever may not keep them on a server has them made by each build.
    """
    while keeps_copies_together(recipe) and workspace.near_copies.index_some():
        if cancelled is not None and cancelled():
            raise Cancelled("The export was cancelled; nothing was written.")


def _given(splits: Splits) -> Iterator[list[GroupSplit]]:
    """Yield the splits that groups were given for the first time, some at a time."""
    fresh = splits.fresh()
    while part := list(islice(fresh, _RECORDED_AT_ONCE)):
        yield [GroupSplit(*given) for given in part]


@contextmanager
def _noting() -> Iterator[_Ledger]:
    with tempfile.TemporaryFile("w+", encoding="ascii", newline="\n") as file:
        yield _Ledger(file)


class _Ledger:
    """What each item in the dataset rests on, in a file, so that memory stays flat however many there are.

    Several cases of one item, which are reviews by themselves, come one after the other in its split.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._open: dict[str, ItemUsed] = {}

    def note(self, kept: Kept) -> None:
        """Note a case that became rows."""
        used = used_of(kept)
        before = self._open.get(kept.split)
        if before is not None and before.item_number == used.item_number:
            used = together(before, used)
        else:
            self._write(before)
        self._open[kept.split] = used

    def parts(self) -> Iterator[list[ItemUsed]]:
        """Yield what was noted, some at a time."""
        for split in SPLITS:
            self._write(self._open.pop(split, None))
        with PassingFiles():
            self._file.seek(0)
        while lines := list(islice(self._file, _RECORDED_AT_ONCE)):
            yield [_used(*json.loads(line)) for line in lines]

    def _write(self, used: ItemUsed | None) -> None:
        if used is not None:
            with PassingFiles():  # not those of the dataset, in whose block this happens
                self._file.write(json.dumps(used) + "\n")


def _used(
    item: int, split: str, resolution: int | None, reviews: list[int], gold: str | None, split_group: str | None
) -> ItemUsed:
    return ItemUsed(item, split, resolution, tuple(reviews), gold, split_group)
