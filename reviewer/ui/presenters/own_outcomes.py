"""What became of a person's own items: how many were settled since they last looked, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from reviewer.ui.presenters.judging import sentence
from reviewer.ui.tasks import Runner

if TYPE_CHECKING:
    from reviewer.domain.projects import Project
    from reviewer.services.outcomes import Settled
    from reviewer.services.workspace import Workspace

_BETWEEN_LOOKS = 60.0


@dataclass(frozen=True)
class OutcomesState:
    """What the notice and the list show."""

    project: Project
    fresh: int = 0
    """How many of the own items were settled since the list was last opened."""
    may_lead: bool = False
    items: tuple[Settled, ...] | None = None
    """All own items that were settled, once the list was asked for."""
    problem: str = ""

    @property
    def overturned(self) -> tuple[Settled, ...]:
        """Those that were settled otherwise than the person judged."""
        return tuple(one for one in self.items or () if one.overturned)


class OwnOutcomes(QObject):
    """Looks now and then whether a lead has settled something of this person's."""

    changed = Signal(object)

    def __init__(
        self, workspace: Workspace, person: str, tasks: Runner, seen_at: datetime | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._person = person
        self._tasks = tasks
        self._seen_at = seen_at
        self._looked_at: datetime | None = None
        self._state = OutcomesState(workspace.project)

    @property
    def state(self) -> OutcomesState:
        """What is known now."""
        return self._state

    @property
    def seen_at(self) -> datetime | None:
        """Up to when the person knows what became of the own items."""
        return self._seen_at

    def look(self, *, now: bool = False) -> None:
        """Count what was settled since the list was last opened, at most once a minute."""
        at = self._workspace.clock()
        if not now and self._looked_at is not None and (at - self._looked_at).total_seconds() < _BETWEEN_LOOKS:
            return
        self._looked_at = at
        workspace, person, since = self._workspace, self._person, self._seen_at

        def job() -> tuple[int, bool]:
            return len(workspace.outcomes.of(person, since)), workspace.members.may(person, "lead")

        def found(answer: tuple[int, bool]) -> None:
            if since == self._seen_at:
                self._set(fresh=answer[0], may_lead=answer[1], project=workspace.project)

        # A count that cannot be read is no reason to disturb anybody: the next look will tell.
        self._tasks.store(job, found, failed=lambda _error: None, key="outcomes.look")

    def open(self) -> None:
        """Read the list; what is in it counts as known from now on."""
        workspace, person = self._workspace, self._person
        self._set(items=None, problem="", project=workspace.project)
        self._tasks.store(lambda: workspace.outcomes.of(person), self._opened, failed=self._failed, key="outcomes.open")

    def _opened(self, items: tuple[Settled, ...]) -> None:
        self._seen_at = max((one.decided_at for one in items), default=self._seen_at)
        self._set(items=items, fresh=0)

    def _failed(self, error: Exception) -> None:
        self._set(items=(), problem=sentence(error))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self.changed.emit(self._state)
