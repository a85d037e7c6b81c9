"""The datasets that were built: verified, compared and rebuilt, one at a time, away from the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import QObject, Signal

from reviewer.domain.errors import Cancelled, ReviewerError
from reviewer.ui.language import tr
from reviewer.ui.presenters.dataset_behind import compared, outdated

if TYPE_CHECKING:
    from reviewer.services.datasets.comparing import Difference
    from reviewer.services.datasets.rebuilding import Rebuilt
    from reviewer.services.datasets.verifying import Verification
    from reviewer.services.workspace import Workspace
    from reviewer.store.datasets import StoredDataset
    from reviewer.ui.tasks import Runner

Deed = Literal["verify", "compare", "rebuild"]
T = TypeVar("T")
_ASKED = 20


@dataclass(frozen=True)
class Verified:
    """What a check of a built dataset found; nothing found means that it is as it was built and as it would be now."""

    at: datetime
    problems: tuple[str, ...]
    outdated: int = 0
    notes: tuple[str, ...] = ()
    """What could not be checked."""


@dataclass(frozen=True)
class VersionsState:
    """The datasets that there are, and what is being done with one of them."""

    versions: tuple[StoredDataset, ...] | None = None
    not_listed: str = ""
    """Why the datasets that there are cannot be listed."""
    outdated: Mapping[int, int] = field(default_factory=dict)
    """How many items of the newest versions are decided otherwise today, where that is any."""
    verified: Mapping[int, Verified] = field(default_factory=dict)
    said: Mapping[int, str] = field(default_factory=dict)
    """What came of rebuilding a version."""
    busy: int | None = None
    deed: Deed | None = None
    done: int = 0
    total: int | None = None
    stopping: bool = False
    problem: str = ""


class VersionsPresenter(QObject):
    """Does one thing with one version at a time; `found` carries the items behind what it came to."""

    changed = Signal(object)
    found = Signal(object)

    def __init__(self, workspace: Workspace, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._stop = threading.Event()
        self.state = VersionsState()

    def load(self) -> None:
        """List the datasets that were built from this workspace."""
        workspace = self._workspace

        def job() -> tuple[tuple[StoredDataset, ...], dict[int, int]]:
            versions = workspace.datasets.list()
            asked = [built for built in versions if built.tracked][:_ASKED]
            counts = {built.number: workspace.datasets.outdated(built) for built in asked}
            return versions, {number: count for number, count in counts.items() if count}

        self._tasks.io(
            job,
            lambda found: self._set(versions=found[0], outdated=found[1], not_listed=""),
            failed=self._not_listed,
            key="datasets.versions",
        )

    def verify(self, built: StoredDataset) -> None:
        """Check every byte of a built dataset, and every row against the reviews as they are now."""
        datasets = self._workspace.datasets

        def done(found: Verification) -> None:
            verified = Verified(self._workspace.clock(), found.problems, found.outdated_count, found.notes)
            self._set(verified={**self.state.verified, built.number: verified})
            if found.outdated_count:
                self.found.emit(outdated(built.name, found))

        self._do("verify", built, lambda _stop, _report: datasets.verify(built), done)

    def compare(self, built: StoredDataset, *, now: bool = False) -> None:
        """List what was added, removed and changed since the version before, or what would be now."""
        datasets, known = self._workspace.datasets, {one.number: one for one in self.state.versions or ()}
        before = None if now else known.get(built.previous or 0)
        older, newer = (built, None) if before is None else (before, built)

        def done(found: Difference) -> None:
            self.found.emit(compared(older.name, newer.name if newer is not None else tr("now"), found))

        self._do("compare", built, lambda stop, _report: datasets.diff(older, newer, cancelled=stop), done)

    def rebuild(self, built: StoredDataset, folder: str) -> None:
        """Write a dataset again from the state of its time, to a new folder."""
        datasets = self._workspace.datasets

        def job(stop: Callable[[], bool], report: Callable[[object], None]) -> Rebuilt:
            return datasets.rebuild(built, folder, cancelled=stop, progress=lambda done, total: report((done, total)))

        def done(found: Rebuilt) -> None:
            if found.identical:
                text = tr("{name} was built again in {folder}: every byte is the same.")
            else:
                text = tr("{name} was built again in {folder}, with other bytes: {why}.")
            why = "; ".join((*found.differs, *found.notes))
            text = text.format(name=built.name, folder=folder, why=why)
            self._set(said={**self.state.said, built.number: text})

        self._do("rebuild", built, job, done)

    def cancel(self) -> None:
        """Stop what is being done."""
        if self.state.deed == "verify":  # it reads, and takes no word meanwhile
            self._tasks.drop("datasets.version")
            self._set(busy=None, deed=None)
        elif self.state.busy is not None:
            self._stop.set()
            self._set(stopping=True)

    def close(self) -> None:
        """Stop what is being done and tell nobody."""
        self._stop.set()
        self._tasks.drop("datasets.version")

    def _do(
        self,
        deed: Deed,
        built: StoredDataset,
        job: Callable[[Callable[[], bool], Callable[[object], None]], T],
        done: Callable[[T], None],
    ) -> None:
        if self.state.busy is not None:
            return
        self._stop = stop = threading.Event()
        self._set(busy=built.number, deed=deed, stopping=False, done=0, total=None, problem="")

        def ended(found: T) -> None:
            self._set(busy=None, deed=None)
            done(found)

        self._tasks.io(
            lambda report: job(stop.is_set, report),
            ended,
            failed=self._failed,
            progress=lambda figures: self._set(done=figures[0], total=figures[1]),
            key="datasets.version",
        )

    def _failed(self, error: Exception) -> None:
        self._set(busy=None, deed=None, stopping=False)
        if isinstance(error, Cancelled):
            return
        if isinstance(error, OSError):
            where = error.filename or ""
            self._set(problem=tr("{folder} cannot be read: {strerror}").format(folder=where, strerror=error.strerror))
        elif isinstance(error, ReviewerError):
            self._set(problem=error.message)
        else:
            raise error

    def _not_listed(self, error: Exception) -> None:
        if not isinstance(error, ReviewerError):
            raise error
        self._set(not_listed=error.message)

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        self.changed.emit(self.state)
