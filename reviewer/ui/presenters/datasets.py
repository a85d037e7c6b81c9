"""The datasets room's presenter: recipes and their counts, the filter, the preview, and the items behind a figure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.datasets.cases import WHERE_FIELDS
from reviewer.datasets.filter_parts import narrowed, without
from reviewer.datasets.reasons import NOT_RESOLVED, REASONS, UNSEEN
from reviewer.domain.errors import Cancelled, ReviewerError
from reviewer.domain.expressions import compile_expression
from reviewer.domain.items import Item
from reviewer.domain.leases import as_served
from reviewer.domain.listing import ItemFilter
from reviewer.ui.language import tr
from reviewer.ui.presenters.dataset_behind import Behind, behind
from reviewer.ui.presenters.dataset_filter import FilterPart, parts_of
from reviewer.ui.presenters.dataset_shown import Shown, preview_shown
from reviewer.ui.presenters.dataset_texts import RowText, row_text
from reviewer.ui.presenters.lineage_texts import lineage_text
from reviewer.ui.presenters.shield import Shield
from reviewer.ui.presenters.wellbeing import VeilChoice

if TYPE_CHECKING:
    from reviewer.datasets.catalog import Catalog
    from reviewer.datasets.checks import Check
    from reviewer.datasets.field_values import Values
    from reviewer.datasets.preview import Preview
    from reviewer.datasets.recipe import Recipe
    from reviewer.services.datasets.recipe_files import Place
    from reviewer.services.workspace import Workspace
    from reviewer.ui.tasks import Runner

TYPING_PAUSE_MS = 300
PREVIEW_ROWS = 50
UNRESOLVED = ItemFilter(states=("open", "adjudication", "escalated", "set_aside"))
GOLD_COPIES = "gold_copies"  # the check of that name, whose items say what gold items say
_NO_ITEM: Mapping[str, object] = {"item": None, "item_veil": "", "lineage": None}
T = TypeVar("T")
Stopped = Callable[[], bool]
Report = Callable[[object], None]


@dataclass(frozen=True)
class Broken:
    """A recipe file that cannot be used, and why."""

    name: str
    problem: str


@dataclass(frozen=True)
class DatasetsState:
    """What the datasets room shows, apart from the export itself."""

    recipes: tuple[Recipe, ...] | None = None
    broken: tuple[Broken, ...] = ()
    places: Mapping[str, Place] | None = None
    """Where the file of each recipe lies."""
    counts: Mapping[str, int] | None = None
    name: str = ""
    where: str = ""
    parts: tuple[FilterPart, ...] = ()
    """The same filter as its parts, each for one chip."""
    where_problem: str = ""
    counting: bool = False
    shown: Shown | None = None
    replaces: bool = False
    """Whether this export puts placeholders for personal data, though the recipe does not say so."""
    row: int = 0
    row_text: RowText | None = None
    behind: Behind | None = None
    item: Item | None = None
    item_hits_hidden: bool = False
    item_veil: str = ""
    """What is said instead of the text of the item where that starts veiled."""
    tracing: bool = False
    """Whether what became of the item is shown in place of its text."""
    lineage: RowText | None = None
    problem: str = ""
    version: int = 0

    @property
    def recipe(self) -> Recipe | None:
        """The chosen recipe."""
        return next((recipe for recipe in self.recipes or () if recipe.name == self.name), None)

    @property
    def wanted(self) -> Recipe | None:
        """The chosen recipe with what this export changes of it."""
        recipe = self.recipe
        return recipe.changed(redaction="placeholders") if recipe is not None and self.replaces else recipe

    @property
    def counted(self) -> Preview | None:
        """The counts, if they are those of the chosen recipe under the filter as it stands in the field."""
        shown = self.shown
        if shown is None or self.where_problem or self.counting:
            return None
        return shown.preview if (shown.recipe, shown.where) == (self.wanted, self.where) else None


class DatasetsPresenter(QObject):
    """Counts and previews away from the GUI thread; a question that is overtaken is given up."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, reviewer: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reviewer = reviewer
        self._tasks = tasks
        self.state = DatasetsState()
        self.veil_choice: VeilChoice = "project"
        """What the person chose of texts that start veiled."""
        self._shield: Shield | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.count)
        self._stops: dict[str, threading.Event] = {}
        self._events = -1
        self._wanted = ""
        self._item_id = ""

    # ---- recipes, filter, counts ------------------------------------------------------------------------

    def look(self) -> None:
        """Count anew if a recipe was changed or anything was written to the workspace since the last count."""
        workspace = self._workspace

        def job() -> tuple[Catalog, Mapping[str, Place], int]:
            datasets = workspace.datasets  # not before: the first time it costs the window its breath
            return datasets.catalog(), datasets.recipe_files.places(), workspace.audit.count()

        self._tasks.io(
            job,
            lambda found: self._take_recipes(*found),
            failed=self._failed,
            key="datasets.recipes",
        )

    def reload(self) -> None:
        """Read the recipes again and count anew in any case."""
        self._events = -1
        self.look()

    def _take_recipes(self, catalog: Catalog, places: Mapping[str, Place], events: int) -> None:
        recipes, broken = catalog.recipes, _broken(catalog, places)
        if (events, recipes, broken) == (self._events, self.state.recipes, self.state.broken):
            self._set(places=places)
            return
        self._events = events
        names = [recipe.name for recipe in recipes]
        wanted = (name for name in (self._wanted, self.state.name, *names) if name in names)
        name, self._wanted = next(wanted, ""), ""
        self._set(recipes=recipes, broken=broken, places=places, name=name, problem="")
        self.count()

    def choose(self, name: str) -> None:
        """Show another recipe."""
        if name != self.state.name:
            self._set(name=name, replaces=False, behind=None, **_NO_ITEM)
            self._preview()

    def replace_personal_data(self, replaces: bool) -> None:
        """Put placeholders for the personal data in this export, or keep the texts as they are."""
        if replaces != self.state.replaces:
            self._set(replaces=replaces)
            self._preview()

    def take_recipe(self, name: str) -> None:
        """Show a recipe that was just saved, once it is read."""
        self._events, self._wanted = -1, name
        self.look()

    def filter(self, where: str) -> None:
        """Take only what fulfils an expression, once the person stops typing."""
        where = where.strip()
        if where == self.state.where:
            return
        problem = where_problem(where)
        self._set(where=where, where_problem=problem, parts=parts_of(where), behind=None, **_NO_ITEM)
        self._give_up("datasets.preview", "datasets.counts")
        self._typing.start()

    def narrow(self, field: str, value: object) -> None:
        """Ask for one more value, unless the filter cannot be read as it stands."""
        if not self.state.where_problem:
            self.filter(narrowed(self.state.where, field, value))
            self.count()

    def widen(self, number: int) -> None:
        """Take one part of the filter away."""
        self.filter(without(self.state.where, number))
        self.count()

    def look_for_values(self, take: Callable[[Values, bool], None]) -> None:
        """Tell which values there are, as soon as some are known, and at last that these are all."""
        recipe, datasets = self.state.recipe, self._workspace.datasets
        if recipe is not None:
            self._ask(
                "datasets.values",
                lambda cancelled, report: datasets.values(recipe, cancelled=cancelled, so_far=report),
                lambda values: take(values, True),
                lambda values: take(values, False),
            )

    def stop_looking(self) -> None:
        """Look for values no longer."""
        self._give_up("datasets.values")

    def count(self) -> None:
        """Count the rows of every recipe and preview the chosen one."""
        self._typing.stop()
        if self.state.where_problem or not self.state.recipes:
            self._give_up("datasets.preview", "datasets.counts")
            self._set(counting=False)
            return
        self._preview()
        where = self.state.where or None
        datasets = self._workspace.datasets
        self._ask(
            "datasets.counts",
            lambda cancelled, _report: datasets.counts(where, cancelled=cancelled),
            lambda counts: self._set(counts=counts),
        )

    def _preview(self) -> None:
        recipe, where = self.state.wanted, self.state.where
        if recipe is None or self.state.where_problem:
            return
        self._set(counting=True)
        workspace = self._workspace

        def job(cancelled: Stopped, report: Report) -> Shown:
            return preview_shown(workspace, recipe, where, limit=PREVIEW_ROWS, cancelled=cancelled, early=report)

        self._ask("datasets.preview", job, self._take_preview, self._take_rows)

    def _take_rows(self, shown: Shown) -> None:
        """Show rows; those of the same recipe keep the place of the chosen one."""
        before = self.state.shown
        same = before is not None and before.recipe.name == shown.recipe.name
        row = min(self.state.row, max(0, len(shown.rows) - 1)) if same else 0
        if before is not None and before.rows == shown.rows:
            self._set(shown=shown)
            return
        self._set(shown=shown, row=row, row_text=None, version=self.state.version + 1)
        self.choose_row(row)

    def _take_preview(self, shown: Shown) -> None:
        self._set(counting=False, problem="")
        self._take_rows(shown)

    # ---- one row, and the items behind a figure ---------------------------------------------------------

    def choose_row(self, number: int) -> None:
        """Show one row of the preview in full."""
        shown = self.state.shown
        if shown is None or not 0 <= number < len(shown.rows):
            self._set(row=0, row_text=None)
            return
        row = shown.rows[number]
        names = tuple(dict.fromkeys((*shown.columns, *row)))
        self._set(row=number)
        self._ask(
            "datasets.row", lambda _cancelled, _report: row_text(row, names), lambda text: self._set(row_text=text)
        )

    def open_reason(self, reason: str) -> None:
        """List the items that were left out for a reason."""
        counted = self.state.counted
        if counted is None:
            return
        total, meaning = counted.excluded.get(reason, 0), REASONS.get(reason, "")
        workspace, reviewer = self._workspace, self._reviewer
        listed = counted.behind.get(reason, ())

        def job(_cancelled: Stopped, _report: Report) -> Behind:
            if reason in UNSEEN and not may_know(workspace, reviewer):
                return _kept_quiet(reason, total)
            from reviewer.datasets.checks import ITEMS_LISTED  # with all the checks, which the window does without

            ids = listed
            if reason == NOT_RESOLVED:
                ids = tuple(row.item_id for row in workspace.queue.page(UNRESOLVED, limit=ITEMS_LISTED))
            return behind(reason, meaning, ids, total)

        self._ask("datasets.behind", job, self.open_items)

    def open_check(self, check: Check) -> None:
        """List the items behind a check."""
        found = behind(check.title, check.says, check.items, check.count)
        if check.id != GOLD_COPIES:
            self.open_items(found)
            return
        workspace, reviewer = self._workspace, self._reviewer

        def job(_cancelled: Stopped, _report: Report) -> Behind:
            return found if may_know(workspace, reviewer) else _kept_quiet(check.title, check.count)

        self._ask("datasets.behind", job, self.open_items)

    def open_row(self) -> None:
        """Show where the chosen row comes from."""
        shown, number = self.state.shown, self.state.row
        if shown is not None and number < len(shown.rows) and (item_id := shown.rows[number].get("item_id")):
            self.open_items(behind(tr("Where row {row:,} comes from").format(row=number + 1), "", (item_id,), 0))
            self.show_lineage(True)

    def open_items(self, found: Behind) -> None:
        """List items in place of the rows."""
        self._set(behind=found, **_NO_ITEM)
        if found.ids:
            self.choose_item(found.ids[0])

    def show_lineage(self, shown: bool) -> None:
        """Show what became of the item, its reviews and its datasets, in place of its text."""
        self._set(tracing=shown)
        if shown and self._item_id:
            self._trace(self._item_id)

    def choose_item(self, item_id: str) -> None:
        """Show one of the listed items as a reviewer may see it."""
        workspace, choice = self._workspace, self.veil_choice
        self._item_id = item_id
        if self.state.tracing:
            self._trace(item_id)

        def job(_cancelled: Stopped, _report: Report) -> tuple[Shield, bool]:
            hidden = workspace.queue.hides_hits(item_id)
            served = as_served(workspace.queue.get(item_id), workspace.project, hidden)
            finder = workspace.personal_data.finder
            shield = Shield(served, workspace.project, workspace.taxonomy, choice, hits_hidden=hidden, finder=finder)
            return shield, hidden

        def done(found: tuple[Shield, bool]) -> None:
            self._shield, hidden = found
            self._set(item_hits_hidden=hidden, problem="", **_shown(self._shield))

        self._ask("datasets.item", job, done)

    def _trace(self, item_id: str) -> None:
        workspace, reviewer, behind = self._workspace, self._reviewer, self.state.behind
        sources = {entry.item_id: entry.source for entry in behind.entries} if behind is not None else {}

        def job(_cancelled: Stopped, _report: Report) -> RowText:
            if not may_know(workspace, reviewer):
                return RowText(tr("Who reviews here does not see what others decided."))
            return lineage_text(workspace.datasets.trace(item_id, source=sources.get(item_id)))

        self._ask("datasets.trace", job, lambda text: self._set(lineage=text, problem=""))

    def unveil(self) -> None:
        """Show the text of the item, which started veiled."""
        if self._shield is not None:
            self._shield.open_all()
            self._set(**_shown(self._shield))

    def close_items(self) -> None:
        """Go back from the items to the rows."""
        self._tasks.drop("datasets.item")
        self._tasks.drop("datasets.behind")
        self._item_id = ""
        self._set(behind=None, tracing=False, **_NO_ITEM)

    def close(self) -> None:
        """Stop asking."""
        self._typing.stop()
        self._give_up(*self._stops)

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(
        self,
        key: str,
        job: Callable[[Stopped, Report], T],
        done: Callable[[T], None],
        early: Callable[[T], None] = lambda _: None,
    ) -> None:
        """Run a job of which only the newest of its kind counts; the one before is told to stop."""
        self._give_up(key)
        stop = self._stops[key] = threading.Event()
        self._tasks.io(lambda report: job(stop.is_set, report), done, failed=self._failed, key=key, progress=early)

    def _give_up(self, *keys: str) -> None:
        for key in keys:
            if key in self._stops:
                self._stops[key].set()
            self._tasks.drop(key)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._set(counting=False)
        if not isinstance(error, ReviewerError):
            raise error
        self._set(problem=error.message)

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        self.changed.emit(self.state)


