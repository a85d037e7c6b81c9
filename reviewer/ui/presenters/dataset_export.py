"""Writing a dataset from the window: format, folder, progress and cancel."""

from __future__ import annotations

import re
import shlex
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Cancelled, ReviewerError
from reviewer.ui.language import tr
from reviewer.ui.presenters.datasets import DatasetsState

if TYPE_CHECKING:
    from reviewer.datasets.recipe import Recipe
    from reviewer.services.datasets import BuildResult
    from reviewer.services.workspace import Workspace
    from reviewer.ui.tasks import Runner

FORMATS = ("jsonl", "parquet", "csv", "json")


@dataclass(frozen=True)
class Target:
    """What can be written: the rows that the room has counted."""

    recipe: Recipe
    where: str
    rows: int


@dataclass(frozen=True)
class ExportState:
    """What the right pane shows of the export."""

    format: str = "parquet"
    formats: tuple[str, ...] = FORMATS
    rows: int | None = None
    counting: bool = True
    folder: str = ""
    running: bool = False
    stopping: bool = False
    done: int = 0
    total: int | None = None
    built: BuildResult | None = None
    differs: str = ""
    problem: str = ""
    command: str = ""
    whole_command: str = ""


class ExportPresenter(QObject):
    """Builds one dataset at a time; what is cancelled or fails leaves nothing behind."""

    changed = Signal(object)
    written = Signal(object)

    def __init__(self, workspace: Workspace, reviewer: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reviewer = reviewer
        self._tasks = tasks
        self.state = ExportState()
        self._target: Target | None = None
        self._name = ""
        self._where = ""
        self._replaces = False
        self._own_folder = False
        self._stop = threading.Event()
        self._projects = 1

    # ---- what is to be written ---------------------------------------------------------------------------

    def aim(self, state: DatasetsState) -> None:
        """Take over which rows the room shows: only these can be written."""
        recipe, counted = state.wanted, state.counted
        if recipe is None:
            return
        self._target = Target(recipe, state.where, counted.total) if counted is not None else None
        another = recipe.name != self._name
        self._name, self._where, self._replaces = (
            recipe.name,
            "" if state.where_problem else state.where,
            state.replaces,
        )
        formats = tuple(name for name in FORMATS if name in recipe.formats)
        chosen = self.state.format if self.state.format in formats else formats[0]
        rows = self._target.rows if self._target is not None else None
        fields: dict[str, object] = {"formats": formats, "format": chosen, "rows": rows, "counting": state.counting}
        if another:
            fields |= {"built": None, "differs": "", "problem": ""}
        self._set(**fields)
        if another:
            self.propose()

    def choose_format(self, name: str) -> None:
        """Write in another format."""
        if name in self.state.formats:
            self._set(format=name)

    def type_folder(self, folder: str) -> None:
        """Write to the folder that the person typed; an empty field gets a proposal at the next occasion."""
        self._own_folder = bool(folder.strip())
        self._set(folder=folder, problem="")

    def choose_parent(self, parent: str) -> None:
        """Write to a new folder in the folder that the person chose."""
        self._own_folder = True
        name = Path(self.state.folder).name or self._name
        self._set(folder=str(Path(parent) / name), problem="")

    def propose(self) -> None:
        """Propose a new folder beside the workspace, unless the person named one."""
        if self._own_folder or not self._name:
            return
        workspace, recipe = self._workspace, self._name

        def job() -> tuple[str, int]:
            number = max((one.version for one in workspace.datasets.list() if one.recipe == recipe), default=0) + 1
            wanted = proposed_folder(workspace.folder, workspace.project.name, recipe, number)
            return str(wanted), len(workspace.projects.list())

        def done(found: tuple[str, int]) -> None:
            self._projects = found[1]
            if not self._own_folder:
                self._set(folder=found[0])

        self._tasks.io(job, done, failed=self._not_read, key="datasets.folder")

    # ---- writing -----------------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the rows that are shown to the folder."""
        target, folder = self._target, self.state.folder.strip()
        problem = self._why_not(target, folder)
        if problem or target is None:
            self._set(problem=problem)
            return
        self._stop = stop = threading.Event()
        self._set(running=True, stopping=False, done=0, total=None, built=None, differs="", problem="")
        datasets, format, actor = self._workspace.datasets, self.state.format, self._reviewer

        def job(report: Callable[[object], None]) -> BuildResult:
            return datasets.build(
                target.recipe,
                folder,
                format=format,
                where=target.where or None,
                actor=actor,
                progress=lambda done, total: report((done, total)),
                cancelled=stop.is_set,
            )

        self._tasks.io(
            job,
            lambda built: self._written(built, target),
            failed=self._failed,
            progress=self._progress,
            key="datasets.export",
        )

    def _why_not(self, target: Target | None, folder: str) -> str:
        if self.state.running:
            return ""
        if target is None:
            return tr(
                "The rows are still being counted, or the filter cannot be used: wait for the number on the button."
            )
        if not target.rows:
            return tr("There are no rows to export: change the filter, or look why items are left out.")
        return "" if folder else tr("Name a folder for the dataset that does not exist yet.")

    def cancel(self) -> None:
        """Stop writing; nothing is left behind."""
        if self.state.running:
            self._stop.set()
            self._set(stopping=True)

    def _progress(self, figures: tuple[int, int | None]) -> None:
        self._set(done=figures[0], total=figures[1])

    def _written(self, built: BuildResult, target: Target) -> None:
        same = sum(built.rows.values()) == target.rows
        differs = "" if same else tr("{rows:,} rows were shown; reviews changed meanwhile.").format(rows=target.rows)
        self._own_folder = False
        self._set(running=False, stopping=False, built=built, differs=differs)
        self.propose()
        self.written.emit(Changes(nouns=frozenset({"datasets"})))

    def close(self) -> None:
        """Stop what is being written."""
        self._stop.set()

    def _not_read(self, error: Exception) -> None:
        if not isinstance(error, ReviewerError):
            raise error
        self._set(problem=error.message)

    def _failed(self, error: Exception) -> None:
        self._set(running=False, stopping=False)
        if isinstance(error, Cancelled):
            self._set(problem=tr("The export was cancelled; nothing was written."))
            return
        if not isinstance(error, ReviewerError):
            raise error
        self._set(problem=error.message)

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        command = self._command() if self._name else ""
        whole = (
            f"reviewer -w {shlex.quote(self._workspace.location)}{self._project()}{command.removeprefix('reviewer')}"
        )
        self.state = replace(self.state, command=command, whole_command=whole if command else "")
        self.changed.emit(self.state)

    def _command(self) -> str:
        """Return what does the same in a terminal."""
        words = ["reviewer", "export", self._name]
        words += ["--where", self._where] if self._where else []
        words += ["--redact", "placeholders"] if self._replaces else []
        words += ["--format", self.state.format] if self.state.format != "parquet" else []
        words += ["-o", self.state.folder.strip() or "DIR"]
        return shlex.join(words)

    def _project(self) -> str:
        return f" --project {shlex.quote(self._workspace.project_name)}" if self._projects > 1 else ""


def proposed_folder(beside: Path, project: str, recipe: str, version: int) -> Path:
    """Return a folder that does not exist yet: beside the workspace, named by project, recipe and version."""
    slug = re.sub(r"[^a-z0-9]+", "-", project.lower()).strip("-")[:40].strip("-")
    return free_folder(beside / "datasets" / "-".join(filter(None, (slug, recipe, f"v{version}"))))


def free_folder(wanted: Path) -> Path:
    """Return a folder that does not exist yet: the wanted one, or one with a higher number at its end."""
    found = wanted
    while found.exists() or found.is_symlink():
        stem, number = re.fullmatch(r"(.*?)(\d*)", found.name).groups()  # type: ignore[union-attr]  # fits every name
        found = found.with_name(f"{stem}{int(number) + 1}" if number else f"{stem}-2")
    return found


def load_line(folder: str) -> str:
    """Return the line of Python that reads a built dataset."""
    return f"datasets.load_dataset({str(Path(folder).absolute())!r})"
