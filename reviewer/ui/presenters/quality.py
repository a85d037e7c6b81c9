"""What a lead can ask of the quality room; each figure is computed by itself and shown as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError
from reviewer.domain.resolutions import Disagreement
from reviewer.services.scope import EVERYTHING, Scope
from reviewer.ui.language import tr
from reviewer.ui.tasks import Runner

from .quality_state import (
    FIELDS,
    VERDICT,
    DisagreementRow,
    Figure,
    Group,
    Mark,
    PairItems,
    QualityState,
    SharedItem,
    Week,
    row_of,
    value_title,
)

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.stats import AgreementReport, LabelPair

T = TypeVar("T")
PAGE = 50
ALPHA = "krippendorff_alpha"
_COMPARED = ("choice", "multi_choice", "rating", "comparison")


@dataclass(frozen=True)
class Counts:
    """What waits for reviews, what waits for a lead, and whether this person is one."""

    waiting: int
    open: int
    may_settle: bool
    role: str | None
    own_only: bool
    gaps: int


class QualityPresenter(QObject):
    """The overview of the quality room: figures, pairs, the course over time, what is to be settled."""

    changed = Signal(object)
    items_found = Signal(object)
    """The ids of the items behind a figure."""

    def __init__(self, workspace: Workspace, person: str, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._person = person
        self._tasks = tasks
        self._scope = EVERYTHING
        self._disagreements: tuple[tuple[Disagreement, str], ...] = ()
        self._state = QualityState(project=workspace.project, questions=self._questions())

    @property
    def state(self) -> QualityState:
        """What the room shows now."""
        return self._state

    def load(self) -> None:
        """Compute every figure anew; what is shown stays until the new one is there."""
        self._set(project=self._workspace.project, questions=self._questions())
        if self._state.question not in dict(self._state.questions):
            self._set(question=VERDICT)
        self.load_rows()
        self._load_report()
        self._load_weeks()
        self._load_groups()

    def refresh(self, changes: Changes) -> None:
        """Compute again what a write has touched; a decision of a lead changes no agreement between reviewers."""
        if changes.touches("reviews", "project"):
            self.load()
        elif changes.touches("resolutions", "items"):
            self.load_rows()

    def choose_question(self, question: str) -> None:
        """Compare the answers to another question, or the verdicts."""
        if question != self._state.question and question in dict(self._state.questions):
            self._set(question=question, pair=None, report=None, weeks=(), groups=(), confused=())
            self._load_report()
            self._load_weeks()
            self._load_groups()

    def choose_field(self, field: str) -> None:
        """Break the agreement down by another field."""
        if field != self._state.by and field in dict(FIELDS):
            self._set(by=field, groups=())
            self._load_groups()

    def choose_scope(self, scope: Scope) -> None:
        """Compare only a part of what was judged; what is to be settled stays as it is."""
        if scope != self._scope:
            self._scope = scope
            self._set(pair=None, report=None, weeks=(), groups=(), confused=())
            self._load_report()
            self._load_weeks()
            self._load_groups()

    def show_names(self, shown: bool) -> None:
        """Show the names of the reviewers, or pseudonyms."""
        self._set(names_shown=shown, rows=self._rows(shown))

    def open_pair(self, first: str, second: str) -> None:
        """List the items that two reviewers both judged."""
        question, project = self._state.question, self._state.project
        agreement = self._workspace.agreement.within(self._scope)

        def job() -> PairItems:
            self._workspace.members.demand(self._person, "lead")  # a reviewer judges without seeing the others
            shared = agreement.shared_items(first, second, question)
            items = [
                SharedItem(item_id, source, value_title(project, question, a), value_title(project, question, b))
                for item_id, source, a, b in shared
            ]
            return PairItems(first, second, tuple(sorted(items, key=lambda item: not item.differs)))

        self._tasks.io(job, lambda pair: self._set(pair=pair), failed=self._say_failed, key="quality.pair")

    def open_confusion(self) -> None:
        """Find the items to which the two values were given that are most often taken for each other."""
        question = self._state.question
        agreement, confused = self._workspace.agreement.within(self._scope), self._state.confused

        def job() -> tuple[str, ...]:
            self._workspace.members.demand(self._person, "lead")
            return agreement.items_between(confused[0].a, confused[0].b, question)

        if confused:
            self._tasks.io(job, self.items_found.emit, failed=self._say_failed, key="quality.confusion")

    def close_pair(self) -> None:
        """Go back from the items of a pair to the matrix."""
        self._tasks.drop("quality.pair")
        self._set(pair=None)

    def load_rows(self) -> None:
        """Read again what waits and what is to be settled, as far as it was read before."""
        wanted = max(PAGE, len(self._disagreements))
        self._set(rows_figure=Figure("loading"))
        self._tasks.store(
            lambda: (self._counts(), self._read(0, wanted)),
            self._show_rows,
            failed=self._rows_failed,
            key="quality.rows",
        )

    def load_more_rows(self) -> None:
        """Read the next page of what is to be settled."""
        have = len(self._disagreements)
        state = self._state
        if state.rows_figure.phase == "loading" or have >= state.open_count or not state.may_settle:
            return
        self._set(rows_figure=Figure("loading"))
        self._tasks.store(
            lambda: (self._counts(), self._read(have, PAGE)),
            self._add_rows,
            failed=self._rows_failed,
            key="quality.rows",
        )

    # The figures

    def _questions(self) -> tuple[tuple[str, str], ...]:
        compared = [question for question in self._workspace.project.questions if question.editor in _COMPARED]
        return ((VERDICT, tr("Verdict")), *((question.id, question.label) for question in compared))

    def _load_report(self) -> None:
        question = self._state.question
        agreement = self._workspace.agreement.within(self._scope)

        def job() -> tuple[AgreementReport, tuple[LabelPair, ...]]:
            return agreement.compute(question), agreement.confused(question)

        def done(answer: tuple[AgreementReport, tuple[LabelPair, ...]]) -> None:
            self._set(report=answer[0], confused=answer[1], report_figure=Figure("ready"))

        self._start("report", job, done)

    def _load_weeks(self) -> None:
        question, agreement = self._state.question, self._workspace.agreement.within(self._scope)

        def job() -> tuple[tuple[Week, ...], tuple[Mark, ...]]:
            found = agreement.over_time(question)
            marks = (
                Mark(at, tr("guideline {version}").format(version=version))
                for version, at in self._workspace.quality.guideline_changes()
            )
            return tuple(Week(start, alpha) for start, alpha in found.items()), tuple(marks)

        def done(answer: tuple[tuple[Week, ...], tuple[Mark, ...]]) -> None:
            self._set(weeks=answer[0], marks=answer[1], weeks_figure=Figure("ready"))

        self._start("weeks", job, done)

    def _load_groups(self) -> None:
        question, field = self._state.question, self._state.by
        agreement = self._workspace.agreement.within(self._scope)

        def job() -> tuple[Group, ...]:
            found = agreement.compute_by(field, question)
            groups = [Group(name, report.coefficients[ALPHA], report.items) for name, report in found.items()]
            return tuple(sorted(groups, key=lambda group: -group.alpha.items))

        self._start("groups", job, lambda groups: self._set(groups=groups, groups_figure=Figure("ready")))

    def _start(self, name: str, job: Callable[[], T], done: Callable[[T], None]) -> None:
        figure = f"{name}_figure"

        def failed(error: Exception) -> None:
            self._set(**{figure: Figure("failed", sentence(error))})

        self._set(**{figure: Figure("loading")})
        self._tasks.io(job, done, failed=failed, key=f"quality.{name}")

    # What is to be settled

    def _counts(self) -> Counts:
        workspace = self._workspace
        may_settle = workspace.members.may(self._person, "lead")
        return Counts(
            workspace.queue.counts().get("open", 0),
            workspace.resolutions.open_count(),
            may_settle,
            workspace.members.role(self._person),
            not workspace.members.sees_all(),
            len(workspace.outcomes.guideline_gaps()) if may_settle else 0,
        )

    def _read(self, offset: int, limit: int) -> tuple[tuple[Disagreement, str], ...]:
        queue = self._workspace.queue
        if not self._workspace.members.may(self._person, "lead"):
            return ()  # a reviewer judges without seeing what the others said
        found = self._workspace.resolutions.disagreements(offset=offset, limit=limit)
        return tuple((one, queue.row(one.item_id, one.source).excerpt) for one in found)

    def _show_rows(self, answer: tuple[Counts, tuple[tuple[Disagreement, str], ...]]) -> None:
        counts, self._disagreements = answer
        self._publish_rows(counts)

    def _add_rows(self, answer: tuple[Counts, tuple[tuple[Disagreement, str], ...]]) -> None:
        counts, more = answer
        known = {(one.item_id, one.source) for one, _ in self._disagreements}
        self._disagreements += tuple(entry for entry in more if (entry[0].item_id, entry[0].source) not in known)
        self._publish_rows(counts)

    def _publish_rows(self, counts: Counts) -> None:
        self._set(
            waiting=counts.waiting,
            open_count=counts.open,
            may_settle=counts.may_settle,
            role=counts.role,
            own_only=counts.own_only,
            gaps=counts.gaps,
            rows=self._rows(self._state.names_shown),
            rows_figure=Figure("ready"),
            now=self._workspace.clock(),
        )

    def _rows(self, names_shown: bool) -> tuple[DisagreementRow, ...]:
        project = self._workspace.project
        return tuple(row_of(one, project, excerpt, names_shown) for one, excerpt in self._disagreements)

    def _rows_failed(self, error: Exception) -> None:
        self._set(rows_figure=Figure("failed", sentence(error)))

    # State

    def _say_failed(self, error: Exception) -> None:
        self._set(problem=(self._state.problem[0] + 1, sentence(error)))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self.changed.emit(self._state)


def sentence(error: Exception) -> str:
    """Return what went wrong as one sentence with what to do."""
    if isinstance(error, ReviewerError):
        return error.message
    return tr("Something unexpected happened ({name}): press F5 to compute the figures again.").format(
        name=type(error).__name__
    )