def where_problem(where: str) -> str:
    """Return what is wrong with a filter, in one sentence; nothing if it can be used."""
    if not where:
        return ""
    try:
        compile_expression(where, WHERE_FIELDS)
    except ReviewerError as error:
        return error.message
    return ""


def may_know(workspace: Workspace, reviewer: str) -> bool:
    """Return whether a person may learn which items are gold or control: not one who reviews blindly."""
    return not workspace.project.blind or workspace.members.role(reviewer) != "reviewer"


def _kept_quiet(title: str, total: int) -> Behind:
    """Return how many items there are that tell which ones are gold, and not which they are."""
    return behind(title, tr("Who reviews here must not know which items these are."), (), total)


def _broken(catalog: Catalog, places: Mapping[str, Place]) -> tuple[Broken, ...]:
    """Return the files that cannot be used; each sentence begins with the name of its file."""
    usable = {recipe.name for recipe in catalog.recipes}
    told = {one.partition(".toml")[0].rpartition(" ")[2]: one.replace("?.", "?") for one in catalog.problems}
    return tuple(Broken(name, told[name]) for name in places if name not in usable and name in told)


def _shown(shield: Shield) -> dict[str, object]:
    veil = shield.veil
    return {"item": shield.item, "item_veil": veil.summary if veil is not None else ""}
