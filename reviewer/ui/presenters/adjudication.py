"""What a lead can do with a disagreement: look at the reviews side by side, adopt one of them, or decide anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.domain.resolutions import Category, majority_spans
from reviewer.domain.reviews import HitJudgement, Judgement, Review
from reviewer.ui.language import later, tr
from reviewer.ui.tasks import Runner

from . import draft as drafts
from .adjudication_state import AdjudicationState, Case, Column
from .case_shield import CaseShield
from .judging import sentence
from .own_decision import OwnDecision
from .quality_state import KINDS, said_of
from .resting import word_of_datasets
from .review_state import Notice, ReviewState, Saved
from .wellbeing import VeilChoice

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

_STATES = {
    "open": later("waits for more reviews"),
    "adjudication": KINDS["verdict"],
    "escalated": KINDS["escalated"],
    "resolved": later("settled"),
    "set_aside": later("set aside"),
}


class _Kept(NamedTuple):
    """What was entered for an item that is not on screen now."""

    draft: Review | None = None
    reason: str = ""
    category: Category | None = None


class Overtaken(Refused):
    """Somebody else settled the item while this person was looking at it."""


class AdjudicationPresenter(QObject):
    """Opens disagreements one after the other and records the lead's decisions."""

    changed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        lead: str,
        tasks: Runner,
        *,
        wrote: Callable[[Changes], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._lead = lead
        self._tasks = tasks
        self._wrote = wrote
        self._number = 0
        self.veil_choice: VeilChoice = "project"
        self._shield: CaseShield | None = None
        self._kept: dict[tuple[str, str], _Kept] = {}
        self.own = OwnDecision(workspace, tasks, self)
        self._state = AdjudicationState(view=self.own.state, lead=lead)
        self.own.changed.connect(self._own_changed)

    @property
    def state(self) -> AdjudicationState:
        """What the view shows now."""
        return self._state

    # Coming and going

    def open_place(self, place: int, expected: tuple[str, str] | None = None) -> None:
        """Open the disagreement at a place of the list; the one that was `expected` there, if it has moved."""
        self._open(lambda: self._read_place(place, expected))

    def open_item(self, item_id: str, source: str) -> None:
        """Open any item with reviews, settled or not."""
        self._open(lambda: self._read_item(item_id, source))

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) disagreement and settle nothing."""
        case = self._state.case
        if case is None or case.open_count == 0 or self._state.busy:
            return
        place = 0 if case.place is None else (case.place + by) % case.open_count
        self.open_place(place)

    def close(self) -> None:
        """Go back to the overview; what was entered comes back with the item."""
        self._keep()
        self._tasks.drop("quality.case")
        self._set(phase="closed", case=None, columns=(), chosen=None, deciding=False, reason="", category=None)

    # Deciding

    def choose(self, number: int) -> None:
        """Choose the review that is to be adopted; the same one again takes the choice back."""
        column = self._column(number)
        if column is None or self._state.busy or self._state.deciding:
            return
        if not column.adoptable:
            self._say(tr("{who} gave no verdict, so there is nothing to adopt.").format(who=column.said.who))
            return
        self._set(chosen=None if self._state.chosen == number else number)
        self._show_reviews()

    def decide_anew(self) -> None:
        """Begin a decision of one's own, from the chosen review where there is one."""
        if self._state.phase != "open" or self._state.deciding or self._state.busy or self._state.case is None:
            return
        case = self._state.case
        kept = self._kept_draft(case)
        column = self._column(self._state.chosen) if self._state.chosen is not None else None
        draft = self._draft_from(column.review if column else None)
        if column is None and kept is not None:
            draft = kept
        self._set(deciding=True, chosen=None)
        self.own.show(case.item, draft, self._lead)
        self.own.open_editor()

    def judge(self, judgement: Judgement, hit: str | None = None) -> None:
        """Judge a policy hit; outside a decision of one's own this begins one."""
        self.decide_anew()
        if self._state.deciding:
            self.own.judge(judgement, hit)

    def compare(self, choice: str) -> None:
        """Say which response is better; outside a decision of one's own this begins one."""
        self.decide_anew()
        if self._state.deciding:
            self.own.compare(choice)

    def remove_missed_hit(self, number: int) -> None:
        """Take away a missed hit; outside a decision of one's own this begins one."""
        self.decide_anew()
        if self._state.deciding:
            self.own.remove_missed_hit(number)

    def stop_deciding(self) -> None:
        """Go back to the choice between the reviews; what was entered is kept for another try."""
        if self._state.deciding and not self._state.busy:
            self._keep()
            self._set(deciding=False)
            self._show_reviews()

    def give_reason(self, text: str) -> None:
        """Take the reason of the decision."""
        self._set(reason=text)
        view = self._state.view
        if view.asked and view.draft is not None and view.item is not None:
            self.own.ask(drafts.missing(self._with_reason(view.draft), view.project, view.item))

    def classify(self, category: Category) -> None:
        """Say why the reviewers erred; the same category again takes it back."""
        if self._state.phase == "open" and not self._state.busy:
            self._set(category=None if self._state.category == category else category)

    def show_names(self, shown: bool) -> None:
        """Show the names of the reviewers, or pseudonyms."""
        self._set(names_shown=shown, columns=self._columns(self._state.case, shown))

    def record(self) -> None:
        """Record the decision and open the next disagreement; first say what is missing."""
        state = self._state
        case, view = state.case, state.view
        if case is None or state.phase != "open" or state.busy:
            return
        item, resolutions = case.item, self._workspace.resolutions
        why: dict[str, Any] = {"reason": state.reason.strip(), "category": state.category}
        if view_is_closed(state.view):
            self._say(tr("Open the veiled text first, at least a part of it."))
            return
        if state.deciding and view.draft is not None:
            draft = self._with_reason(view.draft)
            missing = drafts.missing(draft, view.project, item)
            if missing:
                self.own.ask(missing)
                self.own.request_focus(missing[0].where)
                return
            original = self._shield.original if self._shield else item
            draft = self._shield.adopted(draft) if self._shield else draft
            own = drafts.to_submission(draft, view.project, original, self._workspace.drafts.new_submission_id())
            own = own.model_copy(update={"state": "submitted"})
            self._write(case, lambda: resolutions.decide(item.id, own, source=item.source.system, **why))
        elif state.chosen is not None:
            submission = case.reviews[state.chosen].submission_id or ""
            self._write(
                case,
                lambda: resolutions.adopt(item.id, submission, lead=self._lead, source=item.source.system, **why),
            )
        else:
            self._say(tr("Choose a review to adopt, or decide anew; then record it."))

    # The veil and personal data

    def open_further(self) -> None:
        """Open one more part of the veiled text; after the last one everything is shown."""
        if self._shield is not None and self._state.view.veil is not None:
            self._show_again(self._shield.open_further)

    def open_all(self) -> None:
        """Show the veiled item and its reviews as any other."""
        if self._shield is not None and self._state.view.veil is not None:
            self._show_again(self._shield.open_all)

    def reveal_personal_data(self, reason: str) -> None:
        """Note in the ledger that the personal data is read, and why; only then show it."""
        shield, personal = self._shield, self._state.view.personal
        if shield is None or personal is None or personal.shown:
            return
        kinds = dict(personal.counts)

        def noted(_changes: Changes) -> None:
            if shield is self._shield:
                self._show_again(shield.reveal)

        self._tasks.store(
            lambda: self._workspace.personal_data.reveal(shield.original, reason, kinds),
            noted,
            failed=self._not_written,
            key="quality.personal_data",
        )

    def _show_again(self, open_more: Callable[[], None]) -> None:
        """Change what the shield lets through, and show the case and the own decision anew."""
        shield, state = self._shield, self._state
        if shield is None or state.case is None:
            return
        draft = shield.take(state.view.draft) if state.deciding and state.view.draft is not None else None
        open_more()
        case = shield.case
        self._set(case=case, columns=self._columns(case, state.names_shown))
        if draft is not None:
            self.own.show(case.item, shield.shown(draft), self._lead)
            self.own.open_editor()
        else:
            self._show_reviews()
        self.own.cover(shield.veil, shield.personal)

    def _kept_draft(self, case: Case) -> Review | None:
        kept = self._kept.get(case.item.key, _Kept()).draft
        return self._shield.shown(kept) if kept is not None and self._shield is not None else kept

    # Reading

    def _open(self, job: Callable[[], Case | None]) -> None:
        def allowed() -> Case | None:
            self._workspace.members.demand(self._lead, "lead")  # a reviewer judges without seeing the others
            return job()

        self._keep()
        self._set(phase="open" if self._state.phase == "open" else "loading", failure="")
        self._tasks.store(allowed, self._opened, failed=self._not_opened, key="quality.case")

    def _read_place(self, place: int, expected: tuple[str, str] | None) -> Case | None:
        resolutions = self._workspace.resolutions
        count = resolutions.open_count()
        found = resolutions.disagreements(offset=place, limit=1)
        if not found and place:
            place, found = 0, resolutions.disagreements(offset=0, limit=1)
        if expected is not None and (not found or (found[0].item_id, found[0].source) != expected):
            return self._read_item(*expected)
        if not found:
            return None
        one = found[0]
        item = self._workspace.queue.get(one.item_id, one.source)
        standing = resolutions.find(one.item_id, one.source)
        return Case(item, one.reviews, tr(KINDS[one.kind]), place, count, standing)

    def _read_item(self, item_id: str, source: str) -> Case:
        workspace = self._workspace
        return Case(
            workspace.queue.get(item_id, source),
            workspace.reviews.for_item(item_id, source),
            tr(_STATES[workspace.queue.row(item_id, source).state]),
            None,
            workspace.resolutions.open_count(),
            workspace.resolutions.find(item_id, source),
        )

    def _opened(self, case: Case | None) -> None:
        if case is None:
            self.close()
            self._say(tr("Nothing is left to settle."))
            return
        kept = self._kept.get(case.item.key, _Kept())
        workspace = self._workspace
        self._shield = CaseShield(
            case, workspace.project, workspace.taxonomy, self.veil_choice, workspace.personal_data.finder
        )
        case = self._shield.case
        self._set(
            phase="open",
            case=case,
            columns=self._columns(case, self._state.names_shown),
            chosen=None,
            deciding=False,
            reason=kept.reason,
            category=kept.category,
            busy=False,
        )
        self._show_reviews()
        self.own.cover(self._shield.veil, self._shield.personal)

    def _not_opened(self, error: Exception) -> None:
        self._set(phase="failed", case=None, columns=(), failure=sentence(error))

    # Writing

    def _write(self, case: Case, job: Callable[[], Changes]) -> None:
        """Record a decision, unless somebody else settled the item since it was opened."""

        def checked() -> Changes:
            standing = self._workspace.resolutions.find(case.item.id, case.item.source.system)
            if standing is not None and standing != case.standing:
                raise Overtaken(
                    tr(
                        "{value} has settled item '{id}' meanwhile: look at it again, then record what you still "
                        "want to record."
                    ).format(value=standing.decided_by or tr("Another review"), id=case.item.id)
                )
            return job()

        self._set(busy=True)
        self._tasks.store(checked, self._written, failed=self._not_written, key="quality.record")

    def _written(self, changes: Changes) -> None:
        case = self._state.case
        self._set(busy=False, saved=Saved(self._next(), tr("decision recorded {time}").format(time=self._time())))
        if case is None:
            return
        self._kept.pop(case.item.key, None)
        settled = tr("{id} is settled.").format(id=case.item.id)
        self._say(" ".join(filter(None, (settled, word_of_datasets([changes])))))
        self._set(case=None, deciding=False, chosen=None, reason="", category=None)
        self._wrote(changes)
        if case.place is None:
            self.close()
        else:
            self.open_place(case.place)

    def _not_written(self, error: Exception) -> None:
        self._set(
            busy=False,
            problem=Notice(self._next(), sentence(error)),
            saved=Saved(self._next(), tr("decision not recorded"), ok=False),
        )
        if isinstance(error, Overtaken) and self._state.case is not None:
            self.open_item(*reversed(self._state.case.item.key))

    # State

    def _show_reviews(self) -> None:
        """Show in the item panes the chosen review, or the marks of all reviews together."""
        state = self._state
        if state.case is None:
            return
        column = self._column(state.chosen) if state.chosen is not None else None
        if column is not None:
            draft = column.review
        else:
            spans = [span for review in state.case.reviews for span in review.spans]
            draft = self._draft_from(None).model_copy(update={"spans": tuple(dict.fromkeys(spans)), "hits": ()})
        self.own.show(state.case.item, draft, self._lead)

    def _draft_from(self, review: Review | None) -> Review:
        """Return a decision that begins like a review, or with what all reviewers share."""
        case = self._state.case
        if case is None:
            raise ValueError("no item is open")
        own: dict[str, Any] = {
            "submission_id": None,
            "reviewer": self._lead,
            "state": "draft",
            "revision": 1,
            "supersedes": None,
            "submitted_at": None,
            "started_at": None,
            "active_seconds": None,
            "comment": "",
        }
        if review is not None:
            return review.model_copy(update=own)
        judged = [one for one in case.reviews if one.is_judgement]
        return Review(
            item_id=case.item.id,
            source=case.item.source.system,
            reviewer=self._lead,
            state="draft",
            hits=_undisputed(judged),
            spans=majority_spans(case.item, judged) if judged else (),
            guideline_version=self._workspace.project.guideline_version,
            project_version=self._workspace.project_version,
        )

    def _with_reason(self, draft: Review) -> Review:
        return draft.model_copy(update={"comment": self._state.reason.strip()})

    def _keep(self) -> None:
        """Keep what was entered for this item, until it is recorded or the room is closed."""
        state = self._state
        if state.case is None or state.phase != "open":
            return
        before = self._kept.get(state.case.item.key, _Kept()).draft
        draft = before
        if state.deciding and state.view.draft is not None:
            draft = self._shield.adopted(state.view.draft) if self._shield else state.view.draft
        if draft is not None or state.reason or state.category:
            self._kept[state.case.item.key] = _Kept(draft, state.reason, state.category)

    def _columns(self, case: Case | None, names_shown: bool) -> tuple[Column, ...]:
        if case is None:
            return ()
        project = self._workspace.project
        return tuple(
            Column(number, review, said_of(review, number, project, names_shown), review.is_judgement)
            for number, review in enumerate(case.reviews)
        )

    def _column(self, number: int | None) -> Column | None:
        columns = self._state.columns
        return columns[number] if number is not None and 0 <= number < len(columns) else None

    def _own_changed(self, view: ReviewState) -> None:
        notices = {"problem": view.problem} if view.problem.number > self._state.view.problem.number else {}
        if notices:
            notices = {"problem": Notice(self._next(), view.problem.text)}
        self._set(view=view, **notices)

    def _say(self, text: str) -> None:
        self._set(toast=Notice(self._next(), text))

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _time(self) -> str:
        return f"{self._workspace.clock().astimezone():%H:%M:%S}"

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self.changed.emit(self._state)


def view_is_closed(view: ReviewState) -> bool:
    """Return whether nothing of a veiled text was opened yet."""
    return view.veil is not None and not view.veil.opened


def _undisputed(reviews: list[Review]) -> tuple[HitJudgement, ...]:
    """Return the judgements of hits on which all who judged them agree."""
    said: dict[str, set[str]] = {}
    for review in reviews:
        for hit in review.hits:
            said.setdefault(hit.hit, set()).add(hit.judgement)
    return tuple(
        HitJudgement.model_validate({"hit": hit, "judgement": next(iter(judgements))})
        for hit, judgements in said.items()
        if len(judgements) == 1
    )
