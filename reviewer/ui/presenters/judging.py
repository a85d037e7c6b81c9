"""What a reviewer can enter: each intention makes a new draft and emits a new frozen state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from reviewer.domain.errors import ReviewerError
from reviewer.domain.reviews import Judgement, Review
from reviewer.texts.cutting import without_stretch
from reviewer.texts.word_diff import WordDiff, diff_words
from reviewer.ui.language import tr
from reviewer.ui.tasks import Runner

from . import draft as drafts
from .active_time import ActiveTime
from .conversation import Part
from .draft_keeper import DraftKeeper
from .policies import looked_for
from .review_state import Notice, ReviewState, Saved

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

_SMALL_DIFF = 4_000  # characters of both texts that are compared at once, within a key press


class Judging(QObject):
    """The item on screen and what the person says of it; the queue is not known here."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace = workspace
        self._number = 0
        self._time = ActiveTime()
        self._state = ReviewState(project=workspace.project, taxonomy=workspace.taxonomy)
        self._keeper = DraftKeeper(workspace.drafts, tasks, self._draft_written, self._draft_failed, self)

    @property
    def state(self) -> ReviewState:
        """What the room shows now."""
        return self._state

    def choose(self, verdict: str) -> None:
        """Choose a verdict; one that corrects opens the correction editor."""
        if self._state.project.find_verdict(verdict) is None or self._state.draft is None:
            return
        draft = drafts.with_verdict(self._state.draft, verdict)
        corrects = self._state.project.outcome(draft.verdict) == "correct"
        self._edit(draft, correcting=corrects or draft.correction is not None)

    def answer(self, question_id: str, value: Any) -> None:
        """Answer a question of the project; None takes the answer back."""
        question = self._state.project.find_question(question_id)
        if question is None or self._state.draft is None:
            return
        try:
            self._edit(drafts.with_answer(self._state.draft, question, value))
        except ReviewerError as error:
            self._say_failed(error)

    def compare(self, choice: str) -> None:
        """Say which response is better (an id, `tie`, `both_bad`); a correction is about that one."""
        if self._state.draft is None or self._state.item is None:
            return
        draft = drafts.with_comparison(self._state.draft, choice, self._state.project)
        targets = {response.target for response in self._state.responses}
        chosen = f"response:{draft.comparison}"
        if chosen in targets and draft.correction is None and chosen != self._state.target:
            self._edit(draft, target=chosen, written=self._state.written + 1)
        else:
            self._edit(draft)

    def rank(self, response: str) -> None:
        """Put a response on the next place of the ranking, or take it and those behind it off."""
        responses = [one.target.partition(":")[2] for one in self._state.responses]
        if self._state.draft is not None and len(responses) > 2 and response in responses:
            self._edit(drafts.with_ranked(self._state.draft, response, responses, self._state.project))

    def judge(self, judgement: Judgement, hit: str | None = None) -> None:
        """Judge a hit, the selected one by default, and go on to the next that is not judged."""
        state = self._state
        hit = hit or state.selected_hit
        if state.draft is None or hit not in {entry.id for entry in state.hits}:
            return
        assert hit is not None  # noqa: S101 - for the type checker: None is in no set of ids
        draft = drafts.with_judgement(state.draft, hit, judgement)
        self._edit(draft, selected_hit=hit)
        if self._state.judgement(hit) is not None:
            following = first_open(self._state)
            if following is not None:
                self._publish(with_hit(self._state, following))

    def select_hit(self, step: int) -> None:
        """Select the next (1) or previous (-1) policy hit."""
        ids = [hit.id for hit in self._state.hits]
        if ids:
            place = ids.index(self._state.selected_hit) if self._state.selected_hit in ids else -step
            self.select_this_hit(ids[(place + step) % len(ids)])

    def select_this_hit(self, hit: str) -> None:
        """Select a policy hit by its id."""
        self._publish(with_hit(self._state, hit))

    def add_missed_hit(self, policy: str, place: tuple[str, int, int] | None = None) -> None:
        """Note a broken policy that no detector reported, at a place of the response where one is given."""
        state = self._state
        if state.draft is None or state.item is None or not policy.strip():
            return
        span = None
        if place is not None and place[0].startswith("response"):
            span = drafts.stretch(state.item, *place)
        self._edit(drafts.with_missed_hit(state.draft, policy.strip(), span))

    def remove_missed_hit(self, number: int) -> None:
        """Take away a missed hit."""
        if self._state.draft is not None:
            rest = tuple(hit for place, hit in enumerate(self._state.draft.missed_hits) if place != number)
            self._edit(self._state.draft.model_copy(update={"missed_hits": rest}))

    def tick_policy(self, policy: str) -> None:
        """Say that a policy was looked for; the same again takes it back."""
        draft = self._state.draft
        if draft is not None:
            self._edit(drafts.with_policies_checked(draft, [policy], policy not in draft.policies_checked))

    def tick_all_policies(self) -> None:
        """Say that every policy was looked for, or where that was said, take back what no judgement implies."""
        ticks = looked_for(self._state)
        if self._state.draft is not None:
            named = [tick.policy for tick in ticks if not tick.implied]
            every = all(tick.checked for tick in ticks)
            self._edit(drafts.with_policies_checked(self._state.draft, named, not every))

    def edit_correction(self, text: str) -> None:
        """Take what stands in the correction editor; the original text is no correction."""
        state = self._state
        if state.draft is None or state.response is None or text == state.correction:
            return
        self._edit(drafts.with_correction(state.draft, state.target, text, state.response.text))
        self._compare(text)

    def restore_correction(self) -> None:
        """Put the original response back into the correction editor."""
        state = self._state
        if state.draft is None or state.response is None:
            return
        self._tasks.drop("review.diff")
        draft = drafts.with_correction(state.draft, state.target, None, state.response.text)
        self._edit(draft, diff=None, written=state.written + 1)

    def take_suggestion(self) -> None:
        """Make the suggested correction the correction, where it may be seen."""
        if self._state.suggested is not None:
            self._write_correction(self._state.suggested)

    def cut(self, place: tuple[str, int, int] | None) -> None:
        """Take a stretch of the response out of its correction."""
        if place is not None and place[0].startswith("response"):
            self.select_response(place[0])
        state = self._state
        if state.response is None or place is None or place[0] != state.target:
            self.say(tr("Select what is to be cut in the response first."))
            return
        text = without_stretch(state.response.text, state.correction, *place[1:])
        if text == state.correction:
            self.say(tr("Nothing of this is left in the correction."))
        else:
            self._write_correction(text)

    def _write_correction(self, text: str) -> None:
        state = self._state
        if state.draft is None or state.response is None or state.busy or state.lost:
            return
        self._set(correcting=True)  # the editor takes what was there before, so that this too can be undone in it
        draft = drafts.with_correction(state.draft, state.target, text, state.response.text)
        self._edit(draft, written=state.written + 1, focus=self._notice("correction"))
        self._compare(text)

    def open_correction(self) -> None:
        """Open the correction editor and put the cursor there."""
        if self._state.phase == "reviewing":
            self._set(correcting=True, focus=self._notice("correction"))

    def comment(self, text: str) -> None:
        """Take what stands in the comment."""
        if self._state.draft is not None and text != self._state.draft.comment:
            self._edit(self._state.draft.model_copy(update={"comment": text}))

    def add_template(self, text: str) -> None:
        """Append one of the project's sentences to the comment."""
        if self._state.draft is not None:
            before = self._state.draft.comment
            comment = f"{before}\n{text}" if before and not before.endswith("\n") else before + text
            draft = self._state.draft.model_copy(update={"comment": comment})
            self._edit(draft, written=self._state.written + 1, focus=self._notice("comment"))

    # Looking

    def select_passage(self, number: int) -> None:
        """Select a passage of the evidence by its place."""
        if 0 <= number < len(self._state.evidence):
            self._set(selected_passage=number)

    def step_passage(self, step: int) -> None:
        """Select the next (1) or previous (-1) passage."""
        count = len(self._state.evidence)
        if count:
            self._set(selected_passage=(self._state.selected_passage + step) % count)

    def select_response(self, target: str) -> None:
        """Choose the response that a correction is about, as long as none was corrected."""
        state = self._state
        known = {response.target for response in state.responses}
        if target in known and target != state.target and state.draft and state.draft.correction is None:
            self._set(target=target, written=state.written + 1)

    def toggle_rendered(self) -> None:
        """Show the response as its source, or as the user saw it."""
        self._set(rendered=not self._state.rendered)

    def toggle_system(self) -> None:
        """Open or close the system prompt, the tool calls and the reasoning."""
        self._set(system_open=not self._state.system_open, flipped_parts=frozenset())

    def toggle_part(self, part: Part) -> None:
        """Open or close one part of the conversation; the others stay as they are."""
        self._set(flipped_parts=self._state.flipped_parts ^ {part.key})

    def toggle_passes(self) -> None:
        """Open or fold the checks that did not fail."""
        self._set(passes_open=not self._state.passes_open)

    def toggle_looked_for(self) -> None:
        """Open the policies that can be looked for and go there, or fold them."""
        if self._state.looked_open:
            self._set(looked_open=False, focus=self._notice("response"))
        else:
            self._set(looked_open=True, focus=self._notice("looked_for"))

    def say(self, text: str) -> None:
        """Show a passing word."""
        self._set(toast=self._notice(text))

    def request_focus(self, where: str) -> None:
        """Ask for the focus at a place of the room."""
        self._set(focus=self._notice(where))

    # State

    def _draft_written(self) -> None:
        now = self._workspace.clock().astimezone()
        self._set(saved=self._saved(tr("draft saved {now:%H:%M:%S}").format(now=now)))

    def _draft_failed(self, error: Exception) -> None:
        self._set(saved=self._saved(tr("draft not saved"), ok=False), problem=self._notice(sentence(error)))
        raise_unexpected(error)

    def _say_failed(self, error: Exception) -> None:
        self._set(problem=self._notice(sentence(error)))

    def _compare(self, text: str) -> None:
        state = self._state
        if state.response is None:
            return
        before = state.response.text
        if text == before:
            self._tasks.drop("review.diff")
            self._set(diff=None)
        elif len(before) + len(text) <= _SMALL_DIFF:
            self._tasks.drop("review.diff")
            self._set(diff=diff_words(before, text))
        else:
            self._tasks.io(lambda: diff_words(before, text), self._compared, key="review.diff")

    def _compared(self, diff: WordDiff) -> None:
        self._set(diff=diff)

    def _edit(self, draft: Review, **changes: Any) -> None:
        if self._state.busy or self._state.item is None:
            return  # what is being submitted does not change any more
        self._time.touch()
        if self._state.asked:
            changes["asked"] = drafts.missing(draft, self._state.project, self._state.item)
        if draft is not self._state.draft:
            draft = draft.model_copy(update={"active_seconds": round(self._time.seconds(), 1)})
            self._keeper.changed(self._as_written(draft))
        self._set(draft=draft, **changes)

    def _as_written(self, draft: Review) -> Review:
        """Return the draft on screen in terms of the item as it came."""
        return draft

    def _notice(self, text: str, stays: bool = False) -> Notice:
        self._number += 1
        return Notice(self._number, text, stays)

    def _undoable(self, text: str) -> Notice:
        return replace(self._notice(text), undo=True)

    def _saved(self, text: str, ok: bool = True, waits: bool = False) -> Saved:
        self._number += 1
        return Saved(self._number, text, ok, waits)

    def _replaced(self, **changes: Any) -> ReviewState:
        return replace(self._state, **changes)

    def _set(self, **changes: Any) -> None:
        self._publish(self._replaced(**changes))

    def _publish(self, state: ReviewState) -> None:
        self._state = state
        self.changed.emit(state)


