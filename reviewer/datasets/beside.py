"""The further files of rows beside the data: opened with the build, filled case by case, each source once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.datasets.cases import Setting
from reviewer.datasets.columns import Row
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.rows import Beside, task_of
from reviewer.datasets.selection import Kept
from reviewer.datasets.writers import ROWS_IN_A_BATCH, Sheet, find_writer
from reviewer.domain.canonical import sha256_text

if TYPE_CHECKING:
    import numpy

_RECENT = 50_000


class BesideSheets:
    """The open files that a task writes beside its data."""

    def __init__(self, work: Path, recipe: Recipe, setting: Setting) -> None:
        self._recipe, self._setting, self._task = recipe, setting, task_of(recipe)
        self._sheets: dict[str, Sheet] = {}
        self._waiting: dict[str, list[Row]] = {}
        self._seen: dict[str, tuple[str, Seen]] = {}
        for beside in self._task.beside(recipe):
            self._open(work, beside)

    def take(self, kept: Kept) -> None:
        """Take what one case adds to each file."""
        if not self._sheets:
            return
        for path, row in self._task.beside_rows(kept.case, kept.rows, kept.split, self._recipe, self._setting):
            column, seen = self._seen.get(path, ("", None))
            if seen is not None and seen.before(row[column]):
                continue
            waiting = self._waiting[path]
            waiting.append(row)
            if len(waiting) >= ROWS_IN_A_BATCH:
                self._flush(path)

    def flush(self) -> None:
        """Write what still waits."""
        for path in self._sheets:
            self._flush(path)

    def close(self) -> None:
        """Close every file."""
        for sheet in self._sheets.values():
            sheet.close()

    def _open(self, work: Path, beside: Beside) -> None:
        writer = find_writer(beside.format)
        if writer is None:
            raise ValueError(f"no writer for {beside.path}")
        path = work / beside.path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sheets[beside.path] = writer.open(path, beside.columns)
        self._waiting[beside.path] = []
        if beside.unique_by is not None:
            self._seen[beside.path] = (beside.unique_by, Seen())

    def _flush(self, path: str) -> None:
        rows: Sequence[Row] = self._waiting[path]
        self._waiting[path] = []
        if rows:
            self._sheets[path].write(rows)


class Seen:
    """Which texts have passed, in eight bytes for each, so that a million of them cost eight megabytes."""

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._known: numpy.ndarray[Any, Any] | None = None

    def before(self, text: str) -> bool:
        """Tell whether this text has passed before, and remember it."""
        digest = int(sha256_text(text)[:16], 16)
        if digest in self._recent or self._is_known(digest):
            return True
        self._recent.add(digest)
        if len(self._recent) >= _RECENT:
            self._settle()
        return False

    def _is_known(self, digest: int) -> bool:
        import numpy as np

        if self._known is None:
            return False
        place = int(np.searchsorted(self._known, np.uint64(digest)))
        return place < len(self._known) and int(self._known[place]) == digest

    def _settle(self) -> None:
        import numpy as np

        recent = np.fromiter(self._recent, dtype=np.uint64, count=len(self._recent))
        known = recent if self._known is None else np.concatenate([self._known, recent])
        self._known = np.sort(known)
        self._recent = set()
