"""The audit room's presenter: pages of the ledger, its verification, and anchors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reviewer.config.atomic import write_atomically
from reviewer.domain.audit import Anchor, Event
from reviewer.domain.errors import InvalidInput, ReviewerError, Unreachable
from reviewer.ui.language import tr
from reviewer.ui.models.pages import PAGE_ROWS

if TYPE_CHECKING:
    from reviewer.services.auditing import AuditReport
    from reviewer.services.workspace import Workspace
    from reviewer.ui.tasks import Runner


@dataclass(frozen=True)
class AuditState:
    """What the audit room shows."""

    total: int | None = None
    own_only: bool = False
    """Whether this person sees only their own events, as a reviewer does on a server."""
    version: int = 0
    verifying: bool = False
    report: AuditReport | None = None
    verified_at: datetime | None = None
    anchored: str = ""
    problem: str = ""
    event: Event | None = None


class AuditPresenter(QObject):
    """Reads and verifies the ledger away from the GUI thread."""

    changed = Signal(object)
    page_ready = Signal(int, object)
    page_failed = Signal(int)

    def __init__(self, workspace: Workspace, reviewer: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reviewer = reviewer
        self._tasks = tasks
        self.state = AuditState()

    def reload(self) -> None:
        """Look how long the ledger is now; the pages follow as the list asks for them."""
        workspace = self._workspace
        self._tasks.store(
            lambda: (workspace.audit.count(), not workspace.members.sees_all()),
            lambda answer: self._counted(*answer),
            failed=self._failed,
            key="audit.count",
        )

    def _counted(self, total: int, own_only: bool) -> None:
        self._set(total=total, own_only=own_only, version=self.state.version + 1, problem="")

    def load_page(self, page: int) -> None:
        """Read one page, the newest events first."""
        version = self.state.version

        def done(events: tuple[Event, ...]) -> None:
            if version == self.state.version:
                self.page_ready.emit(page, events)

        def failed(error: Exception) -> None:
            self.page_failed.emit(page)
            self._failed(error)

        offset = page * PAGE_ROWS
        self._tasks.store(lambda: self._workspace.audit.log(offset=offset, limit=PAGE_ROWS), done, failed=failed)

    def choose(self, event: Event | None) -> None:
        """Show one event in full."""
        self._set(event=event)

    def verify(self, anchor_file: Path | None = None) -> None:
        """Check the chain, the stored rows, this person's receipts and, if given, anchors kept outside."""
        if self.state.verifying:
            return
        self._set(verifying=True, problem="")
        audit = self._workspace.audit

        def job() -> AuditReport:
            anchors = load_anchors(anchor_file) if anchor_file else []
            return audit.verify(anchors, audit.own_receipts(self._reviewer))

        self._tasks.io(job, self._verified, failed=self._failed, key="audit.verify")

    def _verified(self, report: AuditReport) -> None:
        self._set(verifying=False, report=report, verified_at=self._workspace.clock())

    def anchor(self, file: Path) -> None:
        """Write the head of the ledger to a file, to be kept where the workspace cannot reach it."""

        def job() -> Anchor:
            anchor = self._workspace.audit.anchor()
            write_atomically(file, (anchor.model_dump_json() + "\n").encode("utf-8"))
            return anchor

        def done(anchor: Anchor) -> None:
            self._set(
                anchored=tr("Anchor of event {seq:,} written to {file}.").format(seq=anchor.seq, file=file), problem=""
            )

        self._tasks.io(job, done, failed=self._failed, key="audit.anchor")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, OSError):
            error = Unreachable(tr("The file cannot be written: {strerror}.").format(strerror=error.strerror))
        if not isinstance(error, ReviewerError):
            self._set(verifying=False)
            raise error
        self._set(problem=error.message, verifying=False)

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]  # the names are those of the state
        self.changed.emit(self.state)


def load_anchors(file: Path) -> list[Anchor]:
    """Read a file of anchors, one JSON object per line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [Anchor.model_validate_json(line) for line in lines if line.strip()]
    except OSError as error:
        raise Unreachable(tr("{file} cannot be read: {strerror}.").format(file=file, strerror=error.strerror)) from None
    except ValueError:
        raise InvalidInput(
            tr("{file} is not a file of anchors: use one that 'reviewer audit anchor' wrote.").format(file=file)
        ) from None
