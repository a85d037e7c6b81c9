"""The pages of the quality room beside agreement: each part is computed by itself, when its page is first shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.config.atomic import write_atomically
from reviewer.domain.changes import Changes
from reviewer.domain.errors import InvalidInput
from reviewer.services.scope import Scope
from reviewer.ui.language import tr
from reviewer.ui.safe_text import one_line
from reviewer.ui.tasks import Runner

from .quality import sentence
from .quality_figures_state import (
    NEEDED,
    PAGES,
    Acknowledged,
    Asked,
    FiguresState,
    Limits,
    Page,
    Part,
    key_of,
)
from .quality_state import Figure

if TYPE_CHECKING:
    from reviewer.services.quality.detectors import DetectorBook, DetectorReport, Key
    from reviewer.services.quality.drifting import Drifted, DriftReport
    from reviewer.services.quality.printing import Block
    from reviewer.services.workspace import Workspace

T = TypeVar("T")
PAUSE_MS = 250
"""So long a number must stand before it is computed with."""


class FiguresPresenter(QObject):
    """What a lead asks of detectors, people, groups, weeks and the queue, over a part of what was judged."""

    changed = Signal(object)
    scope_changed = Signal(object)

    def __init__(self, workspace: Workspace, person: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._person = person
        self._tasks = tasks
        self._book: DetectorBook | None = None
        self._loaded: set[Part] = set()
        self._due: dict[str, Callable[[], None]] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE_MS)
        self._typing.timeout.connect(self._run_due)
        self._state = FiguresState(project=workspace.project, policies=self._policies(()))
        self._loaders: dict[Part, Callable[[], None]] = {
            "detectors": self._load_detectors,
            "judges": self._load_judges,
            "people": self._load_people,
            "slices": self._load_slices,
            "drift": self._load_drift,
            "queue": self._load_queue,
        }

    @property
    def state(self) -> FiguresState:
        """What the pages show now."""
        return self._state

    @property
    def scope(self) -> Scope:
        """The part of what was judged that the figures are about."""
        days = self._state.days
        since = self._workspace.clock() - timedelta(days=days) if days else None
        return Scope(since, self._state.policy or None)

    # Pages, period and policy

    def load(self) -> None:
        """Compute what the page on screen needs anew; the other pages follow when they are shown."""
        self._loaded.clear()
        self._set(project=self._workspace.project)
        self._load_page()

    def refresh(self, changes: Changes) -> None:
        """Compute again what a write has touched."""
        if changes.touches("reviews", "project", "resolutions"):
            self.load()
        elif changes.touches("items"):
            self._loaded.discard("queue")
            self._load_page()

    def show_page(self, page: Page) -> None:
        """Show a page, and compute what it needs for the first time."""
        if page != self._state.page:
            self._set(page=page)
            self._load_page()

    def step_page(self, by: int) -> None:
        """Show the next page, or the one before."""
        names = [name for name, _ in PAGES]
        self.show_page(names[(names.index(self._state.page) + by) % len(names)])

    def choose_days(self, days: int) -> None:
        """Let the figures reach back so many days, 0 standing for all."""
        if days != self._state.days:
            self._set(days=days)
            self._narrowed()

    def choose_policy(self, policy: str) -> None:
        """Let the figures be about one policy, or about all where the text is empty."""
        if policy != self._state.policy:
            self._set(policy=policy)
            self._narrowed()

    def _narrowed(self) -> None:
        self._set(detectors=(), suggestions={}, judges=(), what_if=None, cards=(), slices=())
        self.scope_changed.emit(self.scope)
        self.load()

    def _load_page(self) -> None:
        for part in NEEDED[self._state.page]:
            if part not in self._loaded:
                self._loaded.add(part)
                self._loaders[part]()

    # Detectors

    def open_detector(self, key: Key) -> None:
        """Show one detector in detail."""
        self._set(chosen=key, page="detectors")
        self._load_page()
        self._load_what_if()

    def set_outputs_per_day(self, outputs: float) -> None:
        """Say how many outputs the detectors see on a day."""
        if outputs > 0 and outputs != self._state.outputs_per_day:
            self._set(outputs_per_day=outputs)
            self._later("what_if", self._load_what_if)

    def set_cost_ratio(self, ratio: float) -> None:
        """Say how many false alarms a miss is worth."""
        if ratio > 0 and ratio != self._state.cost_ratio:
            self._set(cost_ratio=ratio)
            self._later("what_if", self._load_what_if)
            self._later("suggestions", self._load_suggestions)

    def _load_detectors(self) -> None:
        quality = self._workspace.quality.within(self.scope)

        def job() -> tuple[DetectorBook, tuple[DetectorReport, ...]]:
            book = quality.detector_book()
            return book, book.reports()

        def done(answer: tuple[DetectorBook, tuple[DetectorReport, ...]]) -> None:
            self._book, detectors = answer
            if not self._state.policy:
                self._set(policies=self._policies(one.policy for one in detectors))
            self._finish("detectors", detectors=detectors)
            self._load_suggestions()
            self._load_what_if()

        self._start("detectors", job, done)

    def _load_suggestions(self) -> None:
        book, state = self._book, self._state
        if book is None:
            return
        keys = [key_of(one) for one in state.detectors]
        what_if = partial(book.what_if, outputs_per_day=state.outputs_per_day, cost_ratio=state.cost_ratio)
        self._start(
            "suggestions",
            lambda: {key: what_if(key) for key in keys},
            lambda found: self._finish("suggestions", suggestions=found),
        )

    def _load_what_if(self) -> None:
        book, state = self._book, self._state
        if book is None or state.detector is None or state.page != "detectors":
            return
        key = key_of(state.detector)
        job = partial(book.what_if, key, outputs_per_day=state.outputs_per_day, cost_ratio=state.cost_ratio)
        self._start("what_if", job, lambda found: self._finish("what_if", what_if=found))

    def _load_judges(self) -> None:
        quality = self._workspace.quality.within(self.scope)
        self._start("judges", quality.judges, lambda found: self._finish("judges", judges=found))
        if self._book is not None and "detectors" in self._loaded:
            self._load_what_if()

    # People and groups

    def show_names(self, shown: bool) -> None:
        """Show the names of the reviewers, or pseudonyms."""
        if shown != self._state.names_shown:
            self._set(names_shown=shown)
            self._loaded.discard("people")
            if self._state.page == "people":
                self._load_page()

    def open_card(self, reviewer: str) -> None:
        """Show one reviewer's scorecard in full."""
        self._set(card=reviewer)

    def choose_field(self, field: str) -> None:
        """Compare other groups."""
        if field != self._state.by:
            self._set(by=field, slices=())
            self._load_slices()

    def choose_measure(self, measure: str) -> None:
        """Compare the groups by another rate."""
        if measure != self._state.measure:
            self._set(measure=measure, slices=())
            self._load_slices()

    def _load_people(self) -> None:
        quality, names = self._workspace.quality.within(self.scope), self._state.names_shown

        def job() -> tuple[bool, Any]:
            members = self._workspace.members
            leads = members.sees_all() and members.may(self._person, "lead")
            return not leads, quality.reviewers(None if leads else self._person, names=names or not leads)

        def done(answer: tuple[bool, Any]) -> None:
            self._finish("people", own_only=answer[0], cards=answer[1])

        self._start("people", job, done)

    def _load_slices(self) -> None:
        quality, field, measure = self._workspace.quality.within(self.scope), self._state.by, self._state.measure
        self._start(
            "slices", lambda: quality.slices(field, measure), lambda found: self._finish("slices", slices=found)
        )

    # Weeks and the queue

    def set_limits(self, limits: Limits) -> None:
        """Let differences from these sizes on raise an alert."""
        if limits != self._state.limits:
            self._set(limits=limits)
            self._later("drift", self._load_drift)

    def acknowledge(self, drifted: Drifted, note: str) -> None:
        """Note in the ledger that this alert was seen."""
        quality, name = self._workspace.quality, drifted.shift.name

        def done(_changes: Changes) -> None:
            self.say(tr("Noted: {name} was seen").format(name=one_line(name, 60)))
            self._load_drift()

        job = partial(quality.acknowledge, name, drifted.items, note)
        self._tasks.store(job, done, failed=self.complain)

    def ask_queue(self, asked: Asked) -> None:
        """Ask how the queue would do after a change."""
        if asked != self._state.asked:
            self._set(asked=asked)
            self._later("queue", self._load_queue)

    def _load_drift(self) -> None:
        quality, limits = self._workspace.quality.within(self.scope), vars(self._state.limits)
        members, person = self._workspace.members, self._person

        def job() -> tuple[DriftReport, Mapping[str, Acknowledged], bool]:
            found = quality.drift(thresholds=limits)
            seen = {note.comparison: Acknowledged(*note) for note in quality.acknowledged(found.window_from)}
            return found, seen, members.may(person, "lead")

        def done(answer: tuple[DriftReport, Mapping[str, Acknowledged], bool]) -> None:
            self._finish("drift", drift=answer[0], acknowledged=answer[1], may_acknowledge=answer[2])

        self._start("drift", job, done)

    def _load_queue(self) -> None:
        quality, asked, overlap = self._workspace.quality, self._state.asked, self._workspace.project.overlap

        def job() -> tuple[Any, Any]:
            from reviewer.stats.forecast import Change

            now = quality.queue()
            if asked == Asked():
                return now, None
            reviews = (asked.overlap or overlap) / overlap
            return now, quality.queue(change=Change(asked.arrivals / 100, reviews, asked.capacity / 100))

        def done(answer: tuple[Any, Any]) -> None:
            self._finish("queue", queue=answer[0], changed_queue=answer[1])

        self._start("queue", job, done)

    # The report

    def write_report(self, path: Path, print_pdf: Callable[[Iterable[Block], Path, str], None]) -> None:
        """Write the transparency report of everything that was judged; a name that ends in .pdf is printed."""
        quality, title = self._workspace.quality, self._workspace.project.name
        self.say(tr("Writing the report …"))

        def job() -> None:
            if path.suffix.lower() == ".pdf":
                print_pdf(quality.printed_report(), path, title)
            else:
                write_atomically(path, quality.report().encode("utf-8"), 0o644)

        def failed(error: Exception) -> None:
            if isinstance(error, OSError):
                error = InvalidInput(tr("{path} cannot be written: choose another place.").format(path=path))
            self.complain(error)

        done = tr("The report is in {path}").format(path=path.name)
        self._tasks.io(job, lambda _nothing: self.say(done), failed=failed, key="quality.report")

    # The work behind

    def _policies(self, seen: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the policies that hits were seen of, or all that are known, each with its title."""
        taxonomy = self._workspace.taxonomy
        names = sorted(set(seen)) or [policy.id for policy in (taxonomy.policies if taxonomy else ())]
        found = ((name, taxonomy.find(name) if taxonomy else None) for name in names)
        return tuple((name, policy.title if policy else name) for name, policy in found)

    def _start(self, part: Part, job: Callable[[], T], done: Callable[[T], None]) -> None:
        self._mark(part, Figure("loading"))
        failed = partial(self._failed, part)
        self._tasks.io(job, done, failed=failed, key=f"quality.figures.{part}")

    def _finish(self, part: Part, **values: Any) -> None:
        figures = {**self._state.figures, part: Figure("ready")}
        self._set(figures=figures, **values)

    def _failed(self, part: Part, error: Exception) -> None:
        self._loaded.discard(part)
        self._mark(part, Figure("failed", sentence(error)))

    def _mark(self, part: Part, figure: Figure) -> None:
        self._set(figures={**self._state.figures, part: figure})

    def _later(self, name: str, run: Callable[[], None]) -> None:
        """Compute with a number once the person stops changing it."""
        self._due[name] = run
        self._typing.start()

    def _run_due(self) -> None:
        due, self._due = self._due, {}
        for run in due.values():
            run()

    def say(self, text: str) -> None:
        """Show a passing word."""
        self._set(said=(self._state.said[0] + 1, text))

    def complain(self, error: Exception) -> None:
        """Show what went wrong and what to do."""
        self._set(problem=(self._state.problem[0] + 1, sentence(error)))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self.changed.emit(self._state)
