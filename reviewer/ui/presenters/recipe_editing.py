"""The editor of a recipe: its text is checked as it is typed, and what it would give now is counted beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.domain.errors import Cancelled, ReviewerError
from reviewer.services.datasets.recipe_files import (
    ChangedMeanwhile,
    Place,
    RecipeDraft,
    RecipeDrafts,
    RecipeFile,
    check_text,
    line_of,
)
from reviewer.ui.language import tr
from reviewer.ui.presenters.dataset_shown import Shown, preview_shown
from reviewer.ui.presenters.judging import sentence
from reviewer.ui.tasks import Runner

if TYPE_CHECKING:
    from reviewer.datasets.recipe import Recipe
    from reviewer.services.workspace import Workspace

_QUIET_MS = 150
_KEEP_MS = 300
_ROWS = 20


@dataclass(frozen=True)
class RecipeEditingState:
    """Everything that the editor of a recipe shows."""

    file: RecipeFile | None = None
    """The file that is edited, or that was copied."""
    copied: bool = False
    place: Place = "workspace"
    folder: str = ""
    first: str = ""
    """The text before anything was typed."""
    text: str = ""
    written: int = 0
    """Counts the texts that the program wrote, so that what is typed is never written over."""
    recipe: Recipe | None = None
    """What the text says, where it can be used."""
    problem: str = ""
    line: int | None = None
    """The line that the problem is about."""
    remark: str = ""
    said: str = ""
    shown: Shown | None = None
    counting: bool = False
    outside: bool = False
    """Whether somebody changed the file since it was read."""
    busy: bool = False

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.file is not None and (self.copied or self.text != self.file.text)

    @property
    def typed(self) -> bool:
        """Whether something was typed that would be lost."""
        return self.file is not None and self.text != self.first


class RecipeEditing(QObject):
    """The text of one recipe until it is saved or given up."""

    changed = Signal(object)
    saved = Signal(str)
    """The name of a recipe that was written."""

    def __init__(self, workspace: Workspace, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._files = workspace.datasets.recipe_files
        self._drafts = RecipeDrafts()
        self._places: Mapping[str, Place] = {}
        self._stop = threading.Event()
        self._over = False
        self.state = RecipeEditingState(place="user" if workspace.store.path is None else "workspace")
        self._check_timer = self._timer(_QUIET_MS, self._check)
        self._keep_timer = self._timer(_KEEP_MS, self._keep)

    def load(self, name: str, *, copy: bool) -> None:
        """Show the file of a recipe, or a copy of it under a free name, with what was typed before a crash."""
        files, drafts = self._files, self._drafts

        def job() -> tuple[RecipeFile, str, RecipeDraft | None, Mapping[str, Place]]:
            file = files.read(name)
            text = files.copy(file) if copy else file.text
            return file, text, drafts.find(_key(file, copy)), files.places()

        self._run(job, lambda found: self._loaded(copy, *found))

    def edit(self, text: str) -> None:
        """Take what the person has typed."""
        if text != self.state.text:
            self._set(text=text, said="")
            self._check_timer.start()
            if not self._keep_timer.isActive():
                self._keep_timer.start()

    def choose_place(self, place: Place) -> None:
        """Save to another place."""
        self._set(place=place, folder=str(self._files.folder(place)), said="")
        self._check()

    def look_outside(self) -> None:
        """See whether the file was changed meanwhile; where nothing was typed, what it says now is shown."""
        file, files = self.state.file, self._files
        if file is None or self.state.copied:
            return

        def seen(outside: bool) -> None:
            if outside and not self.state.typed:
                self.reload()
            else:
                self._set(outside=outside)

        self._tasks.io(lambda: files.changed_outside(file), seen, failed=self._failed, key="recipe.outside")

    def reload(self) -> None:
        """Give up what was typed and show what the file says now."""
        file = self.state.file
        if file is not None:
            self._forget()
            self.load(file.name, copy=self.state.copied)

    def save(self) -> None:
        """Write the recipe to its place, never over what somebody else wrote meanwhile without a second word."""
        self._check()
        state, files, over = self.state, self._files, self._over
        if state.busy or state.recipe is None or state.problem or not state.changed:
            return
        base = None if state.copied else state.file
        self._run(lambda: files.save(state.text, state.place, base, over=over), self._saved)

    def give_up(self) -> None:
        """Forget what was typed."""
        self._forget()

    def close(self) -> None:
        """Stop counting; what was typed and neither saved nor given up is on the disk."""
        for timer in (self._check_timer, self._keep_timer):
            timer.stop()
        self._stop.set()
        self._tasks.drop("recipe.")

    # Inside

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(then)
        return made

    def _run(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._set(busy=True)
        self._tasks.io(job, done, failed=self._failed, key="recipe.file")

    def _loaded(
        self, copy: bool, file: RecipeFile, text: str, draft: RecipeDraft | None, places: Mapping[str, Place]
    ) -> None:
        self._places, self._over = places, False
        place = self.state.place if copy or not file.own else file.place
        back = draft is not None and draft.text != text
        self._set(
            file=file, copied=copy, place=place, folder=str(self._files.folder(place)), busy=False,
            outside=draft is not None and draft.base != file.sha256,
            first=text, text=draft.text if draft is not None else text, written=self.state.written + 1,
            said=tr("What you had typed and not saved is here again.") if back else "",
        )  # fmt: skip
        self._check()

    def _check(self) -> None:
        """Say what is wrong with the text, else count what it would give."""
        self._check_timer.stop()
        if self.state.file is None:
            return
        try:
            recipe = check_text(self.state.text)
        except ReviewerError as error:
            self._stop.set()
            line = line_of(error.message, self.state.text)
            problem = error.message.removeprefix("recipe, ").removeprefix("recipe: ").replace("?.", "?")
            problem = f"{problem[:1].upper()}{problem[1:]}"
            self._set(recipe=None, problem=problem, line=line, remark="", counting=False)
            return
        problem, remark = self._about_the_name(recipe)
        same = recipe == self.state.recipe
        self._set(recipe=recipe, problem=problem, line=line_of(problem, self.state.text), remark=remark)
        if not same:
            self._count(recipe)

    def _about_the_name(self, recipe: Recipe) -> tuple[str, str]:
        """Return what is wrong with the name, and what else a person should know of it."""
        state, name = self.state, recipe.name
        own = state.file.path if state.file is not None and not state.copied else None
        path = Path(state.folder) / f"{name}.toml"
        if path != own and path.exists():
            return tr("There is a recipe '{name}' in this place already: choose another name.").format(name=name), ""
        if self._places.get(name) == "shipped":
            return "", tr("The shipped recipe '{name}' gives way to this one.").format(name=name)
        if own is not None and path != own:
            return "", tr("The recipe under its former name stays as it is.")
        return "", ""

    def _count(self, recipe: Recipe) -> None:
        self._stop.set()
        self._stop = stop = threading.Event()
        workspace = self._workspace
        self._set(counting=True)
        self._tasks.io(
            lambda: preview_shown(workspace, recipe, "", limit=_ROWS, cancelled=stop.is_set),
            lambda shown: self._set(shown=shown, counting=False),
            failed=self._not_counted,
            key="recipe.count",
        )

    def _not_counted(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._set(counting=False, problem=sentence(error))

    def _saved(self, file: RecipeFile) -> None:
        self._forget()
        self._places = {**self._places, file.name: file.place}
        said = tr("Saved as {path}.").format(path=file.path)
        self._over = False
        self._set(file=file, first=file.text, copied=False, busy=False, outside=False, problem="", remark="", said=said)
        self.saved.emit(file.name)
        self._check()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ChangedMeanwhile):
            self._over = True
            self._set(busy=False, outside=True)
        else:
            self._set(busy=False, problem=sentence(error))

    def _keep(self) -> None:
        """Keep what was typed on the disk."""
        state, drafts = self.state, self._drafts
        if state.file is not None and state.typed:
            key, draft = _key(state.file, state.copied), RecipeDraft(state.text, state.file.sha256)
            self._tasks.journal(lambda: drafts.keep(key, draft), failed=self._failed)

    def _forget(self) -> None:
        self._keep_timer.stop()
        if self.state.file is not None:
            key, drafts = _key(self.state.file, self.state.copied), self._drafts
            self._tasks.journal(lambda: drafts.drop(key), failed=self._failed)

    def _set(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)
        self.changed.emit(self.state)


def _key(file: RecipeFile, copied: bool) -> Path:
    """Return under what the text of a file is kept; a copy is no file yet."""
    return file.path.with_suffix(".copy") if copied else file.path