def sentence(error: Exception) -> str:
    """Return what went wrong as one sentence for the banner."""
    if isinstance(error, ReviewerError):
        return error.message
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return tr(
            "The disk refused to keep this ({reason}): make room there, what you entered is still on screen."
        ).format(reason=reason)
    name = type(error).__name__
    return tr("Something unexpected happened ({name}): try again, nothing that you entered is lost.").format(name=name)


def raise_unexpected(error: Exception) -> None:
    """Pass on what nobody foresaw, so that a report of it is written."""
    if not isinstance(error, ReviewerError | OSError):
        raise error


def first_open(state: ReviewState) -> str | None:
    """Return the first hit that is not judged, else the one that is selected, else the first."""
    still_open = [hit.id for hit in state.hits if state.judgement(hit.id) is None]
    if still_open:
        return still_open[0]
    return state.selected_hit or (state.hits[0].id if state.hits else None)


def with_hit(state: ReviewState, hit: str | None) -> ReviewState:
    """Select a hit, and with it the passage that it points into."""
    chosen = next((one for one in state.hits if one.id == hit), None)
    if chosen is None:
        return state
    passage = state.selected_passage
    if chosen.target.startswith("evidence:"):
        ids = [f"evidence:{one.id}" for one in state.evidence]
        passage = ids.index(chosen.target) if chosen.target in ids else passage
    return replace(state, selected_hit=hit, selected_passage=passage)
