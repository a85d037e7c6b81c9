"""What a lead can do with the queue: see who holds what, assign, reassign, release by force, set priorities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError, Unreachable
from reviewer.domain.leases import Lease
from reviewer.domain.listing import ItemFilter
from reviewer.domain.members import allows
from reviewer.ui.language import tr
from reviewer.ui.presenters.lead_state import LeadState, Target, held_rows, in_order, listed, named
from reviewer.ui.presenters.pace import Pace

if TYPE_CHECKING:
    from datetime import datetime

    from reviewer.services.workspace import Workspace
    from reviewer.ui.tasks import Runner

AT_ONCE = 20
TOUCHED = frozenset({"items", "leases"})


@dataclass
class _Work:
    """One deed on many items: what is left to do, what was done, and what was refused."""

    left: list[tuple[Target, str | None]]
    act: Callable[[Target, str | None], Changes]
    say: Callable[[Sequence[Target]], str]
    all: int = 0
    done: list[Target] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class LeadPresenter(QObject):
    """Reads the leases and writes a lead's decisions, all of it in the store's lane, some items at a time."""

    changed = Signal(object)
    wrote = Signal(object, str)
    failed = Signal(str)

    def __init__(self, workspace: Workspace, person: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._person = person
        self._tasks = tasks
        self._pace = Pace()
        self.state = LeadState()

    # ---- seeing -----------------------------------------------------------------------------------------

    def look(self, *, at_once: bool = True) -> None:
        """Read who holds what now, and whether this person may know it; a slow database is asked less often."""
        if self._pace.begin(at_once=at_once):
            self._tasks.store(self._read, self._seen, failed=self._not_seen, key="queue.lead")

    def sort(self, order: str, descending: bool) -> None:
        """Show the leases in another order."""
        held = in_order(self.state.held, order, descending)
        self._set(order=order, descending=descending, held=held)

    def _read(self) -> tuple[str, tuple[Lease, ...], tuple[str, ...], datetime]:
        workspace = self._workspace
        now = workspace.clock()
        try:
            for name in dict.fromkeys((self._person, workspace.actor)):
                workspace.members.demand(name, "lead")
        except ReviewerError as error:
            return error.message, (), (), now
        leases = workspace.queue.leases()
        members = [member.name for member in workspace.members.list() if allows(member.role, "review")]
        people = {*members, self._person, *(lease.reviewer for lease in leases)}
        return "", leases, tuple(sorted(people)), now

    def _seen(self, answer: tuple[str, tuple[Lease, ...], tuple[str, ...], datetime]) -> None:
        self._pace.end()
        refused, leases, people, now = answer
        held = in_order(held_rows(leases, now), self.state.order, self.state.descending)
        self._set(known=True, refused=refused, held=held, people=people, problem="")

    def _not_seen(self, error: Exception) -> None:
        """Say beside the list what went wrong, not over it: this comes again every few seconds."""
        self._pace.end()
        if not isinstance(error, ReviewerError):
            raise error
        self._set(problem=error.message)

    # ---- acting -----------------------------------------------------------------------------------------

    def assign(self, targets: Sequence[Target], name: str | None, *, release: bool = False) -> None:
        """Reserve items for one person or for nobody; with `release`, end the leases of everybody else on them."""
        queue = self._workspace.queue
        taken = sum(row.reviewer != name for target in targets for row in self.state.holding(target))
        ended = ""
        if release and taken:
            ended = tr("{n:,} leases of other people ended.", "{n:,} lease of somebody else ended.", taken).format(
                n=taken
            )

        def act(target: Target, _holder: str | None) -> Changes:
            return queue.assign(target.item_id, name, target.source, release=release)

        def say(done: Sequence[Target]) -> str:
            if name:
                said = tr("{items} are reserved for {name}.", "{items} is reserved for {name}.", len(done))
            else:
                said = tr(
                    "{items} are there for whoever comes next.",
                    "{items} is there for whoever comes next.",
                    len(done),
                )
            return " ".join(filter(None, (said.format(items=named(done), name=name), ended)))

        self._begin([(target, None) for target in targets], act, say)

    def release(self, leases: Sequence[tuple[Target, str | None]]) -> None:
        """End leases by force: of one holder, or of everybody who holds the item where no holder is named."""
        queue = self._workspace.queue
        pairs = {(row.target, row.reviewer) for row in self.state.held}
        losing = {name for target, name in pairs if (target, name) in leases or (target, None) in leases}

        def act(target: Target, holder: str | None) -> Changes:
            return queue.release_item(target.item_id, target.source, holder)

        def say(done: Sequence[Target]) -> str:
            freed = list(dict.fromkeys(done))
            back = tr("{items} go back to the queue.", "{items} goes back to the queue.", len(freed))
            return " ".join(filter(None, (back.format(items=named(freed)), _kept(losing))))

        self._begin(leases, act, say)

    def release_person(self, name: str) -> None:
        """End everything that one person holds."""

        def done(changes: Changes) -> None:
            self._set(busy=False)
            number = len(changes.item_ids)
            back = tr(
                "{n:,} items of {name} go back to the queue.", "{n:,} item of {name} goes back to the queue.", number
            ).format(n=number, name=name)
            said = f"{back} {_kept([name])}" if number else tr("{name} holds nothing now.").format(name=name)
            self.wrote.emit(changes, said)
            self.look()

        self._set(busy=True)
        self._tasks.store(lambda: self._workspace.queue.release_all(name), done, failed=self._refused)

    def prioritise(self, targets: Sequence[Target], priority: float) -> None:
        """Give items a priority; a higher one comes first."""

        def act(target: Target, _holder: str | None) -> Changes:
            return self._workspace.queue.prioritise(target.item_id, priority, target.source)

        def say(done: Sequence[Target]) -> str:
            said = tr("{items} have priority {priority:g} now.", "{items} has priority {priority:g} now.", len(done))
            return said.format(items=named(done), priority=priority)

        self._begin([(target, None) for target in targets], act, say)

    def to_front(self, targets: Sequence[Target]) -> None:
        """Give items a priority above that of every other open item."""
        chosen = set(targets)

        def job() -> tuple[float | None, float]:
            rows = self._workspace.queue.page(ItemFilter(states=("open",)), limit=len(targets) + 1)
            others = (row.priority for row in rows if Target(row.item_id, row.source) not in chosen)
            mine = (self._workspace.queue.row(target.item_id, target.source).priority for target in targets)
            return next(others, None), min(mine, default=0.0)

        def done(found: tuple[float | None, float]) -> None:
            highest, lowest_of_mine = found
            if highest is None or lowest_of_mine > highest:
                self._set(busy=False)
                self.wrote.emit(
                    Changes(),
                    tr("{items} come first already.", "{items} comes first already.", len(targets)).format(
                        items=named(targets)
                    ),
                )
            else:
                self.prioritise(targets, floor(highest) + 1.0)

        if targets:
            self._set(busy=True)
            self._tasks.store(job, done, failed=self._refused)

    def _begin(
        self,
        leases: Sequence[tuple[Target, str | None]],
        act: Callable[[Target, str | None], Changes],
        say: Callable[[Sequence[Target]], str],
    ) -> None:
        if leases:
            self._set(busy=True)
            self._go_on(_Work(list(leases), act, say, len(leases)))

    def _go_on(self, work: _Work) -> None:
        """Do the next few, so that whatever else the store is asked for comes in between."""

        def job() -> bool:
            now, work.left = work.left[:AT_ONCE], work.left[AT_ONCE:]
            for target, holder in now:
                try:
                    changed = work.act(target, holder)
                except ReviewerError as error:
                    work.problems.append(error.message)
                    if isinstance(error, Unreachable):
                        return False  # whatever comes next would wait as long for nothing
                else:
                    work.done += [target] if changed.item_ids else []  # a lease may have ended by itself meanwhile
            return bool(work.left)

        def done(more: bool) -> None:
            if more:
                self._go_on(work)
            else:
                self._finish(work)

        self._tasks.store(job, done, failed=self._refused)

    def _finish(self, work: _Work) -> None:
        self._set(busy=False)
        if work.done:
            ids = tuple(dict.fromkeys(target.item_id for target in work.done))
            self.wrote.emit(Changes(nouns=TOUCHED, item_ids=ids), work.say(work.done))
        elif not work.problems:
            self.wrote.emit(Changes(), tr("Nobody holds that any more."))
        if work.problems:
            undone = len(work.problems) + len(work.left)
            part = (
                tr("{undone:,} of {all:,} could not be changed.").format(undone=undone, all=work.all) + " "
                if work.all > 1
                else ""
            )
            self.failed.emit(f"{part}{work.problems[0]}")
        self.look()

    def _refused(self, error: Exception) -> None:
        self._set(busy=False)
        if not isinstance(error, ReviewerError):
            raise error
        self.failed.emit(error.message)

    def _set(self, **fields: object) -> None:
        state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _kept(names: Sequence[str] | set[str]) -> str:
    """Return the sentence about the work of those who lose a lease."""
    if not names:
        return ""
    said = tr(
        "{names} keep the work as a draft and are told.", "{names} keeps the work as a draft and is told.", len(names)
    )
    return said.format(names=listed(sorted(names)))
